"""Taking a lesson: the entry as it will be written, the writing, and the edition that makes use of it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from yearbook.data import PROJECT, DataError, home
from yearbook.interface import address
from yearbook.interface.teaching.effect import Measured
from yearbook.interface.teaching.form import Proposal
from yearbook.interface.teaching.quantity import Sample, choose_another
from yearbook.interface.view import View
from yearbook.interface.visitors.visitor import acting
from yearbook.meaning.lesson import Lesson, LessonRefused
from yearbook.warehouse.disk.lock import WriterBusy
from yearbook.warehouse.editions.build import build_edition
from yearbook.warehouse.editions.checks import Unsound
from yearbook.warehouse.lessons.entry import write_entry, write_lesson

_WRITTEN = "lesson written"  # the file's name as it is shown
_PUBLISHED = "lesson published"  # the edition's note, the metric, and the region to look for it


def offer_writing(view: View, sample: Sample, proposal: Proposal, measured: Measured) -> None:
    """The entry, what is still missing, and the button."""
    tried = proposal.tried
    assert tried is not None  # else nothing was measured
    file = home().catalogue / "metrics" / f"{tried.metric.topic}.yaml"
    with st.expander(view.say("teach.entry"), icon=":material/code:"):
        st.code(_preview(proposal.lesson or tried), language="yaml")
        st.caption(view.say("teach.entry_where", file=f"`{_name(file)}`"))
    if proposal.gaps:
        fields = view.say("interface.comma").join(view.say(f"teach.{field}") for field in proposal.gaps)
        st.caption(view.say("teach.still_missing", fields=fields))
    claims = measured.claims(sample, tried)
    if not claims:
        st.caption(view.say("teach.needs_sample"))
    harms = bool(measured.reports.breaks) or bool(measured.broken)
    label = view.say("teach.write_anyway" if harms else "teach.write")
    ready = proposal.lesson is not None and claims
    if st.button(label, type="primary", icon=":material/save:", disabled=not ready) and proposal.lesson is not None:
        _write(view, proposal.lesson, file)


def show_pending(view: View, sample: Sample, metric_id: str) -> None:
    """The catalogue claims the quantity, the edition does not yet: publish the next one."""
    written = st.session_state.pop(_WRITTEN, None)
    if written is not None:
        st.success(view.say("teach.written", file=f"`{written}`"), icon=":material/check_circle:")
    else:
        st.info(view.say("teach.pending", metric=view.metric_name(metric_id)), icon=":material/pending:")
    if st.button(view.say("teach.publish"), type="primary", icon=":material/publish:"):
        _publish(view, metric_id, sample.region if sample.stored.demonstration else view.region)


def show_published(view: View) -> bool:
    """What was just published, with the way to its figures; False where nothing was."""
    published = st.session_state.pop(_PUBLISHED, None)
    if published is None:
        return False
    note, metric_id, region = published
    changes = {"added": note.added, "revised": note.revised, "removed": note.removed}
    st.success(view.say("teach.published", number=note.number, **changes), icon=":material/check_circle:")
    with st.container(horizontal=True, vertical_alignment="center"):
        target = address.link_to(view.language, region=region, metric=metric_id)
        label = view.say("teach.see_metric", metric=view.metric_name(metric_id))
        st.page_link("pages/leaders/comparison.py", label=label, icon=":material/leaderboard:", query_params=target, help="")
        st.button(view.say("teach.teach_next"), icon=":material/school:", type="tertiary", on_click=choose_another)
    return True


def _write(view: View, lesson: Lesson, file: Path) -> None:
    try:
        with acting("teach", "teach"):
            write_lesson(home(), lesson)
    except LessonRefused as refused:
        st.error(view.say("teach.not_written", reason=refused.say(view.language)), icon=":material/error:")
    except (DataError, WriterBusy) as error:
        st.error(view.say("teach.not_written", reason=error), icon=":material/error:")
    except OSError as error:
        st.error(view.say("teach.not_writable", file=f"`{_name(file)}`", reason=error.strerror or error), icon=":material/error:")
    else:
        st.session_state[_WRITTEN] = _name(file)
        st.rerun()


def _publish(view: View, metric_id: str, region: str) -> None:
    try:
        with acting("publish", "teach"), st.spinner(view.say("teach.publishing"), show_time=True):
            built = build_edition(home(), summary="teach")
    except (DataError, Unsound, WriterBusy, OSError) as error:
        st.error(view.say("teach.not_published", reason=error), icon=":material/error:")
    else:
        st.session_state[_PUBLISHED] = (built.note, metric_id, region)
        st.rerun()


def _preview(lesson: Lesson) -> str:
    if lesson.is_new:
        return write_entry(lesson.metric)
    entry = write_entry(lesson.metric.model_copy(update={"wordings": lesson.wordings}))
    added = entry[entry.index("  wordings:") :].splitlines()[: 1 + len(lesson.wordings)]
    return "\n".join([f"- id: {lesson.metric.id}", "  # …", added[0], "  # …", *added[1:]])


def _name(file: Path) -> str:
    """A file as people know it: below the data folder, or below the project."""
    for folder, shown in ((home().root, home().root.name), (PROJECT, "")):
        if file.is_relative_to(folder):
            return (Path(shown) / file.relative_to(folder)).as_posix()
    return str(file)
