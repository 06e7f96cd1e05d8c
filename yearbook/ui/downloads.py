"""Buttons that hand out snapshots, named by edition and filters, with the count of rows on them.

They lead to the addresses for programs, whose answers wait on disk; what no address can name is made by the page when pressed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from yearbook.exports.lists import LIST_FORMATS, write_list
from yearbook.exports.parameters import EDITION, MAX_FACTS, format_address
from yearbook.exports.snapshot import MEDIA_TYPES, Format, format_file_name, make_snapshot
from yearbook.ui import edition_access as store
from yearbook.ui.auth.roles import guarded
from yearbook.ui.view import View
from yearbook.warehouse.filters import Filters

ICONS = {"csv": "csv", "xlsx": "table", "parquet": "database", "zip": "folder_zip", "json": "data_object"}
OFFERED: tuple[Format, ...] = ("csv", "xlsx", "parquet", "zip")
LONGEST = 4000  # characters of an address: proxies refuse a first line of 8 kB


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
                with popover, st.container(horizontal=True, gap="xsmall"):
                    _show_buttons(view, everything, whole, "whole")


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
            with st.container(horizontal=True, gap="xsmall"):
                _show_buttons(view, Filters(facts=shown), len(listed), f"{key} shown")
        st.caption(view.translate("share.whole_metrics"))
        invented = tuple(listed.loc[listed["demonstration"], "region_code"].unique())
        statuses = view.filters().statuses
        whole = Filters(regions=invented, metrics=tuple(listed["metric_id"].unique()), statuses=statuses)
        with st.container(horizontal=True, gap="xsmall"):
            _show_buttons(view, whole, count_figures(view, whole), f"{key} all")


def offer_list(view: View, name: str, edition: int | None = None) -> None:
    """The downloads of one of the lists of exports.lists, of the edition in view or of another one."""
    house = store.warehouse(view.edition if edition is None else edition)
    popover = st.popover(view.translate("share.download_list"), icon=":material/download:", key=f"downloads of {name}")
    with popover, st.container(horizontal=True, gap="xsmall"):
        for format in sorted(LIST_FORMATS):
            label, key, hint = format.upper(), f"list {name} {format}", view.translate(f"addresses.list_{name}")
            listed = view.translate(f"share.list_{name}")
            file = view.translate("share.list_file", name=listed, number=house.number, ending=format)
            address = f"/{name}.{format}?{EDITION}={house.number}"
            offer_file(label, partial(write_list, house, name, format), file, format, key, hint, address)


def offer_file(
    label: str, make: Callable[[], bytes], name: str, format: Format, key: str, hint: str | None = None, address: str = ""
) -> None:
    """A button that hands out a file; the page does not run again. It leads to the `address` that gives the file, where there is
    one and the server answers it: Streamlit would keep the whole file in memory until the session goes on. Otherwise the file,
    called `name`, is made when the button is pressed.
    """
    if address and len(address) <= LONGEST and guarded.is_set():  # relative, so that it holds below a proxy's path
        st.link_button(label, f".{address}", icon=f":material/{ICONS[format]}:", key=key, help=hint)
        return
    st.download_button(
        label, data=make, file_name=name, mime=MEDIA_TYPES[format], icon=f":material/{ICONS[format]}:", on_click="ignore",
        key=key, help=hint,
    )  # fmt: skip


def count_figures(view: View, filters: Filters) -> int:
    """How many figures the filters let through."""
    return int(view.ask("facts_count", **filters.parameters())["figures"].iloc[0])


def _show_buttons(view: View, filters: Filters, count: int, key: str) -> None:
    house = store.warehouse(view.edition)

    def make(format: Format) -> bytes:
        return make_snapshot(house, filters, format, view.language).content

    for format in OFFERED:
        label = view.translate(f"interface.download_{format}", count=f"{count:,}")
        name, hint = format_file_name(house, filters, format, view.language), view.translate(f"interface.download_{format}_help")
        address = format_address(house.number, filters, format, view.language)
        offer_file(label, partial(make, format), name, format, f"{key} {format}", hint, address)
