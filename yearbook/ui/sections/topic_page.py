"""The page of a topic: KPI cards with the latest figures, bodies side by side, years side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any

import streamlit as st
from pydantic import ValidationError

from yearbook.analysis.admissibility import is_old, may_rank
from yearbook.analysis.comparability import Columns
from yearbook.analysis.kpi import Headline, add_lines, list_headlines
from yearbook.catalogue.catalogue import Entry, Text, load_catalogue
from yearbook.catalogue.files import DataError, catalogue_folder, read_yaml
from yearbook.catalogue.messages import Language
from yearbook.charts.findings import format_change
from yearbook.charts.number_format import name_unit, read_unit, split_unit
from yearbook.charts.text_metrics import measure_text
from yearbook.ui import edition_access as store
from yearbook.ui import evidence
from yearbook.ui import url_state as address
from yearbook.ui.cache import memoize
from yearbook.ui.filters.compared import count_metrics, count_own_metrics
from yearbook.ui.filters.comparison import choose_comparison, choose_metric
from yearbook.ui.filters.nearest import show_gap, show_nothing
from yearbook.ui.filters.peers import find_own, find_peers
from yearbook.ui.formatting import escape_markdown, format_figure, format_period, format_subject, is_absent
from yearbook.ui.sections.comparison import show_comparison
from yearbook.ui.sections.pivot import show_pivot_of
from yearbook.ui.view import NATION, View


def headlines_of(view: View, metrics: tuple[str, ...]) -> list[Headline]:
    """A headline for each metric, in their order: the latest of the region's own bodies, the widest scope first. The nation's are
    figures of national scope, never a sum or a median of those that reported."""
    found = memoize(_find_latest, view.edition, view.build, view.region, view.verified_only)
    return [found.get(metric) or Headline(metric, "none") for metric in metrics]


def choose_headlines(view: View, metrics: tuple[str, ...]) -> list[Headline]:
    """The headlines of `metrics`; for a region that has few of them its others too, those with a line first, then the latest."""
    chosen = [one for one in headlines_of(view, metrics) if one.state == "figure"]
    if not view.regions or len(chosen) >= CARDS:
        return chosen
    found = memoize(_find_latest, view.edition, view.build, view.region, view.verified_only)
    others = [one for metric, one in found.items() if metric not in metrics and may_rank(metric)]
    others.sort(key=lambda one: (len(one.sparkline) == 0, -(one.year or 0), one.metric_id))
    return chosen + others[: CARDS - len(chosen)]


def _find_latest(edition: int, _build: str, region: str, settled: bool) -> dict[str, Headline]:
    """The headlines of a region by metric, all that it has figures of."""
    return {one.metric_id: one for one in find_latest(partial(store.ask_cells, edition), region, settled)}


def find_latest(ask: Callable[..., Columns], region: str, settled: bool) -> list[Headline]:
    """The same by any way to ask an edition."""
    latest = ask("latest_figures", agency=None, region=region, settled=settled)
    return add_lines(list_headlines(latest, "national" if region == NATION else ""))


COLOURS = {"better": "green", "worse": "red"}  # other directions are grey: neither way is good or bad
NUMBER_SIZE, UNIT_SIZE, CARD_WIDTH = (
    25,
    14,
    215,
)  # px: letters of the two (.streamlit/config.toml), and what a card of four in a row holds


def has_cards(headlines: Sequence[Headline]) -> bool:
    """Whether any headline has something to show on a card."""
    return any(headline.state == "figure" for headline in headlines)


def show_cards(
    view: View, headlines: Sequence[Headline], key: str, most: int = 8, notes: Mapping[str, str] | None = None
) -> None:
    """A card for each headline that has something to show, those with a line first, at most `most`; words where none has.

    `notes` are words for the foot of some cards, by metric.
    """
    if not has_cards(headlines):
        show_nothing(view, view.translate("interface.no_headlines", region=view.region_name))
        return
    telling = [headline for headline in headlines if headline.state == "figure"]
    shown = sorted(telling, key=lambda headline: not headline.sparkline)[:most]
    with st.grid(min(4, max(2, len(shown))), min_column_width=210):
        for headline in shown:
            with st.container(border=True, height="stretch", gap="xsmall"):
                _show_card(view, headline, f"{key} {headline.metric_id}", (notes or {}).get(headline.metric_id, ""))


def _show_card(view: View, headline: Headline, key: str, note: str) -> None:
    metric = view.catalogue.metrics.get(headline.metric_id)  # an old edition may hold others
    name = view.metric_name(headline.metric_id)
    unit = read_unit({"unit": metric.unit if metric else headline.row["unit"], "metric_id": headline.metric_id})
    st.markdown(name, help=metric.definition[view.language] if metric else None)  # st.metric would cut a long name off
    row = headline.row
    value, counted = set_unit_small(view.language, format_figure(row, view.language), row["value"], unit)
    built = int(store.note_of(view.edition).built_at[:4])
    st.metric(
        name,
        f":gray[{value}]" if is_old(int(row["year"]), built) else value,
        label_visibility="collapsed",
        chart_type=headline.sparkline_type,
        chart_data=headline.sparkline or None,
        **_change_of(view, headline),
    )
    period = format_period(row["period_start"], row["period_end"], view.language)
    terms = " · ".join(filter(None, (counted, period, format_subject(row, view.language))))
    if row["status"] == "unverified":  # a caption is faint as a whole, and a badge in it below 4.5:1
        st.markdown(f":gray[:small[{escape_markdown(terms)}]]{view.translate('interface.card_unverified')}")
        terms = ""
    if caption := "  \n".join(filter(None, (terms, note))):
        st.caption(caption)
    evidence.show_button(str(row["fact_id"]), key=key)


def _change_of(view: View, headline: Headline) -> dict[str, Any]:
    """What st.metric takes for the change against the year before; nothing where that is not comparable or not there."""
    row = headline.row
    change = format_change(row, view.language)
    if not headline.is_consecutive or not change:
        return {}
    moved = row["change"] if is_absent(row["change_points"]) else row["change_points"]
    if moved == 0:
        return {"delta": 0, "delta_description": view.translate("interface.card_same")}
    return {
        "delta": change,
        "delta_arrow": "off" if row["within_rounding"] else "up" if moved > 0 else "down",
        "delta_color": COLOURS.get(str(row["direction"]), "gray"),
        "delta_description": view.translate("interface.card_change"),
    }


def set_unit_small(language: Language, written: str, value: float, unit: str) -> tuple[str, str]:
    """A written value as Markdown, its unit in small letters after it, so that 千克标准煤/人 does not push the number out.

    Where both are too wide for a card, what is counted comes apart, for the line below: 187 thousand, chargers.
    """
    number, named = split_unit(written, value, unit, language)
    counted = name_unit(unit, language)
    if measure_text(number, NUMBER_SIZE) + measure_text(f" {named}", UNIT_SIZE) <= CARD_WIDTH or not named.endswith(counted):
        counted = ""
    scale = named.removesuffix(counted).rstrip()
    return (f"{number} :small[{scale}]" if scale else number), counted


class Section(Entry):
    """Some metrics of a topic that belong together, the telling ones first."""

    section: str
    name: Text
    metrics: tuple[str, ...]


@cache
def load_board(topic: str) -> dict[str, Section]:
    """The sections of a topic's page by their ids. Raises DataError for a metric that the catalogue does not have."""
    file = catalogue_folder() / "boards.yaml"
    sections: dict[str, Section] = {}
    for item in read_yaml(file)[topic]:
        try:
            section = Section.model_validate(item)
        except ValidationError as error:
            raise DataError(file, topic, f"a section is malformed ({error.errors()[0]['msg']}); mend it") from error
        for metric in section.metrics:
            if metric not in load_catalogue().metrics:
                raise DataError(file, f"{topic}: {section.section}", f"{metric!r} is no metric; correct or remove it")
        sections[section.section] = section
    return sections


