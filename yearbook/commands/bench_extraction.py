"""The extractor's speed beside its peers', a bare regex, and itself on ten times the text; warm, one core, side by side.

Everything here runs on one core, so that processor time is what is measured: what others do on the machine counts less.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

from yearbook.commands.bench_peers import start_peers
from yearbook.commands.measure import Measure, Timer, take_pairs, time_of
from yearbook.data import home

ENOUGH = 100_000  # code points: a run takes a fair part of a second
TIMES = 5  # runs of ours beside one of a peer, which takes far longer


def measure_extraction(paths: list[Path], runs: int) -> list[Measure]:
    """Ours over some texts (the samples where none are given) against a regex that only finds digits, ten times the text, and
    each peer that is installed. The samples hold a figure in every 20 characters, reports one in some hundreds.
    """
    once = _read_texts(paths)
    text = once * (1 + ENOUGH // len(once))
    extract, tenfold = _extract(text), _time(_extract(text * 10))
    ten_times = _time(lambda: [extract() for _ in range(10)])
    digits, longer = take_pairs(_time(extract), _time(_find_digits(text), TIMES), runs), take_pairs(tenfold, ten_times, runs // 3)
    measures = [
        _measure("extraction", "bare regex", len(text), digits),
        _measure("extraction of 10 × the text", "10 × the time of 1 ×", 10 * len(text), longer),
    ]
    with start_peers(once) as peers:  # they are slow: the texts once
        for name, peer in peers.items():
            measures.append(_measure("extraction", name, len(once), take_pairs(_time(_extract(once), TIMES), peer, runs)))
    return measures


def _measure(name: str, against: str, length: int, pairs: tuple[tuple[float, float], ...]) -> Measure:
    measure = Measure(name, against, "", pairs)
    return Measure(name, against, f"{length} code points, {length / measure.ours:,.0f}/s", pairs)


def _time(act: Callable[[], object], times: int = 1) -> Timer:
    return time_of(act, time.process_time, times)


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
