"""The one place that decides whether two figures may be compared, and why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from yearbook.catalogue.messages import Language, all_messages, translate

Across = Literal["bodies", "years"]
"""What is compared: several bodies in one year, or several years of one body."""

ASPECTS = ("metric", "kind", "unit", "scope", "baseline", "period", "part_of_year", "level", "sample")
ALIKE = ("metric_id", "kind", "unit", "scope", "baseline", "months", "period_start", "admin_level", "agency_id")  # decide it
BODY = ("agency_id", "agency_zh", "agency_en", "admin_level", "region_code")
SPAN = 100_000  # more than any year and than there are bodies: packs a group and one of these into a number
KEYS: dict[Across, str] = {"bodies": "comparison_group", "years": "series_group"}
"""The columns of facts that say the same as a number: equal numbers are comparable (queries/build/types.sql)."""
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


@dataclass(frozen=True, slots=True)
class Group:
    """Figures of one metric that may all be compared with one another. `key` is the number in the column of KEYS.

    Those that do not state their period share a group too, which is not `comparable`.
    """

    key: int
    across: Across
    aspects: Mapping[str, str]
    levels: tuple[str, ...]  # admin levels present
    bodies: int
    figures: int

    @property
    def comparable(self) -> bool:
        return _states_period(self.aspects)

    @property
    def code(self) -> str:
        """What tells the groups of one metric apart, for the address: region_wide-previous_year-12."""
        names = ("scope", "baseline", "period", "part_of_year", "level", "sample")
        return "-".join(self.aspects[name] for name in names if self.aspects[name])

    def describe(self, language: Language) -> str:
        """What the figures have in common: 全省（区、市）口径 · 较上年 · 全年."""
        return describe_aspects(self.aspects, self.levels, language)

    def __len__(self) -> int:
        return self.figures

    def __hash__(self) -> int:
        return hash((self.key, self.across, self.levels, self.bodies, self.figures))


def compare(one: Mapping[str, Any], other: Mapping[str, Any], across: Across = "bodies") -> Verdict:
    """Decide whether two rows of a facts frame may be compared.

    Across bodies, totals (flow, stock) need the same level of government, and figures of some units only (`sample`) are
    never comparable; nor are, anywhere, those whose period is not stated, unless they are of a day. The nation's
    rate may be held against the rate of a whole province: both cover all of an area. Years and agencies are the caller's
    matter: this says whether the figures are alike, not whether they coincide.
    """
    return _compare_aspects(find_aspects(one, across), find_aspects(other, across))


def _compare_aspects(mine: Mapping[str, str], theirs: Mapping[str, str]) -> Verdict:
    differing = [name for name in ASPECTS if mine[name] != theirs[name]]
    if "scope" in differing and mine["kind"] not in TOTALS and {mine["scope"], theirs["scope"]} == AREAS:
        differing.remove("scope")
    if not (_states_period(mine) and _states_period(theirs)):
        differing = [*(name for name in differing if name not in ("period", "part_of_year")), "undated"]
    return Verdict(not differing, tuple(f"analysis.differs_{name}" for name in differing))


def _states_period(aspects: Mapping[str, str]) -> bool:
    return aspects["period"] != ""


def find_aspects(row: Mapping[str, Any], across: Across = "bodies") -> dict[str, str]:
    """What must be equal for figures to be comparable, as text by the names of ASPECTS; "" where an aspect plays no part."""
    kind, scope, months = _text(row["kind"]), _text(row["scope"]), read_months(row["months"])
    is_part = months is not None and months % 12 > 0 and not _missing(row.get("period_start"))
    start = pd.Timestamp(row["period_start"]) if is_part else None
    return {
        "metric": _text(row["metric_id"]),
        "kind": kind,
        "unit": _text(row["unit"]),
        "scope": scope,
        "baseline": _text(row["baseline"]),
        "period": "" if months is None else str(months),
        "part_of_year": str(start.month) if start is not None else "",
        "level": _text(row["admin_level"]) if across == "bodies" and kind in TOTALS else "",
        "sample": _text(row["agency_id"]) if across == "bodies" and scope == "sample" else "",
    }


def count_groups(facts: pd.DataFrame, across: Across = "bodies") -> pd.DataFrame:
    """The comparable groups of a facts frame, a row each in the order of their first figures: key, what they have in common
    (ALIKE), the levels present, how many bodies, figures and years, and last_year."""
    codes, keys = pd.factorize(facts[KEYS[across]].to_numpy(dtype="int64"))
    heads, years = np.unique(codes, return_index=True)[1], facts["year"].to_numpy(dtype="int64")
    last_year = np.zeros(len(keys), dtype="int64")
    np.maximum.at(last_year, codes, years)
    levels, names = pd.factorize(facts["admin_level"])
    present: list[list[str]] = [[] for _ in keys]
    for pair in np.unique(codes[levels >= 0] * len(names) + levels[levels >= 0]).tolist():
        present[pair // len(names)].append(str(names[pair % len(names)]))
    return pd.DataFrame({"key": keys} | {name: facts[name].iloc[heads].array for name in ALIKE}).assign(
        levels=pd.Series(list(map(sorted, present)), dtype="object"),
        bodies=_count_distinct(codes, pd.factorize(facts["agency_id"])[0], len(keys)),
        figures=np.bincount(codes, minlength=len(keys)),
        years=_count_distinct(codes, years, len(keys)),
        last_year=last_year,
    )


def _count_distinct(codes: np.ndarray, values: np.ndarray, groups: int) -> np.ndarray:
    """How many different values each group has, by its code."""
    return np.bincount(np.unique(codes * SPAN + values) // SPAN, minlength=groups)


def list_bodies(figures: pd.DataFrame) -> pd.DataFrame:
    """The bodies of some figures by region: years (a sorted list), figures, unverified, and last_value, where its line ends."""
    codes, agencies = pd.factorize(figures["agency_id"])
    heads, years = np.unique(codes, return_index=True)[1], figures["year"].to_numpy(dtype="int64")
    settled, values = figures["status"].ne("unverified").to_numpy(dtype=bool), figures["value"].to_numpy(dtype="float64")
    days = [figures[name].to_numpy(dtype="datetime64[s]").astype("int64") for name in ("published_on", "period_end")]
    order = np.lexsort((days[0], settled, days[1], years, codes))
    order = order[~np.isnan(values[order])]
    last_value = np.full(len(agencies), np.nan)
    last_value[codes[order]] = values[order]  # the last one of each body stays
    held: list[list[int]] = [[] for _ in agencies]
    for pair in np.unique(codes * SPAN + years).tolist():
        held[pair // SPAN].append(pair % SPAN)
    bodies = pd.DataFrame({name: figures[name].iloc[heads].array for name in BODY}).assign(
        years=pd.Series(held, dtype="object"),
        figures=np.bincount(codes, minlength=len(agencies)),
        unverified=np.bincount(codes[~settled], minlength=len(agencies)),
        last_value=last_value,
    )
    return bodies.sort_values(["region_code", "agency_id"], kind="stable", ignore_index=True)


def list_groups(counts: pd.DataFrame, across: Across = "bodies") -> list[Group]:
    """The groups of count_groups: most bodies first (across years: most years), then most figures; at the end those that are
    not comparable."""
    spread = "bodies" if across == "bodies" else "years"
    rows = sorted(
        list_rows(counts),
        key=lambda row: (not _missing(row["months"]), row[spread], row["figures"], row["months"] == 12, row["last_year"]),
        reverse=True,
    )
    return [
        Group(row["key"], across, find_aspects(row, across), tuple(row["levels"]), row["bodies"], row["figures"]) for row in rows
    ]


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
        parts.append(describe_period(int(aspects["period"]) if aspects["period"] else None, language))
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


def describe_period(months: int | None, language: Language) -> str:
    """The length of a period in words; 0 is an instant, None is not stated."""
    if months is None:
        return translate("analysis.period_not_stated", language)
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


def read_months(value: Any) -> int | None:
    """The length of a period from a cell of a frame; None where it is not stated."""
    return None if _missing(value) else int(value)


def list_rows(frame: pd.DataFrame, names: Iterable[str] | None = None) -> list[dict[str, Any]]:
    """The rows by the names of those of the columns that there are (all by default). Quicker than to_dict for few columns."""
    kept = [str(name) for name in (frame if names is None else names) if name in frame]
    if not kept:
        return [{} for _ in range(len(frame))]
    return [dict(zip(kept, row, strict=True)) for row in zip(*(frame[name].tolist() for name in kept), strict=True)]
