"""Cue words of any metric (change, plan, stock, flow, none), compiled into patterns.

The words stand in data/catalogue/cues.yaml; all patterns match normalized text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

import ahocorasick

from yearbook.catalogue.vocabulary import beginnings, trie_pattern
from yearbook.extraction.periods.time_words import TIME_GATES, load_time_lists, read_word_lists


@dataclass(frozen=True)
class Cues:
    """One pattern for each list of cues.yaml of the same name, unless a comment explains it."""

    fillers: re.Pattern[str]  # a whole run of them and of marks
    neutral: re.Pattern[str]  # … of the list, fillers, directions of change, digits and marks
    purposes: re.Pattern[str]
    change: re.Pattern[str]  # falls, rises and their nouns, at the end of what leads to a figure; `level` is 到, 至, 为
    plans: re.Pattern[str]  # the list, and a word of `modals` before one of `modal_verbs`
    doubts: re.Pattern[str]
    worked_on: re.Pattern[str]
    requirements: re.Pattern[str]
    announced: re.Pattern[str]
    granted: re.Pattern[str]  # behind a requirement
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
    stages: re.Pattern[str]
    outcomes: re.Pattern[str]
    field: re.Pattern[str]
    heads_of_field: re.Pattern[str]
    budgets: re.Pattern[str]
    accounts: re.Pattern[str]
    spent: re.Pattern[str]
    spent_on: re.Pattern[str]  # matched at the beginning of a clause
    singles: re.Pattern[str]
    ones: re.Pattern[str]
    wholes: re.Pattern[str]
    body_kinds: re.Pattern[str]
    rates: re.Pattern[str]
    rests: re.Pattern[str]  # matched at the beginning of a clause
    no_whole: re.Pattern[str]  # matches wherever `stages`, `singles`, `rates` or `rests` does
    bodies: re.Pattern[str]  # matched right behind a figure
    undone: re.Pattern[str]  # matched right behind a figure
    class_bounds: re.Pattern[str]  # matched right behind a figure
    places: re.Pattern[str]  # matched right behind a figure
    plan_sections: re.Pattern[str]
    report_words: re.Pattern[str]
    review_sections: re.Pattern[str]
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
    "no_whole",
)
_PLAIN = tuple(field.name for field in fields(Cues) if field.name not in _COMPOSED)
CHANGES = ("falls", "rises", "fall_nouns", "rise_nouns")
_NEUTRAL = ("fillers", "neutral", *CHANGES)
_PLANS = ("plans", "modals")
NO_WHOLE = ("stages", "singles", "rates", "rests")
_PARTS = (
    *("falls", "rises", "fall_nouns", "rise_nouns", "to_level", "change_links", "none_received"),
    *("plans", "modals", "modal_adverbs", "modal_verbs"),
)


# the lists that are looked for once in a stretch of text before the rules that need them are asked for each of its figures
_GATES = (
    *("falls", "rises", "fall_nouns", "rise_nouns", "plans", "modals", "doubts", "requirements", "announced", "targets_after"),
    *(
        "set_levels",
        "promises",
        "totals",
        "stock",
        "flow",
        "added",
        "never",
        "stages",
        "singles",
        "ones",
        "rates",
        "rests",
        "body_kinds",
    ),
    *("budgets", "bodies", "places", "undone", "class_bounds", "purposes", "spent_on", "from_words"),
)
_STOP = re.compile("[。!\n]")


class NearbyCues:
    """Which lists of cues have a word in which stretch of a text, a stretch being what no 。 or ! and no line's end divides.

    A word that a rule looks for around a figure stands in the stretch of that figure or nowhere, so a rule need not be asked
    where its list is not `at` the figure: most lists have no word in most stretches, and one pass finds all that are there.
    """

    def __init__(self, text: str) -> None:
        self._text, self._begin, self._end, self._lists = text, 0, 0, frozenset[str]()

    def at(self, place: int) -> frozenset[str]:
        """The lists that have a word in the stretch around a place. Takes least where places are asked for in their order."""
        if not self._begin <= place < self._end:
            floor = self._end if place >= self._end else 0
            self._begin = max(self._text.rfind(stop, floor, place) + 1 for stop in "。!\n") or floor
            stop = _STOP.search(self._text, place)
            self._end = stop.end() if stop else len(self._text)
            found: set[str] = set()
            for _, lists in load_gates().iter(self._text[self._begin : self._end]):  # with bounds it would copy the whole text
                found.update(lists)
            self._lists = frozenset(found)
        return self._lists


@cache
def load_gates() -> ahocorasick.Automaton:
    """The words of all gates, each with the names of the lists that it is of."""
    content = {name: _read_cues()[name] for name in _GATES} | {name: load_time_lists()[name] for name in TIME_GATES}
    lists: dict[str, list[str]] = {}
    for name, words in content.items():
        for word in words:
            lists.setdefault(str(word), []).append(name)
    automaton = ahocorasick.Automaton()
    for word, names in lists.items():
        automaton.add_word(word, tuple(names))
    automaton.make_automaton()
    return automaton


_LISTS = (*_PLAIN, *_PARTS, "fillers", "neutral", "result_openings", "none_before", "none_after", "from_words")


@cache
def _read_cues() -> dict[str, Any]:
    return read_word_lists("cues.yaml", _LISTS, optional=("never_inside",))


@cache
def load_cues() -> Cues:
    """The cues of the installation. Raises DataError with every list that is missing, empty or unknown."""
    content, lists = _read_cues(), _LISTS
    inside: dict[str, list[str]] = content.get("never_inside") or {}
    content = {name: found if name == "never_inside" else [*map(str, found)] for name, found in content.items()}
    words = {name: trie_pattern(content[name]) for name in lists}
    plain = {name: re.compile(trie_pattern(content[name], inside)) for name in _PLAIN}
    neutral, changes, plans = ([word for name in names for word in content[name]] for names in (_NEUTRAL, CHANGES, _PLANS))
    between = rf"(?:{words['change_links']}|\s)*"
    return Cues(
        fillers=re.compile(rf"(?:(?={beginnings(content['fillers'])}){words['fillers']}|[\s,，、;；:：.。()（）\"“”'‘’—\-])++"),
        neutral=re.compile(rf"(?:(?={beginnings(neutral)}){trie_pattern(neutral)}|[^\u4e00-\u9fffA-Za-z])++"),
        change=re.compile(
            rf"(?={beginnings(changes)})(?:(?P<fall_noun>{words['fall_nouns']})|(?P<rise_noun>{words['rise_nouns']})"
            rf"|(?P<fall>{words['falls']})|(?P<rise>(?<!新){words['rises']}))"
            rf"(?P<level>{words['to_level']})?{between}$"
        ),
        plans=re.compile(
            rf"(?={beginnings(plans)})(?:{trie_pattern(content['plans'], inside)}"
            rf"|{trie_pattern(content['modals'], inside)}(?:{words['modal_adverbs']}){{0,2}}{words['modal_verbs']})"
        ),
        result_openings=re.compile(
            rf"[,，;；、](?:{words['result_openings']})|实际|已(?:完成|建成|达|实现|{words['modal_verbs']})"
        ),
        flow_or_stock=re.compile(trie_pattern(word for name in ("totals", "stock", "flow") for word in content[name])),
        no_whole=re.compile(trie_pattern(word for name in NO_WHOLE for word in content[name])),
        from_words=re.compile(rf"(?:{words['from_words']})$"),
        none_before=re.compile(
            rf"({words['none_before']})[\u4e00-\u9fff]{{0,6}}?$|({words['none_received']})[\u4e00-\u9fff、]{{0,24}}?$"
        ),
        none_after=re.compile(rf"^[\u4e00-\u9fff]{{0,4}}?(?:{words['none_after']})?[\"“]?(零)"),
        **plain,
    )
