"""The one place that decides whether two figures may be compared, and why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from yearbook.analysis.rows import NOWHERE, encode, encode_rows, find_firsts, is_any_of, list_rows
from yearbook.words import Language, all_words, say

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
        return say("analysis.reason_separator", language).join(say(reason, language) for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of a facts frame that may all be compared with one another."""

    aspects: Mapping[str, str]
    levels: tuple[str, ...]  # admin levels present
    frame: pd.DataFrame

    def describe(self, language: Language) -> str:
        """What the figures have in common: 全省（区、市）口径 · 较上年 · 全年."""
        return describe_aspects(self.aspects, self.levels, language)

    @property
    def bodies(self) -> int:
        return int(self.frame["agency_id"].nunique())


def compare(one: Mapping[str, Any], other: Mapping[str, Any], across: Across = "bodies") -> Verdict:
    """Decide whether two rows of a facts frame may be compared.

    Across bodies, totals (flow, stock) need the same level of government, and figures of some units only (`sample`) are
    never comparable. The nation's rate may be held against the rate of a whole province: both cover all of an area.
    Years and agencies are the caller's matter: this says whether the figures are alike, not whether they coincide.
    """
    mine, theirs = find_aspects(one, across), find_aspects(other, across)
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
    firsts = find_firsts(labels)
    groups = []
    for label, row in enumerate(list_rows(frame[list(COLUMNS)], firsts)):
        part = frame if len(firsts) == 1 else frame.iloc[np.flatnonzero(labels == label)]
        levels = tuple(sorted({str(level) for level in part["admin_level"].dropna().unique()}))
        groups.append(Group(find_aspects(row, across), levels, part))
    return sorted(groups, key=lambda group: _usefulness(group, across), reverse=True)


def explain_left_out(groups: list[Group], language: Language, across: Across = "bodies") -> str:
    """One sentence on what stands outside the first group, and why; empty for an empty list."""
    if not groups:
        return ""
    first, rest = groups[0], groups[1:]
    if not rest:
        return say("analysis.left_out_none", language)
    counts: dict[str, int] = {}
    for group in rest:
        verdict = compare(_first_row(first), _first_row(group), across)
        reason = verdict.reasons[0] if verdict.reasons else "analysis.differs_scope"  # the nation beside its provinces
        counts[reason] = counts.get(reason, 0) + len(group.frame)
    reasons = say("analysis.reason_separator", language).join(
        say("analysis.left_out_reason", language, reason=say(reason, language), count=count) for reason, count in counts.items()
    )
    return say(
        "analysis.left_out",
        language,
        kept=len(first.frame),
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
    return say(by_level if by_level in all_words() else f"analysis.scope_{scope}", language)


def describe_baseline(baseline: str, language: Language) -> str:
    """较上年, 较2015年."""
    if baseline == "previous_year":
        return say("analysis.baseline_previous_year", language)
    return say("analysis.baseline_year", language, year=baseline)


def describe_period(months: int, language: Language) -> str:
    """The length of a period in words; 0 is an instant."""
    named = {0: "instant", 1: "month", 3: "quarter", 6: "half", 12: "year"}
    if months in named:
        return say(f"analysis.period_{named[months]}", language)
    if months % 12 == 0:
        return say("analysis.period_years", language, years=months // 12)
    return say("analysis.period_months", language, months=months)


def _usefulness(group: Group, across: Across) -> tuple[int, int, bool, int]:
    spread = group.bodies if across == "bodies" else int(group.frame["year"].nunique())
    return spread, len(group.frame), group.aspects["period"] == "12", int(group.frame["year"].max())


def _first_row(group: Group) -> dict[str, Any]:
    return list_rows(group.frame[list(COLUMNS)], np.array([0]))[0]


def _missing(value: Any) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value)


def _text(value: Any) -> str:
    return "" if _missing(value) else str(value)


def _number(value: Any) -> int:
    return 0 if _missing(value) else int(value)
