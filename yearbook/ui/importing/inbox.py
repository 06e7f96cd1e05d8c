"""Inbox of the import page: dropped files, the reports read from them, what of them is accepted; nothing is stored yet."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from yearbook.catalogue.files import home
from yearbook.catalogue.messages import Message
from yearbook.documents.archive import make_safe
from yearbook.documents.document import LIMITS, MB
from yearbook.documents.formats import list_formats
from yearbook.pipeline.addresses import find_inputs_at, make_fetcher
from yearbook.pipeline.inputs import NO_REPORTS, Input, open_input
from yearbook.pipeline.preview import Prepared, Preview
from yearbook.pipeline.publish import Accepted, Correction, IngestSummary, rejected_facts
from yearbook.records.rows import ReportExtraction
from yearbook.ui import edition_access as store
from yearbook.ui.auth.visitor import may
from yearbook.ui.text_view import LOOK
from yearbook.ui.view import View

_KEY = "inbox"
STATED = ("publisher", "year", "title", "region_code")  # what a person may state about a report
MOST_ADDRESSES = 50  # at once, as each takes seconds
Span = tuple[int, int]


@dataclass
class InboxReport:
    """One report of the inbox: as it would come in, and what the person has stated and ticked."""

    prepared: Prepared
    rejected: set[Span]  # figures that somebody rejected when it was read or stored before
    left_out: set[Span]  # figures that are not ticked now
    corrections: dict[Span, Correction] = field(default_factory=dict)  # what a person says of figures before they come in
    accepted: bool = False
    replaces: bool = True
    offered: bool = False  # it was ticked automatically once
    turn: int = 0  # how often it was read; part of its widgets' keys

    @property
    def key(self) -> str:
        """Part of the keys of its widgets."""
        return f"{self.prepared.report_id[:16]} {self.turn}"

    @property
    def title(self) -> str:
        extraction = self.prepared.extraction
        return (extraction.report.title if extraction else "") or self.prepared.job.name

    @property
    def extraction(self) -> ReportExtraction:
        """What was extracted from it; only of a report whose agency and year are known."""
        assert self.prepared.extraction is not None
        return self.prepared.extraction

    @property
    def stated(self) -> dict[str, Any]:
        """What is stated about it, as arguments of Preview.examine."""
        return {name: getattr(self.prepared.job, name) for name in STATED}

    @property
    def acceptable(self) -> bool:
        """Whether publishing it would change anything."""
        if self.prepared.state == "known":
            note = {name: getattr(self.prepared.note, name) for name in STATED}
            return self.stated != note or self.left_out != self.rejected or bool(self.corrections)
        return self.prepared.state in ("new", "version")

    def accept(self) -> Accepted:
        figures = self.prepared.extraction.figures if self.prepared.extraction else ()
        left_out = (one.fact_id for one in figures if (one.span_start, one.span_end) in self.left_out)
        return Accepted(self.prepared, frozenset(left_out), self.replaces, tuple(self.corrections.values()))


@dataclass
class Inbox:
    """What one visitor is bringing in."""

    edition: int
    waiting: deque[Input | str] = field(default_factory=deque)  # files, and web addresses that are yet to be asked
    reports: dict[str, InboxReport] = field(default_factory=dict)  # by report_id
    refused: dict[str, str] = field(default_factory=dict)  # shown path → reason
    published: IngestSummary | None = None
    turn: int = 0  # part of the uploader's key: a new key empties it
    ticks: int = 0  # how often ticks of the list were set automatically
    preview: Preview | None = None
    viewed: str | None = None  # the report_id of what came in last, to be shown first

    @property
    def accepted(self) -> list[InboxReport]:
        return [report for report in self.reports.values() if report.accepted and report.acceptable]

    def read(self, given: Input) -> None:
        """Read a waiting file; one that is in the inbox already stays as it is."""
        if given.content is None:
            self.refused[given.path] = given.refusal.reason if given.refusal else Message("fetching.unchanged")
            return
        prepared = self._open_preview().examine(given.path, given.name, given.content, source_url=given.source_url)
        if prepared.state == "refused":
            self.refused[given.path] = prepared.reason
        elif prepared.report_id not in self.reports:
            rejected = _find_rejected(prepared)
            self.reports[prepared.report_id] = InboxReport(prepared, rejected, set(rejected))
            self.viewed = prepared.report_id

    def read_again(self, report: InboxReport, stated: Mapping[str, Any]) -> None:
        """Read a report again with what the person states about it."""
        prepared = report.prepared
        given = (prepared.path, prepared.job.name, prepared.job.content)
        report.prepared = self._open_preview().examine(
            *given, **stated, document=prepared.document, source_url=prepared.job.source_url
        )
        report.turn += 1

    def follow_edition(self, edition: int) -> None:
        """Compare everything again where another edition is in use now."""
        if edition != self.edition:
            self.edition, self.preview = edition, None
            for report in self.reports.values():
                self.read_again(report, report.stated)

    def tick_new(self) -> None:
        """Tick what can be published and was never ticked: what came in, was placed, or is known and has changed."""
        for report in self.reports.values():
            if report.acceptable and not report.offered:
                report.accepted = report.offered = True
                self.ticks += 1

    def _open_preview(self) -> Preview:
        if self.preview is None:
            self.preview = Preview(home(), warehouse=store.warehouse(self.edition))
        return self.preview


def open_inbox(view: View) -> Inbox:
    """The visitor's inbox, compared with the edition in use."""
    inbox = st.session_state.setdefault(_KEY, Inbox(view.edition))
    assert isinstance(inbox, Inbox)
    inbox.follow_edition(view.edition)
    return inbox


