"""The time words that hold no numeral, from data/catalogue/times.yaml, compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from yearbook.data import DataError, catalogue_folder, read_yaml
from yearbook.language.vocabulary import trie_pattern

_LISTS = (
    "this_year",
    "last_year",
    "before_last",
    "year_end",
    "not_a_period",
    "compared_with",
    "since",
    "as_of",
    "at",
    "labels",
    "previous_year",
    "base_before",
    "base_after",
)
_TIMES = ("this_year", "last_year", "before_last", "year_end")
_QUOTES = r"[\"“”'‘’(]*"


@dataclass(frozen=True)
class TimeWords:
    """Patterns over folded text. Those that end in `$` are for what stands before a date, those with `^` for what follows."""

    years: tuple[tuple[re.Pattern[str], int], ...]  # (words, shift against the report's year)
    year_end: re.Pattern[str]
    any_time: re.Pattern[str]  # matches wherever one of `years` or `year_end` does
    since: re.Pattern[str]
    as_of: re.Pattern[str]
    at: re.Pattern[str]
    label: re.Pattern[str]
    previous_year: re.Pattern[str]
    base_before: re.Pattern[str]
    base_after: re.Pattern[str]


@cache
def load_time_words() -> TimeWords:
    """The installation's time words. Raises DataError where a list is missing, empty or unknown."""
    file = catalogue_folder() / "times.yaml"
    content = read_yaml(file)
    for name in {*_LISTS, *content}:
        if name not in _LISTS:
            raise DataError(file, name, "is not a list that is used; correct or remove it")
        if not content.get(name):
            raise DataError(file, name, "is missing or empty; give at least one word")
    words = {name: trie_pattern(str(word) for word in content[name]) for name in _LISTS}
    compared = "".join(rf"(?<!{re.escape(str(word))})" for word in content["compared_with"])
    return TimeWords(
        years=(
            (re.compile(words["this_year"]), 0),
            (re.compile(rf"{compared}(?:{words['last_year']})(?!{words['not_a_period']})"), -1),
            (re.compile(words["before_last"]), -2),
        ),
        year_end=re.compile(rf"(?<![0-9〇一二三四五六七八九])(?:{words['year_end']})"),
        any_time=re.compile(trie_pattern(str(word) for name in _TIMES for word in content[name])),
        since=re.compile(rf"^{_QUOTES}年?(?:{words['since']})"),
        as_of=re.compile(rf"(?:{words['as_of']}){_QUOTES}$"),
        at=re.compile(rf"(?:{words['at']}){_QUOTES}$"),
        label=re.compile(rf"^{_QUOTES}(?:年度?)?[^,，。;；]{{0,12}}?(?:{words['labels']})"),
        previous_year=re.compile(words["previous_year"]),
        base_before=re.compile(rf"(?:{words['base_before']}){_QUOTES}$"),
        base_after=re.compile(rf"^{_QUOTES}(?:{words['base_after']}|[,，]|$)"),
    )
