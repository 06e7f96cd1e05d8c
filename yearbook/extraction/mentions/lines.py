"""Lines of a text: which line breaks end a paragraph and which only wrap a sentence.

A break wraps a sentence unless one of these stands against it: the end of a sentence before it; a heading, a list mark, a
label (`索引号:`), a bar or a page mark after it; a line that holds only a number; and a line clearly shorter than the width at
which the text is wrapped. A text with lines as long as paragraphs is not wrapped at all.
"""

from __future__ import annotations

import re

from yearbook.extraction.mentions.numerals import CIRCLED

_SHORT = 8  # shorter lines do not show the width of a page
_LONGEST_WRAPPED = 64  # characters: no printed page is wider
_NARROWEST = 24  # where a text is too short to show its width, a shorter line goes on only with a number
_YEAR = re.compile(r"(?:19|20)\d\d")
_FULL = 0.85  # of the width: the least a wrapped line has
_NEVER_FULL = float("inf")
_UNKNOWN = 0.0

_ENDS = frozenset("。!?;:|.…")
_MARK = re.compile(
    r"[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[.、)](?!\d)|第[一二三四五六七八九十\d]{1,3}(?:部分|章|节|条)|"
    r"\d{1,2}(?:\.\d{1,2}){2,4}(?!\d)|\d{1,2}\.\d{1,2} (?=[㐀-鿿])|"
    r"[一二三四五六七八九十]{1,2}是(?![一二三四五六七八九十])|[•●■◆▪□○*※>·–-] |[•●■◆▪]|《|附件|附:|\||注:|[" + CIRCLED + r"]|"
    r"[^\n,。、;|]{1,8}:"
)
_HEADING = re.compile(
    r"[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[.、)](?!\d)|第[一二三四五六七八九十\d]{1,3}(?:部分|章|节)"
)
_PAGE_MARK = re.compile(r"-+ ?\d{1,4} ?-+ *$|(?:Page|PAGE|page|P\.|p\.) ?\d{1,4}\b|第 ?\d{1,4} ?页|\d{1,3} ?/ ?\d{1,3} *$")
_NUMBER_ONLY = re.compile(r"[-+]?[\d,.]+ ?%? *$")
_STANDS_APART = re.compile("|".join(f"(?:{one.pattern})" for one in (_NUMBER_ONLY, _PAGE_MARK)))
_BEGINS_ANEW = re.compile("|".join(f"(?:{one.pattern})" for one in (_MARK, _PAGE_MARK, _NUMBER_ONLY)))


class Lines:
    """The lines of one text (line ends already `\\n`, blanks already plain), and the width at which it is wrapped."""

    def __init__(self, text: str) -> None:
        self.text = text
        lengths = map(len, map(str.strip, text.split("\n")))
        self._least_full = _least_full([length for length in lengths if length >= _SHORT])

    def line_at(self, position: int) -> tuple[int, int]:
        """Start and end of the line in which `position` stands, its outer blanks left out at the start."""
        start, end = self.text.rfind("\n", 0, position) + 1, self._end_of_line(position)
        while start < end and self.text[start] == " ":
            start += 1
        return start, end

    def is_page_mark(self, position: int) -> bool:
        """The line at `position` holds only a page number."""
        return bool(_PAGE_MARK.match(self.text, *self.line_at(position)))

    def is_row(self, position: int) -> bool:
        """The line at `position` is a row of a table with bars."""
        return self.text.find("|", *self.line_at(position)) >= 0

    def is_number(self, position: int) -> bool:
        """The line at `position` holds only a number."""
        return bool(_NUMBER_ONLY.match(self.text, *self.line_at(position)))

    def is_marked(self, start: int) -> bool:
        """The line that begins at `start` begins with a heading mark, a list mark, a label or a page mark."""
        end = self._end_of_line(start)
        return bool(_MARK.match(self.text, start, end) or _PAGE_MARK.match(self.text, start, end))

    def breaks_inside_number(self, start: int, end: int) -> bool:
        """Digits before the break at `start` go on after it at `end`: neither line is a cell that holds a number only."""
        if any(self.is_number(place) or self.is_row(place) for place in (start - 1, end)) or self.is_marked(end):
            return False
        if self._least_full == _UNKNOWN and _YEAR.match(self.text, end):
            return False
        return start - self.line_at(start - 1)[0] >= self._least_full

    def joins(self, start: int, end: int) -> bool:
        """The break between `start` and `end` only wraps a sentence."""
        text = self.text
        if self._least_full == _NEVER_FULL or text[start - 1] in _ENDS:
            return False
        first = text.rfind("\n", 0, start) + 1
        while text[first] == " ":
            first += 1
        if start - first < self._least_full:
            return False
        if self._least_full == _UNKNOWN and start - first < _NARROWEST and not self._goes_on_with_number(start, end):
            return False
        stop = self._end_of_line(end)
        if _BEGINS_ANEW.match(text, end, stop) or _STANDS_APART.match(text, first, start):
            return False
        alone = _HEADING.match(text, first, start) and not self._least_full > 0  # a heading stands alone unless its line is full
        return not alone and text.find("|", first, start) < 0 and text.find("|", end, stop) < 0

    def _goes_on_with_number(self, start: int, end: int) -> bool:
        return "一" <= self.text[start - 1] <= "鿿" and self.text[end].isdigit() and not _YEAR.match(self.text, end)

    def _end_of_line(self, position: int) -> int:
        end = self.text.find("\n", position)
        return len(self.text) if end < 0 else end


def _least_full(lengths: list[int]) -> float:
    """The least length of a full line; `_UNKNOWN` of a text too short to show it, `_NEVER_FULL` of one that is not wrapped."""
    if not lengths:
        return _UNKNOWN
    if max(lengths) > _LONGEST_WRAPPED * 1.5:
        return _NEVER_FULL
    if len(lengths) < 4:
        return _UNKNOWN
    lengths = sorted(lengths)
    width = lengths[(len(lengths) * 19) // 20 if len(lengths) > 20 else -1]
    full = sum(length >= width * _FULL for length in lengths)
    return width * _FULL if full >= 0.35 * len(lengths) else _NEVER_FULL
