"""What recognition of Chinese print regularly gets wrong, mended where only one reading makes sense."""

from __future__ import annotations

import re
from collections.abc import Callable

from yearbook.documents.page.lines import WIDE
from yearbook.documents.scan.engine import Recognised

_PER_MILLE = re.compile(r"(?<=\d)[%％][0oO〇](?![\d.%％])")  # ‰ comes as a per cent sign and a ring
_DOCUMENT_NUMBER = re.compile(
    r"[〔\[［【(（]((?:19|20)\d\d)[〕\]］】)）](?=\s?第?\s?\d+\s?号)"
)  # 〔2023〕41号, GB/T 9704-2012, 7.2.5
_TIME = re.compile(r"(?<=[-/.年月]\d\d)(?=[0-2]\d:[0-5]\d)|(?<=日)(?=[0-2]?\d:[0-5]\d)")  # a blank lost behind a date
_HALVES = dict(zip(",;:()?!", "，；：（）？！", strict=True))


def mend(line: Recognised) -> Recognised:
    """A line with its signs mended; what stands for several characters takes the place and the lowest score of them."""
    line = _replace(line, _PER_MILLE, lambda _: "‰")
    line = _replace(line, _DOCUMENT_NUMBER, lambda found: f"〔{found[1]}〕")
    line = _replace(line, _TIME, lambda _: " ")
    text = "".join(_widen(line.text, number) for number in range(len(line.text)))
    return Recognised(text, line.scores, line.places)


def _widen(text: str, number: int) -> str:
    """A mark, full width where it stands next to a Chinese character."""
    beside = text[max(0, number - 1) : number] + text[number + 1 : number + 2]
    return _HALVES.get(text[number], text[number]) if any(map(WIDE.match, beside)) else text[number]


def _replace(line: Recognised, pattern: re.Pattern[str], write: Callable[[re.Match[str]], str]) -> Recognised:
    text, scores, places = line.text, list(line.scores), list(line.places)
    for found in reversed(list(pattern.finditer(text))):
        start, end = found.span()
        words = write(found)
        if len(words) != end - start:
            near = slice(start, end) if end > start else slice(max(0, start - 1), start + 1)
            place = sum(places[near]) / len(places[near])
            scores[start:end], places[start:end] = [min(scores[near])] * len(words), [place] * len(words)
        text = text[:start] + words + text[end:]
    return Recognised(text, tuple(scores), tuple(places))
