"""SQL 查询: an analyst's own question over this edition, read-only and within limits; off unless it is turned on."""

import streamlit as st

from yearbook.ui.auth.visitor import require
from yearbook.ui.heading import show_heading
from yearbook.ui.sections.free_query import ask_and_show, choose_question, show_tables
from yearbook.ui.view import current_view

view = current_view()
show_heading(view, "sql")
require(view, "query")
question = choose_question(view)
if st.button(view.translate("sql.run"), icon=":material/play_arrow:", type="primary"):
    ask_and_show(view, question)
show_tables(view)
