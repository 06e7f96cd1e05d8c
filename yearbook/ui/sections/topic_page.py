"""The page of a topic: its sections, for each the latest figures, bodies side by side, and years side by side."""

from __future__ import annotations

from functools import cache

import streamlit as st
from pydantic import ValidationError

from yearbook.catalogue.catalogue import Entry, Text, load_catalogue
from yearbook.catalogue.files import DataError, catalogue_folder, read_yaml
from yearbook.ui import url_state as address
from yearbook.ui.filters.comparison import choose_comparison, choose_metric
from yearbook.ui.sections.comparison import show_comparison
from yearbook.ui.sections.kpi_cards import has_cards, headlines_of, show_cards
from yearbook.ui.tables import show_nothing
from yearbook.ui.view import View


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
    """A section of the topic's board; its metrics."""
    board = load_board(topic)
    section = address.pick_preferred(
        view.translate("interface.section"),
        list(board),
        key="section",
        default=next(iter(board)),
        name=lambda code: board[code].name[view.language],
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
    measure, groups, year = choose_comparison(view, metric, beside=right)
    show_comparison(view, measure, groups, year)
