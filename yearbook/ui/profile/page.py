"""The profile page: whom it is about, what it finds, the telling figures, the place among peers, and the brief."""

from __future__ import annotations

from functools import partial

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from yearbook.catalogue.catalogue import load_catalogue
from yearbook.catalogue.messages import Language
from yearbook.charts.peer_strips import draw_peer_strips
from yearbook.charts.rank_text import (
    format_coverage,
    format_median,
    format_own_value,
    format_quartiles,
    format_rank,
    format_standing,
)
from yearbook.charts.template import Caption
from yearbook.ui import edition_access as store
from yearbook.ui import url_state as address
from yearbook.ui.brief.document import brief_file_name, write_brief
from yearbook.ui.cache import memoize
from yearbook.ui.chart_display import show_figure
from yearbook.ui.formatting import escape_markdown
from yearbook.ui.profile.gathering import Profile, gather_profile
from yearbook.ui.profile.words import list_findings
from yearbook.ui.sections.kpi_cards import show_cards
from yearbook.ui.tables import show_rows
from yearbook.ui.view import View

KEY = "agency"  # in the address
CARDS = (8, 4)  # full rows of cards
STRIPS = 8  # places drawn; the table has them all
_REGION = "region of the profile"


def choose_body(view: View) -> str:
    """A body that has figures: the address's, else that of the sidebar's region, else the one with most figures."""
    if st.session_state.get(_REGION, view.region) != view.region:  # another region was chosen since
        address.forget(KEY)
    st.session_state[_REGION] = view.region
    bodies = view.ask("profile_bodies", regions=view.regions, asked=st.query_params.get(KEY, "")).set_index("agency_id")
    names = bodies[view.column("name")].astype(str)
    own = bodies[(bodies["region_code"] == view.region) & (bodies["body_kind"] == "office_affairs")]
    inside = bodies[bodies["inside"]]
    default = next(frame for frame in (own, inside, bodies) if len(frame))["figures"].idxmax()
    return address.pick_preferred(
        view.translate("interface.agency"),
        [str(agency) for agency in bodies.index],
        key=KEY,
        default=str(default),
        spelled_out=True,
        name=lambda agency: str(names[agency]),
        placeholder=view.translate("interface.choose"),
    )


def _gather(edition: int, agency_id: str, statuses: tuple[str, ...]) -> Profile:
    return gather_profile(partial(store.ask, edition), load_catalogue(), agency_id, statuses)


def find_profile(view: View, agency_id: str) -> Profile:
    """The profile of a body within the shared filters; kept as long as the edition stands, so only to be read."""
    with st.spinner(view.translate("profile.gathering"), show_time=False):
        return memoize(_gather, view.edition, agency_id, view.filters().statuses)


def show_brief_button(view: View, profile: Profile) -> None:
    """The brief, made when pressed: one file to print or to send."""
    house, agency = store.warehouse(view.edition), str(profile.body["agency_id"])
    st.download_button(
        view.translate("profile.brief_button"),
        data=lambda: write_brief(house, agency, view.language, view.verified_only, profile),
        file_name=memoize(_name_brief, view.edition, agency, view.language),
        mime="text/html",
        icon=":material/print:",
        type="primary",
        on_click="ignore",
        help=view.translate("profile.brief_help"),
        key="brief",
    )


def _name_brief(edition: int, agency_id: str, language: Language) -> str:
    return brief_file_name(store.warehouse(edition), agency_id, language)


def show_findings(view: View, profile: Profile) -> None:
    """Who it is, how much there is, and what a reader in a hurry needs."""
    st.subheader(escape_markdown(profile.name(view.language)), anchor=False)
    st.caption(memoize(Profile.describe, profile, view.language))
    findings = memoize(list_findings, profile, view.language)
    if findings:
        st.markdown("\n".join(f"- {escape_markdown(sentence)}" for sentence in findings))


def show_headlines(view: View, profile: Profile) -> None:
    """The telling figures as cards, each with its place."""
    most = next((count for count in CARDS if len(profile.latest) >= count), len(profile.latest))
    show_cards(view, profile.choose_headlines(most), key="profile", most=most, notes=memoize(_note_places, view, profile))


def show_places(view: View, profile: Profile) -> None:
    """A strip for each metric that compares; the same as a table with the statistics."""
    places = list(profile.places.values())
    if not places:
        st.info(view.translate("profile.standing_none"), icon=":material/group_off:")
        return
    chart, table = st.tabs([view.translate("interface.chart"), view.translate("interface.table")])
    with chart:
        figure, finding = memoize(_draw_places, view, profile)
        show_figure(
            view,
            figure,
            "places",
            finding,
            view.translate("profile.picture", name=profile.name(view.language), number=view.edition),
        )
        if len(places) > STRIPS:
            st.caption(view.translate("profile.more_places", count=len(places) - STRIPS))
    with table:
        rows = memoize(_lay_out_places, view, profile)
        show_rows(view, rows, pd.Series([str(place.own["fact_id"]) for place in places]), "places table")


def _draw_places(view: View, profile: Profile) -> tuple[go.Figure, str]:
    """The strips of the first places, and what they find."""
    places = list(profile.places.values())
    finding = format_standing(places, view.language)
    source = view.translate("charts.edition_line", source=view.translate("charts.source_record"), edition=view.edition)
    subtitle = view.translate("profile.places_subtitle", level=profile.level(view.language), bodies=profile.body["bodies"])
    return draw_peer_strips(places[:STRIPS], Caption(finding, subtitle, source), view.language), finding


def _lay_out_places(view: View, profile: Profile) -> pd.DataFrame:
    places = list(profile.places.values())
    return pd.DataFrame(
        {
            "metric": [str(place.own[view.column("metric")]) for place in places],
            "year": [view.translate("interface.year_name", year=place.own["year"]) for place in places],
            "figure": [format_own_value(place, view.language) for place in places],
            "place": [format_rank(place, view.language) for place in places],
            "median": [format_median(place, view.language) for place in places],
            "quartiles": [format_quartiles(place, view.language) for place in places],
            "scope": [place.describe(view.language) for place in places],
            "reported": [format_coverage(place, view.language) for place in places],
        }
    )


def _note_places(view: View, profile: Profile) -> dict[str, str]:
    return {metric: _note_place(view, profile, metric) for metric in profile.places}


def _note_place(view: View, profile: Profile, metric: str) -> str:
    """10家中第2 · 中位数46%, where the place is of the card's own figure."""
    place = profile.places[metric]
    shown = next((headline.row for headline in profile.latest if headline.metric_id == metric), {})
    if shown.get("fact_id") != place.own["fact_id"]:
        return ""
    median = format_median(place, view.language)
    words = [view.translate("profile.among_peers", rank=format_rank(place, view.language))]
    if median:
        words.append(view.translate("charts.median_label", value=median))
    return escape_markdown(view.translate("charts.subtitle_separator").join(words))
