"""The extractor's speed beside its peers', a bare regex, and itself on ten times the text; warm, one core, one run."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from yearbook.commands.measure import Measure, take_time
from yearbook.data import PROJECT, home
from yearbook.words import say

PEERS = PROJECT / ".venv-peers"
ENOUGH = 100_000  # code points: a run takes a fair part of a second


def measure_extraction(paths: list[Path], runs: int) -> list[Measure]:
    """Ours over some texts (the samples where none are given) against each peer that is installed, a regex that only finds
    digits, and ten times the text. The samples hold a figure in every 20 characters, reports one in some hundreds.
    """
    once = _read_texts(paths)
    text = once * (1 + ENOUGH // len(once))
    ours = take_time(_extract(text), runs)
    speed = f"{len(text)} code points, {len(text) / ours:,.0f}/s"
    measures = [Measure("extraction", "bare regex", speed, ours, take_time(_find_digits(text), runs))]
    tenfold = take_time(_extract(text * 10), max(1, runs // 3))
    measures.append(
        Measure("extraction of 10 × the text", "10 × the time of 1 ×", f"{10 * len(text)} code points", tenfold, ours * 10)
    )
    ours_once = take_time(_extract(once), 5 * runs)  # the peers are slow: the texts once
    for name, taken in _time_peers(once, runs).items():
        measures.append(Measure("extraction", name, f"{len(once)} code points", ours_once, taken))
    return measures


def _read_texts(paths: list[Path]) -> str:
    from yearbook.documents.reader import read

    return "\n".join(read(file).text for file in paths or sorted(home().samples.glob("*-*.*")))


def _extract(text: str) -> Callable[[], object]:
    from yearbook.meaning.catalogue import load_catalogue
    from yearbook.meaning.understanding import understand_text, warm_up

    warm_up(load_catalogue())
    return lambda: understand_text(text, load_catalogue())


def _find_digits(text: str) -> Callable[[], object]:
    digits = re.compile(r"[0-9０-９]+(?:[.,，][0-9]+)*\s*[万亿]?[%％\w]?")
    return lambda: [match.span() for match in digits.finditer(text)]


def _time_peers(text: str, runs: int) -> dict[str, float]:
    """Seconds by peer; none where their environment is not made (`make bench` makes it), which is said."""
    python = next((path for path in (PEERS / "bin" / "python", PEERS / "Scripts" / "python.exe") if path.exists()), None)
    if python is None:
        print(say("commands.no_peers"), file=sys.stderr)
        return {}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "text.txt"
        file.write_text(text, encoding="utf-8")
        script = PROJECT / "tests" / "benchmarks" / "peers.py"
        ran = subprocess.run(
            [python, str(script), str(file), str(max(1, runs // 2))], capture_output=True, encoding="utf-8", check=False
        )
    try:
        return dict(json.loads(ran.stdout.strip().splitlines()[-1]))
    except (ValueError, IndexError):
        print(ran.stderr.strip()[-300:], file=sys.stderr)
        return {}
