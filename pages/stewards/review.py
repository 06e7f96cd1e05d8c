"""审核: what awaits judgement, one thing after the other; the decisions that stand; and publishing them."""

import streamlit as st

from yearbook.catalogue.files import DataError
from yearbook.catalogue.messages import localize
from yearbook.ui import url_state as address
from yearbook.ui.auth.visitor import require
from yearbook.ui.heading import show_heading
from yearbook.ui.review import deciding
from yearbook.ui.review.actions import show_actions, show_steps
from yearbook.ui.review.form import show_form
from yearbook.ui.review.item import show_item
from yearbook.ui.review.queue import KINDS, list_places, read_docket
from yearbook.ui.review.record import show_decisions, show_publishing
from yearbook.ui.view import current_view
from yearbook.warehouse.warehouse import StaleEdition

view = current_view()
show_heading(view, "review")
who = require(view, "decide")
try:
    docket = read_docket(view)
    places = list_places(view, docket)
except (DataError, StaleEdition) as error:
    st.error(localize(error, view.language), icon=":material/error:")
    st.stop()

show_publishing(view, docket)
failed = deciding.failure()
if failed is not None:
    st.error(view.translate("review.not_kept", reason=failed), icon=":material/error:")

queue, decided = st.tabs(
    [view.translate("review.queue"), view.translate("review.decided_count", count=len(docket.standing))],
    key="review part",
    on_change="rerun",
)
if decided.open:
    with decided:
        show_decisions(view, docket, who)
if not queue.open:
    st.stop()

with queue:
    counts = {kind: sum(one == kind for one in places.values()) for kind in KINDS}
    kinds = ["all", *(kind for kind in KINDS if counts[kind])]
    chosen = address.pick_preferred(
        view.translate("review.kind"),
        kinds,
        key="kind",
        default="all",
        name=lambda kind: view.translate(
            "review.kind_with_count", kind=view.translate(f"review.kind_{kind}"), count=counts.get(kind, len(places))
        ),
        widget=st.pills,
        label_visibility="collapsed",
        on_change=deciding.go_to,
        args=(None,),
    )
    names = [name for name, kind in places.items() if chosen in ("all", kind)]
    item = deciding.choose_item(view, docket, names)
    if item is None:
        st.success(view.translate("review.nothing_of_kind" if places else "review.nothing"), icon=":material/task_alt:")
        show_steps(view, who, None, None)
        st.stop()
    turn = names.index(item.name) if item.name in names else -1
    before = names[turn - 1] if turn > 0 else None
    rest = [name for name in (*names[turn + 1 :], *names[: max(turn, 0)]) if name != item.name]
    following = rest[0] if rest else None

    words, panel = st.columns([3, 2], gap="medium")
    with words, st.container(border=True):
        position = "" if turn < 0 else view.translate("review.position", number=turn + 1, count=len(names))
        show_item(view, item, position)
    with panel, st.container(border=True):
        form = deciding.form_of(item)
        if form is None:
            st.markdown(f"**{view.translate('review.decide')}**")
            show_actions(view, item, who, docket, following)
            show_steps(view, who, before, following)
            st.caption(view.translate("review.keys"))
        else:
            show_form(view, item, who, following, *form)
