"""The one place that decides whether two figures may be compared, and why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np
import pandas as pd

from yearbook.analysis.rows import (
    NOWHERE,
    Numbers,
    count_distinct,
    encode,
    encode_rows,
    find_firsts,
    is_any_of,
    list_rows,
    take_rows,
)
from yearbook.catalogue.messages import Language, all_messages, translate

Across = Literal["bodies", "years"]
"""What is compared: several bodies in one year, or several years of one body."""

ASPECTS = ("metric", "kind", "unit", "scope", "baseline", "period", "part_of_year", "level", "sample")
COLUMNS = ("metric_id", "kind", "unit", "scope", "baseline", "months", "period_start", "admin_level", "agency_id")
TOTALS = frozenset({"flow", "stock"})  # grow with the body; a rate, a change and a score do not
AREAS = frozenset({"national", "region_wide"})  # scopes that mean: everything in the area


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether two figures may be compared. `reasons` are keys of words, empty where they may."""

    comparable: bool
    reasons: tuple[str, ...] = ()

    def explain(self, language: Language) -> str:
        """The reasons in words; empty where the figures are comparable."""
        return translate("analysis.reason_separator", language).join(translate(reason, language) for reason in self.reasons)


@dataclass(frozen=True, eq=False)
class Group:
    """Rows of a facts frame that may all be compared with one another: those at `places` of `facts`."""

    aspects: Mapping[str, str]
    levels: tuple[str, ...]  # admin levels present
    bodies: int
    facts: pd.DataFrame = field(repr=False)
    places: Numbers = field(repr=False)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The rows, taken when they are first asked for: there may be a group for each of thousands of bodies."""
        return join_groups([self])

    def describe(self, language: Language) -> str:
        """What the figures have in common: 全省（区、市）口径 · 较上年 · 全年."""
        return describe_aspects(self.aspects, self.levels, language)

    def __len__(self) -> int:
        return len(self.places)


def compare(one: Mapping[str, Any], other: Mapping[str, Any], across: Across = "bodies") -> Verdict:
    """Decide whether two rows of a facts frame may be compared.

    Across bodies, totals (flow, stock) need the same level of government, and figures of some units only (`sample`) are
    never comparable. The nation's rate may be held against the rate of a whole province: both cover all of an area.
    Years and agencies are the caller's matter: this says whether the figures are alike, not whether they coincide.
    """
    return _compare_aspects(find_aspects(one, across), find_aspects(other, across))


def _compare_aspects(mine: Mapping[str, str], theirs: Mapping[str, str]) -> Verdict:
    differing = [name for name in ASPECTS if mine[name] != theirs[name]]
    if "scope" in differing and mine["kind"] not in TOTALS and {mine["scope"], theirs["scope"]} == AREAS:
        differing.remove("scope")
    return Verdict(not differing, tuple(f"analysis.differs_{name}" for name in differing))


def find_aspects(row: Mapping[str, Any], across: Across = "bodies") -> dict[str, str]:
    """What must be equal for figures to be comparable, as text by the names of ASPECTS; "" where an aspect plays no part."""
    kind, scope, months = _text(row["kind"]), _text(row["scope"]), _number(row["months"])
    start = pd.Timestamp(row["period_start"]) if months % 12 > 0 and not _missing(row.get("period_start")) else None
    return {
        "metric": _text(row["metric_id"]),
        "kind": kind,
        "unit": _text(row["unit"]),
        "scope": scope,
        "baseline": _text(row["baseline"]),
        "period": str(months),
        "part_of_year": str(start.month) if start is not None else "",
        "level": _text(row["admin_level"]) if across == "bodies" and kind in TOTALS else "",
        "sample": _text(row["agency_id"]) if across == "bodies" and scope == "sample" else "",
    }


def label_groups(frame: pd.DataFrame, across: Across = "bodies") -> pd.Series:
    """A number for each row (index kept): equal numbers are comparable, by the same aspects as `compare`."""
    telling = {name: encode(frame[name]) for name in COLUMNS}
    telling["period_start"][frame["months"].fillna(0).to_numpy() % 12 == 0] = NOWHERE
    telling["agency_id"][~is_any_of(frame["scope"], "sample")] = NOWHERE
    numbers = encode_rows(*telling.values())
    found: dict[tuple[str, ...], int] = {}
    kinds = (find_aspects(row, across) for row in list_rows(frame[list(COLUMNS)], find_firsts(numbers)))
    merged = np.array([found.setdefault(tuple(aspects.values()), len(found)) for aspects in kinds], dtype="int64")
    return pd.Series(merged[numbers], frame.index, name="group")


def split_comparable(frame: pd.DataFrame, across: Across = "bodies") -> list[Group]:
    """The frame in groups within which all is comparable: most bodies first (across years: most years), then most figures."""
    labels = label_groups(frame, across).to_numpy()
    rows = list_rows(frame[list(COLUMNS)], find_firsts(labels))
    places = np.split(np.argsort(labels, kind="stable"), np.cumsum(np.bincount(labels))[:-1])
    bodies, spans = (count_distinct(labels, frame[name]).tolist() for name in ("agency_id", "year"))
    years = frame["year"].to_numpy()
    levels: list[set[str]] = [set() for _ in rows]
    told = find_firsts(encode_rows(labels, frame["admin_level"]))
    for label, level in zip(labels[told], take_rows(frame["admin_level"], told), strict=True):
        levels[label] |= set() if _missing(level) else {str(level)}
    groups = [
        Group(find_aspects(row, across), tuple(sorted(levels[label])), bodies[label], frame, places[label])
        for label, row in enumerate(rows)
    ]
    spread = bodies if across == "bodies" else spans

    def usefulness(label: int) -> tuple[int, int, bool, int]:
        group = groups[label]
        return spread[label], len(group), group.aspects["period"] == "12", int(years[group.places].max())

    return [groups[label] for label in sorted(range(len(groups)), key=usefulness, reverse=True)]


def join_groups(groups: Sequence[Group]) -> pd.DataFrame:
    """The rows of some groups, one group after the other."""
    facts = groups[0].facts
    if any(group.facts is not facts for group in groups):
        return pd.concat([group.frame for group in groups])
    places = groups[0].places if len(groups) == 1 else np.concatenate([group.places for group in groups])
    return facts if len(groups) == 1 and len(places) == len(facts) else facts.iloc[places]


def take_frame(group: Group) -> Group:
    """The group itself with its rows taken: what is kept of it then holds them too."""
    assert group.frame is not None
    return group


def explain_left_out(groups: list[Group], language: Language) -> str:
    """One sentence on what stands outside the first group, and why; empty for an empty list."""
    if not groups:
        return ""
    first, rest = groups[0], groups[1:]
    if not rest:
        return translate("analysis.left_out_none", language)
    counts: dict[str, int] = {}
    for group in rest:
        verdict = _compare_aspects(first.aspects, group.aspects)
        reason = verdict.reasons[0] if verdict.reasons else "analysis.differs_scope"  # the nation beside its provinces
        counts[reason] = counts.get(reason, 0) + len(group)
    reasons = translate("analysis.reason_separator", language).join(
        translate("analysis.left_out_reason", language, reason=translate(reason, language), count=count)
        for reason, count in counts.items()
    )
    return translate(
        "analysis.left_out",
        language,
        kept=len(first),
        group=first.describe(language),
        count=sum(counts.values()),
        reasons=reasons,
    )


def describe_aspects(aspects: Mapping[str, str], levels: tuple[str, ...], language: Language) -> str:
    """Scope, baseline and period of a group in words, joined by a middle dot."""
    parts = [describe_scope(aspects["scope"], levels[0] if len(levels) == 1 else None, language)]
    if aspects["baseline"]:
        parts.append(describe_baseline(aspects["baseline"], language))
    if aspects["kind"] != "stock":
        parts.append(describe_period(int(aspects["period"]), language))
    return " · ".join(parts)


def describe_scope(scope: str, level: str | None, language: Language) -> str:
    """The scope in words, after the level of government where one is known: 省直口径."""
    by_level = f"analysis.scope_{scope}_{level}"
    return translate(by_level if by_level in all_messages() else f"analysis.scope_{scope}", language)


def describe_baseline(baseline: str, language: Language) -> str:
    """较上年, 较2015年."""
    if baseline == "previous_year":
        return translate("analysis.baseline_previous_year", language)
    return translate("analysis.baseline_year", language, year=baseline)


def describe_period(months: int, language: Language) -> str:
    """The length of a period in words; 0 is an instant."""
    named = {0: "instant", 1: "month", 3: "quarter", 6: "half", 12: "year"}
    if months in named:
        return translate(f"analysis.period_{named[months]}", language)
    if months % 12 == 0:
        return translate("analysis.period_years", language, years=months // 12)
    return translate("analysis.period_months", language, months=months)


def _missing(value: Any) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value)


def _text(value: Any) -> str:
    return "" if _missing(value) else str(value)


def _number(value: Any) -> int:
    return 0 if _missing(value) else int(value)
