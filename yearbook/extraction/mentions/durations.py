"""Spans of time: those that place something in time (三年来, 停业两个月) and those that measure (用时25分钟)."""

from __future__ import annotations

import re

from yearbook.extraction.mentions.date_patterns import year_before
from yearbook.extraction.mentions.mention import Mention, When
from yearbook.extraction.mentions.vocabulary import load_words, trie_pattern

_WORDS = load_words("periods")
_YEARS = ("年", "个年头", "个年度", "个世纪", "世纪")
_MONTHS = ("个多月", "个半月", "个月", "个季度", "季度", "个星期", "星期", "周", "週")
_DAYS = ("天", "日", "昼夜", "个工作日", "工作日")

_SINCE_BEFORE = re.compile(rf"(?:{trie_pattern(_WORDS['since_before'])})(?:了|的|约|第)? ?$")
_IN_A_ROW = re.compile(r"(?:连续|持续|长达|坚持|每|满|从事|实施|任职)(?:近|约|超过|了)?$")
_SINCE_AFTER = re.compile(rf"(?:半|多|余)?(?:{trie_pattern(_WORDS['since_after'])})")
_MEASURED = re.compile(rf"(?:{trie_pattern(_WORDS['measured_by'])})[^,。;、\d]{{0,5}}$")
_MEASURED_YEARS = re.compile(rf"(?:{trie_pattern(_WORDS['measured_years_by'])})[^,。;、\d]{{0,5}}$")
_NOT_A_PLACE = re.compile(r"(?:提|目|之|以|空|日|生)前$|(?:落|之|以|今|最|前|然|而)后$|[附接将]近$")


def as_date(text: str, mention: Mention, floor: int) -> Mention:
    """The mention itself where its years, days … measure; the same span as a date where it places something in time."""
    unit = mention.unit_as_written
    if not _places(text, mention, floor, unit):
        return mention
    after = _SINCE_AFTER.match(text, mention.until)
    months = mention.value if unit == "个月" and text[mention.at - 1 : mention.at] == "前" else None
    if months and months <= 12 and months == int(months):
        year = year_before(text, mention.at)
        when = When(year, 1, None, year, int(months), None)
        return Mention(0, 0, mention.at, mention.until, "", "date", mention.value, when=when, reason="first months of a year")
    reason = "span of time" if after else "span of time after a word that places it"
    return Mention(0, 0, mention.at, mention.until, "", "date", mention.value, when=When(duration=True), reason=reason)


def _places(text: str, mention: Mention, floor: int, unit: str) -> bool:
    before = text[max(floor, mention.at - 14) : mention.at]
    since = bool(_SINCE_AFTER.match(text, mention.until))
    if unit in _YEARS:
        if since:
            return True
        decimal = (
            mention.value is not None and mention.value != int(mention.value) and not mention.value_as_written.endswith(".5")
        )
        bounded = mention.qualifier in ("at_most", "at_least") and not _IN_A_ROW.search(before)
        return not (decimal or bounded or _MEASURED_YEARS.search(before))
    if since and (unit in _MONTHS or unit in _DAYS):
        return not text.startswith(("内", "中"), mention.until)
    placed = bool(_SINCE_BEFORE.search(before)) and not _NOT_A_PLACE.search(before)
    if unit in _MONTHS:
        return placed or (bool(_IN_A_ROW.search(before)) and not _MEASURED.search(before))
    if unit in _DAYS:
        return placed and (mention.value or 0) < 100 and not _MEASURED.search(before)
    return (
        since
        and text.startswith(("来", "前", "后", "之前", "之后", "以前", "以后", "以来"), mention.until)
        and not _MEASURED.search(before)
    )
