"""Cue words of any metric (change, plan, stock, flow, none) and time words without a numeral, compiled into patterns.

The words stand in data/catalogue/cues.yaml and times.yaml; all patterns match normalized text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from yearbook.catalogue.files import DataError, catalogue_folder, collect_faults, read_yaml
from yearbook.catalogue.vocabulary import trie_pattern


@dataclass(frozen=True)
class Cues:
    """One pattern for each list of cues.yaml of the same name, unless a comment explains it."""

    fillers: re.Pattern[str]  # a whole run of them and of marks
    neutral: re.Pattern[str]  # … of the list, of fillers, digits and marks
    purposes: re.Pattern[str]
    change: re.Pattern[str]  # falls, rises and their nouns, at the end of what leads to a figure; `level` is 到, 至, 为
    plans: re.Pattern[str]  # the list, and a word of `modals` before one of `modal_verbs`
    requirements: re.Pattern[str]
    limits: re.Pattern[str]
    asked: re.Pattern[str]
    targets_after: re.Pattern[str]
    set_levels: re.Pattern[str]  # matched right behind a figure
    promises: re.Pattern[str]  # matched right behind a span of time
    done: re.Pattern[str]
    results: re.Pattern[str]
    result_openings: re.Pattern[str]  # at the beginning of a clause, or 实际, 已完成 … anywhere
    achieved: re.Pattern[str]
    totals: re.Pattern[str]
    spans: re.Pattern[str]
    stock: re.Pattern[str]
    flow: re.Pattern[str]
    flow_or_stock: re.Pattern[str]  # matches wherever `totals`, `stock` or `flow` does
    added: re.Pattern[str]
    never: re.Pattern[str]
    none_before: re.Pattern[str]  # its one group that matches: the word that states none
    none_after: re.Pattern[str]
    column_change: re.Pattern[str]
    column_plan: re.Pattern[str]
    column_rate: re.Pattern[str]
    row_totals: re.Pattern[str]
    stages: re.Pattern[str]
    outcomes: re.Pattern[str]
    field: re.Pattern[str]
    heads_of_field: re.Pattern[str]
    budgets: re.Pattern[str]
    accounts: re.Pattern[str]
    spent: re.Pattern[str]
    singles: re.Pattern[str]
    rates: re.Pattern[str]
    rests: re.Pattern[str]  # matched at the beginning of a clause
    bodies: re.Pattern[str]  # matched right behind a figure
    places: re.Pattern[str]  # matched right behind a figure
    plan_sections: re.Pattern[str]
    report_words: re.Pattern[str]
    counted_nouns: re.Pattern[str]
    from_words: re.Pattern[str]  # at the end of what leads to a figure


_COMPOSED = (
    "fillers",
    "neutral",
    "change",
    "plans",
    "result_openings",
    "flow_or_stock",
    "none_before",
    "none_after",
    "from_words",
)
_PLAIN = tuple(field.name for field in fields(Cues) if field.name not in _COMPOSED)
_PARTS = (
    *("falls", "rises", "fall_nouns", "rise_nouns", "to_level", "change_links", "none_received"),
    *("plans", "modals", "modal_adverbs", "modal_verbs"),
)


@cache
def load_cues() -> Cues:
    """The cues of the installation. Raises DataError with every list that is missing, empty or unknown."""
    lists = (*_PLAIN, *_PARTS, "fillers", "neutral", "result_openings", "none_before", "none_after", "from_words")
    content = _read_lists("cues.yaml", lists, optional=("never_inside",))
    inside: dict[str, list[str]] = content.get("never_inside") or {}
    words = {name: trie_pattern(map(str, content[name])) for name in lists}
    plain = {name: re.compile(trie_pattern(map(str, content[name]), inside)) for name in _PLAIN}
    beginnings = "".join({str(word)[0] for word in content["fillers"]})  # rejects any other character at once
    between = rf"(?:{words['change_links']}|\s)*"
    return Cues(
        fillers=re.compile(rf"(?:(?=[{beginnings}]){words['fillers']}|[\s,，、;；:：.。()（）\"“”'‘’—\-])++"),
        neutral=re.compile(
            rf"(?:{trie_pattern([*map(str, content['fillers']), *map(str, content['neutral'])])}|[^\u4e00-\u9fffA-Za-z])++"
        ),
        change=re.compile(
            rf"(?:(?P<fall_noun>{words['fall_nouns']})|(?P<rise_noun>{words['rise_nouns']})"
            rf"|(?P<fall>{words['falls']})|(?P<rise>{words['rises']}))"
            rf"(?P<level>{words['to_level']})?{between}$"
        ),
        plans=re.compile(
            rf"{trie_pattern(map(str, content['plans']), inside)}"
            rf"|{trie_pattern(content['modals'], inside)}(?:{words['modal_adverbs']}){{0,2}}{words['modal_verbs']}"
        ),
        result_openings=re.compile(rf"[,，;；、](?:{words['result_openings']})|实际|已(?:完成|建成|达|实现)"),
        flow_or_stock=re.compile(trie_pattern(str(word) for name in ("totals", "stock", "flow") for word in content[name])),
        from_words=re.compile(rf"(?:{words['from_words']})$"),
        none_before=re.compile(
            rf"({words['none_before']})[\u4e00-\u9fff]{{0,6}}?$|({words['none_received']})[\u4e00-\u9fff、]{{0,24}}?$"
        ),
        none_after=re.compile(rf"^[\u4e00-\u9fff]{{0,4}}?(?:{words['none_after']})?[\"“]?(零)"),
        **plain,
    )


_TIME_LISTS = ("this_year", "last_year", "before_last", "year_end")
_DATE_LISTS = ("not_a_period", "compared_with", "since", "as_of", "at", "labels", "previous_year", "base_before", "base_after")
_QUOTES = r"[\"“”'‘’(]*"


@dataclass(frozen=True)
class TimeWords:
    """Patterns that end in `$` are for what stands before a date, those with `^` for what follows it."""

    years: tuple[tuple[re.Pattern[str], int], ...]  # (words, years from the report's year)
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
    """The installation's time words. Raises DataError with every list that is missing, empty or unknown."""
    lists = (*_TIME_LISTS, *_DATE_LISTS)
    content = _read_lists("times.yaml", lists)
    words = {name: trie_pattern(str(word) for word in content[name]) for name in lists}
    compared = "".join(rf"(?<!{re.escape(str(word))})" for word in content["compared_with"])
    return TimeWords(
        years=(
            (re.compile(words["this_year"]), 0),
            (re.compile(rf"{compared}(?:{words['last_year']})(?!{words['not_a_period']})"), -1),
            (re.compile(words["before_last"]), -2),
        ),
        year_end=re.compile(rf"(?<![0-9〇一二三四五六七八九])(?:{words['year_end']})"),
        any_time=re.compile(trie_pattern(str(word) for name in _TIME_LISTS for word in content[name])),
        since=re.compile(rf"^{_QUOTES}年?(?:{words['since']})"),
        as_of=re.compile(rf"(?:{words['as_of']}){_QUOTES}$"),
        at=re.compile(rf"(?:{words['at']}){_QUOTES}$"),
        label=re.compile(rf"^{_QUOTES}(?:年度?)?[^,，。;；]{{0,12}}?(?:{words['labels']})"),
        previous_year=re.compile(words["previous_year"]),
        base_before=re.compile(rf"(?:{words['base_before']}){_QUOTES}$"),
        base_after=re.compile(rf"^{_QUOTES}(?:{words['base_after']}|[,，]|$)"),
    )


def _read_lists(name: str, lists: tuple[str, ...], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    """A file of word lists. Raises DataError with every list that is missing, empty or unknown."""
    file = catalogue_folder() / name
    content = read_yaml(file)
    with collect_faults() as faults:
        for missing in (entry for entry in lists if not content.get(entry)):
            faults.append(DataError(file, missing, "is missing or empty; give at least one word"))
        for unknown in content.keys() - {*lists, *optional}:
            faults.append(DataError(file, unknown, "is not a list that is used; correct or remove it"))
    return dict(content)
