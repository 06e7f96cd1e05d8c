"""The province tile map of a headline metric: only figures that compare, in one year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from yearbook.analysis.admissibility import is_old
from yearbook.analysis.comparability import Group, list_groups, list_rows, make_block, order_figures
from yearbook.analysis.ranking import Ranking, rank_figures
from yearbook.charts.findings import format_ranking
from yearbook.charts.tile_map import draw_tile_map
from yearbook.ui import edition_access as store
from yearbook.ui import url_state as address
from yearbook.ui.cache import memoize, memoize_as
from yearbook.ui.chart_display import caption_ranking, chart_or_table, name_file, show_figure
from yearbook.ui.filters.compared import FEWEST, count_own_metrics
from yearbook.ui.filters.nearest import show_nothing
from yearbook.ui.sections.pivot import show_pivot
from yearbook.ui.tables import show_facts
from yearbook.ui.view import View

TRIED = 8  # metrics at most that are looked at for a chosen province


def show_provinces(view: View, metrics: tuple[str, ...], key: str = "map") -> None:
    """A choice of metric, to begin with one that most provinces have, of late if possible, or that shows a chosen province; the
    tiles, and the same as a table."""
    found = memoize(_find_most_reported, view.edition, view.build, metrics, view.verified_only)
    offered = [metric for metric in metrics if metric in found]
    if not offered:
        show_nothing(view)
        return
    reported = {metric: int(found[metric]["reported"]) for metric in offered}
    telling = sorted(offered, key=lambda one: (_is_current(view, found[one]), reported[one]), reverse=True)
    metric = address.pick_preferred(
        view.translate("interface.metric"),
        offered,
        key=key,
        default=_find_default(view, found, telling),
        spelled_out=True,
        name=lambda metric: view.translate("interface.metric_with_count", name=view.metric_name(metric), count=reported[metric]),
        cited=view.metric_name,
        label_visibility="collapsed",
        placeholder=view.translate("interface.choose"),
    )
    key_of_group, year = int(found[metric]["comparison_group"]), int(found[metric]["year"])
    group, ranking = memoize(_rank_provinces, view.edition, view.build, view.statuses, metric, key_of_group, year)
    chart, table, pivot = chart_or_table(view, key, pivot=True)
    if chart.open:
        with chart:
            figure = memoize_as(("provinces", view, metrics, metric), lambda: _draw_provinces(view, ranking, group))
            show_figure(view, figure, f"{key} chart", format_ranking(ranking, view.language), name_file(view, ranking.frame))
    if table.open:
        with table:
            columns = ("rank", "subject", "figure", "period", "status")
            show_facts(view, ranking.frame, f"{key} table", columns, source=(metrics, metric))
    if pivot.open:
        with pivot:
            figures = memoize(_find_provinces, view.edition, view.build, view.statuses, metric, key_of_group)
            show_pivot(view, figures, f"{key} pivot", "agency_year", (metric, key_of_group))


def _find_most_reported(edition: int, _build: str, metrics: tuple[str, ...], settled: bool) -> dict[str, dict[str, Any]]:
    """The rows of most_reported.sql by metric."""
    rows = list_rows(store.ask_cells(edition, "most_reported", metrics=metrics, level="province", settled=settled))
    return {row["metric_id"]: row for row in rows}


def _is_current(view: View, row: Mapping[str, Any]) -> bool:
    """Whether enough provinces report of a late year: an old one is history, however many reported then."""
    return int(row["reported"]) >= FEWEST and not is_old(int(row["year"]), int(store.note_of(view.edition).built_at[:4]))


def _find_default(view: View, found: Mapping[str, Mapping[str, Any]], offered: Sequence[str]) -> str:
    """The first of some metrics that has the chosen province among its figures; the first where none or no province does."""
    own = count_own_metrics(view, "figures") if view.regions else {}
    for metric in [metric for metric in offered if metric in own][:TRIED]:
        key, year = int(found[metric]["comparison_group"]), int(found[metric]["year"])
        figures = memoize(_find_provinces, view.edition, view.build, view.statuses, metric, key, year)
        if view.region in figures["region_code"].tolist():
            return metric
    return offered[0]


def _rank_provinces(
    edition: int, build: str, statuses: tuple[str, ...], metric: str, key: int, year: int
) -> tuple[Group, Ranking]:
    """The figures of whole provinces of one comparable group and year."""
    facts = memoize(_find_provinces, edition, build, statuses, metric, key, year)
    lines = facts.assign(figures=1, years=pd.Series([(year,)] * len(facts), facts.index, "object"))  # each figure one of its own
    [group] = list_groups(lines)
    return group, rank_figures(facts)


def _find_provinces(
    edition: int, _build: str, statuses: tuple[str, ...], metric: str, key: int, year: int | None = None
) -> pd.DataFrame:
    """The figures of whole provinces of one comparable group, of one year or of all."""
    restricted = {
        "levels": ("province",),
        "regions": (),
        "subjects": (),
        "statuses": statuses,
        "from_year": year,
        "to_year": year,
    }
    asked = {"metric": metric, "across": "bodies", "keys": (key,)}
    return make_block(order_figures(store.ask_cells(edition, "group_figures", **asked, **restricted), "bodies", (key,)))


def _draw_provinces(view: View, ranking: Ranking, group: Group) -> go.Figure:
    provinces = ranking.frame["region_code"].nunique()
    caption = caption_ranking(view, ranking, group, peers=())
    if provinces != ranking.reported:  # several bodies of a province speak for themselves, and the map counts provinces
        counted = view.translate("charts.finding_provinces", count=provinces)
        caption = replace(caption, subtitle=view.translate("charts.subtitle_separator").join((caption.subtitle, counted)))
    chosen = f"{view.region[:2]}0000" if view.regions else None  # the province that the region lies in
    return draw_tile_map(ranking.frame, view.ask("provinces"), caption, view.language, chosen)
