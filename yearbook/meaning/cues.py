"""The words that tell how a figure is meant whatever its metric, from data/catalogue/cues.yaml, compiled once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from yearbook.data import DataError, catalogue_folder, read_yaml

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

    filler: re.Pattern[str]
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


def any_of(words: Iterable[str]) -> str:
    """A regular expression that matches the longest of `words` first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _guard(word: str, longer: list[str]) -> str:
    """A pattern of a word that does not match it within one of the `longer` words that hold it."""
    around = ""
    for whole in longer:
        before, after = whole.split(word, 1)
        around += rf"(?!(?<={re.escape(before)}){re.escape(word + after)})" if before else rf"(?!{re.escape(whole)})"
    return around + re.escape(word)


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
    words = {name: tuple(str(word) for word in content[name]) for name in _LISTS}
    inside: dict[str, list[str]] = content.get("never_inside") or {}

    def guarded(listed: tuple[str, ...]) -> str:
        return "|".join(_guard(word, inside.get(word, [])) for word in sorted(listed, key=len, reverse=True))

    between = rf"(?:{any_of(words['change_links'])}|\s)*"
    return Cues(
        filler=re.compile(rf"(?:{any_of(words['fillers'])})|[\s,，、;；:：.。()（）\"“”'‘’—\-]"),
        change=re.compile(
            rf"(?:(?P<fall_noun>{any_of(words['fall_nouns'])})|(?P<rise_noun>{any_of(words['rise_nouns'])})"
            rf"|(?P<fall>{any_of(words['falls'])})|(?P<rise>{any_of(words['rises'])}))"
            rf"(?P<level>{any_of(words['to_level'])})?{between}$"
        ),
        plan=re.compile(guarded(words["plans"])),
        requirement=re.compile(guarded(words["requirements"])),
        limit=re.compile(any_of(words["limits"])),
        target_after=re.compile(any_of(words["targets_after"])),
        result=re.compile(guarded(words["results"])),
        result_opening=re.compile(rf"[,，;；、](?:{any_of(words['result_openings'])})|实际"),
        achieved=re.compile(any_of(words["achieved"])),
        total=re.compile(any_of(words["totals"])),
        span=re.compile(any_of(words["spans"])),
        stock=re.compile(guarded(words["stock"])),
        flow=re.compile(guarded(words["flow"])),
        added=re.compile(guarded(words["added"])),
        never=re.compile(any_of(words["never"])),
        column_change=re.compile(any_of(words["column_change"])),
        column_plan=re.compile(any_of(words["column_plan"])),
        column_rate=re.compile(any_of(words["column_rate"])),
        row_total=re.compile(any_of(words["row_totals"])),
        place=re.compile(any_of(words["places"])),
        plan_section=re.compile(any_of(words["plan_sections"])),
        report_word=re.compile(any_of(words["report_words"])),
        counted_noun=re.compile(any_of(words["counted_nouns"])),
        from_word=re.compile(rf"(?:{any_of(words['from_words'])})$"),
        none_before=re.compile(
            rf"({any_of(words['none_before'])})[\u4e00-\u9fff]{{0,6}}?$|({any_of(words['none_received'])})[\u4e00-\u9fff、]{{0,24}}?$"
        ),
        none_after=re.compile(rf"^[\u4e00-\u9fff]{{0,4}}?(?:{any_of(words['none_after'])})?[\"“]?(零)"),
    )
