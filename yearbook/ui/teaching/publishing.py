"""Writing a proposed edit into the own catalogue, and building the edition that makes use of it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from yearbook.catalogue.files import home
from yearbook.pipeline.build import build_edition
from yearbook.pipeline.teaching.catalogue_edit import CatalogueEdit, EditRefused
from yearbook.pipeline.teaching.own_files import format_entry, own_file, write_edit
from yearbook.ui.auth.visitor import acting, show_failure
from yearbook.ui.navigation import show_link
from yearbook.ui.teaching.form import Proposal
from yearbook.ui.teaching.impact import MeasuredImpact
from yearbook.ui.teaching.quantity import Quantity, leave_quantity
from yearbook.ui.view import View

_WRITTEN = "catalogue edit written"  # the file as it is shown
_PUBLISHED = "catalogue edit published"  # the edition's note, the metric, and the region to look for it


def offer_writing(view: View, quantity: Quantity, proposal: Proposal, measured: MeasuredImpact) -> None:
    """The entry as it will be written, what is still missing, and the button."""
    edit, claims = measured.edit, measured.claims(quantity)
    with st.expander(view.translate("teach.entry"), icon=":material/code:"):
        st.code(format_entry(proposal.complete or edit), language="yaml")
        st.caption(view.translate("teach.entry_where", file=f"`{_shorten(own_file(home(), edit))}`"))
    if proposal.gaps:
        fields = view.translate("interface.comma").join(view.translate(f"teach.{field}") for field in proposal.gaps)
        st.caption(view.translate("teach.still_missing", fields=fields))
    if not claims:
        st.caption(view.translate("teach.needs_sample"))
    harms = measured.reports.breaks or measured.count_labels("broken")
    label = view.translate("teach.write_anyway" if harms else "teach.write")
    ready = proposal.complete is not None and claims
    if st.button(label, type="primary", icon=":material/save:", disabled=not ready) and proposal.complete is not None:
        _write(view, proposal.complete)


def show_pending(view: View, quantity: Quantity, metric_id: str) -> None:
    """The catalogue claims the quantity, the edition does not yet: offer to build the next one."""
    written = st.session_state.pop(_WRITTEN, None)
    if written is not None:
        st.success(view.translate("teach.written", file=f"`{written}`"), icon=":material/check_circle:")
    else:
        st.info(view.translate("teach.pending", metric=view.metric_name(metric_id)), icon=":material/pending:")
    if st.button(view.translate("teach.publish"), type="primary", icon=":material/publish:"):
        _publish(view, metric_id, quantity.region if quantity.stored.demonstration else view.region)


def show_published(view: View) -> bool:
    """What was just published, with the link to its figures; False where nothing was."""
    published = st.session_state.pop(_PUBLISHED, None)
    if published is None:
        return False
    note, metric_id, region = published
    changes = {name: getattr(note, name) for name in ("number", "added", "revised", "removed")}
    st.success(view.translate("teach.published", **changes), icon=":material/check_circle:")
    with st.container(horizontal=True, vertical_alignment="center"):
        label = view.translate("teach.see_metric", metric=view.metric_name(metric_id))
        show_link(view, "comparison", label, region=region, metric=metric_id)
        st.button(view.translate("teach.teach_next"), icon=":material/school:", type="tertiary", on_click=leave_quantity)
    return True


def _write(view: View, edit: CatalogueEdit) -> None:
    try:
        with show_failure(view, "teach.not_written"):
            with acting("teach", "teach"):
                file = write_edit(home(), edit)
            st.session_state[_WRITTEN] = _shorten(file)
            st.rerun()
    except EditRefused as refused:
        st.error(view.translate("teach.not_written", reason=refused.translate(view.language)), icon=":material/error:")


def _publish(view: View, metric_id: str, region: str) -> None:
    with show_failure(view, "teach.not_published"):
        with acting("publish", "teach"), st.spinner(view.translate("teach.publishing"), show_time=True):
            built = build_edition(home(), summary="teach")
        st.session_state[_PUBLISHED] = (built.note, metric_id, region)
        st.rerun()


def _shorten(file: Path) -> str:
    """A file of the data folder as people know it: data/own_catalogue/metrics/energy.yaml."""
    return (Path(home().root.name) / file.relative_to(home().root)).as_posix()
