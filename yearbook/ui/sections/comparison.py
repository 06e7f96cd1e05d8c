"""One metric on a page: bodies side by side in a year, years side by side for bodies; each with its table and its limits."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from yearbook.analysis.columns import read_columns
from yearbook.analysis.comparability import Across, Group, explain_left_out, join_groups, split_comparable, take_frame
from yearbook.analysis.ranking import Ranking, rank_figures
from yearbook.analysis.restatement import find_breaks
from yearbook.analysis.rows import is_any_of
from yearbook.analysis.year_on_year import compare_years
from yearbook.charts.change_bars import draw_change_bars
from yearbook.charts.findings import format_ranking, format_years
from yearbook.charts.ranked_bars import draw_ranked_bars
from yearbook.charts.share_dots import draw_share_dots
from yearbook.charts.year_lines import choose_form, draw_years
from yearbook.ui import url_state as address
from yearbook.ui.cache import memoize
from yearbook.ui.chart_display import caption_changes, caption_ranking, caption_years, describe_years, name_file, show_figure
from yearbook.ui.filters.options import code_of, offer_agencies, offer_groups, offer_metrics, offer_years
from yearbook.ui.filters.per_capita import choose_level, choose_measure, show_notes
from yearbook.ui.tables import show_changes, show_facts
from yearbook.ui.view import View

RANKED = ("rank", "agency", "figure", "period", "status", "evidence", "source")
DIVIDED = ("rank", "agency", "figure", "total", "divisor", "divisor_year", "status", "source", "divisor_source")
SHARE = "share"  # the dimension of parts of a whole
APART = ("agency", "scope", "period", "figure", "status", "evidence", "source")


def choose_metric(
    view: View,
    metrics: tuple[str, ...] | None = None,
    key: str = "metric",
    telling: Literal["comparable", "years"] = "comparable",
) -> str | None:
    """A metric out of `metrics` (all by default) that has figures here; None without any.

    To begin with that of which most bodies compare in a year, or that which an agency has for most years.
    """
    offered = memoize(offer_metrics, view, metrics, telling)
    if not offered.names:
        return None
    return address.pick_preferred(
        view.translate("interface.metric"),
        list(offered.names),
        key=key,
        default=offered.default,
        spelled_out=True,
        name=offered.names.__getitem__,
        cited=view.metric_name,
        placeholder=view.translate("interface.choose"),
    )


def choose_group(view: View, facts: pd.DataFrame, key: str = "group", across: Across = "bodies") -> list[Group]:
    """The comparable groups of a metric's figures, the chosen one first. Empty without figures."""
    found = memoize(split_comparable, facts, across)
    if not found:
        return []
    groups, offered = {code_of(group): group for group in found}, memoize(offer_groups, view, found)
    chosen = address.pick_preferred(
        view.translate("interface.group"),
        list(offered.names),
        key=key,
        default=offered.default,
        spelled_out=True,
        name=offered.names.__getitem__,
        cited=lambda code: groups[code].describe(view.language),
        help=view.translate("interface.group_help"),
        placeholder=view.translate("interface.choose"),
    )
    return [memoize(take_frame, groups[chosen]), *(group for code, group in groups.items() if code != chosen)]


def choose_comparison(view: View, facts: pd.DataFrame, beside: DeltaGenerator) -> tuple[list[Group], int]:
    """How one metric's figures are compared: its measure, comparable group (the chosen one first), level and year.

    The first choice stands in `beside`, a column next to that of the metric; sentences say what each leaves out.
    """
    with beside:
        measure = choose_measure(view, facts)
    left, middle, right = st.columns([2, 1, 1])
    with left:
        groups = choose_group(view, measure.facts)
    with right:
        groups, narrowed = choose_level(view, groups)
    with middle:
        year = choose_year_of(view, groups[0])
    show_notes((measure.sentence, narrowed))
    return groups, year


def choose_year_of(view: View, group: Group, key: str = "year") -> int:
    """A year in which the group has figures; that with most bodies to begin with."""
    offered = memoize(offer_years, view, group.frame)
    return int(
        address.pick_preferred(
            view.translate("interface.year"),
            list(offered.names),
            key=key,
            default=offered.default,
            spelled_out=True,
            name=offered.names.__getitem__,
            placeholder=view.translate("interface.choose"),
        )
    )


def choose_agencies(view: View, frame: pd.DataFrame, key: str = "bodies", most: int = 3) -> tuple[str, ...]:
    """Some bodies of the frame, those with most years to begin with; all where none is chosen."""
    names, usual = memoize(offer_agencies, view, frame, most)
    chosen = address.choose_many(
        view.translate("interface.agency"),
        list(names),
        key=key,
        default=usual,
        name=names.__getitem__,
        placeholder=view.translate("interface.choose_all"),
    )
    return chosen or tuple(names)


