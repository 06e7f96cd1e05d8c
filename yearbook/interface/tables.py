"""Facts as a table that people read: named columns, values with their marks, a row leads to its evidence."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from yearbook.interface import evidence
from yearbook.interface.view import View
from yearbook.interface.wording import name_agency, write_figure, write_period, write_scope

COLUMNS = ("agency", "metric", "period", "figure", "scope", "status", "evidence", "source")


def show_facts(view: View, facts: pd.DataFrame, key: str, columns: tuple[str, ...] = COLUMNS, height: int | str = "auto") -> None:
    """A table of facts, a row each, in the frame's order. Choosing a row opens its evidence."""
    if facts.empty:
        show_nothing(view)
        return
    settings: dict[str, Any] = {name: st.column_config.TextColumn(view.say(f"interface.column_{name}")) for name in columns}
    settings["figure"] = st.column_config.TextColumn(view.say("interface.column_figure"), alignment="right")
    st.dataframe(
        lay_out(view, facts)[list(columns)],
        key=f"{key}-{evidence.turn_of(key)}",
        column_config=settings,
        hide_index=True,
        height=height,
        on_select=lambda: _choose_row(key, facts),
        selection_mode="single-row",
        alt=view.say("interface.table_alt", count=len(facts)),
    )


def lay_out(view: View, facts: pd.DataFrame) -> pd.DataFrame:
    """The columns of COLUMNS in the reader's words, the rows and their order those of `facts`."""
    rows = facts.to_dict("records")
    return pd.DataFrame(
        {
            "agency": [name_agency(row, view.language) for row in rows],
            "metric": facts[view.column("metric")].astype(str).to_numpy(),
            "period": [write_period(row["period_start"], row["period_end"], view.language) for row in rows],
            "figure": [write_figure(row, view.language) for row in rows],
            "scope": [write_scope(row, view.language) for row in rows],
            "status": [view.say(f"interface.status_{row['status']}") for row in rows],
            "evidence": facts["evidence"].astype(str).to_numpy(),
            "source": facts["source_title"].astype(str).to_numpy(),
        }
    )


def show_nothing(view: View) -> None:
    """What to do where the filters leave no figure."""
    hint = "interface.nothing_verified" if view.verified_only else "interface.nothing"
    st.info(view.say(hint), icon=":material/search_off:")


def _choose_row(key: str, facts: pd.DataFrame) -> None:
    state: Any = st.session_state.get(f"{key}-{evidence.turn_of(key)}")
    rows = state.selection.rows if state else []
    if rows and rows[0] < len(facts):
        evidence.ask_for(str(facts["fact_id"].iloc[rows[0]]), chart=key)
