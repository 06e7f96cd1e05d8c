"""Ranks within one comparable group and year: preferred figures (latest, verified first), ties, the median of the peers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from yearbook.analysis.comparability import ALIKE, KEYS

LINE_KEYS = ["comparison_group", "series_group", "subject_id"]
LINE = (*ALIKE, "subject_id", "subject_zh", "subject_en", "region_code", "series_group", "comparison_group")
DOUBTFUL = frozenset({"unverified"})  # statuses whose source was not traced to its original


def pick_preferred(facts: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """One row for each combination of `keys`, in the order of the frame, with `alternatives`: how many were not taken.

    The latest period wins, then the verified, then the latest publication, then the smallest fact_id: a stable choice. In SQL
    the rule is queries/build/stg_compared.sql.
    """
    repeated = facts[keys[0]].duplicated(keep=False) if len(keys) == 1 else facts.duplicated(list(keys), keep=False)
    if not repeated.any():
        return facts.assign(alternatives=0)
    several = facts.loc[repeated, [*dict.fromkeys([*keys, "period_end", "published_on", "status", "fact_id"])]]
    order = several.assign(_doubtful=several["status"].isin(DOUBTFUL)).sort_values(
        ["period_end", "_doubtful", "published_on", "fact_id"], ascending=[False, True, False, True], na_position="last"
    )
    counts = order.groupby(list(keys), dropna=False, sort=False)["fact_id"].transform("size")
    chosen = order.index[~order.duplicated(list(keys))]
    kept = facts[~repeated | facts.index.isin(chosen)]
    return kept.assign(alternatives=(counts - 1).reindex(kept.index, fill_value=0))


def prefer(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The rows in the order in which pick_preferred would take them."""
    if len(rows) == 1:
        return [*rows]
    order = sorted(rows, key=lambda row: str(row["fact_id"]))
    order.sort(key=lambda row: _read_day(row["published_on"]), reverse=True)
    order.sort(key=lambda row: row["status"] in DOUBTFUL)
    return sorted(order, key=lambda row: _read_day(row["period_end"]), reverse=True)


def _read_day(day: Any) -> pd.Timestamp:
    return pd.Timestamp.min if pd.isna(day) else pd.Timestamp(day)


def list_lines(facts: pd.DataFrame) -> pd.DataFrame:
    """The lines of a facts frame (one subject and series each) in the order of their first figures, as lines.sql gives them: the
    columns of LINE, `figures`, `unverified`, `years` and `values` (lists: the value that stands for each year)."""
    counted = facts.assign(unverified=facts["status"].isin(DOUBTFUL)).groupby(LINE_KEYS, sort=False)["unverified"]
    chosen = pick_preferred(facts, [*LINE_KEYS, "year"]).sort_values("year", kind="stable").groupby(LINE_KEYS)
    lines = pd.DataFrame({"figures": counted.size(), "unverified": counted.sum()})
    lines = lines.join(chosen.agg(years=("year", list), values=("value", list)))
    return facts.drop_duplicates(LINE_KEYS)[[*LINE]].join(lines, on=LINE_KEYS).reset_index(drop=True)


def choose_year(facts: pd.DataFrame) -> int | None:
    """The year of which most subjects have a figure; the latest of them. None for an empty frame."""
    if facts.empty:
        return None
    counts = facts.groupby("year")["subject_id"].nunique()
    return int(counts[counts == counts.max()].index.max())


@dataclass(frozen=True, slots=True)
class Ranking:
    """`frame` has the facts' columns and rank (1 is best), tied, alternatives; best first. Quantiles are in the base unit."""

    frame: pd.DataFrame
    year: int | None
    better: str  # up | down | neither; largest first where neither is better
    median: float
    lower_quartile: float
    upper_quartile: float
    reported: int  # subjects with a figure
    bodies: int  # subjects asked about
    duplicates: int  # subjects that had several figures for the year

    @property
    def is_approximate(self) -> bool:
        """Whether a figure among them is not exact, so that nor are the quantiles."""
        return bool(self.frame["qualifier"].fillna("exact").ne("exact").any())

    @property
    def best_is_highest(self) -> bool:
        return self.better != "down"


def rank_figures(group: pd.DataFrame, year: int | None = None, bodies: int | None = None) -> Ranking:
    """Rank the figures of one comparable group in one year, by default that of most subjects.

    `bodies` is how many subjects were asked about; by default those that reported. Equal values share the better rank.
    Raises ValueError where the figures are not all comparable: take one group of them.
    """
    if len(set(group[KEYS["bodies"]].tolist())) > 1:
        raise ValueError("the figures are not all comparable; take one group of them")
    year = choose_year(group) if year is None else year
    figures = pick_preferred(group[(group["year"] == year) & group["value"].notna()], ["subject_id"])
    better = str(figures["better"].iloc[0]) if len(figures) else "neither"
    values = figures["value"].to_numpy(dtype="float64")
    turns = (values if better == "down" else -values).tolist()
    keys = list(zip(turns, figures["region_code"].tolist(), figures["subject_id"].tolist(), strict=True))
    places = sorted(range(len(keys)), key=keys.__getitem__)  # pandas takes four milliseconds to sort by three columns
    turns.sort()
    first, after = np.searchsorted(turns, turns), np.searchsorted(turns, turns, side="right")
    figures = figures.iloc[places].reset_index(drop=True).assign(rank=first + 1, tied=after - first > 1)
    lower, median, upper = np.percentile(values, [25, 50, 75]) if len(values) else (np.nan, np.nan, np.nan)
    return Ranking(
        figures,
        year,
        better,
        float(median),
        float(lower),
        float(upper),
        reported=len(figures),
        bodies=max(bodies or 0, len(figures)),
        duplicates=int((figures["alternatives"] > 0).sum()),
    )
