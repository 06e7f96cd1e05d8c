"""One figure where there are several: of one agency and year, the latest in time, the verified before the unverified."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

DOUBTFUL = frozenset({"unverified"})  # statuses whose source was not traced to its original


def pick_preferred(facts: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """One row for each combination of `keys`, in the order of the frame, with `alternatives`: how many were not taken.

    The latest period wins, then the verified, then the latest publication, then the smallest fact_id: a stable choice. In SQL
    the rule is queries/build/stg_compared.sql.
    """
    repeated = facts.duplicated(list(keys), keep=False)
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


def choose_year(facts: pd.DataFrame) -> int | None:
    """The year for which most agencies have a figure; the latest of them. None for an empty frame."""
    if facts.empty:
        return None
    counts = facts.groupby("year")["agency_id"].nunique()
    return int(counts[counts == counts.max()].index.max())
