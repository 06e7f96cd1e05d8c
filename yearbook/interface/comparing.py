"""One metric on a page: bodies side by side in a year, years side by side for bodies; each with its table and its limits."""

from __future__ import annotations

from typing import Literal

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from yearbook.analysis.choice import choose_year
from yearbook.analysis.comparability import Across, Group, explain_left_out, split_comparable
from yearbook.analysis.ranking import rank_figures
from yearbook.analysis.restatement import find_breaks
from yearbook.analysis.year_on_year import compare_years
from yearbook.charts.findings import write_ranking
from yearbook.charts.over_years import draw_years
from yearbook.charts.ranked_bars import draw_ranked_bars
from yearbook.charts.share_dots import draw_share_dots
from yearbook.interface import address
from yearbook.interface.captions import caption_ranking, caption_years, describe_years, name_file
from yearbook.interface.figures import show_figure
from yearbook.interface.measuring import choose_level, choose_measure, show_notes
from yearbook.interface.tables import show_changes, show_facts
from yearbook.interface.view import View

RANKED = ("rank", "agency", "figure", "period", "status", "evidence", "source")
DIVIDED = ("rank", "agency", "figure", "total", "divisor", "divisor_year", "status", "source", "divisor_source")
SHARE = "share"  # the dimension of parts of a whole
APART = ("agency", "scope", "period", "figure", "status", "evidence", "source")
LINE = 3  # years that make a line worth showing


def choose_metric(
    view: View,
    metrics: tuple[str, ...] | None = None,
    key: str = "metric",
    telling: Literal["comparable", "years"] = "comparable",
) -> str | None:
    """A metric out of `metrics` (all by default) that has figures here; None without any.

    To begin with that of which most bodies compare in a year, or that which an agency has for most years.
    """
    counts = view.ask("metric_counts", regions=view.regions, statuses=view.filters().statuses)
    counts = counts[counts["metric_id"].isin(metrics)] if metrics else counts
    if counts.empty:
        return None
    order = {metric: place for place, metric in enumerate(metrics or view.catalogue.metrics)}
    counts = counts.assign(place=counts["metric_id"].map(order)).sort_values("place").set_index("metric_id")
    agencies = counts["agencies"].astype(int).to_dict()
    return address.choose_one(
        view.say("interface.metric"),
        list(counts.index),
        key=key,
        default=str(counts[telling].idxmax()),
        spelled_out=True,
        name=lambda metric: view.say("interface.metric_with_count", name=view.metric_name(metric), count=agencies[metric]),
        cited=view.metric_name,
        placeholder=view.say("interface.choose"),
    )


def choose_group(view: View, facts: pd.DataFrame, key: str = "group", across: Across = "bodies") -> list[Group]:
    """The comparable groups of a metric's figures, the chosen one first. Empty without figures."""
    groups = {_code_of(group): group for group in split_comparable(facts, across)}
    if not groups:
        return []
    chosen = address.choose_one(
        view.say("interface.group"),
        list(groups),
        key=key,
        default=next(iter(groups)),
        spelled_out=True,
        name=lambda code: view.say(
            "interface.group_with_count", name=groups[code].describe(view.language), count=groups[code].bodies
        ),
        cited=lambda code: groups[code].describe(view.language),
        help=view.say("interface.group_help"),
        placeholder=view.say("interface.choose"),
    )
    return [groups[chosen], *(group for code, group in groups.items() if code != chosen)]


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
    years = [str(year) for year in sorted(group.frame["year"].unique(), reverse=True)]
    return int(
        address.choose_one(
            view.say("interface.year"),
            years,
            key=key,
            default=str(choose_year(group.frame)),
            spelled_out=True,
            name=lambda code: view.say("interface.year_name", year=code),
            placeholder=view.say("interface.choose"),
        )
    )


def choose_agencies(view: View, frame: pd.DataFrame, key: str = "bodies", most: int = 3) -> tuple[str, ...]:
    """Some bodies of the frame, those with most years to begin with; all where none is chosen."""
    years = frame.groupby("agency_id", observed=True)["year"].nunique().sort_values(ascending=False, kind="stable")
    long = years[years >= min(LINE, years.iloc[0])].index[:most]
    names = frame.drop_duplicates("agency_id").set_index("agency_id")[view.column("agency")]
    chosen = address.choose_many(
        view.say("interface.agency"),
        [str(agency) for agency in years.index],
        key=key,
        default=[str(agency) for agency in long],
        name=lambda agency: str(names[agency]),
        placeholder=view.say("interface.choose_all"),
    )
    return chosen or tuple(str(agency) for agency in years.index)


