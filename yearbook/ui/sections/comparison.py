"""One metric on a page: bodies side by side in a year, years side by side for bodies; each with its table and its limits."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from yearbook.analysis.admissibility import may_say
from yearbook.analysis.comparability import Group, explain_left_out
from yearbook.analysis.ranking import Ranking, rank_figures
from yearbook.analysis.year_on_year import compare_years, find_breaks
from yearbook.charts.change_bars import draw_change_bars
from yearbook.charts.few_years import draw_year_dots
from yearbook.charts.findings import format_ranking, format_years
from yearbook.charts.ranked_bars import MOST as DRAWN
from yearbook.charts.ranked_bars import draw_ranked_bars, draw_share_dots
from yearbook.charts.small_years import MOST, draw_small_years
from yearbook.charts.year_lines import choose_form, draw_year_lines
from yearbook.ui.cache import memoize
from yearbook.ui.chart_display import caption_changes, caption_ranking, caption_years, chart_or_table, name_file, show_figure
from yearbook.ui.filters.compared import (
    Measure,
    count_years,
    find_bodies,
    find_figures,
    find_lines,
    find_medians,
    select_figures,
)
from yearbook.ui.filters.peers import find_peers
from yearbook.ui.sections.changes import show_changes
from yearbook.ui.sections.pivot import ROWS_SHOWN as PIVOTED
from yearbook.ui.sections.pivot import show_pivot
from yearbook.ui.tables import ROWS_SHOWN, show_facts
from yearbook.ui.view import View

RANKED = ("rank", "subject", "figure", "period", "status", "evidence", "source")
DIVIDED = ("rank", "subject", "figure", "total", "divisor", "divisor_year", "status", "source", "divisor_source")
SHARE = "share"  # the dimension of parts of a whole
APART = ("subject", "figure", "period", "scope", "status", "evidence", "source")
Shown = Literal["value", "index"]


def show_bodies(
    view: View, measure: Measure, group: Group, year: int, key: str = "bodies", highlight: tuple[str, ...] = ()
) -> None:
    """Bodies side by side in a year, ranked, with the peers' median, shares as dots; the same as a table."""
    ranking = memoize(_rank_bodies, view, measure, group, year)
    chart, table = chart_or_table(view, key)
    if chart.open:
        with chart:
            count, whole = len(ranking.frame), f"{key} whole"
            most = count if st.session_state.get(whole) else DRAWN
            figure = memoize(_draw_bodies, view, measure, group, year, highlight, most)
            show_figure(view, figure, f"{key} chart", format_ranking(ranking, view.language), name_file(view, ranking.frame))
            if count > DRAWN:
                st.toggle(view.translate("interface.draw_all", count=count), key=whole)
    if table.open:
        with table:
            columns: tuple[str, ...] = DIVIDED if measure.per else RANKED
            columns = columns if may_say("rank", ranking.reported) else columns[1:]  # without the rank
            show_facts(view, ranking.frame, f"{key} table", columns, source=(measure, group, year))


def show_years(
    view: View,
    measure: Measure,
    groups: tuple[Group, ...],
    key: str = "years",
    highlight: tuple[str, ...] = (),
    subjects: tuple[str, ...] = (),
    shown: Shown = "value",
) -> None:
    """The first group's years side by side, gaps as gaps, breaks marked; the same as a table with the changes, and as a pivot."""
    chart, table, pivot = chart_or_table(view, key, pivot=True)
    if chart.open:
        with chart:
            show_lines(view, measure, groups, key, highlight, subjects, shown)
    if table.open:
        with table:
            show_years_table(view, measure, groups[0], key, subjects)
    if pivot.open:
        with pivot:
            show_years_pivot(view, measure, groups[0], key, subjects)


def show_years_pivot(view: View, measure: Measure, group: Group, key: str, subjects: tuple[str, ...] = ()) -> None:
    """The figures of show_years with years across: the first subjects."""
    bodies = _take_bodies(view, measure, group, subjects)["subject_id"].drop_duplicates()
    first = tuple(bodies.head(PIVOTED))
    figures = find_figures(view, measure, (group,), first if len(first) < len(bodies) else subjects)
    show_pivot(view, figures, f"{key} pivot", "agency_year", (measure, group, subjects), len(bodies))


