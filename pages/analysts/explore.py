"""explore"""

import streamlit as st

from yearbook.interface.view import current_view

view = current_view()
st.title(view.say("pages.explore"))
