"""The lists of the profile page: topics by year, what peers report besides, the latest of every metric, reports and sources."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from urllib.parse import quote

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from yearbook.analysis.admissibility import may_say
from yearbook.analysis.coverage import cover_agencies
from yearbook.catalogue.messages import LANGUAGES
from yearbook.charts.coverage_grid import draw_coverage_grid
from yearbook.charts.findings import format_rank
from yearbook.charts.movement import round_moved
from yearbook.charts.template import Caption
from yearbook.ui.cache import memoize_as
from yearbook.ui.chart_display import show_figure
from yearbook.ui.formatting import escape_markdown, find_web_address, format_source, is_absent, name_subject
from yearbook.ui.navigation import show_link
from yearbook.ui.profile.gathering import Profile
from yearbook.ui.sections.changes import mark_rough
from yearbook.ui.sections.pivot import show_pivot_of
from yearbook.ui.sections.targets import show_targets
from yearbook.ui.tables import describe_rows, show_rows, show_table
from yearbook.ui.view import NATION, View

FEWEST, YEARS = 5, 10  # shown in the grid, up to the latest
SAFE = ":/?#@!$&'*+,;=%~"  # stay as they are in the address of a Markdown link: no brackets, no blanks
NONE = float("nan")
SOURCES = 12  # shown at once; the rest below a line to open


def show_topics(view: View, profile: Profile) -> None:
    """A cell for each topic and year: whether the body has figures then; each leads to one of them."""
    figure, subtitle = memoize_as(("topics", view, profile.key), lambda: _draw_topics(view, profile))
    show_figure(
        view,
        figure,
        "topics",
        subtitle,
        view.translate("profile.picture", name=profile.name(view.language), number=view.edition),
    )


def _draw_topics(view: View, profile: Profile) -> tuple[go.Figure, str]:
    """The grid, and what it counts in words."""
    held = len({held["topic"] for held in profile.years})
    counted = view.translate("profile.topics_subtitle", topics=held, all=len(view.catalogue.topics))
    return draw_coverage_grid(cover_topics(view, profile), Caption("", counted), view.language, "metric", "year"), counted


def cover_topics(view: View, profile: Profile) -> pd.DataFrame:
    """The rows of cover_agencies with a topic in the place of a metric, for the years up to the latest."""
    topics = list(view.catalogue.topics.values())
    names = {"agency_id": [topic.topic for topic in topics], "metric_id": [topic.topic for topic in topics]}
    names |= {"metric_zh": [topic.name.zh for topic in topics], "metric_en": [topic.name.en for topic in topics]}
    rows = pd.DataFrame(names | {f"name_{language}": profile.name(language) for language in LANGUAGES})
    held = [(topic.topic, report["year"], report["report_id"]) for topic in topics for report in profile.reports]
    reports = pd.DataFrame(held, columns=["agency_id", "report_year", "report_id"])
    years = [row["year"] for row in (*profile.years, *profile.reports) if not is_absent(row["year"])]
    first, last = max(max(years) - YEARS + 1, min(max(years) - FEWEST + 1, *years)), max(years)
    figures = pd.DataFrame(profile.years).rename(columns={"topic": "agency_id"})
    covered = cover_agencies(figures, rows, range(first, last + 1), reports)
    return covered.assign(agency_id=str(profile.body["agency_id"]))


def show_missing(view: View, profile: Profile) -> None:
    """What peers report and the body does not; choosing a row leads to the comparison of that metric."""
    missing = profile.missing
    peers = int(profile.body["bodies"]) - 1
    if not missing:
        words = view.translate("profile.nothing_missing") if peers > 0 else view.translate("profile.nobody_else")
        st.info(words, icon=":material/task_alt:" if peers > 0 else ":material/group_off:")
        return
    st.caption(view.translate("profile.missing_peers", peers=peers))
    table = memoize_as(("missing", view, profile.key), lambda: _tabulate_missing(view, missing))
    chosen = show_table(
        view, table, "profile.column", view.translate("profile.missing_alt", count=len(table)), key="missing",
        height=330 if len(table) > 8 else "auto", on_select="rerun", selection_mode="single-row",
    )  # fmt: skip
    if not chosen:
        st.caption(view.translate("profile.missing_choose"))
        return
    asked = missing[chosen[0]]
    label = view.translate("profile.missing_compare", metric=asked[view.column("metric")])
    show_link(view, "comparison", label, metric=asked["metric_id"], region=NATION)


def _tabulate_missing(view: View, missing: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "metric": [row[view.column("metric")] for row in missing],
            "reported": [row["bodies"] for row in missing],
            "year": [row["last_year"] for row in missing],
            "state": [view.translate(f"analysis.state_{row['state']}") for row in missing],
        }
    )


def show_latest(view: View, profile: Profile) -> None:
    """The latest figure of every metric, with its change and its place, or all by year; choosing one opens its evidence."""
    tabs = [view.translate(f"interface.{name}") for name in ("latest", "pivot")]
    long, pivot = st.tabs(tabs, key="latest tabs", on_change="rerun")
    if pivot.open:
        with pivot:
            agency = str(profile.body["agency_id"])
            show_pivot_of(view, view.filters(regions=(), agencies=(agency,)), "latest pivot", "metric_year")
    if not long.open:
        return
    table, fact_ids = memoize_as(("latest", view, profile.key), lambda: _tabulate_latest(view, profile))
    with long:
        show_rows(view, table, fact_ids, "latest", widths={"place": 150})


def _tabulate_latest(view: View, profile: Profile) -> tuple[pd.DataFrame, pd.Series]:
    """The table, and the fact_id of each of its rows."""
    rows = [headline.row for headline in profile.latest]
    topics, laid, changes = view.catalogue.topics, describe_rows(view, rows), _tabulate_changes(rows)
    table = pd.DataFrame(
        {
            "metric": [row[view.column("metric")] for row in rows],
            "value": laid["value"],
            "unit": laid["unit"],
            "precision": mark_rough(view, rows, laid["precision"], changes["since_year"]),
            "period": laid["period"],
            **changes,
            "rank": [_find_rank(profile, row) for row in rows],
            "place": [_format_place(view, profile, row) for row in rows],
            "status": laid["status"],
            "subject": [name_subject(row, view.language) for row in rows],
            "topic": [topics[row["topic"]].name[view.language] if row["topic"] in topics else row["topic"] for row in rows],
        }
    )
    filled = [name for name in table if table[name].ne("").any() and table[name].notna().any()]
    return table[filled], pd.Series([row["fact_id"] for row in rows])


def show_held_targets(view: View, profile: Profile) -> None:
    """The targets of the body, each with what became of it; nothing where neither its reports nor its plans state one."""
    if not profile.targets:
        return
    with st.container(border=True):
        st.subheader(view.translate("targets.profile_title", count=len(profile.targets)), anchor=False)
        st.caption(view.translate("targets.rule"))
        show_targets(view, profile.targets, "targets of the body")


def _tabulate_changes(rows: list[dict[str, Any]]) -> dict[str, list[float]]:
    """The change since the figure before, in percent or in percentage points, and the year of that figure."""
    columns: dict[str, list[float]] = {"percent": [], "points": [], "since_year": []}
    for row in rows:
        said = row["kind"] != "change" and row["is_finding"]
        points, percent = (round_moved(row, "points"), round_moved(row, "percent")) if said else (NONE, NONE)
        columns["points"].append(points)
        columns["percent"].append(percent)
        columns["since_year"].append(NONE if points != points and percent != percent else float(row["previous_year"]))
    return columns


def show_sources(view: View, profile: Profile) -> None:
    """Reports and other sources year by year, the latest first; a report opens in the reader, a web page in its own."""
    rows = profile.sources
    _list_years(view, rows[:SOURCES])
    if len(rows) > SOURCES:
        words = view.translate("profile.more_sources", count=len(rows) - SOURCES)
        more = st.expander(words, icon=":material/expand_more:", key="more sources", on_change="rerun")
        if more.open:  # hundreds of elements that few look at
            with more:
                _list_years(view, rows[SOURCES:])


def _list_years(view: View, rows: list[dict[str, Any]]) -> None:
    for year, sources in groupby(rows, key=lambda row: 0 if is_absent(row["year"]) else int(row["year"])):
        left, right = st.columns([1, 7])
        left.markdown(f"**{view.translate('interface.year_name', year=year) if year else view.translate('profile.no_year')}**")
        with right:
            for is_report, some in groupby(sources, key=lambda row: not is_absent(row["report_id"])):
                if is_report:
                    for source in some:
                        _show_report(view, source)
                else:
                    st.markdown("\n\n".join(_format_source(view, source) for source in some))


def _show_report(view: View, source: dict[str, Any]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        show_link(view, "reports", escape_markdown(str(source["title"])), report=str(source["report_id"]))
        st.caption(_describe_source(view, source), width="content")


def _format_source(view: View, source: dict[str, Any]) -> str:
    title, url = escape_markdown(str(source["title"])), find_web_address(source["source_url"])
    named = f"[:material/open_in_new: {title}]({quote(url, safe=SAFE)})" if url else f":material/article: {title}"
    return f"{named} \u2002:small[:gray[{_describe_source(view, source)}]]"


def _describe_source(view: View, source: dict[str, Any]) -> str:
    return f"{format_source(source, view.language)} · {view.translate('profile.figures', count=source['figures'])}"


def _find_rank(profile: Profile, row: dict[str, Any]) -> float:
    standing = profile.standings.get(str(row["metric_id"]))
    ranked = standing is not None and standing.own["fact_id"] == row["fact_id"] and may_say("rank", standing.reported)
    return float(standing.rank) if standing is not None and ranked else NONE


def _format_place(view: View, profile: Profile, row: dict[str, Any]) -> str:
    standing = profile.standings.get(str(row["metric_id"]))
    return format_rank(standing, view.language) if standing is not None and standing.own["fact_id"] == row["fact_id"] else ""
