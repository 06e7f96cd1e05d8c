"""One figure where there are several: of one agency and year, the latest in time, the verified before the unverified."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

DOUBTFUL = frozenset({"unverified"})  # statuses whose source was not traced to its original


def choose_one(facts: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """One row for each combination of `keys`, in the order of the frame, with `alternatives`: how many were not taken.

    The latest period wins, then the verified, then the latest publication, then the smallest fact_id: a stable choice.
    """
    telling = facts[[*keys, "period_end", "published_on", "fact_id"]].reset_index(
        drop=True
    )  # few columns: sorting them all is slow
    telling["_doubtful"] = facts["status"].astype(object).isin(DOUBTFUL).to_numpy()
    order = telling.sort_values(
        ["period_end", "_doubtful", "published_on", "fact_id"], ascending=[False, True, False, True], na_position="last"
    )
    groups = order.groupby(list(keys), dropna=False, observed=True, sort=False)
    sizes, places = groups["fact_id"].transform("size"), groups.cumcount()
    chosen = sizes[places == 0].sort_index()
    return facts.iloc[chosen.index.to_numpy()].assign(alternatives=chosen.to_numpy(dtype="int64") - 1)


def choose_year(facts: pd.DataFrame) -> int | None:
    """The year for which most agencies have a figure; the latest of them. None for an empty frame."""
    if facts.empty:
        return None
    counts = facts.groupby("year", observed=True)["agency_id"].nunique()
    return int(counts[counts == counts.max()].index.max())
