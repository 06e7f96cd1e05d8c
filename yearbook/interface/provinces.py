"""The province tile map of a headline metric: only figures that compare, in one year."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from yearbook.analysis.comparability import Group, split_comparable
from yearbook.analysis.ranking import rank_figures
from yearbook.charts.findings import write_ranking
from yearbook.charts.tile_map import draw_tile_map
from yearbook.interface import address
from yearbook.interface.captions import caption_ranking, name_file
from yearbook.interface.figures import show_figure
from yearbook.interface.tables import show_facts, show_nothing
from yearbook.interface.view import View


def show_provinces(view: View, facts: pd.DataFrame, key: str = "map") -> None:
    """A choice of metric, the tiles, and the same as a table. `facts` may hold any metrics and regions."""
    provincial = facts[(facts["admin_level"].astype(str) == "province") & facts["scope"].astype(str).eq("region_wide")]
    groups: dict[str, Group] = {
        str(metric): split_comparable(part)[0] for metric, part in provincial.groupby("metric_id", observed=True, sort=False)
    }
    if not groups:
        show_nothing(view)
        return
    rankings = {metric: rank_figures(group.frame) for metric, group in groups.items()}
    metric = address.choose_one(
        view.say("interface.metric"),
        list(rankings),
        key=key,
        default=max(rankings, key=lambda metric: rankings[metric].reported),
        spelled_out=True,
        name=lambda metric: view.say(
            "interface.metric_with_count", name=view.metric_name(metric), count=rankings[metric].reported
        ),
        cited=view.metric_name,
        label_visibility="collapsed",
        placeholder=view.say("interface.choose"),
    )
    ranking = rankings[metric]
    chart, table = st.tabs([view.say("interface.chart"), view.say("interface.table")])
    with chart:
        caption = caption_ranking(view, ranking, groups[metric], regions=())
        figure = draw_tile_map(ranking.frame, view.ask("provinces"), caption, view.language, chosen=view.region)
        show_figure(view, figure, f"{key} chart", write_ranking(ranking, view.language), name_file(view, ranking.frame))
    with table:
        show_facts(view, ranking.frame, f"{key} table", ("rank", "agency", "figure", "period", "status"))
