"""The time words that hold no numeral, from data/catalogue/times.yaml, compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from yearbook.catalogue.files import DataError, catalogue_folder, read_yaml
from yearbook.catalogue.vocabulary import trie_pattern

_LISTS = (
    "fillers",
    "falls",
    "rises",
    "fall_nouns",
    "rise_nouns",
    "to_level",
    "change_links",
    "plans",
    "requirements",
    "limits",
    "targets_after",
    "results",
    "result_openings",
    "achieved",
    "totals",
    "spans",
    "stock",
    "flow",
    "added",
    "never",
    "none_before",
    "none_received",
    "none_after",
    "column_change",
    "column_plan",
    "column_rate",
    "row_totals",
    "places",
    "plan_sections",
    "report_words",
    "counted_nouns",
    "from_words",
)


@dataclass(frozen=True)
class Cues:
    """Compiled patterns over folded text."""

    fillers: re.Pattern[str]  # a whole run of them
    change: re.Pattern[str]
    plan: re.Pattern[str]
    requirement: re.Pattern[str]
    limit: re.Pattern[str]
    target_after: re.Pattern[str]
    result: re.Pattern[str]
    result_opening: re.Pattern[str]  # at the beginning of a clause, or 实际 anywhere
    achieved: re.Pattern[str]
    total: re.Pattern[str]
    span: re.Pattern[str]
    stock: re.Pattern[str]
    flow: re.Pattern[str]
    flow_or_stock: re.Pattern[str]  # matches wherever `total`, `stock` or `flow` does
    added: re.Pattern[str]
    never: re.Pattern[str]
    none_before: re.Pattern[str]  # its one group that matches: the word that says none
    none_after: re.Pattern[str]
    column_change: re.Pattern[str]
    column_plan: re.Pattern[str]
    column_rate: re.Pattern[str]
    row_total: re.Pattern[str]
    place: re.Pattern[str]  # matched right behind a figure
    plan_section: re.Pattern[str]
    report_word: re.Pattern[str]
    counted_noun: re.Pattern[str]
    from_word: re.Pattern[str]  # at the end of what leads to a figure


@cache
def load_cues() -> Cues:
    """The cues of the installation. Raises DataError where a list is missing, empty or unknown."""
    file = catalogue_folder() / "cues.yaml"
    content = read_yaml(file)
    for name in _LISTS:
        if not content.get(name):
            raise DataError(file, name, "is missing or empty; give at least one word")
    for name in content:
        if name not in (*_LISTS, "never_inside"):
            raise DataError(file, name, "is not a list that is used; correct or remove it")
    inside: dict[str, list[str]] = content.get("never_inside") or {}
    words = {name: trie_pattern(map(str, content[name])) for name in _LISTS}
    alone = {name: trie_pattern(map(str, content[name]), inside) for name in _LISTS}  # not within longer words
    beginnings = "".join({str(word)[0] for word in content["fillers"]})  # what is none of them is passed over at once
    between = rf"(?:{words['change_links']}|\s)*"
    return Cues(
        fillers=re.compile(rf"(?:(?=[{beginnings}]){words['fillers']}|[\s,，、;；:：.。()（）\"“”'‘’—\-])++"),
        change=re.compile(
            rf"(?:(?P<fall_noun>{words['fall_nouns']})|(?P<rise_noun>{words['rise_nouns']})"
            rf"|(?P<fall>{words['falls']})|(?P<rise>{words['rises']}))"
            rf"(?P<level>{words['to_level']})?{between}$"
        ),
        plan=re.compile(alone["plans"]),
        requirement=re.compile(alone["requirements"]),
        limit=re.compile(words["limits"]),
        target_after=re.compile(words["targets_after"]),
        result=re.compile(alone["results"]),
        result_opening=re.compile(rf"[,，;；、](?:{words['result_openings']})|实际"),
        achieved=re.compile(words["achieved"]),
        total=re.compile(words["totals"]),
        span=re.compile(words["spans"]),
        stock=re.compile(alone["stock"]),
        flow=re.compile(alone["flow"]),
        flow_or_stock=re.compile(trie_pattern(str(word) for name in ("totals", "stock", "flow") for word in content[name])),
        added=re.compile(alone["added"]),
        never=re.compile(words["never"]),
        column_change=re.compile(words["column_change"]),
        column_plan=re.compile(words["column_plan"]),
        column_rate=re.compile(words["column_rate"]),
        row_total=re.compile(words["row_totals"]),
        place=re.compile(words["places"]),
        plan_section=re.compile(words["plan_sections"]),
        report_word=re.compile(words["report_words"]),
        counted_noun=re.compile(words["counted_nouns"]),
        from_word=re.compile(rf"(?:{words['from_words']})$"),
        none_before=re.compile(
            rf"({words['none_before']})[\u4e00-\u9fff]{{0,6}}?$|({words['none_received']})[\u4e00-\u9fff、]{{0,24}}?$"
        ),
        none_after=re.compile(rf"^[\u4e00-\u9fff]{{0,4}}?(?:{words['none_after']})?[\"“]?(零)"),
    )


_LISTS_time_words = (
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
    for name in {*_LISTS_time_words, *content}:
        if name not in _LISTS_time_words:
            raise DataError(file, name, "is not a list that is used; correct or remove it")
        if not content.get(name):
            raise DataError(file, name, "is missing or empty; give at least one word")
    words = {name: trie_pattern(str(word) for word in content[name]) for name in _LISTS_time_words}
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
