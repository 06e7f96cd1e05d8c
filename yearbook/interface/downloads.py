"""Buttons that hand out a snapshot: made when pressed, named by edition and filters, with the count of rows on them."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from yearbook.interface import store
from yearbook.interface.view import View
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.snapshot import MEDIA_TYPES, Format, make_snapshot
from yearbook.warehouse.snapshot_name import name_snapshot

OFFERED: dict[Format, str] = {"csv": ":material/csv:", "xlsx": ":material/table:", "zip": ":material/folder_zip:"}


def show_downloads(view: View, filters: Filters, count: int) -> None:
    """A button for each format, with the `count` of rows that the filters leave."""
    house = store.warehouse(view.edition)

    def make(format: Format) -> Callable[[], bytes]:
        return lambda: make_snapshot(house, filters, format, view.language).content

    with st.container(horizontal=True):
        for format, icon in OFFERED.items():
            st.download_button(
                view.say(f"interface.download_{format}", count=f"{count:,}"),
                data=make(format),
                file_name=name_snapshot(house, filters, format, view.language),
                mime=MEDIA_TYPES[format],
                icon=icon,
                on_click="ignore",
                key=f"download {format}",
                help=view.say(f"interface.download_{format}_help"),
            )
