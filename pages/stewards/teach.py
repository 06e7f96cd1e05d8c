"""教会: teach the catalogue what a quantity counts that no metric claims, and see first what else it would claim or break."""

import streamlit as st

from yearbook.ui.auth.visitor import require
from yearbook.ui.heading import show_heading
from yearbook.ui.teaching import form as teaching_form
from yearbook.ui.teaching import impact as teaching_effect
from yearbook.ui.teaching import quantity as teaching
from yearbook.ui.teaching import writing as teaching_writing
from yearbook.ui.view import current_view

view = current_view()
show_heading(view, "teach")
require(view, "teach")

published = teaching_writing.show_published(view)
sample = None if published else teaching.find_sample(view)
if sample is None:
    if not published:
        teaching.show_unclaimed(view)
    st.stop()

teaching.show_sample(view, sample)
if sample.claimed_by is not None:
    teaching_writing.show_pending(view, sample, sample.claimed_by)
    st.stop()

form, effect = st.columns([2, 3], gap="large")
with form:
    proposal = teaching_form.ask_proposal(view, sample)
    if proposal.refused is not None:
        st.warning(proposal.refused.translate(view.language), icon=":material/edit:")
with effect:
    if proposal.tried is None:
        if proposal.refused is None:
            lacks = "teach.needs_metric" if "metric" in proposal.gaps else "teach.needs_wording"
            st.info(view.translate(lacks), icon=":material/edit_note:")
        st.stop()
    measured = teaching_effect.measure(view, proposal.tried)
    teaching_effect.show_effect(view, sample, proposal.tried, measured)
    teaching_writing.offer_writing(view, sample, proposal, measured)
