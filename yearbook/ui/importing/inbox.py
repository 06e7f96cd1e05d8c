"""The inbox of the import page: what was dropped, what of it has been looked at, what is accepted. Nothing of it is stored."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from yearbook.catalogue.files import home
from yearbook.documents.document import LIMITS, MB
from yearbook.documents.file_names import make_safe
from yearbook.documents.formats import list_formats
from yearbook.pipeline.inputs import SAMPLES_BESIDES, Input, open_input
from yearbook.pipeline.outcome import IngestSummary
from yearbook.pipeline.preview import Prepared, Preview
from yearbook.pipeline.publish import Accepted, rejected_facts
from yearbook.ui import edition_access as store
from yearbook.ui.text_view import LOOK
from yearbook.ui.view import View

_KEY = "inbox"
SAID = ("publisher", "year", "title", "region_code")  # what a person may say of a report
Span = tuple[int, int]


@dataclass
class Item:
    """One report of the inbox: as it would come in, and what the person has said and ticked."""

    prepared: Prepared
    accepted: bool
    rejected: set[Span]  # figures that somebody rejected when it was looked at or kept before
    left_out: set[Span]  # figures that are not ticked now
    replaces: bool = True
    offered: bool = False  # it was ticked by itself once
    turn: int = 0  # how often it was looked at; part of its widgets' keys

    @property
    def key(self) -> str:
        """Names its widgets."""
        return f"{self.prepared.report_id[:16]} {self.turn}"

    @property
    def said(self) -> dict[str, Any]:
        """What is said of it, as Preview.look_at takes it."""
        errand = self.prepared.errand
        return {name: getattr(errand, name) for name in SAID}

    @property
    def acceptable(self) -> bool:
        """Whether publishing it would do anything."""
        if self.prepared.state == "known":
            note = {name: getattr(self.prepared.note, name) for name in SAID}
            return self.said != note or self.left_out != self.rejected
        return self.prepared.state in ("new", "version")

    def accept(self) -> Accepted:
        figures = self.prepared.understood.figures if self.prepared.understood else ()
        left_out = (one.fact_id for one in figures if (one.span_start, one.span_end) in self.left_out)
        return Accepted(self.prepared, frozenset(left_out), self.replaces)


@dataclass
class Inbox:
    """What one visitor is bringing in."""

    edition: int
    waiting: deque[Input] = field(default_factory=deque)
    items: dict[str, Item] = field(default_factory=dict)  # by report_id
    refused: dict[str, str] = field(default_factory=dict)  # shown path → reason
    published: IngestSummary | None = None
    turn: int = 0  # of the uploader, which is emptied by drawing it anew
    ticks: int = 0  # how often ticks of the list were set by itself
    preview: Preview | None = None
    viewed: str | None = None  # the report_id of what came in last, to be looked through first

    def look_at(self, given: Input) -> None:
        """Look at a file that waits; one that is in the inbox already stays as it is."""
        if given.content is None:
            self.refused[given.path] = given.refusal.reason if given.refusal else ""
            return
        prepared = self._preview().look_at(given.path, given.name, given.content)
        if prepared.state == "refused":
            self.refused[given.path] = prepared.reason
        elif prepared.report_id not in self.items:
            rejected = _find_rejected(prepared)
            self.items[prepared.report_id] = Item(prepared, False, rejected, set(rejected))
            self.viewed = prepared.report_id

    def look_again(self, item: Item, said: Mapping[str, Any]) -> None:
        """Look at a report with what the person says of it."""
        prepared = item.prepared
        given = (prepared.path, prepared.errand.name, prepared.errand.content)
        item.prepared = self._preview().look_at(*given, **said, document=prepared.document)
        item.turn += 1

    def follow(self, edition: int) -> None:
        """Look at everything again where another edition is in use now: other things are known."""
        if edition == self.edition:
            return
        self.edition, self.preview = edition, None
        for item in self.items.values():
            self.look_again(item, item.said)

    def tick_what_is_new(self) -> None:
        """Tick what can be published and was never ticked: what came in, was placed, or is known and has changed."""
        for item in self.items.values():
            if item.acceptable and not item.offered:
                item.accepted = item.offered = True
                self.ticks += 1

    def _preview(self) -> Preview:
        if self.preview is None:
            self.preview = Preview(home(), warehouse=store.warehouse(self.edition))
        return self.preview

    @property
    def accepted(self) -> list[Item]:
        return [item for item in self.items.values() if item.accepted and item.acceptable]


def open_inbox(view: View) -> Inbox:
    """The visitor's inbox, compared with the edition in use."""
    inbox = st.session_state.setdefault(_KEY, Inbox(view.edition))
    assert isinstance(inbox, Inbox)
    inbox.follow(view.edition)
    return inbox


def show_doors(view: View, inbox: Inbox) -> None:
    """Where files are dropped and samples are picked; what comes in waits to be looked at."""
    st.html(LOOK)
    limit = LIMITS.max_bytes // MB
    left, right = st.columns([3, 2], gap="medium")
    with left:
        dropped = st.file_uploader(
            view.translate("import.drop"), accept_multiple_files=True, key=f"drop {inbox.turn}", max_upload_size=limit
        )
        formats = list_formats(view.translate("interface.comma"))
        st.caption(view.translate("import.drop_about", formats=formats, limit=limit))
    with right:
        samples = {file.name: file for file in sorted(home().samples.iterdir()) if file.name not in SAMPLES_BESIDES}
        picked = st.multiselect(
            view.translate("import.samples"),
            list(samples),
            key=f"samples {inbox.turn}",
            placeholder=view.translate("import.samples_choose"),
        )
        look = st.button(view.translate("import.samples_look"), icon=":material/science:", disabled=not picked)
        st.caption(view.translate("import.samples_about"))
    if dropped or look:
        for file in dropped:
            inbox.waiting.extend(open_input(make_safe(file.name), file.getvalue()))
        for name in picked:
            inbox.waiting.extend(open_input(name, samples[name].read_bytes()))
        inbox.turn += 1
        inbox.published = None
        st.rerun()


def look_at_waiting(view: View, inbox: Inbox) -> None:
    """Look at what waits, saying how far it is. What has been looked at stays so when the run is cut short."""
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
            line.text(f"… {given.path}")
            inbox.look_at(given)
            inbox.waiting.popleft()
            refused = given.path in inbox.refused
            line.text(f"{'✗' if refused else '✓'} {given.path}")
    st.rerun()


def _find_rejected(prepared: Prepared) -> set[Span]:
    """The figures that somebody rejected when the report was looked at or kept before."""
    if prepared.understood is None:
        return set()
    rejected = rejected_facts(home(), prepared)
    figures = prepared.understood.figures
    return {(one.span_start or 0, one.span_end or 0) for one in figures if one.fact_id in rejected}
