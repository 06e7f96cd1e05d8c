"""Coverage grids of bodies by year or metric, and the panel of a chosen cell with its figures and reports."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pyarrow as pa
import streamlit as st

from yearbook.analysis.coverage import STATES, Count, count_bodies, cover_agencies, cover_metrics
from yearbook.catalogue.catalogue import load_catalogue
from yearbook.charts.coverage_grid import Side, describe_state, draw_coverage_grid
from yearbook.charts.template import Caption
from yearbook.exports.csv_format import write_csv
from yearbook.ui import edition_access as store
from yearbook.ui import evidence
from yearbook.ui.cache import memoize
from yearbook.ui.filters.compared import count_metrics
from yearbook.ui.filters.peers import find_own, find_peers
from yearbook.ui.navigation import show_link
from yearbook.ui.tables import show_facts
from yearbook.ui.view import View

_ASKED = "cell asked for"
COLUMNS = ("metric", "figure", "period", "scope", "status")


def ask_for_cell(customdata: list[Any], chart: str) -> None:
    """Have the panel of a cell shown at the end of this page run; `customdata` is that of charts.coverage_grid."""
    st.session_state[_ASKED] = ([str(part) for part in customdata], chart)


def show_cell_if_asked(view: View, topics: tuple[str, ...] = ()) -> None:
    """Open the panel where a cell was chosen; of a year's cell only the figures of `topics`. Call it last on a page."""
    asked = st.session_state.pop(_ASKED, None)
    if asked is None:
        return
    cell, chart = asked
    panel = evidence.open_panel(view.translate("comparable.cell_title"), "grid_on", chart, "large")
    panel(_show_cell)(view, cell, topics)


def _show_cell(view: View, cell: list[str], topics: tuple[str, ...]) -> None:
    _, agency, other, title, state, *counts = cell
    st.markdown(f"**{title}**")
    st.caption(" · ".join([*describe_state(STATES[int(state)], view.language), *counts]))
    by_year = other.isdecimal()
    years: dict[str, Any] = (
        {"from_year": int(other), "to_year": int(other), "topics": topics} if by_year else {"metrics": (other,)}
    )
    facts = view.facts(agencies=(agency,), regions=(), **years)
    if len(facts) == 1:
        evidence.show_evidence(view, str(facts["fact_id"].iloc[0]))
    elif len(facts):
        _show_figures(view, facts)
    reports = view.ask("coverage_reports")
    reports = reports[reports["agency_id"].astype(str) == agency]
    _show_reports(view, reports[reports["report_year"] == int(other)] if by_year else reports)


def _show_figures(view: View, facts: pd.DataFrame) -> None:
    """All the figures of the cell; the chosen one's evidence below, since a panel cannot open another."""
    st.caption(view.translate("comparable.cell_choose"))
    show_facts(view, facts, "cell", COLUMNS, height=min(320, 37 * (len(facts) + 1)))
    asked = evidence.pop_request()
    if asked:
        st.divider()
        evidence.show_evidence(view, asked)


def _show_reports(view: View, reports: pd.DataFrame) -> None:
    if reports.empty:
        return
    st.markdown(f"**{view.translate('comparable.cell_reports')}**")
    for report in reports.itertuples():
        show_link(view, "reports", str(report.title), report=str(report.report_id))


BODIES_LATELY = 22  # those with most figures; the coverage page has them all
YEARS_LATELY = 10
BODIES_BESIDE = 12  # columns that a grid of metrics has room for
BODIES_BELOW = 100  # rows that a reader scrolls through
NAMING = ("agency_id", "name_zh", "name_en", "short_zh", "region_code", "region_en", "body_kind", "admin_level")
LISTED = (  # of a cell, as CSV
    *("agency_id", "name_zh", "name_en", "region_code", "metric_id", "metric_zh", "metric_en", "year"),
    *("state", "figures", "unverified", "fact_id", "report_id"),
)


@dataclass(frozen=True, slots=True)
class Coverage:
    """A grid, in words how many bodies of how many reported, and how many such grids it takes to show all bodies."""

    figure: go.Figure
    count: str
    pages: int = 1


def cover_lately(view: View) -> Coverage:
    """The last years of the bodies with most figures; the count is that of the last year."""
    candidates = _ask_bodies(view, ())
    shown = tuple(sorted(_list_most(view, candidates)[:BODIES_LATELY]))
    last = int(candidates["last_year"].max()) if len(candidates) else 0
    facts = _ask_cells(view, "year", (), shown)
    years = range(last - YEARS_LATELY + 1, last + 1)
    covered = cover_agencies(facts, _name_agencies(view, shown), years, _find_reports(view, shown))
    latest, settled = (int(candidates[name].eq(last).sum()) for name in ("last_year", "settled_last_year"))
    counted = Count(len(candidates), latest, latest - settled).describe(view.language)
    count = view.translate("pages.overview_latest_year", year=last, count=counted)
    return Coverage(draw_coverage_grid(covered, Caption("", count), view.language, highlight=find_own(view)), count)


