"""What a lesson would do, at once: whether it claims the quantity, and what else it would claim or break in all reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from yearbook.catalogue.files import DataError, home
from yearbook.catalogue.samples import catalogue_for
from yearbook.charts.number_format import format_value
from yearbook.extraction.catalogue_edit import CatalogueEdit
from yearbook.extraction.context_preview import find_obstacle
from yearbook.pipeline.teaching.impact import Claim, Impact, Shift, analyse_impact
from yearbook.pipeline.teaching.labelled import LabelImpact, analyse_label_impact, find_labelled
from yearbook.store.decisions import standing_decisions
from yearbook.ui import url_state as address
from yearbook.ui.evidence import REPORTS
from yearbook.ui.teaching.labels import show_labels
from yearbook.ui.teaching.quantity import Sample, mark_figure, stored_texts
from yearbook.ui.text_view import render_quote
from yearbook.ui.view import View

MOST = 200  # figures that a table lists
WIDTHS = {"words": 270, "then": 250, "shift": 250, "report": 260}  # pixels


@dataclass(frozen=True, slots=True)
class Measured:
    """What a lesson would do to the stored reports and to the labelled files; `unsound` are files that cannot be used."""

    reports: Impact
    labels: tuple[LabelImpact, ...]
    unsound: tuple[str, ...]

    @property
    def broken(self) -> int:
        return sum(len(effect.of("broken")) for effect in self.labels)

    @property
    def mended(self) -> int:
        return sum(len(effect.of("mended")) for effect in self.labels)

    def claim_of(self, sample: Sample) -> Claim | None:
        """What the quantity would be taken for; None where nothing changes for it."""
        place = (sample.stored.text_id, sample.start)
        return next((shift.after for shift in self.reports.shifts if (shift.text_id, shift.start) == place), None)

    def claims(self, sample: Sample, lesson: CatalogueEdit) -> bool:
        claim = self.claim_of(sample)
        return claim is not None and claim.metric_id == lesson.metric.id


def measure(view: View, lesson: CatalogueEdit) -> Measured:
    """All that a lesson would do; kept until a report, a decision, a labelled file or the catalogue changes."""
    labelled = tuple((str(file), file.stat().st_mtime_ns) for file in find_labelled(home()))
    state = (catalogue_for(home(), True).hash, len(standing_decisions(home())), labelled)
    with st.spinner(view.translate("teach.measuring"), show_time=True):
        return _measure(view.edition, state, repr(lesson), lesson)


@st.cache_data(show_spinner=False, max_entries=50)
def _measure(edition: int, state: tuple[object, ...], told: str, _lesson: CatalogueEdit) -> Measured:
    del state, told  # what the answer is kept by
    reader, texts = stored_texts(edition)
    labels, unsound = [], []
    for file in find_labelled(home()):
        try:
            labels.append(analyse_label_impact(_lesson, file, reader))
        except DataError as error:
            unsound.append(str(error))
    return Measured(analyse_impact(_lesson, texts, reader), tuple(labels), tuple(unsound))


def show_effect(view: View, sample: Sample, lesson: CatalogueEdit, measured: Measured) -> None:
    """The verdict in a line, the four counts, and the figures themselves."""
    _show_verdict(view, sample, lesson, measured)
    effect = measured.reports
    gained, changed = effect.of("gained"), effect.of("lost", "moved", "changed")
    counts = {"gained": len(gained), "breaks": len(effect.breaks), "mended": measured.mended, "broken": measured.broken}
    with st.container(horizontal=True):
        for name, count in counts.items():
            st.metric(view.translate(f"teach.{name}"), count, help=view.translate(f"teach.{name}_help"), border=True, width=132)
    st.caption(view.translate("teach.reread", texts=effect.texts, reread=effect.reread))
    tabs = [
        view.translate("teach.tab_gained", count=len(gained)),
        view.translate("teach.tab_breaks", count=len(changed)),
        view.translate("teach.tab_labels"),
    ]
    first, second, third = st.tabs(tabs, default=tabs[1 if changed else 0])
    with first:
        _show_shifts(view, sample, lesson, gained, "gained")
    with second:
        _show_shifts(view, sample, lesson, changed, "breaks")
    with third:
        show_labels(view, measured.labels, measured.unsound)


def _show_verdict(view: View, sample: Sample, lesson: CatalogueEdit, measured: Measured) -> None:
    if measured.claims(sample, lesson):
        named = "teach.claims_sample_new" if lesson.is_new else "teach.claims_sample"
        st.success(view.translate(named, metric=lesson.metric.name[view.language]), icon=":material/check_circle:")
    else:
        st.warning(view.translate("teach.misses_sample", why=_say_why(view, sample, lesson, measured)), icon=":material/block:")
    breaks, broken = len(measured.reports.breaks), measured.broken
    if breaks or broken:
        st.warning(view.translate("teach.verdict_breaks", breaks=breaks, broken=broken), icon=":material/warning:")


def _say_why(view: View, sample: Sample, lesson: CatalogueEdit, measured: Measured) -> str:
    claim = measured.claim_of(sample)
    if claim is not None and claim.metric_id is not None:
        return view.translate("teach.taken_by_other", metric=view.metric_name(claim.metric_id))
    obstacle = find_obstacle(sample.vicinity, lesson.metric, lesson.wordings)
    assert obstacle is not None  # of a metric there is always one to name
    return view.translate(f"teach.obstacle_{obstacle.kind}", words=obstacle.words)


def _show_shifts(view: View, sample: Sample, lesson: CatalogueEdit, shifts: Sequence[Shift], name: str) -> None:
    if not shifts:
        st.caption(view.translate("teach.nothing_gained" if name == "gained" else "teach.nothing_broken"))
        return
    shown = list(shifts[:MOST])
    claimed = name == "gained"
    table = pd.DataFrame(
        {
            "words": [mark_figure(shift.words[0][-14:], shift.words[1], shift.words[2][:6]) for shift in shown],
            "then" if claimed else "shift": [_tell_shift(view, lesson, shift) for shift in shown],
            "report": [shift.title for shift in shown],
        }
    )
    chosen = st.dataframe(
        table,
        key=f"{name} of {sample.key}",
        column_config={
            column: st.column_config.TextColumn(view.translate(f"teach.column_{column}"), width=WIDTHS[column])
            for column in map(str, table)
        },
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        alt=view.translate(f"teach.tab_{name}", count=len(shifts)),
    )
    if len(shown) < len(shifts):
        st.caption(view.translate("teach.shown_first", shown=len(shown)))
    rows = chosen.selection.rows
    if rows and rows[0] < len(shown):
        shift = shown[rows[0]]
        before, figure, behind = shift.words
        st.html(render_quote(f"…{before}", figure, f"{behind}…"))
        target = address.link_to(view.language, region=view.region, report=shift.text_id, mention=shift.ordinal)
        st.page_link(
            REPORTS, label=view.translate("teach.to_report"), icon=":material/description:", query_params=target, help=""
        )


def _tell_shift(view: View, lesson: CatalogueEdit, shift: Shift) -> str:
    """What a figure says now, if anything, and would say; without the value where that stays."""
    if shift.fate == "gained":
        said = _tell(view, lesson, shift.after)
    else:
        same = (shift.before.value, shift.before.value_max) == (shift.after.value, shift.after.value_max)
        bare = same and shift.fate == "moved"
        claims = {"before": _tell(view, lesson, shift.before, bare), "after": _tell(view, lesson, shift.after, bare)}
        said = view.translate("teach.shift", **claims)
    return view.translate("teach.decided", said=said) if shift.decided else said


def _tell(view: View, lesson: CatalogueEdit, claim: Claim, bare: bool = False) -> str:
    """What a figure says: its metric and, unless it is to be told barely, its value."""
    if claim.metric_id is None:
        return view.translate("teach.unclaimed")
    if claim.metric_id == lesson.metric.id:
        metric = view.translate("teach.this_metric") if lesson.is_new else lesson.metric.name[view.language]
    else:
        metric = view.metric_name(claim.metric_id)
    largest = None if claim.value_max is None else float(claim.value_max)
    value = None if claim.value is None else float(claim.value)
    written = format_value(value, claim.unit or "", view.language, claim.qualifier, largest)
    said = metric if bare else view.translate("teach.said", metric=metric, value=written)
    return view.translate("teach.as_target", said=said) if claim.role == "target" else said
