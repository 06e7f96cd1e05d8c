"""Impact of a proposed edit: whether it claims the quantity, what else it would claim, and what it would break."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from yearbook.catalogue.files import DataError, home
from yearbook.catalogue.samples import catalogue_for
from yearbook.charts.number_format import format_value
from yearbook.extraction.suggestions import find_obstacle
from yearbook.pipeline.teaching.catalogue_edit import CatalogueEdit
from yearbook.pipeline.teaching.impact import Claim, ClaimChange, Impact, analyse_impact
from yearbook.pipeline.teaching.scoring import LabelChangeKind, LabelImpact, analyse_label_impact, find_labelled
from yearbook.store.decisions import standing_decisions
from yearbook.ui.tables import show_table
from yearbook.ui.teaching.quantity import Quantity, bracket_figure, show_report_link, stored_texts
from yearbook.ui.text_view import render_quote
from yearbook.ui.view import View

MOST = 200  # figures that a table lists
WIDTHS = {"words": 250, "then": 180, "change": 180, "report": 110, "kind": 70}  # px


@dataclass(frozen=True, slots=True)
class MeasuredImpact:
    """What an edit would do to the stored reports and to the labelled files; `unsound` says which files cannot be used."""

    edit: CatalogueEdit
    reports: Impact
    labels: tuple[LabelImpact, ...]
    unsound: tuple[str, ...]

    def count_labels(self, kind: LabelChangeKind) -> int:
        return sum(len(impact.of_kind(kind)) for impact in self.labels)

    def claim_of(self, quantity: Quantity) -> Claim | None:
        """What the quantity would be read as; None where nothing changes for it."""
        place = (quantity.stored.text_id, quantity.start)
        return next((change.after for change in self.reports.changes if (change.text_id, change.start) == place), None)

    def claims(self, quantity: Quantity) -> bool:
        claim = self.claim_of(quantity)
        return claim is not None and claim.metric_id == self.edit.metric.id


def measure_impact(view: View, edit: CatalogueEdit) -> MeasuredImpact:
    """The impact of an edit; cached until a report, a decision, a labelled file or the catalogue changes."""
    labelled = tuple((str(file), file.stat().st_mtime_ns) for file in find_labelled(home()))
    key = (view.edition, catalogue_for(home(), True).hash, len(standing_decisions(home())), labelled, repr(edit))
    with st.spinner(view.translate("teach.measuring"), show_time=True):
        return _measure(key, view.edition, edit)


@st.cache_data(show_spinner=False, max_entries=50)
def _measure(key: tuple[object, ...], _edition: int, _edit: CatalogueEdit) -> MeasuredImpact:
    del key
    reader, texts = stored_texts(_edition)
    labels, unsound = [], []
    for file in find_labelled(home()):
        try:
            labels.append(analyse_label_impact(_edit, file, reader))
        except DataError as error:
            unsound.append(str(error))
    return MeasuredImpact(_edit, analyse_impact(_edit, texts, reader), tuple(labels), tuple(unsound))


def show_impact(view: View, quantity: Quantity, measured: MeasuredImpact) -> None:
    """The verdict in a line, the four counts, and the figures themselves."""
    reports = measured.reports
    gained, changed = reports.of_kind("gained"), reports.of_kind("lost", "moved", "changed")
    counts = {"gained": len(gained), "breaks": len(reports.breaks)} | {
        kind: measured.count_labels(kind) for kind in ("fixed", "broken")
    }
    _show_verdict(view, quantity, measured)
    with st.grid(4, min_column_width=130):
        for name, count in counts.items():
            st.metric(view.translate(f"teach.{name}"), count, help=view.translate(f"teach.{name}_help"), border=True)
    st.caption(view.translate("teach.reread", texts=reports.texts, reread=reports.reread))
    tabs = [
        view.translate("teach.tab_gained", count=len(gained)),
        view.translate("teach.tab_breaks", count=len(changed)),
        view.translate("teach.tab_labels"),
    ]
    first, second, third = st.tabs(tabs, default=tabs[1 if changed else 0])
    with first:
        _show_changes(view, quantity, measured.edit, gained, "gained")
    with second:
        _show_changes(view, quantity, measured.edit, changed, "breaks")
    with third:
        _show_labels(view, measured)


def _show_verdict(view: View, quantity: Quantity, measured: MeasuredImpact) -> None:
    edit = measured.edit
    if measured.claims(quantity):
        words = "teach.claims_sample_new" if edit.is_new else "teach.claims_sample"
        st.success(view.translate(words, metric=edit.metric.name[view.language]), icon=":material/check_circle:")
    else:
        claim = measured.claim_of(quantity)
        if claim is not None and claim.metric_id is not None:
            why = view.translate("teach.taken_by_other", metric=view.metric_name(claim.metric_id))
        else:
            obstacle = find_obstacle(quantity.context, edit.metric, edit.wordings)
            assert obstacle is not None  # of a metric there is always one to name
            why = view.translate(f"teach.obstacle_{obstacle.kind}", words=obstacle.words)
        st.warning(view.translate("teach.misses_sample", why=why), icon=":material/block:")
    breaks, broken = len(measured.reports.breaks), measured.count_labels("broken")
    if breaks or broken:
        st.warning(view.translate("teach.verdict_breaks", breaks=breaks, broken=broken), icon=":material/warning:")


def _show_changes(view: View, quantity: Quantity, edit: CatalogueEdit, changes: Sequence[ClaimChange], name: str) -> None:
    """A table of figures; choosing a row shows its words and the link to the report."""
    if not changes:
        st.caption(view.translate("teach.nothing_gained" if name == "gained" else "teach.nothing_broken"))
        return
    shown = changes[:MOST]
    table = pd.DataFrame(
        {
            "words": [_shorten(change.words) for change in shown],
            "then" if name == "gained" else "change": [_describe_change(view, edit, change) for change in shown],
            "report": [change.title for change in shown],
        }
    )
    chosen = show_table(
        view, table, "teach.column", view.translate(f"teach.tab_{name}", count=len(changes)), widths=WIDTHS,
        key=f"{name} of {quantity.key}", on_select="rerun", selection_mode="single-row",
    )  # fmt: skip
    if len(shown) < len(changes):
        st.caption(view.translate("teach.shown_first", shown=len(shown)))
    for row in chosen:
        before, figure, behind = shown[row].words
        st.html(render_quote(f"…{before}", figure, f"{behind}…"))
        show_report_link(view, shown[row].text_id, shown[row].ordinal)


def _show_labels(view: View, measured: MeasuredImpact) -> None:
    """The rates by labelled file, and the labels that make the difference."""
    for reason in measured.unsound:
        st.warning(view.translate("teach.labels_unsound", reason=reason), icon=":material/error:")
    if not measured.labels:
        st.caption(view.translate("teach.no_labels"))
    unforeseen = measured.count_labels("unforeseen")
    kinds: list[LabelChangeKind] = ["fixed", "broken", *(["unforeseen"] if unforeseen else [])]  # type: ignore[list-item]
    rates: list[dict[str, object]] = [
        {
            "file": impact.file,
            "cases": impact.cases,
            "metric_now": _format_rate(impact.before),
            "metric_then": _format_rate(impact.after),
        }
        | {kind: len(impact.of_kind(kind)) for kind in kinds}
        for impact in measured.labels
    ]
    _show_label_table(view, rates)
    if unforeseen:
        st.caption(view.translate("teach.verdict_unforeseen", count=unforeseen))
    changes: list[dict[str, object]] = [
        {
            "words": _shorten(change.words),
            "kind": view.translate(f"teach.kind_{change.kind}"),
            "change": view.translate("teach.change", before=_name(view, change.before), after=_name(view, change.after)),
        }
        for impact in measured.labels
        for change in impact.changes
    ]
    _show_label_table(view, changes)
    st.caption(view.translate("teach.labels_where"))


def _show_label_table(view: View, rows: list[dict[str, object]]) -> None:
    if rows:
        show_table(view, pd.DataFrame(rows), "teach.column", view.translate("teach.tab_labels"), widths=WIDTHS)


def _describe_change(view: View, edit: CatalogueEdit, change: ClaimChange) -> str:
    """What a figure says now, if anything, and would say; without the value where that stays."""
    if change.kind == "gained":
        words = _describe_claim(view, edit, change.after)
    else:
        same = (change.before.value, change.before.value_max) == (change.after.value, change.after.value_max)
        bare = same and change.kind == "moved"
        before, after = (_describe_claim(view, edit, claim, bare) for claim in (change.before, change.after))
        words = view.translate("teach.change", before=before, after=after)
    return view.translate("teach.decided", said=words) if change.decided else words


def _describe_claim(view: View, edit: CatalogueEdit, claim: Claim, bare: bool = False) -> str:
    """The metric of a claim and, unless `bare`, its value."""
    if claim.metric_id is None:
        return view.translate("teach.unclaimed")
    own = claim.metric_id == edit.metric.id
    name = edit.metric.name[view.language] if own else view.metric_name(claim.metric_id)
    words = view.translate("teach.this_metric") if own and edit.is_new else name
    if not bare:
        value = format_value(claim.value, claim.unit or "", view.language, claim.qualifier, claim.value_max)
        words = view.translate("teach.said", metric=words, value=value)
    return view.translate("teach.as_target", said=words) if claim.role == "target" else words


def _shorten(words: tuple[str, str, str]) -> str:
    return bracket_figure(words[0][-14:], words[1], words[2][:6])


def _format_rate(rate: float | None) -> str:
    return "—" if rate is None else f"{rate:.1%}"


def _name(view: View, label: str | None) -> str:
    """A metric by its name; anything else of a label as it stands."""
    return view.translate("teach.unclaimed") if label is None else view.metric_name(label)
