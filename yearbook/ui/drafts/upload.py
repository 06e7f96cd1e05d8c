"""A draft that was dropped, and last year's report: reviewed at once, kept in this session's memory only, and let go."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from yearbook.catalogue.files import home
from yearbook.documents.archive import make_safe
from yearbook.documents.document import LIMITS, MB, Refusal
from yearbook.documents.formats import list_formats
from yearbook.pipeline.drafts.review import DraftReview, review_draft
from yearbook.ui import edition_access as store
from yearbook.ui.view import View

_KEY, _TURN = "draft", "turn of the draft"
Files = tuple[tuple[str, bytes], tuple[str, bytes] | None]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A draft with what came of it: the review, or the reason why it cannot be read. `content` draws its scanned pages."""

    content: bytes
    review: DraftReview | None
    reason: str = ""


def take_draft(view: View) -> Dropped | None:
    """The draft in hand; None before one is dropped. A draft that was read is not read again."""
    kept = st.session_state.get(_KEY)
    if isinstance(kept, Dropped):
        return kept
    files = _show_uploaders(view)
    if files is not None:
        with st.spinner(view.translate("drafts.reading")):
            st.session_state[_KEY] = _review(view, files)
        st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1  # the uploaders let go of their files
        st.rerun()
    return None


def let_go() -> None:
    """Forget the draft: nothing else holds it."""
    st.session_state.pop(_KEY, None)


def _show_uploaders(view: View) -> Files | None:
    limit, turn = LIMITS.max_bytes // MB, st.session_state.get(_TURN, 0)
    with st.form(f"draft {turn}", border=False):
        left, right = st.columns(2, gap="medium")
        draft = left.file_uploader(view.translate("drafts.drop"), key=f"draft file {turn}", max_upload_size=limit)
        last = right.file_uploader(view.translate("drafts.drop_last"), key=f"last file {turn}", max_upload_size=limit)
        formats = list_formats(view.translate("interface.comma"))
        st.caption(view.translate("drafts.drop_about", formats=formats, limit=limit))
        pressed = st.form_submit_button(view.translate("drafts.start"), icon=":material/rule:", type="primary")
    if not pressed or draft is None:
        return None
    before = None if last is None else (make_safe(last.name), last.getvalue())
    return (make_safe(draft.name), draft.getvalue()), before


def _review(view: View, files: Files) -> Dropped:
    (name, content), last = files
    try:
        return Dropped(content, review_draft(home(), name, content, last, store.warehouse(view.edition)))
    except Refusal as refusal:
        return Dropped(b"", None, str(refusal))
