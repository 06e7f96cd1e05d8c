"""SQL 查询: an analyst's own question over this edition, read-only and within limits; off unless it is turned on."""

import streamlit as st

from yearbook.interface.free_query import ask_and_show, choose_question, show_tables
from yearbook.interface.heading import show_heading
from yearbook.interface.view import current_view
from yearbook.interface.visitors.visitor import require

view = current_view()
show_heading(view, "sql")
require(view, "query")
question = choose_question(view)
if st.button(view.say("sql.run"), icon=":material/play_arrow:", type="primary"):
    ask_and_show(view, question)
show_tables(view)