def show_bodies(view: View, group: Group, year: int, key: str = "bodies", highlight: tuple[str, ...] = ()) -> None:
    """Bodies side by side in a year, ranked, with the peers' median, shares as dots; the same as a table."""
    ranking = rank_figures(group.frame, year)
    chart, table = st.tabs([view.say("interface.chart"), view.say("interface.table")])
    is_share = set(ranking.frame["dimension"].astype(str)) == {SHARE}
    draw = draw_share_dots if is_share else draw_ranked_bars
    with chart:
        figure = draw(ranking, caption_ranking(view, ranking, group), view.language, highlight)
        show_figure(view, figure, f"{key} chart", write_ranking(ranking, view.language), name_file(view, ranking.frame))
    with table:
        columns = DIVIDED if "divided_by" in ranking.frame else RANKED
        show_facts(view, ranking.frame, f"{key} table", columns)


def show_years(view: View, groups: list[Group], key: str = "years", highlight: tuple[str, ...] = ()) -> None:
    """The first group's years side by side, gaps as gaps, breaks marked; the same as a table with the changes."""
    group = groups[0]
    years, breaks = compare_years(group.frame), breaks_of(groups, group.frame)
    chart, table = st.tabs([view.say("interface.chart"), view.say("interface.table")])
    with chart:
        figure = draw_years(years, caption_years(view, years, group), view.language, highlight=highlight, breaks=breaks)
        show_figure(view, figure, f"{key} chart", describe_years(view, years), name_file(view, group.frame))
    with table:
        show_changes(view, years, f"{key} table")


def breaks_of(groups: list[Group], own: pd.DataFrame) -> pd.DataFrame | None:
    """Where figures of the other groups break the lines of `own`, which is of the first; None where there are no others."""
    return find_breaks(own, pd.concat([group.frame for group in groups[1:]])) if len(groups) > 1 else None


def show_comparison(view: View, groups: list[Group], year: int, highlight: tuple[str, ...] = ()) -> None:
    """Bodies in a year and years, side by side where both say something; else the figures as they are, and why."""
    group = groups[0]
    crowded = group.frame.groupby("year")["agency_id"].nunique().max() > 1
    lasting = group.frame.groupby("agency_id", observed=True)["year"].nunique().max() > 1
    lasting = lasting or (not crowded and group.frame["year"].nunique() > 1)
    if not crowded and not lasting:
        st.info(view.say("interface.nothing_beside", group=group.describe(view.language)), icon=":material/info:")
        show_facts(view, pd.concat([other.frame for other in groups]), "all", APART)
        return
    places = st.columns(2) if crowded and lasting else [st.container()] * 2
    if crowded:
        with places[0], st.container(border=True, height="stretch"):
            st.subheader(view.say("interface.bodies_in_year", year=year), anchor=False)
            show_bodies(view, group, year, highlight=highlight)
    if lasting:
        with places[1], st.container(border=True, height="stretch"):
            st.subheader(view.say("interface.over_the_years"), anchor=False)
            show_years(view, groups, highlight=highlight)
    show_limits(view, groups)


def show_limits(view: View, groups: list[Group], key: str = "apart", across: Across = "bodies") -> None:
    """A sentence on what is compared and what is not, and the figures that stand apart, by what sets them apart."""
    st.caption(explain_left_out(groups, view.language, across))
    if len(groups) > 1:
        apart = pd.concat([group.frame for group in groups[1:]])
        with st.expander(view.say("interface.apart", count=len(apart)), icon=":material/call_split:"):
            show_facts(view, apart, key, APART)


def _code_of(group: Group) -> str:
    """What tells the groups of one metric apart, for the address: region_wide-previous_year-12."""
    aspects = group.aspects
    return "-".join(aspects[name] for name in ("scope", "baseline", "period", "part_of_year", "level", "sample") if aspects[name])
