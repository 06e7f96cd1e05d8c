"""Show a Plotly figure: selecting a point opens its evidence; alternative text for screen readers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from yearbook.analysis.admissibility import may_say
from yearbook.analysis.comparability import Group, list_rows
from yearbook.analysis.coverage import Count, count_subjects
from yearbook.analysis.ranking import DOUBTFUL, Ranking
from yearbook.charts import findings
from yearbook.charts.template import Caption, make_chart_config
from yearbook.ui import evidence
from yearbook.ui import url_state as address
from yearbook.ui.filters.peers import count_possible, find_own, find_peers
from yearbook.ui.view import View

PLACED = ("agency_id", "status", "rank", "tied")


def caption_ranking(view: View, ranking: Ranking, group: Group, peers: tuple[str, ...] | None = None) -> Caption:
    """For bodies side by side in a year, of `peers`, by default those of the view; empty for all there are."""
    count, place = count_of(view, ranking.frame, group, peers), _describe_place(view, ranking)
    caption = findings.caption_ranking(ranking, group, count, view.edition, view.language)
    subtitle = view.translate("charts.subtitle_separator").join(filter(None, (place, caption.subtitle)))
    return replace(caption, subtitle=subtitle)


def _describe_place(view: View, ranking: Ranking) -> str:
    """湖南省在12家中居第3位; "" where it is not among them, or where a place cannot be said (see findings.format_ranking)."""
    row = next((row for row in list_rows(ranking.frame, PLACED) if row["agency_id"] in find_own(view)), None)
    if row is None or not may_say("rank", ranking.reported) or row["status"] in DOUBTFUL:
        return ""
    rank = view.translate(f"profile.rank_{'tied' if row['tied'] else 'alone'}", reported=ranking.reported, rank=row["rank"])
    if ranking.better == "neither":
        rank = view.translate("profile.rank_high_to_low", rank=rank)
    return view.translate("peers.own_place", region=view.region_name, rank=rank)


def caption_years(
    view: View,
    years: pd.DataFrame,
    group: Group,
    bodies: pd.DataFrame,
    medians: pd.DataFrame | None = None,
    shown: Literal["value", "index"] = "value",
) -> Caption:
    """For years side by side: the finding is that of the body with most years, of the region's own if any is drawn. `medians`
    give the scale where not all figures of the group are among `years`."""
    count = count_of(view, bodies, group)
    if shown == "index":  # has no unit
        about = (view.translate("interface.column_index"), findings.describe_group(group, count, view.language))
        subtitle = view.translate("charts.subtitle_separator").join(about)
    else:
        values = years["value"] if medians is None else pd.concat([medians["lowest"], medians["highest"]])
        subtitle = findings.format_subtitle(years, group, count, view.language, values)
    own = years[years["agency_id"].isin(find_own(view))]
    finding = findings.format_longest(own, view.language) or findings.format_longest(years, view.language)
    return Caption(finding, subtitle, findings.format_source(view.edition, view.language))


def caption_changes(view: View, group: Group, bodies: pd.DataFrame) -> Caption:
    """For the changes of any one body from year to year, yet without what they find."""
    subtitle = findings.describe_group(group, count_of(view, bodies, group), view.language)
    return Caption("", subtitle, findings.format_source(view.edition, view.language))


def count_of(view: View, facts: pd.DataFrame, group: Group, peers: tuple[str, ...] | None = None) -> Count:
    """How many subjects report this, of those of the group's levels and scope among `peers` that report anything. `facts` may be
    counted."""
    among = find_peers(view) if peers is None else peers
    return count_subjects(facts, count_possible(view, among, group.aspects["scope"], group.levels))


def name_file(view: View, frame: pd.DataFrame) -> str:
    """The name of a saved picture: metric and edition."""
    return view.translate("interface.picture_name", metric=str(frame[view.column("metric")].iloc[0]), number=view.edition)


def chart_or_table(view: View, key: str, pivot: bool = False) -> Sequence[Any]:
    """A tab for the chart, one for its table and, where asked for, one for its pivot; only the open one needs to be filled."""
    tabs = [view.translate(f"interface.{name}") for name in ("chart", "table", *(["pivot"] if pivot else []))]
    return st.tabs(tabs, key=f"{key} tabs", on_change="rerun")


Chosen = Callable[[list[Any], str], None]
Picture = Literal["png", "svg"]
PICTURES: tuple[Picture, ...] = ("png", "svg")
_PICTURE, _COLLECTED = "picture", "figures of this run"


def choose_picture(view: View) -> None:
    """Ask in which format the button on every chart saves it. Plotly offers one such button a chart."""
    st.segmented_control(
        view.translate("share.picture"),
        PICTURES,
        default=PICTURES[0],
        format_func=str.upper,
        key=_PICTURE,
        required=True,
        persist_state="session",
        help=view.translate("share.picture_help"),
    )


def show_figure(view: View, figure: go.Figure, key: str, alt: str, file_name: str, on_choose: Chosen | None = None) -> None:
    """Draw `figure` over the width of its place. Its points' customdata begins with a fact_id: choosing one shows the evidence,
    or does what `on_choose` does with the whole customdata and the key.

    `alt` says what the chart shows; `file_name` is the picture's name when the reader saves it.
    """
    collected: list[tuple[go.Figure, str]] | None = st.session_state.get(_COLLECTED)
    if collected is not None:
        collected.append((figure, alt))
    address.current_run().charts[key] = alt
    st.plotly_chart(
        figure,
        key=f"{key}-{evidence.selection_count(key)}",
        on_select=lambda: _choose_point(key, on_choose),
        selection_mode="points",
        alt=alt,
        config=make_chart_config(file_name, view.language, st.session_state.get(_PICTURE) or PICTURES[0]),
    )


def collect_figures(wanted: bool) -> None:
    """Keep from now on what this run draws, where somebody wants it as slides."""
    st.session_state[_COLLECTED] = [] if wanted else None


def list_collected() -> list[tuple[go.Figure, str]]:
    """The charts that this run has drawn so far, each with what it finds."""
    return list(st.session_state.get(_COLLECTED) or ())


def _choose_point(key: str, on_choose: Chosen | None = None) -> None:
    state: Any = st.session_state.get(f"{key}-{evidence.selection_count(key)}")
    for point in state.selection.points if state else ():
        customdata = point.get("customdata")
        if on_choose is not None and customdata:
            on_choose(list(customdata.values()) if isinstance(customdata, dict) else list(customdata), key)
            return
        fact_id = find_fact(customdata)
        if fact_id:
            evidence.request_evidence(fact_id, chart=key)
            return


def find_fact(customdata: Any) -> str:
    """The fact_id that a point carries first in its customdata; empty where it carries none (a gap, a median)."""
    if isinstance(customdata, dict):  # a row of an object array comes back with its positions as names
        customdata = list(customdata.values())
    first = customdata[0] if isinstance(customdata, (list, tuple)) and customdata else customdata
    return first if isinstance(first, str) else ""
