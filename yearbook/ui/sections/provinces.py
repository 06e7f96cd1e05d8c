"""The province tile map of a headline metric: only figures that compare, in one year."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from yearbook.analysis.comparability import Group, split_comparable
from yearbook.analysis.ranking import Ranking, rank_figures
from yearbook.charts.findings import format_ranking
from yearbook.charts.tile_map import draw_tile_map
from yearbook.ui import url_state as address
from yearbook.ui.cache import memoize
from yearbook.ui.chart_display import caption_ranking, name_file, show_figure
from yearbook.ui.tables import show_facts, show_nothing
from yearbook.ui.view import View


def show_provinces(view: View, facts: pd.DataFrame, key: str = "map") -> None:
    """A choice of metric, the tiles, and the same as a table. `facts` may hold any metrics and regions."""
    ranked = memoize(_rank_provinces, facts)
    if not ranked:
        show_nothing(view)
        return
    metric = address.pick_preferred(
        view.translate("interface.metric"),
        list(ranked),
        key=key,
        default=max(ranked, key=lambda metric: ranked[metric][1].reported),
        spelled_out=True,
        name=lambda metric: view.translate(
            "interface.metric_with_count", name=view.metric_name(metric), count=ranked[metric][1].reported
        ),
        cited=view.metric_name,
        label_visibility="collapsed",
        placeholder=view.translate("interface.choose"),
    )
    group, ranking = ranked[metric]
    chart, table = st.tabs([view.translate("interface.chart"), view.translate("interface.table")])
    with chart:
        figure = memoize(_draw_provinces, view, ranking, group)
        show_figure(view, figure, f"{key} chart", format_ranking(ranking, view.language), name_file(view, ranking.frame))
    with table:
        show_facts(view, ranking.frame, f"{key} table", ("rank", "agency", "figure", "period", "status"))


def _rank_provinces(facts: pd.DataFrame) -> dict[str, tuple[Group, Ranking]]:
    """For each metric the figures of whole provinces that compare, of the year that most of them report."""
    provincial = facts[(facts["admin_level"].astype(str) == "province") & facts["scope"].astype(str).eq("region_wide")]
    groups = {
        str(metric): split_comparable(part)[0] for metric, part in provincial.groupby("metric_id", observed=True, sort=False)
    }
    return {metric: (group, rank_figures(group.frame)) for metric, group in groups.items()}


def _draw_provinces(view: View, ranking: Ranking, group: Group) -> go.Figure:
    caption = caption_ranking(view, ranking, group, regions=())
    return draw_tile_map(ranking.frame, view.ask("provinces"), caption, view.language, chosen=view.region)
