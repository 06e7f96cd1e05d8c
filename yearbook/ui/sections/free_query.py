"""The page on which analysts write SQL: examples, the question, its answer or why there is none, and what tables there are."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import streamlit as st

from yearbook.catalogue.files import home
from yearbook.catalogue.messages import all_messages, localize
from yearbook.exports.csv_format import write_csv
from yearbook.ui import url_state as address
from yearbook.ui.downloads import offer_file
from yearbook.ui.view import View
from yearbook.warehouse.questions import list_questions, read_question
from yearbook.warehouse.sql_sandbox import LIMITS, NotAnswered, ask_freely, list_columns

OWN = "own"
_TEXT = "question in sql"


def choose_question(view: View) -> str:
    """An example to begin with, and the text that is asked. What is typed stands in no address: a link runs nothing."""
    examples = [OWN, *list_questions("examples")]
    chosen = address.pick_preferred(
        view.translate("sql.example"),
        examples,
        key="example",
        default=examples[1],
        name=lambda name: view.translate(f"sql.example_{name}"),
        on_change=lambda: st.session_state.pop(_TEXT, None),
        placeholder=view.translate("interface.choose"),
    )
    if _TEXT not in st.session_state:
        st.session_state[_TEXT] = "" if chosen == OWN else read_question("examples", chosen).sql
    question: str = st.text_area(view.translate("sql.question"), key=_TEXT, height=220, persist_state="session")
    st.caption(view.translate("sql.about_limits", rows=f"{LIMITS.rows:,}", seconds=f"{LIMITS.seconds:g}"))
    return question


def ask_and_show(view: View, question: str) -> None:
    """The answer as a table to look at and to take away; in words why there is none."""
    try:
        with st.spinner(view.translate("sql.running")):
            answer = ask_freely(home(), question, view.edition)
    except NotAnswered as error:
        st.error(localize(error, view.language), icon=":material/error:")
        if error.detail:
            st.caption(view.translate("sql.engine_said"))
            st.code(error.detail, language=None, wrap_lines=True)
        return
    if answer.frame.empty:
        st.info(view.translate("sql.nothing"), icon=":material/search_off:")
        return
    count = len(answer.frame)
    st.markdown(f"**{view.translate('sql.rows', count=count)}**")
    if answer.more:
        st.caption(view.translate("sql.first_rows", count=f"{count:,}"))
    st.dataframe(answer.frame, hide_index=True, alt=view.translate("sql.table_alt", count=count))
    label, hint = view.translate("interface.download_csv", count=count), view.translate("interface.download_csv_help")
    name = f"{view.translate('sql.download_name', number=view.edition)}.csv"
    offer_file(label, lambda: _write(answer.frame), name, "csv", "answer", hint)


def show_tables(view: View) -> None:
    """The tables that can be asked, each with its columns."""
    st.subheader(view.translate("sql.tables"), anchor=False)
    for table, columns in _columns(view.edition).groupby("table_name", sort=True):
        known = f"sql.table_{table}"
        about = view.translate(known if known in all_messages() else "sql.table_other")
        with st.expander(f"`{table}` · {about}"):
            st.table(
                columns[["column_name", "data_type"]].set_axis(
                    [view.translate("sql.column_column"), view.translate("sql.column_type")], axis=1
                ),
                hide_index=True,
                border="horizontal",
            )


@st.cache_data(show_spinner=False, max_entries=6)
def _columns(edition: int) -> pd.DataFrame:
    columns = list_columns(home(), edition)
    codes = columns["data_type"].str.startswith("ENUM")  # with all that it may be, which fills pages
    return columns.assign(data_type=columns["data_type"].mask(codes, "VARCHAR"))


def _write(frame: pd.DataFrame) -> bytes:
    return b"".join(write_csv(pa.Table.from_pandas(frame, preserve_index=False).to_batches()))
