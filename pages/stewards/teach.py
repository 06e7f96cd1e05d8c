"""指标维护: teach the catalogue what an unclaimed quantity counts, and see first what else the entry would claim or break."""

import streamlit as st

from yearbook.ui.auth.visitor import require
from yearbook.ui.heading import show_heading
from yearbook.ui.teaching.form import ask_proposal
from yearbook.ui.teaching.impact import measure_impact, show_impact
from yearbook.ui.teaching.own_entries import show_own_entries
from yearbook.ui.teaching.publishing import offer_writing, show_pending, show_published
from yearbook.ui.teaching.quantity import find_quantity, show_quantity, show_unclaimed
from yearbook.ui.view import current_view

view = current_view()
show_heading(view, "teach")
require(view, "teach")

published = show_published(view)
quantity = None if published else find_quantity(view)
if quantity is None:
    if not published:
        show_unclaimed(view)
    show_own_entries(view)
    st.stop()

show_quantity(view, quantity)
if quantity.claimed_by is not None:
    show_pending(view, quantity, quantity.claimed_by)
    st.stop()

form, impact = st.columns([2, 3], gap="large")
with form:
    proposal = ask_proposal(view, quantity)
    if proposal.refused is not None:
        st.warning(proposal.refused.translate(view.language), icon=":material/edit:")
with impact:
    if proposal.tried is None:
        if proposal.refused is None:
            lacks = "teach.needs_metric" if "metric" in proposal.gaps else "teach.needs_wording"
            st.info(view.translate(lacks), icon=":material/edit_note:")
        st.stop()
    measured = measure_impact(view, proposal.tried)
    show_impact(view, quantity, measured)
    offer_writing(view, quantity, proposal, measured)
