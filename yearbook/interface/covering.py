"""Grids of who reported what: of the bodies with most figures lately, and of all by year or by metric."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from yearbook.analysis.coverage import count_bodies, cover_agencies, cover_metrics
from yearbook.charts.coverage_grid import draw_coverage_grid
from yearbook.charts.template import Caption
from yearbook.interface.view import View

BODIES_LATELY = 22  # those with most figures; the coverage page has them all
YEARS_LATELY = 10
BODIES_BESIDE = 12  # columns that a grid of metrics has room for


@dataclass(frozen=True, slots=True)
class Coverage:
    """A grid, and in words how many bodies of how many reported."""

    figure: go.Figure
    count: str


def cover_lately(view: View) -> Coverage:
    """The last years of the bodies with most figures; the count is that of the last year."""
    facts = view.ask("coverage", regions=view.regions, topics=(), statuses=view.filters().statuses)
    agencies = view.ask("agencies")
    told = facts["agency_id"].value_counts()
    most = agencies[agencies["agency_id"].isin(told.index[:BODIES_LATELY])]
    last = int(facts["year"].max()) if len(facts) else 0
    covered = cover_agencies(facts, most, range(last - YEARS_LATELY + 1, last + 1), view.ask("coverage_reports"))
    latest = count_bodies(facts[facts["year"] == last], len(told)).describe(view.language)
    count = view.say("pages.overview_latest_year", year=last, count=latest)
    return Coverage(draw_coverage_grid(covered, Caption("", count), view.language), count)


def cover(view: View, by: str, topics: tuple[str, ...]) -> Coverage | None:
    """Bodies by "year", or metrics by body for "metric", of some topics (all where none is named); None without figures."""
    facts = view.ask("coverage", regions=view.regions, topics=topics, statuses=view.filters().statuses)
    if facts.empty:
        return None
    agencies, reports = view.ask("agencies"), view.ask("coverage_reports")
    everyone = view.ask("coverage", regions=view.regions, topics=(), statuses=())["agency_id"].nunique()
    reporting = agencies[agencies["agency_id"].isin(set(facts["agency_id"]))]
    caption = Caption("", count_bodies(facts, everyone).describe(view.language))
    if by == "year":
        figure = draw_coverage_grid(cover_agencies(facts, reporting, reports=reports), caption, view.language)
        return Coverage(figure, caption.subtitle)
    told = facts["metric_id"].astype(str)
    metrics = view.ask("metrics")
    metrics = metrics[metrics["metric_id"].isin(set(told))].rename(columns={"name_zh": "metric_zh", "name_en": "metric_en"})
    known = [view.catalogue.metrics.get(metric) for metric in metrics["metric_id"].astype(str)]  # an old edition may hold others
    metrics = metrics.assign(levels=pd.Series([metric.levels if metric else () for metric in known], metrics.index, "object"))
    most = reporting[reporting["agency_id"].isin(facts["agency_id"].value_counts().index[:BODIES_BESIDE])]
    covered = cover_metrics(facts, most, metrics, reports=reports)
    return Coverage(draw_coverage_grid(covered, caption, view.language, "metric", "agency"), caption.subtitle)
