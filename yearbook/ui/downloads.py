"""Buttons that hand out snapshots: made when pressed, named by edition and filters, with the count of rows on them."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from yearbook.exports.lists import ListFormat, write_list
from yearbook.exports.parameters import MAX_FACTS
from yearbook.exports.snapshot import MEDIA_TYPES, Format, format_file_name, make_snapshot
from yearbook.ui import edition_access as store
from yearbook.ui.view import View
from yearbook.warehouse.filters import Filters

OFFERED: dict[Format, str] = {
    "csv": ":material/csv:",
    "xlsx": ":material/table:",
    "parquet": ":material/database:",
    "zip": ":material/folder_zip:",
}
LIST_ICONS: dict[ListFormat, str] = {"csv": ":material/csv:", "json": ":material/data_object:"}


def show_downloads(view: View, filters: Filters, count: int) -> None:
    """A button for each format, with the `count` of rows that the filters leave, and a way to everything there is."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        _show_buttons(view, filters, count, "download")
        everything = Filters(statuses=view.filters().statuses)
        whole = count_figures(view, everything)
        if count < whole:
            words = view.translate("share.whole_edition", count=f"{whole:,}")
            popover = st.popover(words, icon=":material/select_all:", key="whole edition", on_change="rerun")
            if popover.open:
                with popover:
                    _show_row(view, everything, whole, "whole")


def offer_table(view: View, fact_ids: pd.Series, key: str) -> None:
    """Below a table of figures: a button that opens the downloads of what it lists, and of all figures of its metrics."""
    if not fact_ids.notna().any():
        return
    popover = st.popover(
        view.translate("share.download"), icon=":material/download:", key=f"downloads of {key}", on_change="rerun"
    )
    if not popover.open:
        return
    shown = tuple(fact_ids.dropna().astype(str).unique())
    with popover:
        listed = view.facts_of(Filters(facts=shown))
        if len(shown) <= MAX_FACTS:  # more would not fit the address that a manifest gives
            st.caption(view.translate("share.shown"))
            _show_row(view, Filters(facts=shown), len(listed), f"{key} shown")
        st.caption(view.translate("share.whole_metrics"))
        invented = tuple(listed.loc[listed["demonstration"], "region_code"].unique())
        statuses = view.filters().statuses
        whole = Filters(regions=invented, metrics=tuple(listed["metric_id"].unique()), statuses=statuses)
        _show_row(view, whole, count_figures(view, whole), f"{key} all")


def offer_list(view: View, name: str, edition: int | None = None) -> None:
    """The downloads of one of the lists of warehouse.lists, of the edition in view or of another one."""
    house = store.warehouse(view.edition if edition is None else edition)

    def make(format: ListFormat) -> Callable[[], bytes]:
        return lambda: write_list(house, name, format)

    popover = st.popover(view.translate("share.download_list"), icon=":material/download:", key=f"downloads of {name}")
    with popover, st.container(horizontal=True, gap="xsmall"):
        for format, icon in LIST_ICONS.items():
            st.download_button(
                format.upper(),
                data=make(format),
                file_name=view.translate(
                    "share.list_file", name=view.translate(f"share.list_{name}"), number=house.number, ending=format
                ),
                mime=MEDIA_TYPES[format],
                icon=icon,
                on_click="ignore",
                key=f"list {name} {format}",
                help=view.translate(f"addresses.list_{name}"),
            )


def count_figures(view: View, filters: Filters) -> int:
    """How many figures the filters let through."""
    return int(view.ask("facts_counted", **filters.parameters())["figures"].sum())


def _show_row(view: View, filters: Filters, count: int, key: str) -> None:
    with st.container(horizontal=True, gap="xsmall"):
        _show_buttons(view, filters, count, key)


def _show_buttons(view: View, filters: Filters, count: int, key: str) -> None:
    house = store.warehouse(view.edition)

    def make(format: Format) -> Callable[[], bytes]:
        return lambda: make_snapshot(house, filters, format, view.language).content

    for format, icon in OFFERED.items():
        st.download_button(
            view.translate(f"interface.download_{format}", count=f"{count:,}"),
            data=make(format),
            file_name=format_file_name(house, filters, format, view.language),
            mime=MEDIA_TYPES[format],
            icon=icon,
            on_click="ignore",
            key=f"{key} {format}",
            help=view.translate(f"interface.download_{format}_help"),
        )
