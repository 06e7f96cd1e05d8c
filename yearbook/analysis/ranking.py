"""Who stands where: figures of one comparable group and one year, ranked, with the median of the peers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from yearbook.analysis.comparability import KEYS
from yearbook.analysis.preferred import choose_year, pick_preferred


@dataclass(frozen=True, slots=True)
class Ranking:
    """`frame` has the facts' columns and rank (1 is best), tied, alternatives; best first. Quantiles are in the base unit."""

    frame: pd.DataFrame
    year: int | None
    better: str  # up | down | neither; largest first where neither is better
    median: float
    lower_quartile: float
    upper_quartile: float
    reported: int  # agencies with a figure
    bodies: int  # agencies asked about
    duplicates: int  # agencies that had several figures for the year

    @property
    def best_is_highest(self) -> bool:
        return self.better != "down"


def rank_figures(group: pd.DataFrame, year: int | None = None, bodies: int | None = None) -> Ranking:
    """Rank the figures of one comparable group in one year, by default the year most agencies report.

    `bodies` is how many agencies were asked about; by default those that reported. Equal values share the better rank.
    Raises ValueError where the figures are not all comparable: take one group of them.
    """
    if group[KEYS["bodies"]].nunique() > 1:
        raise ValueError("the figures are not all comparable; take one group of them")
    year = choose_year(group) if year is None else year
    figures = pick_preferred(group[(group["year"] == year) & group["value"].notna()], ["agency_id"])
    better = str(figures["better"].iloc[0]) if len(figures) else "neither"
    ranks = figures["value"].rank(method="min", ascending=better == "down").astype("int64")
    figures = figures.assign(rank=ranks, tied=figures["value"].duplicated(keep=False))
    figures = figures.sort_values(["rank", "region_code", "agency_id"], kind="stable", ignore_index=True)
    values = figures["value"].to_numpy(dtype="float64")
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