def show_uploader(view: View, inbox: Inbox) -> None:
    """Where files are dropped and samples are picked; what comes in waits to be read."""
    st.html(LOOK)
    limit = LIMITS.max_bytes // MB
    left, right = st.columns([3, 2], gap="medium")
    label, key = view.translate("import.drop"), f"drop {inbox.turn}"
    dropped = left.file_uploader(label, accept_multiple_files=True, key=key, max_upload_size=limit)
    formats = list_formats(view.translate("interface.comma"))
    left.caption(view.translate("import.drop_about", formats=formats, limit=limit))
    samples = {file.name: file for file in sorted(home().samples.iterdir()) if file.name not in NO_REPORTS}
    label, hint = view.translate("import.samples"), view.translate("import.samples_choose")
    picked = right.multiselect(label, list(samples), key=f"samples {inbox.turn}", placeholder=hint)
    pressed = right.button(view.translate("import.samples_look"), icon=":material/science:", disabled=not picked)
    right.caption(view.translate("import.samples_about"))
    asked = _ask_addresses(view, inbox) if may("fetch") else []
    if dropped or pressed or asked:
        for file in dropped:
            inbox.waiting.extend(open_input(make_safe(file.name), file.getvalue()))
        for name in picked:
            inbox.waiting.extend(open_input(name, samples[name].read_bytes()))
        inbox.waiting.extend(asked)
        inbox.turn += 1
        inbox.published = None
        st.rerun()


def _ask_addresses(view: View, inbox: Inbox) -> list[str]:
    """The web addresses that were written and sent off."""
    with st.expander(view.translate("import.addresses"), icon=":material/link:"):
        label, key = view.translate("import.addresses_label"), f"addresses {inbox.turn}"
        written = st.text_area(label, key=key, placeholder="https://", help=view.translate("import.addresses_about"))
        pressed = st.button(view.translate("import.addresses_read"), icon=":material/download:")
    return [line.strip() for line in written.splitlines() if line.strip()][:MOST_ADDRESSES] if pressed else []


def read_waiting(view: View, inbox: Inbox) -> None:
    """Read what waits, with a progress bar. What has been read is kept where the run is interrupted."""
    if not inbox.waiting:
        return
    count = len(inbox.waiting)
    with st.status(view.translate("import.reading", done=0, count=count), expanded=True) as status:
        bar = st.progress(0.0)
        while inbox.waiting:
            given, done = inbox.waiting[0], count - len(inbox.waiting)
            status.update(label=view.translate("import.reading", done=done + 1, count=count))
            bar.progress(done / count)
            line = st.empty()
            if isinstance(given, str):
                line.text(f"… {given}")
                files = list(find_inputs_at(home(), given, make_fetcher(), keeps=False)) if may("fetch") else []
                inbox.waiting.popleft()
                inbox.waiting.extendleft(reversed(files))
                count += len(files) - 1
                continue
            line.text(f"… {given.path}")
            inbox.read(given)
            inbox.waiting.popleft()
            line.text(f"{'✗' if given.path in inbox.refused else '✓'} {given.path}")
    st.rerun()


def _find_rejected(prepared: Prepared) -> set[Span]:
    """The spans of figures that somebody rejected when the report was read or stored before."""
    if prepared.extraction is None:
        return set()
    rejected = rejected_facts(home(), prepared)
    figures = prepared.extraction.figures
    return {(one.span_start or 0, one.span_end or 0) for one in figures if one.fact_id in rejected}