def show_lines(
    view: View,
    measure: Measure,
    groups: tuple[Group, ...],
    key: str,
    highlight: tuple[str, ...] = (),
    subjects: tuple[str, ...] = (),
    shown: Shown = "value",
) -> None:
    """The chart of show_years."""
    figure, alt, name = memoize(_draw_years, view, measure, groups, subjects, shown, highlight)
    show_figure(view, figure, key if subjects else f"{key} chart", alt, name)


def show_years_table(view: View, measure: Measure, group: Group, key: str, subjects: tuple[str, ...] = ()) -> None:
    """The table of show_years: its first rows; how many there are follows from the years of the bodies."""
    bodies = _take_bodies(view, measure, group, subjects)
    rows = bodies["years"].map(lambda years: years[-1] - years[0] + 1)
    first = bodies["subject_id"][rows.cumsum() - rows < ROWS_SHOWN]
    years = compare(view, measure, group, tuple(first))
    show_changes(view, years, f"{key} table", int(rows.sum()), source=(measure, group, subjects))


def compare(view: View, measure: Measure, group: Group, subjects: tuple[str, ...]) -> pd.DataFrame:
    """compare_years for some bodies of a group, with the changes that they published."""
    return memoize(_compare, view, measure, group, subjects)


def _compare(view: View, measure: Measure, group: Group, subjects: tuple[str, ...]) -> pd.DataFrame:
    change = f"{measure.metric}_change"
    asked = group.across == "years" and change in view.catalogue.metrics
    figures = find_figures(view, measure, (group,), subjects)
    publishers = tuple(figures["agency_id"].unique()) if subjects else find_peers(view)
    published = view.facts(metrics=(change,), agencies=publishers, regions=()) if asked else None
    return compare_years(figures, published)


def _take_bodies(view: View, measure: Measure, group: Group, subjects: tuple[str, ...]) -> pd.DataFrame:
    bodies = find_bodies(view, measure, group)
    return bodies[bodies["subject_id"].isin(subjects)] if subjects else bodies


def _draw_years(
    view: View, measure: Measure, groups: tuple[Group, ...], subjects: tuple[str, ...], shown: Shown, highlight: tuple[str, ...]
) -> tuple[go.Figure, str, str]:
    """The chart that shows the years of the first group best, what it finds, and the name of its picture.

    Only the figures that are drawn are asked for: of many bodies the highlighted and those that end highest, of two years those
    two.
    """
    group = groups[0]
    bodies = _take_bodies(view, measure, group, subjects)
    lasting = bodies[bodies["years"].map(len) > 1]
    form = choose_form(lasting["years"], shown)
    longest = tuple(bodies["subject_id"][bodies["years"].map(len) == bodies["years"].map(len).max()][:1])
    wanted = bodies
    medians = None
    if form == "dots":
        wanted = lasting
    elif form == "small" and shown == "value":
        chosen = lasting["agency_id"].isin(highlight)
        ends = lasting["values"].map(lambda values: -values[-1]).where(~chosen, -np.inf)
        wanted = lasting.loc[ends.sort_values(kind="stable").index[:MOST]]
        medians = find_medians(view, measure, group) if not subjects else None
    if form == "small" and medians is None:
        wanted = lasting
    years = compare(
        view, measure, group, tuple(dict.fromkeys([*wanted["subject_id"], *longest])) if len(wanted) < len(bodies) else subjects
    )
    caption = caption_years(view, years, group, find_bodies(view, measure, group), medians, shown)
    drawn = years[years["subject_id"].isin(wanted["subject_id"])]
    if form == "dots":
        first, last = sorted({year for one in lasting["years"] for year in one})
        figure = draw_year_dots(drawn, first, last, caption, view.language, highlight)
    else:
        breaks = _find_breaks(view, measure, groups, wanted)
        if form == "small":
            figure = draw_small_years(drawn, caption, view.language, shown, breaks, medians, len(lasting), highlight)
        else:
            figure = draw_year_lines(drawn, caption, view.language, highlight, shown, breaks)
    return figure, caption.title, name_file(view, years)