def show_bodies(view: View, group: Group, year: int, key: str = "bodies", highlight: tuple[str, ...] = ()) -> None:
    """Bodies side by side in a year, ranked, with the peers' median, shares as dots; the same as a table."""
    ranking = memoize(rank_figures, group.frame, year)
    chart, table = st.tabs([view.translate("interface.chart"), view.translate("interface.table")])
    with chart:
        figure = memoize(_draw_bodies, view, ranking, group, highlight)
        alt = memoize(format_ranking, ranking, view.language)
        show_figure(view, figure, f"{key} chart", alt, name_file(view, ranking.frame))
    with table:
        columns = DIVIDED if "divided_by" in ranking.frame else RANKED
        show_facts(view, ranking.frame, f"{key} table", columns)


def show_years(view: View, groups: list[Group], key: str = "years", highlight: tuple[str, ...] = ()) -> None:
    """The first group's years side by side, gaps as gaps, breaks marked; the same as a table with the changes."""
    group = groups[0]
    years = memoize(compare_years, group.frame)
    chart, table = st.tabs([view.translate("interface.chart"), view.translate("interface.table")])
    with chart:
        figure = memoize(draw_own_years, view, groups, group.frame, years, "value", highlight)
        show_figure(view, figure, f"{key} chart", memoize(describe_years, view, years), name_file(view, group.frame))
    with table:
        show_changes(view, years, f"{key} table")


def figures_of(group: Group, agencies: tuple[str, ...]) -> pd.DataFrame:
    """The figures of some bodies of a group."""
    chosen = is_any_of(group.frame["agency_id"], *agencies)
    return group.frame if chosen.all() else group.frame[chosen]


def draw_own_years(
    view: View,
    groups: list[Group],
    own: pd.DataFrame,
    years: pd.DataFrame,
    measure: Literal["value", "index"] = "value",
    highlight: tuple[str, ...] = (),
) -> go.Figure:
    """The `years` of `own`, figures of the first group; where figures of the other groups break the lines is marked."""
    rows = read_columns(years)
    broken = len(groups) > 1 and choose_form(rows, measure) != "dots"  # two years show no breaks
    breaks = find_breaks(own, memoize(join_groups, groups[1:])) if broken else None
    return draw_years(rows, caption_years(view, rows, groups[0]), view.language, measure, highlight, breaks)


def draw_changes(view: View, group: Group, years: pd.DataFrame) -> dict[str, tuple[go.Figure, str]]:
    """For each series of `years`, which are of the group, the changes from year to year as bars, and what they say."""
    rows, caption = read_columns(years), caption_changes(view, group)
    series = rows["series"].astype("int64")
    drawn = {}
    for one in np.unique(series).tolist():
        line = rows.take(series == one)
        finding = format_years(line, view.language)
        drawn[str(one)] = draw_change_bars(line, replace(caption, title=finding), view.language), finding
    return drawn


def show_comparison(view: View, groups: list[Group], year: int, highlight: tuple[str, ...] = ()) -> None:
    """Bodies in a year and years, side by side where both say something; else the figures as they are, and why."""
    group = groups[0]
    crowded, lasting = memoize(_find_sides, group.frame)
    if not crowded and not lasting:
        st.info(view.translate("interface.nothing_beside", group=group.describe(view.language)), icon=":material/info:")
        show_facts(view, memoize(join_groups, groups), "all", APART)
        return
    places = st.columns(2) if crowded and lasting else [st.container()] * 2
    if crowded:
        with places[0], st.container(border=True, height="stretch"):
            st.subheader(view.translate("interface.bodies_in_year", year=year), anchor=False)
            show_bodies(view, group, year, highlight=highlight)
    if lasting:
        with places[1], st.container(border=True, height="stretch"):
            st.subheader(view.translate("interface.over_the_years"), anchor=False)
            show_years(view, groups, highlight=highlight)
    show_limits(view, groups)


def show_limits(view: View, groups: list[Group], key: str = "apart") -> None:
    """A sentence on what is compared and what is not, and the figures that stand apart, by what sets them apart."""
    st.caption(memoize(explain_left_out, groups, view.language))
    if len(groups) > 1:
        apart = memoize(join_groups, groups[1:])
        with st.expander(view.translate("interface.apart", count=len(apart)), icon=":material/call_split:"):
            show_facts(view, apart, key, APART)


def _find_sides(frame: pd.DataFrame) -> tuple[bool, bool]:
    """Whether several bodies stand in a year, and whether years stand beside each other."""
    agencies, _ = pd.factorize(frame["agency_id"])
    years, known = pd.factorize(frame["year"])
    cells = np.unique(years.astype("int64") * (agencies.max() + 1) + agencies)  # a body in a year, each once
    in_year, of_body = (np.bincount(part).max() for part in np.divmod(cells, agencies.max() + 1))
    return bool(in_year > 1), bool(of_body > 1) or (bool(in_year == 1) and len(known) > 1)


def _draw_bodies(view: View, ranking: Ranking, group: Group, highlight: tuple[str, ...]) -> go.Figure:
    is_share = set(ranking.frame["dimension"].unique()) == {SHARE}
    draw = draw_share_dots if is_share else draw_ranked_bars
    return draw(ranking, caption_ranking(view, ranking, group), view.language, highlight)
