"""One figure where there are several: of one agency and year, the latest in time, the verified before the unverified."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from yearbook.analysis.rows import Numbers, count_distinct, encode, encode_rows, find_firsts, is_any_of

DOUBTFUL = frozenset({"unverified"})  # statuses whose source was not traced to its original


def pick_preferred(facts: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """One row for each combination of `keys`, in the order of the frame, with `alternatives`: how many were not taken.

    The latest period wins, then the verified, then the latest publication, then the smallest fact_id: a stable choice.
    """
    chosen, alternatives = pick_preferred_rows(facts, encode_rows(*(facts[key] for key in keys)))
    taken = facts if len(chosen) == len(facts) else facts.iloc[chosen]
    return taken.assign(alternatives=alternatives)


def pick_preferred_rows(facts: pd.DataFrame, groups: Numbers) -> tuple[Numbers, Numbers]:
    """The same as positions in the frame, for groups numbered from 0: the chosen, and how many were not taken for each."""
    sizes = np.bincount(groups)
    chosen = find_firsts(groups)
    crowded = np.flatnonzero(sizes[groups] > 1)
    if len(crowded):
        ordered = crowded[_order(facts.iloc[crowded])]
        chosen[groups[ordered[::-1]]] = ordered[::-1]  # the last that is written is the first in order
    in_frame = np.argsort(chosen)
    return chosen[in_frame], sizes[in_frame] - 1


def choose_year(facts: pd.DataFrame) -> int | None:
    """The year for which most agencies have a figure; the latest of them. None for an empty frame."""
    if facts.empty:
        return None
    years = facts["year"].to_numpy(dtype="int64")
    counts = count_distinct(years, facts["agency_id"])
    return int(years[find_firsts(encode(years))][counts == counts.max()].max())


def read_days(column: pd.Series) -> Numbers:
    """Times as numbers that grow with them; what is missing is the smallest there is."""
    return column.to_numpy(dtype="datetime64[us]").astype("int64")


def _order(facts: pd.DataFrame) -> np.ndarray[Any, Any]:
    ids, _ = pd.factorize(facts["fact_id"], sort=True)
    latest, newest = (~read_days(facts[name]) for name in ("period_end", "published_on"))  # ~ turns the order round
    return np.lexsort((ids, newest, is_any_of(facts["status"], *DOUBTFUL), latest))
