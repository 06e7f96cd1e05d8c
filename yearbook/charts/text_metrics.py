"""How wide letters are and where lines break: Plotly neither measures on the server nor wraps, and a phone is 330 px wide."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache
from itertools import accumulate, pairwise, takewhile

NARROW = 330  # px of drawing on a phone of 390
BREAKS_AFTER = "，；：、。,;:）)· "  # where a line likes to end
NEVER_FIRST = "，；：、。）」》？！,;:)?!%"  # what no line begins with


@lru_cache(maxsize=4096)
def measure_text(text: str, size: float = 12) -> float:
    """The width in px of one line of letters of `size` px: Chinese ones are square, Latin ones a good half."""
    return size * sum(map(_measure_letter, text))


@lru_cache(maxsize=8192)
def _measure_letter(letter: str) -> float:
    """The width of a letter as a part of its size."""
    return 1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.55


def wrap_text(text: str, width: float, size: float = 12) -> list[str]:
    """The text in lines no wider than `width` px, broken after punctuation where the line is at least half full there."""
    if measure_text(text, size) <= width:
        return [text]
    cut = 1
    while cut < len(text) and measure_text(text[: cut + 1], size) <= width:
        cut += 1
    for at in range(cut, 0, -1):
        if text[at - 1] in BREAKS_AFTER and measure_text(text[:at], size) >= width / 2 and not _is_in_number(text, at):
            cut = at
            break
    else:
        word = re.search(r"[A-Za-z0-9.,%'-]+$", text[:cut])  # a Latin word or a number stays whole
        if word and word.start() and cut < len(text) and re.match(r"[A-Za-z0-9.,%'-]", text[cut]):
            cut = word.start()
        while cut > 1 and cut < len(text) and text[cut] in NEVER_FIRST:
            cut -= 1
    return [text[:cut].rstrip(" ·"), *wrap_text(text[cut:].lstrip(" ·"), width, size)]


def _is_in_number(text: str, at: int) -> bool:
    """Whether a line would end at the comma or the point of a number: 1,|982."""
    return bool(re.match(r"\d[,.]\d", text[max(0, at - 2) : at + 1]))


def _cut_a_word(text: str, lines: list[str]) -> bool:
    """Whether a line of the text ends within a Latin word."""
    ends = ((re.search(r"[A-Za-z]+$", line), re.match(r"[A-Za-z]+", after)) for line, after in pairwise(lines))
    return any(end is not None and start is not None and end[0] + start[0] in text for end, start in ends)


def balance_text(text: str, width: float, size: float = 12) -> list[str]:
    """wrap_text with lines of about equal width: no single letter is left alone on the last one."""
    lines = wrap_text(text, width, size)
    while len(lines) > 1:
        narrower = wrap_text(text, width - size / 2, size)
        if len(narrower) > len(lines) or _cut_a_word(text, narrower):
            break
        lines, width = narrower, width - size / 2
    return lines


@lru_cache(maxsize=4096)
def shorten_text(text: str, width: float, size: float = 12) -> str:
    """The beginning of the text with an ellipsis where it is wider than `width` px."""
    if measure_text(text, size) <= width:
        return text
    ends = accumulate(map(_measure_letter, text))
    kept = text[: sum(1 for _ in takewhile(lambda end: size * end <= width - size, ends))]
    return f"{kept.rstrip()}…"


def escape(text: str) -> str:
    """Text as Plotly's small HTML needs it: "<" stays a mark and becomes no tag."""
    return html.escape(text, quote=False) if "&" in text or "<" in text or ">" in text else text


def join_lines(lines: list[str]) -> str:
    """Escaped lines with Plotly's line break between them."""
    return "<br>".join(escape(line) for line in lines)
