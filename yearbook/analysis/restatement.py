"""Restated values and breaks in a series: a figure that a later report corrects, a year whose figure is of another kind."""

from __future__ import annotations

from typing import Any

import pandas as pd

from yearbook.analysis.comparability import ALIKE, compare
from yearbook.analysis.preferred import pick_preferred
from yearbook.analysis.published_change import measure_rounding
from yearbook.analysis.rows import list_rows

PERIOD = ["series", "year", "period_start", "period_end"]
BREAK = ["agency_id", "metric_id", "year", "fact_id", "scope", "admin_level", "baseline", "months", "reasons"]
READ = [*dict.fromkeys([*ALIKE, *BREAK[:-1], "value", "period_end", "published_on", "status"])]


def find_restated(given: pd.DataFrame, chosen: pd.DataFrame) -> pd.DataFrame:
    """What was published before for the very same period as each chosen figure: restated_value and restated_fact_id.

    `chosen` are rows of `given`, at most one for each series and year, with its index. A value that was published earlier and
    differs by more than the digits written can explain has been restated; the latest such value is named. Without dates nothing
    is called restated: the sources disagree.
    """
    restated = pd.DataFrame({"restated_value": float("nan"), "restated_fact_id": None}, chosen.index)
    if len(chosen) == len(given):
        return restated
    figures = given[[*PERIOD, "value", "published_on", "fact_id"]].assign(off=measure_rounding(given) * given["value"].abs())
    now = figures.loc[chosen.index].reset_index(names="row")
    both = now.merge(figures, on=PERIOD, suffixes=("", "_before"))
    differs = (both["value"] - both["value_before"]).abs() > both["off"] + both["off_before"] + 1e-9
    earlier = both[differs & (both["published_on_before"] < both["published_on"])]
    latest = earlier.sort_values(["published_on_before", "fact_id_before"]).drop_duplicates("row", keep="last").set_index("row")
    restated.loc[latest.index, "restated_value"] = latest["value_before"]
    restated["restated_fact_id"] = latest["fact_id_before"].reindex(chosen.index)
    return restated


def find_breaks(own: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """Years for which a body of `own` has no figure there but one in `others` that may not be compared with its line.

    Both are facts frames of one metric, `own` of one comparable group. Columns: those of BREAK; `reasons` are keys of words, as
    analysis.comparability.compare gives them. One row a body and year: the figure with fewest reasons. A year counts that lies
    within the line, or from which figures lead to it year by year.
    """
    own, others = (frame.loc[frame["value"].notna(), READ] for frame in (own, others))  # few columns are soon cut
    heads = {row["agency_id"]: row for row in list_rows(own.drop_duplicates("agency_id"), ALIKE)}
    years = own.groupby("agency_id")["year"].agg(set).to_dict()
    others = pick_preferred(others[others["agency_id"].isin(heads)], ["agency_id", "year", "scope", "baseline", "months", "unit"])
    found: dict[str, dict[int, dict[str, Any]]] = {agency: {} for agency in heads}
    for row in list_rows(others, dict.fromkeys([*ALIKE, *BREAK])):
        agency, year = row["agency_id"], row["year"]
        reasons = () if year in years[agency] else compare(heads[agency], row, across="years").reasons
        known = found[agency].get(year)
        if reasons and (known is None or len(reasons) <= len(known["reasons"])):
            found[agency][year] = {**row, "reasons": reasons}
    rows = [
        row
        for agency, breaks in found.items()
        for year, row in sorted(breaks.items())
        if _is_reached(year, years[agency], years[agency] | set(breaks))
    ]
    return pd.DataFrame(rows, columns=BREAK)


def _is_reached(year: int, years: set[int], known: set[int]) -> bool:
    """Whether an unbroken run of years with figures leads from `year` to the line, or the year lies within the line."""
    if min(years) < year < max(years):
        return True
    step = 1 if year < min(years) else -1
    at = year
    while at in known and at not in years:
        at += step
    return at in years
