"""What lies below the chosen region: its cities and counties with figures, each with a telling one and the way to it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from yearbook.analysis.comparability import list_rows
from yearbook.ui import edition_access as store
from yearbook.ui.cache import memoize
from yearbook.ui.formatting import format_figure
from yearbook.ui.navigation import show_link
from yearbook.ui.tables import show_table
from yearbook.ui.view import View

HIGH = 8  # rows above which the table scrolls


def list_below(view: View) -> list[dict[str, Any]]:
    """The rows of regions_below.sql; none for the nation, whose provinces stand on the map."""
    return memoize(_list_below, view.edition, view.build, view.region, view.verified_only) if view.regions else []


def _list_below(edition: int, _build: str, region: str, settled: bool) -> list[dict[str, Any]]:
    return list_rows(store.ask_cells(edition, "regions_below", region=region, settled=settled))


def show_below(view: View) -> None:
    """A row for each region below; choosing one offers the way to its overview."""
    rows = list_below(view)
    table = memoize(_tabulate, view)
    chosen = show_table(
        view, table, "peers.column", view.translate("peers.below_alt", count=len(table)), key="regions below",
        height=330 if len(table) > HIGH else "auto", on_select="rerun", selection_mode="single-row",
    )  # fmt: skip
    if not chosen:
        st.caption(view.translate("peers.below_choose"))
        return
    row = rows[chosen[0]]
    show_link(view, "overview", view.translate("peers.go_to", place=row[view.column("name")]), region=row["region_code"])


def _tabulate(view: View) -> pd.DataFrame:
    rows = list_below(view)
    return pd.DataFrame(
        {
            "region": [row[view.column("name")] for row in rows],
            "figures": [row["figures"] for row in rows],
            "years": [_describe_years(row) for row in rows],
            "telling": [_describe_figure(view, row) for row in rows],
        }
    )


def _describe_figure(view: View, row: dict[str, Any]) -> str:
    """人均综合能耗 190.1千克标准煤/人（2014年）."""
    figure = view.translate(
        "peers.telling", metric=row[view.column("metric")], value=format_figure(row, view.language), year=row["year"]
    )
    return figure + (view.translate("peers.telling_unverified") if row["status"] == "unverified" else "")


def _describe_years(row: dict[str, Any]) -> str:
    first, last = row["first_year"], row["last_year"]
    return str(first) if first == last else f"{first}–{last}"
