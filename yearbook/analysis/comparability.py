"""The one place that decides whether two figures may be compared, and why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from yearbook.catalogue.messages import Language, all_messages, translate
from yearbook.records.subjects import find_kind

Across = Literal["bodies", "years"]
"""What is compared: several bodies in one year, or several years of one body."""

ASPECTS = ("metric", "kind", "unit", "scope", "extent", "baseline", "period", "part_of_year", "level", "sample")
ALIKE = (  # decide it
    "metric_id", "kind", "unit", "scope", "wider_extent", "baseline", "months", "period_start", "admin_level", "agency_id",
)  # fmt: skip
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
        names = ("scope", "extent", "baseline", "period", "part_of_year", "level", "sample")
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
        "extent": "wider" if row.get("wider_extent") else "",
        "baseline": _text(row["baseline"]),
        "period": "" if months is None else str(months),
        "part_of_year": str(start.month) if start is not None else "",
        "level": _text(row["admin_level"]) if across == "bodies" and kind in TOTALS else "",
        "sample": _text(row["agency_id"]) if across == "bodies" and scope == "sample" else "",
    }


def list_groups(lines: pd.DataFrame, across: Across = "bodies") -> list[Group]:
    """The comparable groups of some lines: most bodies first (across years: most years), then most figures; at the end those that
    are not comparable."""
    gathered: dict[int, list[dict[str, Any]]] = {}
    for row in list_rows(lines, (*ALIKE, *KEYS.values(), "subject_id", "figures", "years")):
        gathered.setdefault(row[KEYS[across]], []).append(row)
    found = []
    for key, rows in gathered.items():
        levels = sorted({row["admin_level"] for row in rows})
        bodies, figures = len({row["subject_id"] for row in rows}), sum(row["figures"] for row in rows)
        years = {year for row in rows for year in row["years"]}
        group = Group(key, across, find_aspects(rows[0], across), tuple(levels), bodies, figures)
        spread = bodies if across == "bodies" else len(years)
        found.append(((group.comparable, spread, figures, rows[0]["months"] == 12, max(years)), group))
    return [group for _, group in sorted(found, key=lambda one: one[0], reverse=True)]


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
    reasons = list_reasons({translate(reason, language): count for reason, count in counts.items()}, language)
    named = {"kept": len(first), "group": first.describe(language), "count": sum(counts.values())}
    return translate("analysis.left_out", language, reasons=reasons, **named)


def list_reasons(counts: Mapping[str, int], language: Language) -> str:
    """Reasons in words, each with how many figures it leaves out."""
    told = (translate("analysis.left_out_reason", language, reason=reason, count=count) for reason, count in counts.items())
    return translate("analysis.reason_separator", language).join(told)


def describe_aspects(aspects: Mapping[str, str], levels: tuple[str, ...], language: Language) -> str:
    """Scope, baseline and period of a group in words, joined by a middle dot."""
    parts = [describe_scope(aspects["scope"], levels[0] if len(levels) == 1 else None, language)]
    if aspects["extent"]:
        parts.append(translate("analysis.extent_wider", language))
    if aspects["baseline"]:
        parts.append(describe_baseline(aspects["baseline"], language))
    if aspects["kind"] != "stock":
        parts.append(describe_period(int(aspects["period"]) if aspects["period"] else None, language, aspects["kind"]))
    return " · ".join(parts)


def describe_scope(scope: str, level: str | None, language: Language, region: str = "") -> str:
    """The scope in words, after the area (its Chinese name) or else the level of government: 区直口径, 省（区、市）直口径."""
    kind = find_kind(region)
    if kind and scope in ("region_wide", "direct_units"):
        if (scope, level, kind) == ("direct_units", "province", "city"):
            return translate("analysis.scope_direct_units_municipality", language)
        return translate(f"analysis.scope_{scope}_of", language, kind=translate(f"analysis.kind_{kind}", language))
    by_level = f"analysis.scope_{scope}_{level}"
    return translate(by_level if by_level in all_messages() else f"analysis.scope_{scope}", language)


def describe_baseline(baseline: str, language: Language) -> str:
    """较上年, 较2015年."""
    if baseline == "previous_year":
        return translate("analysis.baseline_previous_year", language)
    return translate("analysis.baseline_year", language, year=baseline)


def describe_period(months: int | None, language: Language, kind: str = "") -> str:
    """The length of a period in words; 0 is a moment, of a flow a day; None is not stated."""
    if months is None:
        return translate("analysis.period_not_stated", language)
    if months == 0 and kind == "flow":
        return translate("analysis.period_day", language)
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


Columns = pd.DataFrame | Mapping[str, list[Any]]
"""Rows as a frame, or as a list for each column (Warehouse.ask_cells)."""


def list_rows(rows: Columns, names: Iterable[str] | None = None) -> list[dict[str, Any]]:
    """The rows by the names of those of the columns that there are (all by default). Quicker than to_dict for few columns."""
    kept = [str(name) for name in (rows if names is None else names) if name in rows]
    if not kept:
        return [{} for _ in range(len(rows))]
    if isinstance(rows, pd.DataFrame) and _is_block(rows):
        return [dict(zip(kept, row, strict=True)) for row in _cut_block(rows, kept).tolist()]
    return [dict(zip(kept, row, strict=True)) for row in zip(*(list_column(rows, name) for name in kept), strict=True)]


def list_column(rows: Columns, name: str) -> list[Any]:
    """The cells of one column."""
    cells: list[Any] = rows[name].tolist() if isinstance(rows, pd.DataFrame) else rows[name]
    return cells


def order_figures(rows: Mapping[str, list[Any]], across: Across, keys: Iterable[int]) -> dict[str, list[Any]]:
    """The answer of group_figures.sql, one group after the other as `keys` has them, within a group as facts lie."""
    order = {key: place for place, key in enumerate(keys)}
    turns = [(order[key], place) for key, place in zip(rows[KEYS[across]], rows["place"], strict=True)]
    places = sorted(range(len(turns)), key=turns.__getitem__)
    return {name: [column[place] for place in places] for name, column in rows.items() if name != "place"}


def make_block(rows: Columns, names: Iterable[str] | None = None) -> pd.DataFrame:
    """Those of the columns that there are (all by default) as one block of objects: a frame of forty typed columns takes a
    millisecond to cut, however short it is."""
    kept = [str(name) for name in (rows if names is None else names) if name in rows]
    if isinstance(rows, pd.DataFrame) and _is_block(rows):
        return pd.DataFrame(_cut_block(rows, kept), columns=kept, dtype=object)
    count = len(rows) if isinstance(rows, pd.DataFrame) else len(rows[kept[0]])
    block = np.empty((len(kept), count), dtype=object)
    for place, name in enumerate(kept):
        block[place] = np.fromiter(list_column(rows, name), dtype=object, count=count)
    return pd.DataFrame(block.T, columns=kept, dtype=object)


def _is_block(rows: pd.DataFrame) -> bool:
    return set(rows.dtypes.tolist()) == {np.dtype(object)}


def _cut_block(rows: pd.DataFrame, names: list[str]) -> np.ndarray[Any, Any]:
    """Some columns of a block, rows × columns: at once, where each for itself takes as long as thirty."""
    cells: np.ndarray[Any, Any] = rows.to_numpy()[:, rows.columns.get_indexer(pd.Index(names)).tolist()]
    return cells
