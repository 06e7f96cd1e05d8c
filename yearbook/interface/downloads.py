"""Buttons that hand out a snapshot: made when pressed, named by edition and filters, with the count of rows on them."""

from __future__ import annotations

import streamlit as st

from yearbook.interface import store
from yearbook.interface.view import View
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.snapshot import make_snapshot

FORMATS = {"csv": ":material/csv:", "xlsx": ":material/table:", "zip": ":material/folder_zip:"}
MEDIA = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "zip": "application/zip"}


def show_downloads(view: View, filters: Filters, count: int) -> None:
    """A button for each format, with the `count` of rows that the filters leave."""
    house = store.warehouse(view.edition)
    with st.container(horizontal=True):
        for format, icon in FORMATS.items():
            st.download_button(
                view.say(f"interface.download_{format}", count=f"{count:,}"),
                data=lambda format=format: make_snapshot(house, filters, format, view.language).content,
                file_name=f"x.{format}",
                mime=MEDIA[format],
                icon=icon,
                on_click="ignore",
                key=f"download {format}",
                help=view.say("interface.download_help") if format == "zip" else None,
            )
