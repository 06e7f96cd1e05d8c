"""Time words without a numeral, and what stands around dates, compiled into patterns.

The words stand in data/catalogue/times.yaml; all patterns match normalized text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from yearbook.catalogue.files import DataError, catalogue_folder, collect_faults, read_yaml
from yearbook.catalogue.vocabulary import beginnings, trie_pattern

YEARS = {"this_year": 0, "last_year": -1, "before_last": -2, "next_year": 1}  # list → years from the report's year
_LISTS = (
    *YEARS,
    *("year_end", "not_a_period", "compared_with", "since", "goes_on", "since_far", "since_before", "one_of_several"),
    *("tells", "of_year", "so_far", "now", "spans_before", "spans_after", "still", "events", "of_that_day", "backgrounds"),
    *("stamps", "openings", "of_table", "of_text", "as_of", "at"),
    *("labels", "previous_year", "base_before", "base_after", "measured_against", "base_nouns", "begun"),
)
TIME_GATES = ("still", "events", "of_that_day")  # no pattern of these matches where no word of its list stands
_QUOTES = r"[\"“”'‘’(]*"
_NUMBERS = "一二两三四五六七八九十几\\d"


@dataclass(frozen=True)
class TimeWords:
    """Patterns of the lists of times.yaml. Those that end in `$` are for what stands before a date, those with `^` for what
    follows it; the others are searched for."""

    shifts: dict[str, int]  # word for a year → years from the report's year
    any_year: re.Pattern[str]  # one of them, at the end of a year or not: 去年, 去年底, 年末
    year_before: re.Pattern[str]  # one of them before a date without a year: 去年上[半年]
    last_year: re.Pattern[str]  # not as a base of comparison
    tells: re.Pattern[str]
    of_year: re.Pattern[str]
    so_far: re.Pattern[str]
    now: re.Pattern[str]
    still: re.Pattern[str]
    spans_before: re.Pattern[str]
    spans_after: re.Pattern[str]
    events: re.Pattern[str]
    of_that_day: re.Pattern[str]
    background: re.Pattern[str]
    stamp: re.Pattern[str]
    openings: re.Pattern[str]  # all of what stands before a date
    of_table: re.Pattern[str]
    of_text: re.Pattern[str]
    since: re.Pattern[str]
    goes_on: re.Pattern[str]
    since_far: re.Pattern[str]
    since_before: re.Pattern[str]
    begun: re.Pattern[str]
    one_of_several: re.Pattern[str]
    as_of: re.Pattern[str]
    at: re.Pattern[str]
    label: re.Pattern[str]
    compared: re.Pattern[str]
    based_after: re.Pattern[str]
    not_a_period: re.Pattern[str]
    previous_year: re.Pattern[str]
    base_before: re.Pattern[str]
    base_after: re.Pattern[str]

    def is_base(self, text: str, year: re.Match[str]) -> bool:
        """Whether a word for a year (上年) is what something is compared with, and no period."""
        before = text[max(0, year.start() - 4) : year.start()]
        return bool(self.compared.search(before) or self.not_a_period.match(text[year.end() : year.end() + 8]))


@cache
def load_time_lists() -> dict[str, list[str]]:
    """The lists of times.yaml. Raises DataError with every one that is missing, empty or unknown."""
    return {name: [*map(str, words)] for name, words in read_word_lists("times.yaml", _LISTS).items()}


@cache
def load_time_words() -> TimeWords:
    """The installation's time words. Raises DataError with every list that is missing, empty or unknown."""
    content = load_time_lists()
    words = {name: trie_pattern(content[name]) for name in _LISTS}
    shifts = {word: shift for name, shift in YEARS.items() for word in content[name]}
    any_year = trie_pattern(shifts)
    compared = "".join(rf"(?<!{re.escape(word)})" for word in content["compared_with"])
    event = rf"[{_NUMBERS}]+(?:{words['events']})"
    return TimeWords(
        shifts=shifts,
        any_year=re.compile(
            rf"(?={beginnings([*shifts, *content['year_end']])})(?:(?P<year>{any_year})(?:的?全年)?(?P<end>年?[末底])?"
            rf"|(?<![0-9〇一二三四五六七八九去上前今次明来])(?P<year_end>{words['year_end']}))"
        ),
        year_before=re.compile(rf"({any_year})(?:的|{words['as_of']})?[上下前第]?$"),
        last_year=re.compile(rf"{compared}(?:{words['last_year']})(?!{words['not_a_period']})"),
        tells=re.compile(words["tells"]),
        of_year=re.compile(words["of_year"]),
        so_far=re.compile(words["so_far"]),
        now=re.compile(words["now"]),
        still=re.compile(words["still"]),
        spans_before=re.compile(rf"(?:{words['spans_before']})的?$"),
        spans_after=re.compile(rf"^多?(?:{words['spans_after']})"),
        events=re.compile(rf"[前上]{event}|上一?(?:{words['events']})|第{event}"),
        of_that_day=re.compile(words["of_that_day"]),
        background=re.compile(rf"^\s*(?:{words['backgrounds']})"),
        stamp=re.compile(rf"(?:{words['stamps']})\s*:?\s*$"),
        openings=re.compile(rf"[\s\"“”'‘’(\[【]*(?:{words['openings']})*[\s\"“”'‘’(]*"),
        of_text=re.compile(words["of_text"]),
        of_table=re.compile(words["of_table"]),
        since=re.compile(rf"^{_QUOTES}年?(?:{words['since']})"),
        goes_on=re.compile(rf"(?<!以)(?:{words['goes_on']})$"),
        since_far=re.compile(rf"^[^,。;:!?\n]{{0,28}}?(?:{words['since_far']})"),
        since_before=re.compile(rf"(?:{words['since_before']}){_QUOTES}$"),
        begun=re.compile(rf"^[^,。;:!?\n]{{0,12}}?(?:{words['begun']})(?=,)"),
        one_of_several=re.compile(rf"^的?(?:{words['one_of_several']})"),
        as_of=re.compile(rf"(?:{words['as_of']}){_QUOTES}$"),
        at=re.compile(rf"(?:{words['at']}){_QUOTES}$"),
        label=re.compile(rf"^{_QUOTES}(?:年度?)?[^,，。;；\d]{{0,12}}?(?:{words['labels']})"),
        compared=re.compile(rf"(?:{words['measured_against']}){_QUOTES}$"),
        based_after=re.compile(rf"^{_QUOTES}年?度?(?:{words['base_nouns']})"),
        not_a_period=re.compile(rf"^年?(?:{words['not_a_period']})"),
        previous_year=re.compile(words["previous_year"]),
        base_before=re.compile(rf"(?:{words['base_before']}){_QUOTES}$"),
        base_after=re.compile(rf"^{_QUOTES}(?:{words['base_after']}|[,，]|$)"),
    )


def read_word_lists(name: str, lists: tuple[str, ...], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    """A file of word lists. Raises DataError with every list that is missing, empty or unknown."""
    file = catalogue_folder() / name
    content = read_yaml(file)
    with collect_faults() as faults:
        for missing in (entry for entry in lists if not content.get(entry)):
            faults.append(DataError(file, missing, "is missing or empty; give at least one word"))
        for unknown in content.keys() - {*lists, *optional}:
            faults.append(DataError(file, unknown, "is not a list that is used; correct or remove it"))
    return dict(content)
