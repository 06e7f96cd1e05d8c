"""审核: what awaits judgement, one item after the other; the decisions that stand; and publishing them."""

import streamlit as st

from yearbook.catalogue.files import DataError
from yearbook.catalogue.messages import localize
from yearbook.ui import url_state as address
from yearbook.ui.auth.visitor import require
from yearbook.ui.heading import show_heading
from yearbook.ui.review import actions
from yearbook.ui.review.by_source import show_by_source
from yearbook.ui.review.form import show_form
from yearbook.ui.review.item import show_item
from yearbook.ui.review.queue import KINDS, read_queue, show_decisions, show_publishing
from yearbook.ui.view import current_view
from yearbook.warehouse.warehouse import StaleEdition

view = current_view()
show_heading(view, "review")
require(view, "decide")
try:
    queue = read_queue(view)
except (DataError, StaleEdition) as error:
    st.error(localize(error, view.language), icon=":material/error:")
    st.stop()

show_publishing(view, queue)
session = actions.review_session()
failed, session.failure = session.failure, None
if failed is not None:
    st.error(view.translate("review.not_kept", reason=failed), icon=":material/error:")

waiting, sources, decided = st.tabs(
    [
        view.translate("review.queue"),
        view.translate("review.by_source"),
        view.translate("review.decided_count", count=len(queue.standing)),
    ],
    key="review part",
    on_change="rerun",
)
if sources.open:
    with sources:
        show_by_source(view, queue)
if decided.open:
    with decided:
        show_decisions(view, queue)
if not waiting.open:
    st.stop()

with waiting:
    counts = {kind: sum(one == kind for one in queue.kinds.values()) for kind in KINDS}
    kinds = ["all", *(kind for kind in KINDS if counts[kind])]
    chosen = address.pick_preferred(
        view.translate("review.kind"),
        kinds,
        key="kind",
        default="all",
        name=lambda kind: view.translate(
            "review.kind_with_count", kind=view.translate(f"review.kind_{kind}"), count=counts.get(kind, len(queue.kinds))
        ),
        widget=st.pills,
        label_visibility="collapsed",
        on_change=actions.go_to,
        args=(None,),
    )
    names = [name for name, kind in queue.kinds.items() if chosen in ("all", kind)]
    item = actions.choose_item(view, queue, names)
    if item is None:
        st.success(view.translate("review.nothing_of_kind" if queue.kinds else "review.nothing"), icon=":material/task_alt:")
        session.following = None
        actions.show_steps(view, None)
        st.stop()
    turn = names.index(item.name) if item.name in names else -1
    before = names[turn - 1] if turn > 0 else None
    rest = [name for name in (*names[turn + 1 :], *names[: max(turn, 0)]) if name != item.name]
    session.following = rest[0] if rest else None

    words, panel = st.columns([3, 2], gap="medium")
    with words, st.container(border=True):
        position = "" if turn < 0 else view.translate("review.position", number=turn + 1, count=len(names))
        show_item(view, item, position)
    with panel, st.container(border=True):
        if session.form is not None and session.form[0] == item.name:
            show_form(view, item, *session.form[1:])
        else:
            st.markdown(f"**{view.translate('review.decide')}**")
            actions.show_actions(view, item, queue)
            actions.show_steps(view, before)
            st.caption(view.translate("review.keys"))
