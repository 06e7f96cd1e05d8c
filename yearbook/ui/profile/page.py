"""The profile page: whom it is about, what it finds, the telling figures, the place among peers, and the brief."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import compress
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from yearbook.analysis.admissibility import may_say
from yearbook.analysis.comparability import Columns, list_rows
from yearbook.analysis.peers import Cell, Peers, make_cells
from yearbook.catalogue.catalogue import load_catalogue
from yearbook.charts.findings import (
    format_coverage,
    format_quartiles,
    format_rank,
    format_standing,
)
from yearbook.charts.number_format import name_unit, read_unit
from yearbook.charts.peer_strips import describe_dots, draw_peer_strips
from yearbook.charts.template import Caption
from yearbook.ui import edition_access as store
from yearbook.ui import url_state as address
from yearbook.ui.brief.contents import gather_brief
from yearbook.ui.brief.document import brief_file_name, render_brief
from yearbook.ui.cache import memoize, memoize_as, memoize_each
from yearbook.ui.chart_display import chart_or_table, show_figure
from yearbook.ui.filters.peers import find_level_peers
from yearbook.ui.formatting import escape_markdown
from yearbook.ui.profile.gathering import STRIPS, Profile, Row, find_body, gather_profile, list_findings, list_gaps
from yearbook.ui.sections.standing import note_standings
from yearbook.ui.sections.topic_page import show_cards
from yearbook.ui.share import format_link
from yearbook.ui.tables import show_rows
from yearbook.ui.view import View

KEY = "agency"  # in the address
CARDS = (8, 4)  # full rows of cards
_REGION = "region of the profile"


def choose_body(view: View) -> str:
    """A body that has figures: the address's, else that of the sidebar's region, else the one with most figures."""
    if st.session_state.get(_REGION, view.region) != view.region:  # another region was chosen since
        address.forget(KEY)
    st.session_state[_REGION] = view.region
    asked = st.query_params.get(KEY, "")
    names, default = memoize(offer_bodies, view, asked if asked in memoize(_find_invented, view.edition, view.build) else "")
    return address.pick_preferred(
        view.translate("interface.agency"),
        list(names),
        key=KEY,
        default=default,
        spelled_out=True,
        name=names.__getitem__,
        placeholder=view.translate("interface.choose"),
    )


def _ask_bodies(edition: int, _build: str) -> dict[str, list[Any]]:
    return store.ask_cells(edition, "bodies")


def _find_invented(edition: int, build: str) -> frozenset[str]:
    bodies = memoize(_ask_bodies, edition, build)
    return frozenset(compress(bodies["agency_id"], bodies["demonstration"]))


def offer_bodies(view: View, invented: str) -> tuple[dict[str, str], str]:
    """The names of the bodies with figures, those of the regions first, and the default. Invented bodies are offered only where
    their own region, or the one that is asked for, is chosen."""
    names = ("agency_id", view.column("name"), "region_code", "body_kind", "within", "demonstration", "figures")
    inside: list[Row] = []
    outside: list[Row] = []
    for body in list_rows(memoize(_ask_bodies, view.edition, view.build), names):
        chosen = view.region in body["within"]
        if body["figures"] and (not body["demonstration"] or body["agency_id"] == invented or (chosen and view.regions)):
            (inside if chosen or not view.regions else outside).append(body)
    own = [body for body in inside if body["region_code"] == view.region and body["body_kind"] == "office_affairs"]
    default = max(own or inside or outside, key=lambda body: int(body["figures"]))
    return {body["agency_id"]: body[view.column("name")] for body in inside + outside}, default["agency_id"]


def _gather(edition: int, build: str, agency_id: str, statuses: tuple[str, ...], peers: Peers | None) -> Profile:
    def find_cells(keys: Sequence[int]) -> Mapping[int, Cell]:
        def make(missing: tuple[int, ...]) -> Mapping[int, Cell]:
            return make_cells(store.ask_cells(edition, "peers", cells=missing, settled=bool(statuses)))

        return memoize_each(("cells", edition, build, statuses), keys, make)

    def ask(query: str, **given: Any) -> Columns:
        if query == "level_metrics":  # the same for all bodies of a level
            return memoize_as((query, edition, build, tuple(given.items())), lambda: store.ask_cells(edition, query, **given))
        if query == "targets" and agency_id not in memoize(_find_bodies_with_targets, edition, build):
            return {}
        return store.ask_cells(edition, query, **given)

    body = find_body(memoize(_ask_bodies, edition, build), agency_id)
    return gather_profile(ask, load_catalogue(), body, statuses, find_cells, peers)


def _find_bodies_with_targets(edition: int, _build: str) -> frozenset[str]:
    stated = store.ask_cells(edition, "targets", regions=(), agencies=(), invented=True, settled=False)["agencies"]
    return frozenset(agency for agencies in stated for agency in agencies)


def find_profile(view: View, agency_id: str) -> Profile:
    """The profile of a body within the shared filters; kept as long as the edition stands, so only to be read."""
    return memoize(_gather, view.edition, view.build, agency_id, view.statuses, find_level_peers(view, agency_id))


def show_brief_buttons(view: View, profile: Profile) -> None:
    """The brief: a file to print or to send, made when pressed; and one to edit, by way of the page whose drawings it takes."""
    house, agency = store.warehouse(view.edition), str(profile.body["agency_id"])
    given = {"agency": [agency], "status": view.statuses, "language": [view.language], "edition": [str(view.edition)]}

    def make() -> str:
        return render_brief(gather_brief(house, agency, view.language, view.verified_only, profile))

    with st.container(horizontal=True, horizontal_alignment="right", gap="xsmall"):
        st.download_button(
            view.translate("profile.brief_button_html"),
            data=make,
            file_name=brief_file_name(profile.name(view.language), view.edition, view.language),
            mime="text/html",
            icon=":material/print:",
            type="primary",
            on_click="ignore",
            help=view.translate("profile.brief_help_html"),
            key="brief html",
        )
        st.link_button(
            view.translate("profile.brief_button_docx"),
            f"{format_link('brief.html', given)}#word",
            icon=":material/description:",
            help=view.translate("profile.brief_help_docx"),
        )


def show_findings(view: View, profile: Profile) -> None:
    """Who it is, how much there is, and what a reader in a hurry needs."""
    st.subheader(escape_markdown(profile.name(view.language)), anchor=False)
    st.caption(profile.describe(view.language))
    findings = memoize_as(
        ("findings", view, profile.key), lambda: [*list_findings(profile, view.language), *list_gaps(profile, view.language)]
    )
    if findings:
        st.markdown("\n".join(f"- {escape_markdown(sentence)}" for sentence in findings))


def show_headlines(view: View, profile: Profile) -> None:
    """The telling figures as cards, each with its place."""
    most = next((count for count in CARDS if len(profile.latest) >= count), len(profile.latest))
    shown = profile.choose_headlines(most)
    show_cards(view, shown, key="profile", most=most, notes=note_standings(view, shown, profile.standings.values()))


def show_places(view: View, profile: Profile) -> None:
    """A strip for each metric that compares; the same as a table with the statistics."""
    standings = list(profile.standings.values())
    if not standings:
        st.info(view.translate("profile.standing_none"), icon=":material/group_off:")
        return
    chart, table = chart_or_table(view, "places")
    if chart.open:
        with chart:
            figure, finding = memoize_as(("places", view, profile.key), lambda: _draw_places(view, profile))
            name = view.translate("profile.picture", name=profile.name(view.language), number=view.edition)
            show_figure(view, figure, "places", finding, name)
            if len(standings) > STRIPS:
                st.caption(view.translate("profile.more_places", count=len(standings) - STRIPS))
    if table.open:
        with table:
            rows = memoize_as(("places table", view, profile.key), lambda: _tabulate_places(view, profile))
            show_rows(view, rows, pd.Series([str(standing.own["fact_id"]) for standing in standings]), "places table")


def _draw_places(view: View, profile: Profile) -> tuple[go.Figure, str]:
    """The strips of the first standings, and what they find."""
    standings = list(profile.standings.values())
    finding = format_standing(standings, view.language)
    source = view.translate("charts.edition_line", source=view.translate("charts.source_record"), edition=view.edition)
    said = {"level": profile.level(view.language), "regions": profile.body["level_regions"], "bodies": profile.body["bodies"]}
    subtitle = view.translate("profile.places_subtitle", **said)
    if profile.peers:
        subtitle = view.translate("profile.places_subtitle_among", group=profile.peers.name, **said)
    drawn = standings[:STRIPS]
    kept = ("dots", view.edition, view.build, view.statuses, view.language, profile.peers)
    dots = [memoize_as((*kept, one.own["cell"]), partial(describe_dots, one, view.language)) for one in drawn]
    return draw_peer_strips(drawn, Caption(finding, subtitle, source), view.language, dots), finding


def _tabulate_places(view: View, profile: Profile) -> pd.DataFrame:
    standings = list(profile.standings.values())
    return pd.DataFrame(
        {
            "metric": [str(standing.own[view.column("metric")]) for standing in standings],
            "year": [standing.own["year"] for standing in standings],
            "value": [standing.own["value"] for standing in standings],
            "unit": [name_unit(read_unit(standing.own), view.language) for standing in standings],
            "rank": [float(standing.rank) if may_say("rank", standing.reported) else float("nan") for standing in standings],
            "place": [format_rank(standing, view.language) for standing in standings],
            "median": [standing.median for standing in standings],
            "quartiles": [format_quartiles(standing, view.language) for standing in standings],
            "scope": [standing.describe(view.language) for standing in standings],
            "reported": [format_coverage(standing, view.language) for standing in standings],
        }
    )
