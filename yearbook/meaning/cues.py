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
    "plans",
    "requirements",
    "targets_after",
    "results",
    "achieved",
    "stock",
    "flow",
    "added",
    "never",
    "none_before",
    "none_after",
    "column_change",
    "column_plan",
)


@dataclass(frozen=True)
class Cues:
    """Compiled patterns over folded text. `words` keeps the lists for those who need the words themselves."""

    words: dict[str, tuple[str, ...]]
    filler: re.Pattern[str]
    change: re.Pattern[str]
    plan: re.Pattern[str]
    requirement: re.Pattern[str]
    target_after: re.Pattern[str]
    result: re.Pattern[str]
    achieved: re.Pattern[str]
    stock: re.Pattern[str]
    flow: re.Pattern[str]
    added: re.Pattern[str]
    never: re.Pattern[str]
    none_before: re.Pattern[str]  # group 1: the word that says none
    none_after: re.Pattern[str]
    column_change: re.Pattern[str]
    column_plan: re.Pattern[str]


def any_of(words: Iterable[str]) -> str:
    """A regular expression that matches the longest of `words` first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def load_cues() -> Cues:
    """The cues of the installation. Raises DataError where a list is missing, empty or unknown."""
    file = catalogue_folder() / "cues.yaml"
    content = read_yaml(file)
    for name in _LISTS:
        if not content.get(name):
            raise DataError(file, name, "is missing or empty; give at least one word")
    for name in content:
        if name not in _LISTS:
            raise DataError(file, name, "is not a list that is used; correct or remove it")
    words = {name: tuple(str(word) for word in content[name]) for name in _LISTS}
    between = r"(?:了|率|比例|幅度|达到|达|为|约|近|接近|将近|超过|超|逾|不足|不到|突破|分别|依次|各|均|了约|仅|\s)*"
    return Cues(
        words=words,
        filler=re.compile(rf"(?:{any_of(words['fillers'])})|[\s,，、;；:：.。()（）\"“”'‘’—\-]"),
        change=re.compile(
            rf"(?:(?P<fall_noun>{any_of(words['fall_nouns'])})|(?P<rise_noun>{any_of(words['rise_nouns'])})"
            rf"|(?P<fall>{any_of(words['falls'])})|(?P<rise>{any_of(words['rises'])}))"
            rf"(?P<level>{any_of(words['to_level'])})?{between}$"
        ),
        plan=re.compile(any_of(words["plans"])),
        requirement=re.compile(any_of(words["requirements"])),
        target_after=re.compile(any_of(words["targets_after"])),
        result=re.compile(any_of(words["results"])),
        achieved=re.compile(any_of(words["achieved"])),
        stock=re.compile(any_of(words["stock"])),
        flow=re.compile(any_of(words["flow"])),
        added=re.compile(any_of(words["added"])),
        never=re.compile(any_of(words["never"])),
        column_change=re.compile(any_of(words["column_change"])),
        column_plan=re.compile(any_of(words["column_plan"])),
        none_before=re.compile(rf"({any_of(words['none_before'])})[\u4e00-\u9fff]{{0,6}}?$"),
        none_after=re.compile(rf"^[\u4e00-\u9fff]{{0,4}}?(?:{any_of(words['none_after'])})?[\"“]?(零)"),
    )
