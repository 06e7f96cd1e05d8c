"""Taking a lesson: the entry as it will be written, the writing, and the edition that makes use of it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from yearbook.catalogue.files import PROJECT, DataError, home
from yearbook.catalogue.messages import localize
from yearbook.extraction.catalogue_edit import CatalogueEdit, EditRefused
from yearbook.pipeline.build import build_edition
from yearbook.pipeline.teaching.own_catalogue import format_entry, own_file, write_edit
from yearbook.store.lock import WriterBusy
from yearbook.ui import url_state as address
from yearbook.ui.auth.visitor import acting
from yearbook.ui.teaching.form import Proposal
from yearbook.ui.teaching.impact import Measured
from yearbook.ui.teaching.quantity import Sample, choose_another
from yearbook.ui.view import View
from yearbook.warehouse.checks import Unsound

_WRITTEN = "lesson written"  # the file's name as it is shown
_PUBLISHED = "lesson published"  # the edition's note, the metric, and the region to look for it


def offer_writing(view: View, sample: Sample, proposal: Proposal, measured: Measured) -> None:
    """The entry, what is still missing, and the button."""
    tried = proposal.tried
    assert tried is not None  # else nothing was measured
    file = own_file(home(), tried)
    with st.expander(view.translate("teach.entry"), icon=":material/code:"):
        st.code(format_entry(proposal.lesson or tried), language="yaml")
        st.caption(view.translate("teach.entry_where", file=f"`{_name(file)}`"))
    if proposal.gaps:
        fields = view.translate("interface.comma").join(view.translate(f"teach.{field}") for field in proposal.gaps)
        st.caption(view.translate("teach.still_missing", fields=fields))
    claims = measured.claims(sample, tried)
    if not claims:
        st.caption(view.translate("teach.needs_sample"))
    harms = bool(measured.reports.breaks) or bool(measured.broken)
    label = view.translate("teach.write_anyway" if harms else "teach.write")
    ready = proposal.lesson is not None and claims
    if st.button(label, type="primary", icon=":material/save:", disabled=not ready) and proposal.lesson is not None:
        _write(view, proposal.lesson, file)


def show_pending(view: View, sample: Sample, metric_id: str) -> None:
    """The catalogue claims the quantity, the edition does not yet: publish the next one."""
    written = st.session_state.pop(_WRITTEN, None)
    if written is not None:
        st.success(view.translate("teach.written", file=f"`{written}`"), icon=":material/check_circle:")
    else:
        st.info(view.translate("teach.pending", metric=view.metric_name(metric_id)), icon=":material/pending:")
    if st.button(view.translate("teach.publish"), type="primary", icon=":material/publish:"):
        _publish(view, metric_id, sample.region if sample.stored.demonstration else view.region)


def show_published(view: View) -> bool:
    """What was just published, with the way to its figures; False where nothing was."""
    published = st.session_state.pop(_PUBLISHED, None)
    if published is None:
        return False
    note, metric_id, region = published
    changes = {"added": note.added, "revised": note.revised, "removed": note.removed}
    st.success(view.translate("teach.published", number=note.number, **changes), icon=":material/check_circle:")
    with st.container(horizontal=True, vertical_alignment="center"):
        target = address.link_to(view.language, region=region, metric=metric_id)
        label = view.translate("teach.see_metric", metric=view.metric_name(metric_id))
        st.page_link("pages/leaders/comparison.py", label=label, icon=":material/leaderboard:", query_params=target, help="")
        st.button(view.translate("teach.teach_next"), icon=":material/school:", type="tertiary", on_click=choose_another)
    return True


def _write(view: View, lesson: CatalogueEdit, file: Path) -> None:
    try:
        with acting("teach", "teach"):
            write_edit(home(), lesson)
    except EditRefused as refused:
        st.error(view.translate("teach.not_written", reason=refused.translate(view.language)), icon=":material/error:")
    except (DataError, WriterBusy) as error:
        st.error(view.translate("teach.not_written", reason=localize(error, view.language)), icon=":material/error:")
    except OSError as error:
        st.error(
            view.translate("teach.not_writable", file=f"`{_name(file)}`", reason=error.strerror or error), icon=":material/error:"
        )
    else:
        st.session_state[_WRITTEN] = _name(file)
        st.rerun()


def _publish(view: View, metric_id: str, region: str) -> None:
    try:
        with acting("publish", "teach"), st.spinner(view.translate("teach.publishing"), show_time=True):
            built = build_edition(home(), summary="teach")
    except (DataError, Unsound, WriterBusy, OSError) as error:
        st.error(view.translate("teach.not_published", reason=localize(error, view.language)), icon=":material/error:")
    else:
        st.session_state[_PUBLISHED] = (built.note, metric_id, region)
        st.rerun()


def _name(file: Path) -> str:
    """A file as people know it: below the data folder, or below the project."""
    for folder, shown in ((home().root, home().root.name), (PROJECT, "")):
        if file.is_relative_to(folder):
            return (Path(shown) / file.relative_to(folder)).as_posix()
    return str(file)