CARDS = 4


def choose_section(view: View, topic: str) -> tuple[str, ...]:
    """A section of the topic's board, to begin with the first of which the region has figures, or anybody; its metrics. Each says
    of how many metrics the region has any."""
    board, own, everyone = load_board(topic), count_own_metrics(view, "figures"), count_metrics(view, "figures")
    held = {code: len(own.keys() & set(section.metrics)) for code, section in board.items()}
    told = (code for code, section in board.items() if everyone.keys() & set(section.metrics))
    usual = next((code for code, count in held.items() if count), next(told, next(iter(board))))

    def name(code: str) -> str:
        words = "peers.section" if held[code] else "peers.section_empty"
        return view.translate(words, name=board[code].name[view.language], count=held[code])

    section = address.pick_preferred(
        view.translate("interface.section"),
        list(board),
        key="section",
        default=usual,
        spelled_out=True,
        name=name,
        cited=lambda code: board[code].name[view.language],
        widget=st.segmented_control,
        label_visibility="collapsed",
        required=True,
        wrap=True,
    )
    return board[section].metrics


def show_section(view: View, metrics: tuple[str, ...]) -> None:
    """The section's latest figures for the region, then one metric compared across bodies and across years."""
    headlines = headlines_of(view, metrics)
    if has_cards(headlines):
        show_cards(view, headlines, key="section", most=CARDS)
    left, right = st.columns(2)
    with left:
        metric = choose_metric(view, metrics)
    if metric is None:
        show_nothing(view)
        return
    measure, groups, year = choose_comparison(view, metric, column=right)
    show_gap(view, measure, groups, year, metrics)
    show_comparison(view, measure, groups, year, find_own(view))
    more = st.expander(
        view.translate("interface.pivot_section"), icon=":material/pivot_table_chart:", key="section pivot", on_change="rerun"
    )
    if more.open:
        with more:
            among = view.filters(metrics=metrics, regions=(), agencies=find_peers(view))
            show_pivot_of(view, among, "section", "region_metric")
