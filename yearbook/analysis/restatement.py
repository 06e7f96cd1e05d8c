"""What disturbs a line: a figure that a later report states anew, and a year whose figure is of another kind than the line's."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from yearbook.analysis.comparability import COLUMNS, compare
from yearbook.analysis.preferred import pick_preferred, read_days
from yearbook.analysis.published_change import measure_rounding
from yearbook.analysis.rows import NOWHERE, Numbers, encode_rows, take_rows

PERIOD = ("period_start", "period_end")
TELLING = (*COLUMNS, "year", "value", "period_end", "published_on", "fact_id", "status")
BREAK = ("agency_id", "metric_id", "year", "fact_id", "scope", "admin_level", "baseline", "months", "reasons")


def find_restated(given: pd.DataFrame, series: Numbers, chosen: Numbers) -> dict[str, Any]:
    """What was published before for the very same period as each chosen figure: restated_value and restated_fact_id.

    `chosen` are places in `given`, at most one for each series and year. A value that was published earlier and differs by more
    than the digits written can explain has been restated; the latest such value is named. Without dates nothing is called
    restated: the sources disagree.
    """
    values, ids = np.full(len(chosen), np.nan), np.full(len(chosen), None, dtype=object)
    if len(chosen) < len(given):
        periods = encode_rows(series, *(given[name] for name in ("year", *PERIOD)))
        figure_of = np.full(int(periods.max()) + 1, NOWHERE)
        figure_of[periods[chosen]] = np.arange(len(chosen))
        figure = figure_of[periods]
        now = chosen[figure]
        said, day = given["value"].to_numpy(dtype="float64"), read_days(given["published_on"])
        off = measure_rounding(given) * np.abs(said)
        earlier = (figure != NOWHERE) & (day < day[now]) & given["published_on"].notna().to_numpy()
        found = np.flatnonzero(earlier & (np.abs(said[now] - said) > off[now] + off + 1e-9))
        facts = take_rows(given["fact_id"].astype(object), found)
        for _, fact, at in sorted(zip(day[found], facts, found, strict=True)):
            values[figure[at]], ids[figure[at]] = said[at], fact
    return {"restated_value": values, "restated_fact_id": ids}


def find_breaks(own: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """Years for which a body of `own` has no figure there but one in `others` that may not be compared with its line.

    Both are facts frames of one metric, `own` of one comparable group. Columns: those of BREAK; `reasons` are keys of words, as
    analysis.comparability.compare gives them. One row a body and year: the figure with fewest reasons. A year counts that lies
    within the line, or from which figures lead to it year by year.
    """
    rows = []
    own, others = (frame.loc[frame["value"].notna(), list(TELLING)] for frame in (own, others))  # few columns are soon cut
    mine, theirs = (pd.MultiIndex.from_arrays([side["agency_id"].astype(str), side["year"]]) for side in (own, others))
    beside = others[others["agency_id"].isin(own["agency_id"].unique()) & ~theirs.isin(mine)]
    told = _list_by_agency(pick_preferred(beside, ["agency_id", "year", "scope", "baseline", "months", "unit"]))
    firsts = {str(row["agency_id"]): row for row in _list_rows(own.drop_duplicates("agency_id"))}
    years_of = {str(agency): set(years) for agency, years in own.groupby("agency_id", observed=True)["year"]}
    for agency, first in firsts.items():
        years = years_of[agency]
        judged = [(row, compare(first, row, across="years").reasons) for row in told.get(agency, ())]
        told_years = {row["year"]: (row, reasons) for row, reasons in sorted(judged, key=lambda one: -len(one[1])) if reasons}
        known = years | set(told_years)
        for year, (row, reasons) in sorted(told_years.items()):
            if _is_reached(year, years, known):
                rows.append({**{name: row[name] for name in BREAK[:-1]}, "agency_id": agency, "reasons": reasons})
    return pd.DataFrame(rows, columns=list(BREAK))


def _is_reached(year: int, years: set[int], known: set[int]) -> bool:
    """Whether an unbroken run of years with figures leads from `year` to the line, or the year lies within the line."""
    if min(years) < year < max(years):
        return True
    step = 1 if year < min(years) else -1
    at = year
    while at in known and at not in years:
        at += step
    return at in years


def _list_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _list_by_agency(frame: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in _list_rows(frame):
        rows.setdefault(str(row["agency_id"]), []).append(row)
    return rows
