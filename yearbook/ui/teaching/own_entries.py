"""What was taught on this installation: the entries of its own catalogue, each with a button that takes it out again."""

from __future__ import annotations

import streamlit as st

from yearbook.catalogue.files import DataError, home
from yearbook.catalogue.messages import localize
from yearbook.pipeline.teaching.catalogue_edit import EditRefused
from yearbook.pipeline.teaching.own_files import OwnEntry, list_own_entries, remove_own_entry
from yearbook.ui.auth.visitor import acting, show_failure
from yearbook.ui.formatting import escape_markdown
from yearbook.ui.view import View

_REMOVED = "own entry removed"


def show_own_entries(view: View) -> None:
    """The entries, newest last, folded in; nothing where nothing was taught."""
    if st.session_state.pop(_REMOVED, False):
        st.success(view.translate("teach.own_removed"), icon=":material/check_circle:")
    try:
        entries = list_own_entries(home())
    except DataError as error:
        st.error(localize(error, view.language), icon=":material/error:")
        return
    if not entries:
        return
    with st.expander(view.translate("teach.own_entries", count=len(entries)), icon=":material/school:"):
        for own in entries:
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                st.markdown(_describe(view, own))
                label, key = view.translate("teach.own_remove"), f"remove {own.file.name} {own.number}"
                if st.button(label, key=key, icon=":material/delete:", type="tertiary"):
                    _remove(view, own)


def _describe(view: View, own: OwnEntry) -> str:
    metric_id, named = str(own.entry.get("id")), own.entry.get("name")
    wordings = view.translate("interface.comma").join(map(str, own.entry.get("wordings") or [])) or "—"
    metric = str(named.get(view.language)) if isinstance(named, dict) else view.metric_name(metric_id)
    words = "teach.own_metric" if named else "teach.own_wording"
    return view.translate(words, metric=escape_markdown(metric), wordings=escape_markdown(wordings))


def _remove(view: View, own: OwnEntry) -> None:
    try:
        with show_failure(view, "teach.not_removed"):
            with acting("teach", "teach"):
                remove_own_entry(home(), own)
            st.session_state[_REMOVED] = True
            st.rerun()
    except EditRefused as refused:
        st.error(view.translate("teach.not_removed", reason=refused.translate(view.language)), icon=":material/error:")
