"""One metric on a page: bodies side by side in a year, years side by side for bodies; each with its table and its limits."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from yearbook.analysis.choice import choose_year
from yearbook.analysis.comparability import Group, explain_left_out, split_comparable
from yearbook.analysis.ranking import Ranking, rank_figures
from yearbook.analysis.year_on_year import compare_years
from yearbook.charts.numbers import choose_scale
from yearbook.charts.ranked_bars import draw_ranked_bars
from yearbook.charts.template import Caption
from yearbook.charts.year_lines import draw_year_lines
from yearbook.interface import address
from yearbook.interface.figures import show_figure
from yearbook.interface.tables import show_changes, show_facts
from yearbook.interface.view import View


def choose_metric(view: View, metrics: tuple[str, ...] | None = None, key: str = "metric") -> str | None:
    """A metric out of `metrics` (all by default) that has figures here; first that of which most bodies compare. None without."""
    counts = view.ask("metric_counts", regions=view.regions, statuses=view.filters().statuses)
    counts = counts[counts["metric_id"].isin(metrics)] if metrics else counts
    if counts.empty:
        return None
    order = {metric: place for place, metric in enumerate(metrics or view.catalogue.metrics)}
    counts = counts.assign(place=counts["metric_id"].map(order)).sort_values("place").set_index("metric_id")
    return address.choose_one(
        view.say("interface.metric"),
        list(counts.index),
        key=key,
        default=str(counts["comparable"].idxmax()),
        spelled_out=True,
        name=lambda metric: view.say(
            "interface.metric_with_count", name=view.metric_name(metric), count=int(counts.at[metric, "agencies"])
        ),
        placeholder=view.say("interface.choose"),
    )


def choose_group(view: View, facts: pd.DataFrame, key: str = "group") -> list[Group]:
    """The comparable groups of a metric's figures, the chosen one first. Empty without figures."""
    groups = {_code_of(group): group for group in split_comparable(facts)}
    if len(groups) < 2:
        return list(groups.values())
    chosen = address.choose_one(
        view.say("interface.group"),
        list(groups),
        key=key,
        default=next(iter(groups)),
        spelled_out=True,
        name=lambda code: view.say(
            "interface.group_with_count", name=groups[code].describe(view.language), count=groups[code].bodies
        ),
        help=view.say("interface.group_help"),
        placeholder=view.say("interface.choose"),
    )
    return [groups[chosen], *(group for code, group in groups.items() if code != chosen)]


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


def show_bodies(view: View, group: Group, year: int, key: str = "bodies", highlight: tuple[str, ...] = ()) -> None:
    """Bodies side by side in a year, ranked, with the peers' median; the same as a table."""
    ranking = rank_figures(group.frame, year)
    chart, table = st.tabs([view.say("interface.chart"), view.say("interface.table")])
    with chart:
        figure = draw_ranked_bars(ranking, _caption_ranking(view, ranking, group), view.language, highlight)
        show_figure(view, figure, f"{key} chart", _describe_ranking(view, ranking), _name_file(view, ranking.frame))
    with table:
        show_facts(view, ranking.frame, f"{key} table", ("rank", "agency", "figure", "period", "status", "evidence", "source"))


def show_years(view: View, group: Group, key: str = "years", measure: str = "value") -> None:
    """Years side by side, a line for each body, gaps as gaps; the same as a table with the changes."""
    years = compare_years(group.frame)
    chart, table = st.tabs([view.say("interface.chart"), view.say("interface.table")])
    with chart:
        figure = draw_year_lines(years, _caption_years(view, years, group, measure), view.language, measure=measure)
        show_figure(view, figure, f"{key} chart", _describe_years(view, years), _name_file(view, group.frame))
    with table:
        show_changes(view, years, f"{key} table")


def show_limits(view: View, groups: list[Group], key: str = "apart") -> None:
    """A sentence on what is compared and what is not, and the figures that stand apart, by what sets them apart."""
    st.caption(explain_left_out(groups, view.language))
    if len(groups) > 1:
        apart = pd.concat([group.frame for group in groups[1:]])
        with st.expander(view.say("interface.apart", count=len(apart)), icon=":material/call_split:"):
            show_facts(view, apart, key, ("agency", "scope", "period", "figure", "status", "evidence", "source"))


def _name_group(view: View, group: Group) -> str:
    return view.say("interface.group_with_count", name=group.describe(view.language), count=group.bodies)


def _caption_ranking(view: View, ranking: Ranking, group: Group) -> Caption:
    unit = choose_scale(ranking.frame["value"], group.aspects["unit"], view.language).unit
    return Caption("", f"{unit} · {group.describe(view.language)}", "")


def _caption_years(view: View, years: pd.DataFrame, group: Group, measure: str) -> Caption:
    unit = choose_scale(years["value"], group.aspects["unit"], view.language).unit
    return Caption("", f"{unit} · {group.describe(view.language)} {measure}", "")


def _describe_ranking(view: View, ranking: Ranking) -> str:
    return view.say("interface.edition_line", number=view.edition) + str(ranking.reported)


def _describe_years(view: View, years: pd.DataFrame) -> str:
    return view.say("interface.edition_line", number=view.edition) + str(len(years))


def _name_file(view: View, frame: pd.DataFrame) -> str:
    """The name of a saved picture: metric and edition."""
    return view.say("interface.picture_name", metric=str(frame[view.column("metric")].iloc[0]), number=view.edition)


def _code_of(group: Group) -> str:
    """What tells the groups of one metric apart, for the address: region_wide-previous_year-12."""
    aspects = group.aspects
    return "-".join(aspects[name] for name in ("scope", "baseline", "period", "part_of_year", "level", "sample") if aspects[name])
