"""The page of a topic: its sections, for each the latest figures, bodies side by side, and years side by side."""

from __future__ import annotations

import streamlit as st

from yearbook.interface import address
from yearbook.interface.boards import load_board
from yearbook.interface.cards import has_cards, show_cards
from yearbook.interface.comparing import choose_comparison, choose_metric, show_comparison
from yearbook.interface.headlines import headlines_of
from yearbook.interface.tables import show_nothing
from yearbook.interface.view import View

CARDS = 4


def choose_section(view: View, topic: str) -> tuple[str, ...]:
    """A section of the topic's board; its metrics."""
    board = load_board(topic)
    section = address.choose_one(
        view.say("interface.section"),
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
    groups, year = choose_comparison(view, view.facts(metrics=(metric,)), beside=right)
    show_comparison(view, groups, year)
