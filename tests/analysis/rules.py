"""The rules of comparison in plain Python, row by row: what the tables of an edition are held against."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from yearbook.analysis.comparability import compare

Row = dict[str, Any]

SCOPES_BY_WIDTH = ("national", "region_wide", "direct_units", "agency", "sample")  # the widest first, as in types.sql


def prefer(rows: Iterable[Row]) -> Row:
    """Of several figures the latest period, then a settled one, then the latest publication, then the smallest id."""
    newest = sorted(rows, key=lambda row: row["fact_id"])
    newest.sort(key=lambda row: (row["period_end"], row["status"] != "unverified", row["published_on"]), reverse=True)
    return newest[0]


def standings_by_rule(rows: Sequence[Row], agency: str) -> dict[str, tuple[Any, ...]]:
    """By metric: fact, rank, ties, how many reported, quartiles, whether any is not exact, how many are to be verified."""
    placed: dict[str, list[tuple[Any, ...]]] = {}
    for row in list_published(rows, agency):
        if not compare(row, row).comparable:
            continue
        alike = [other for other in rows if _is_peer(row, other)]
        subjects = {other["subject_id"] for other in alike}
        peers = {subject: prefer(other for other in alike if other["subject_id"] == subject) for subject in subjects}
        figure = peers[row["subject_id"]]
        if len(peers) > 1:
            width = SCOPES_BY_WIDTH.index(figure["scope"])
            order = (len(peers) < 3, -figure["year"], -len(peers), width, figure["fact_id"])
            placed.setdefault(figure["metric_id"], []).append((order, _describe(figure, list(peers.values()))))
    return {metric: min(found)[1] for metric, found in placed.items()}


def list_published(rows: Sequence[Row], agency: str) -> list[Row]:
    """The figures of the lines that a body publishes, whoever stated each."""
    lines = {(row["subject_id"], row["series_group"]) for row in rows if row["agency_id"] == agency}
    return [row for row in rows if (row["subject_id"], row["series_group"]) in lines]


def _is_peer(figure: Row, row: Row) -> bool:
    same = ("year", "admin_level", "demonstration")
    return compare(figure, row).comparable and figure["scope"] == row["scope"] and all(figure[name] == row[name] for name in same)


def _describe(figure: Row, peers: list[Row]) -> tuple[Any, ...]:
    values = [row["value"] for row in peers]
    lower = figure["better"] == "down"
    ahead = sum(value < figure["value"] if lower else value > figure["value"] for value in values)
    quartiles = tuple(np.percentile(values, [25, 50, 75]).round(9).tolist())
    inexact, unverified = any(row["qualifier"] != "exact" for row in peers), sum(row["status"] == "unverified" for row in peers)
    return figure["fact_id"], 1 + ahead, values.count(figure["value"]), len(peers), quartiles, inexact, unverified


def latest_by_rule(rows: Sequence[Row], agency: str) -> dict[str, tuple[Any, ...]]:
    """By metric of one body: the latest figure of the line that says most, how long that is, and the figure before it."""
    found: dict[str, tuple[Any, ...]] = {}
    own = list_published(rows, agency)
    for figure in own:
        line = [row for row in own if row is figure or _is_of_line(figure, row)]
        chosen = [prefer(row for row in line if row["year"] == year) for year in sorted({row["year"] for row in line})]
        last = chosen[-1]
        near = not isinstance(last["baseline"], str) or last["baseline"] == "previous_year"
        width = -SCOPES_BY_WIDTH.index(last["scope"])
        usefulness = (width, rank_length(last["months"]), last["year"], near, len(chosen))
        before = chosen[-2]["fact_id"] if len(chosen) > 1 else None
        known = found.get(last["metric_id"])
        if known is None or usefulness > known[0]:
            found[last["metric_id"]] = (usefulness, (usefulness, before and chosen[-2]["value"]))
    return {metric: answer for metric, (_, answer) in found.items()}


def rank_length(months: float | None) -> int:
    """Whole years and days before parts of a year, and those before a period that is not stated."""
    return 0 if pd.isna(months) else 2 if months in (0, 12) else 1


def _is_of_line(figure: Row, row: Row) -> bool:
    return compare(figure, row, across="years").comparable and row["scope"] == figure["scope"]


def medians_by_rule(rows: Sequence[Row]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """By metric, scope, baseline, months, beginning and year: how many subjects below the nation, quartiles, extremes."""
    cells: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        if row["region_code"] != "100000" and row["scope"] != "sample" and compare(row, row, "years").comparable:
            key = next(
                (
                    key
                    for key in cells
                    if key[0] == row["year"] and compare(cells[key][0], row).comparable and cells[key][0]["scope"] == row["scope"]
                ),
                (row["year"], len(cells)),
            )
            cells.setdefault(key, []).append(row)
    answers = {}
    for (year, _), cell in cells.items():
        subjects = {row["subject_id"] for row in cell}
        values = [prefer(row for row in cell if row["subject_id"] == subject)["value"] for subject in subjects]
        quartiles = tuple(np.percentile(values, [25, 50, 75]).round(9).tolist())
        answers[cell[0]["comparison_group"], year] = len(values), min(values), max(values), quartiles
    return answers
