"""evaluate GOLD.jsonl: recall, precision, value, unit, metric … against texts that people labelled."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from yearbook.cli.language import translate
from yearbook.pipeline.teaching.scoring import Score, score_case


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("gold", type=Path, metavar="GOLD.jsonl", help=translate("commands.gold"))
    parser.add_argument("--show", type=int, default=0, metavar="N", help=translate("commands.show"))


def run(arguments: argparse.Namespace) -> int:
    from yearbook.catalogue.files import DataError
    from yearbook.cli.extract import Text, extract

    score = Score()
    for number, line in enumerate(arguments.gold.read_text(encoding="utf-8").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            case = json.loads(line)
            text = Text(case["id"], case["text"], case.get("publisher"), case.get("year"))
            score_case(score, case, list(extract(text)))
        except (ValueError, KeyError, TypeError) as error:
            raise DataError(arguments.gold, f"line {number}", "is no gold case: it needs id, text and gold") from error
    for case_id, measure, mention in score.wrong[: arguments.show]:
        print("  ", case_id, measure, json.dumps(mention, ensure_ascii=False)[:300])
    rates = score.rates()
    for measure, cases in score.cases.items():
        print(f"{measure}: {score.hits[measure]}/{cases} = {rates[measure]:.4f}")
    _comment(score)
    print("holds: " + ", ".join(f"{measure} {rate:.3f}" for measure, rate in rates.items()))
    return 0


def _comment(score: Score) -> None:
    """Beside the measures, on stderr: how far the confidence can be trusted, and which metrics are taken for which."""
    for low, high, claimed, right in score.reliability():
        span = {"low": f"{low:.1f}", "high": f"{high:.1f}"}
        print(
            translate("commands.reliability", **span, claimed=claimed, right=right, rate=f"{right / claimed:.3f}"),
            file=sys.stderr,
        )
    for (wanted, got), number in score.confusions():
        print(translate("commands.confusion", wanted=wanted or "—", got=got or "—", number=number), file=sys.stderr)
