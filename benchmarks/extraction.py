"""Speed of the extractor against its peers, a bare regex, and itself on ten times the text; warm, on one core, by turns.

Everything here runs on one core, so that processor time is what is measured: what others do on the machine counts less.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.measure import Measure, Settings, Timer, take_pairs, time_of
from benchmarks.peers import start_checkout, start_peers
from benchmarks.serving.checkouts import this_checkout
from yearbook.catalogue.files import home

ENOUGH = 100_000  # code points: a run takes a fair part of a second
TARGETS = {"Recognizers-Text": 1 / 40}
CHECKOUT_TARGET = 1.0  # no slower than the checkout that it is measured against
TIMES = 5  # runs of ours for one of a peer, which takes far longer


def measure_extraction(settings: Settings) -> Iterator[Measure]:
    """Ours over some texts (the samples where none are given) against a regex that only finds digits, ten times the text, and
    each peer that is installed. The samples hold a figure in every 20 characters, reports one in some hundreds.

    With `--against` instead against that build's extractor, each by its own catalogue, text by text.
    """
    runs = settings.runs
    texts = list(_read_texts(settings.texts))
    if settings.against:
        ours, other = this_checkout(), settings.against
        with start_checkout(ours, texts) as mine, start_checkout(other, texts) as theirs:
            pairs = take_pairs(mine, theirs, runs)
        yield _measure(other.name, sum(map(len, texts)), pairs, CHECKOUT_TARGET)
        return
    once = "\n".join(texts)
    text = once * (1 + ENOUGH // len(once))
    extract = _extract(text)
    yield _measure("bare regex", len(text), take_pairs(_time(extract), _time(_find_digits(text), TIMES), runs))
    tenfold, ten_times = _time(_extract(text * 10)), _time(lambda: [extract() for _ in range(10)])
    yield _measure("10 × the time of 1 ×", 10 * len(text), take_pairs(tenfold, ten_times, runs // 3))
    with start_peers(once) as peers:  # they are slow: the texts once
        for name, peer in peers.items():
            yield _measure(name, len(once), take_pairs(_time(_extract(once), TIMES), peer, runs), TARGETS.get(name))


def _measure(against: str, length: int, pairs: tuple[tuple[float, ...], ...], target: float | None = None) -> Measure:
    measure = Measure("extraction", against, "", pairs)
    return replace(measure, amount=f"{length} code points, {length / measure.ours:,.0f}/s", target=target)


def _time(act: Callable[[], object], times: int = 1) -> Timer:
    return time_of(act, time.process_time, times)


def _read_texts(paths: Sequence[Path]) -> Iterator[str]:
    """The texts of some files, those of a JSONL file one a line; of the samples where none are given."""
    from yearbook.documents.reader import read

    for file in paths or sorted(home().samples.glob("*-*.*")):
        if file.suffix == ".jsonl":
            yield from (json.loads(line)["text"] for line in file.read_text(encoding="utf-8").splitlines())
        else:
            yield read(file).text


def _extract(text: str) -> Callable[[], object]:
    from yearbook.catalogue.catalogue import load_catalogue
    from yearbook.extraction.extractor import understand_text, warm_up

    warm_up(load_catalogue())
    return lambda: understand_text(text, load_catalogue())


def _find_digits(text: str) -> Callable[[], object]:
    digits = re.compile(r"[0-9０-９]+(?:[.,，][0-9]+)*\s*[万亿]?[%％\w]?")
    return lambda: [match.span() for match in digits.finditer(text)]