def cover(view: View, by: str, topics: tuple[str, ...], page: int = 1) -> Coverage | None:
    """Bodies by "year", or metrics by body for "metric", of some topics (all where none is named); None without figures.

    A `page`, from 1, has as many bodies as there is room for, those with most figures first; one past the end is the last.
    """
    candidates = _ask_bodies(view, topics)
    if candidates.empty:
        return None
    room = BODIES_BELOW if by == "year" else BODIES_BESIDE
    pages = -(-len(candidates) // room)
    page = min(max(page, 1), pages)
    everyone = len(_ask_bodies(view, (), settled=False))
    caption = Caption("", count_bodies(candidates, everyone).describe(view.language))
    shown = tuple(sorted(_list_most(view, candidates)[(page - 1) * room : page * room]))
    covered = _cover_bodies(view, by, topics, candidates, shown)
    sides: tuple[Side, Side] = ("agency", "year") if by == "year" else ("metric", "agency")
    grid = draw_coverage_grid(covered, caption, view.language, *sides, highlight=find_own(view))
    return Coverage(grid, caption.subtitle, pages)


def format_coverage(view: View, by: str, topics: tuple[str, ...]) -> bytes:
    """The cells of all pages of `cover` as CSV, their states in words."""
    candidates = _ask_bodies(view, topics)
    covered = _cover_bodies(view, by, topics, candidates, tuple(candidates["agency_id"].tolist()))
    listed = [name for name in LISTED if name in covered]
    cells = covered.assign(state=[view.translate(f"analysis.state_{state}") for state in covered["state"]])[listed]
    return b"".join(write_csv(pa.Table.from_pandas(cells.reset_index(drop=True), preserve_index=False).to_batches()))


def _ask_bodies(view: View, topics: tuple[str, ...], settled: bool | None = None) -> pd.DataFrame:
    """The rows of coverage_bodies.sql of those that are compared; by default settled as the view is."""
    asked = view.verified_only if settled is None else settled
    bodies = view.ask("coverage_bodies", topic=next(iter(topics), None), settled=asked, invented=bool(view.regions))
    peers = set(find_peers(view))
    return bodies[bodies["agency_id"].isin(peers)] if peers else bodies


def _list_most(view: View, bodies: pd.DataFrame) -> list[str]:
    """The bodies, the region's own first, then those with most figures."""
    others = ~bodies["agency_id"].isin(find_own(view))
    order = bodies.assign(others=others).sort_values(["others", "figures", "agency_id"], ascending=[True, False, True])
    return order["agency_id"].tolist()


def _name_agencies(view: View, bodies: Collection[str]) -> pd.DataFrame:
    """What a grid names some bodies by, the region's own first."""
    agencies = view.ask("agencies")
    named = agencies.loc[agencies["agency_id"].isin(bodies), list(NAMING)]
    return named.iloc[(~named["agency_id"].isin(find_own(view))).argsort(kind="stable")]


def _find_reports(view: View, bodies: Iterable[str]) -> pd.DataFrame:
    """The reports of some bodies at hand."""
    places = memoize(_place_reports, view.edition, view.build)
    return view.ask("coverage_reports").iloc[[place for body in bodies for place in places.get(body, ())]]


def _place_reports(edition: int, _build: str) -> dict[str, list[int]]:
    """Where in the frame of all reports those of each body stand."""
    places: dict[str, list[int]] = {}
    for place, body in enumerate(store.ask(edition, "coverage_reports")["agency_id"].tolist()):
        places.setdefault(body, []).append(place)
    return places


def _ask_cells(view: View, by: str, topics: tuple[str, ...], bodies: tuple[str, ...]) -> pd.DataFrame:
    query = "coverage_by_year" if by == "year" else "coverage"
    asked = {"topic": next(iter(topics), None), "settled": view.verified_only, "invented": bool(view.regions)}
    return view.ask(query, agencies=bodies, **asked)


def _cover_bodies(
    view: View, by: str, topics: tuple[str, ...], candidates: pd.DataFrame, bodies: tuple[str, ...]
) -> pd.DataFrame:
    """The cells of some of the `candidates` over all the years, or metrics, of them all."""
    facts, agencies, reports = _ask_cells(view, by, topics, bodies), _name_agencies(view, bodies), _find_reports(view, bodies)
    if by == "year":
        years = range(int(candidates["first_year"].min()), int(candidates["last_year"].max()) + 1)
        return cover_agencies(facts, agencies, years, reports)
    metrics = memoize(_list_metrics, view.edition, view.build, topics)
    counted = count_metrics(view, "figures")
    return cover_metrics(facts, agencies, metrics[[metric in counted for metric in metrics["metric_id"].tolist()]], reports)


def _list_metrics(edition: int, _build: str, topics: tuple[str, ...]) -> pd.DataFrame:
    """What a grid needs of the metrics of some topics (of all where none is named)."""
    metrics = store.ask(edition, "metrics").rename(columns={"name_zh": "metric_zh", "name_en": "metric_en"})
    metrics = metrics.loc[metrics["topic"].isin(topics) | (not topics), ["metric_id", "metric_zh", "metric_en", "unit"]]
    known = [load_catalogue().metrics.get(metric) for metric in metrics["metric_id"].tolist()]  # an old edition may hold others
    levels = [metric.levels if metric else () for metric in known]
    return metrics.assign(levels=pd.Series(levels, metrics.index, "object"))