def _find_breaks(view: View, measure: Measure, groups: tuple[Group, ...], bodies: pd.DataFrame) -> pd.DataFrame | None:
    """The years in which a body that is drawn published a figure of another group."""
    return find_breaks(bodies, select_figures(find_lines(view, measure), groups[1:])) if len(groups) > 1 else None


def draw_changes(view: View, measure: Measure, group: Group, subjects: tuple[str, ...]) -> dict[str, tuple[go.Figure, str, str]]:
    """For each series of some bodies the changes from year to year as bars, and what they say."""
    caption = caption_changes(view, group, find_bodies(view, measure, group))
    drawn = {}
    for series, line in compare(view, measure, group, subjects).groupby("series"):
        finding = format_years(line, view.language)
        drawn[str(series)] = (
            draw_change_bars(line, replace(caption, title=finding), view.language),
            finding,
            name_file(view, line),
        )
    return drawn


def show_comparison(view: View, measure: Measure, groups: list[Group], year: int, highlight: tuple[str, ...] = ()) -> None:
    """Bodies in a year and years, side by side where both say something; else the figures as they are, and why."""
    group = groups[0]
    crowded, lasting = _find_sides(find_bodies(view, measure, group)) if group.comparable else (False, False)
    if not crowded and not lasting:
        st.info(view.translate("interface.nothing_beside", group=group.describe(view.language)), icon=":material/info:")
        _show_rows(view, measure, tuple(groups), "all")
        return
    places = st.columns(2) if crowded and lasting else [st.container()] * 2
    if crowded:
        with places[0], st.container(border=True, height="stretch"):
            st.subheader(view.translate("interface.bodies_in_year", year=year), anchor=False)
            show_bodies(view, measure, group, year, highlight=highlight)
    if lasting:
        with places[1], st.container(border=True, height="stretch"):
            st.subheader(view.translate("interface.over_the_years"), anchor=False)
            show_years(view, measure, tuple(groups), highlight=highlight)
    show_limits(view, measure, groups)


def show_limits(view: View, measure: Measure, groups: list[Group], key: str = "apart") -> None:
    """A sentence on what is compared and what is not, and the figures that stand apart, by what sets them apart."""
    st.caption(explain_left_out(groups, view.language))
    count = sum(map(len, groups[1:]))
    if count:
        label = view.translate("interface.apart", count=count)
        apart = st.expander(label, icon=":material/call_split:", key=f"{key} expander", on_change="rerun")
        if apart.open:
            with apart:
                _show_rows(view, measure, tuple(groups[1:]), key)


def _show_rows(view: View, measure: Measure, groups: tuple[Group, ...], key: str) -> None:
    facts = find_figures(view, measure, groups, most=ROWS_SHOWN)
    show_facts(view, facts, key, APART, count=sum(map(len, groups)), source=(measure, groups))


def _find_sides(bodies: pd.DataFrame) -> tuple[bool, bool]:
    """Whether a year has several bodies, and whether there are several years."""
    counts = count_years(bodies)
    crowded = max(counts.values()) > 1
    return crowded, bool((bodies["years"].map(len) > 1).any()) or (not crowded and len(counts) > 1)


def _rank_bodies(view: View, measure: Measure, group: Group, year: int) -> Ranking:
    return rank_figures(find_figures(view, measure, (group,), years=(year, year)), year)


def _draw_bodies(view: View, measure: Measure, group: Group, year: int, highlight: tuple[str, ...], most: int) -> go.Figure:
    ranking = memoize(_rank_bodies, view, measure, group, year)
    is_share = set(ranking.frame["dimension"].unique()) == {SHARE}
    draw = draw_share_dots if is_share else draw_ranked_bars
    return draw(ranking, caption_ranking(view, ranking, group), view.language, highlight, most=most)
