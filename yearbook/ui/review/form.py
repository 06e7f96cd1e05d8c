"""Forms of the review: a figure corrected or claimed, and the source that verifies a figure of the record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, get_args

import streamlit as st

from yearbook.catalogue.catalogue import Metric, Scope
from yearbook.extraction.mentions.mention import Qualifier, format_decimal
from yearbook.pipeline.proposal import propose, read_values, units_for
from yearbook.store.record import SOURCE_KINDS
from yearbook.ui.review import actions
from yearbook.ui.review.item import describe_part
from yearbook.ui.review.queue import ReviewItem
from yearbook.ui.view import View
from yearbook.warehouse.statement import Statement, find_fault, find_fault_of_source, read_day, read_number

PRECISIONS = tuple(name for name in get_args(Qualifier) if name != "range")  # a range is written as one
ORIGINALS = tuple(kind for kind in SOURCE_KINDS if kind != "repost")
EARLIEST, LATEST = date(1949, 10, 1), date(2100, 12, 31)


def show_form(view: View, item: ReviewItem, kind: str, metric_id: str | None) -> None:
    """The open form of an item, with a button to cancel it."""
    st.markdown(f"**{view.translate(f'review.form_{kind}')}**")
    if kind == "verify":
        _show_source_form(view, item)
    else:
        show_figure_form(view, item, metric_id, partial(actions.decide_statement, item))
    st.button(
        view.translate("review.cancel"),
        key="review cancel",
        shortcut="Esc",
        type="tertiary",
        on_click=actions.go_to,
        args=(item.name,),
    )


def show_figure_form(view: View, item: ReviewItem, metric_id: str | None, save: Callable[[Statement, str], None]) -> None:
    """Metric first: it decides the units and whether there is a baseline. What has no fault is saved, with the reason given."""
    options = _order_metrics(view, item)
    first = metric_id or options[0]
    chosen = st.selectbox(
        view.translate("review.field_metric"),
        options,
        index=options.index(first) if first in options else 0,
        format_func=lambda option: _name_with_unit(view, option),
        key=f"metric {item.name} {metric_id}",
    )
    metric = view.catalogue.metrics[chosen]
    draft = _draft(view, item, metric)
    with st.form(f"figure {item.name} {chosen}", border=False, enter_to_submit=False):
        meant = _ask_figure(view, item, metric, draft)
        written = str(st.session_state.get(f"why {item.name}") or "")
        why = st.text_input(view.translate("review.why"), value=written, max_chars=500)
        saved = _show_save(view)
    if saved:
        fault = find_fault(meant, view.catalogue, recorded=item.report_id is None)
        if fault is not None:
            st.error(view.translate(f"review.{fault}"), icon=":material/error:")
            return
        save(meant, why)
        st.rerun()


def _ask_figure(view: View, item: ReviewItem, metric: Metric, draft: Statement) -> Statement:
    """The fields of a figure, filled in as drafted; what a person leaves in them."""
    units = units_for(metric, str(item.row.get("unit_as_written") or ""), view.catalogue)
    unit_shown, number_shown = _show_value(item, draft, units)
    left, right = st.columns([3, 2], gap="small")
    number = left.text_input(view.translate("review.field_value"), value=number_shown)
    unit = right.selectbox(view.translate("review.field_unit"), list(units), index=list(units).index(unit_shown))
    value, largest = read_values(number, units[unit])
    left, right = st.columns(2, gap="small")
    with left:
        precision = _choose(view, "qualifier", PRECISIONS, "exact" if draft.qualifier == "range" else draft.qualifier)
    with right:
        scope = _choose(view, "scope", get_args(Scope), draft.scope)
    left, right = st.columns(2, gap="small")
    if metric.kind == "stock":
        with left:
            start = end = _ask_day(view, "review.field_day", draft.period_end)
    else:
        with left:
            start = _ask_day(view, "review.field_start", draft.period_start)
        with right:
            end = _ask_day(view, "review.field_end", draft.period_end)
    baseline = _choose_baseline(view, draft) if metric.kind == "change" else None
    agency = _choose_agency(view, item, draft)
    return replace(
        draft,
        value=value,
        value_max=largest,
        unit=metric.unit,
        qualifier="range" if largest is not None else precision,
        scope=scope,
        period_start=start,
        period_end=end,
        baseline=baseline,
        agency_id=agency,
    )


def _show_source_form(view: View, item: ReviewItem) -> None:
    source = ask_source(view, f"source {item.name}", view.translate("review.save"))
    if source is not None:
        actions.decide_item(item, "verify", *source)
        st.rerun()


def ask_source(view: View, key: str, label: str, disabled: bool = False) -> tuple[dict[str, str | None], str] | None:
    """The form of a source that verifies figures: what a verification says, and the reason. None until it is saved faultless."""
    with st.form(key, border=False, enter_to_submit=False):
        title = st.text_input(view.translate("review.field_title"), max_chars=300)
        address = st.text_input(view.translate("review.field_address"), max_chars=1000, placeholder="https://")
        left, right = st.columns(2, gap="small")
        with left:
            published = _ask_day(view, "review.field_date", None)
        kind = right.selectbox(
            view.translate("review.field_kind"), ORIGINALS, format_func=lambda kind: view.translate(f"interface.source_{kind}")
        )
        why = st.text_input(view.translate("review.why"), max_chars=500)
        saved = _show_save(view, label, disabled)
    if not saved:
        return None
    source = {"source_title": title.strip(), "source_url": address.strip(), "source_kind": kind, "published_on": published}
    fault = find_fault_of_source(source)
    if fault is not None:
        st.error(view.translate(f"review.{fault}"), icon=":material/error:")
        return None
    return source, why


def _show_save(view: View, label: str = "", disabled: bool = False) -> bool:
    said, icon = label or view.translate("review.save"), ":material/check:"
    return st.form_submit_button(said, type="primary", icon=icon, width="stretch", shortcut="Ctrl+Enter", disabled=disabled)


def _draft(view: View, item: ReviewItem, metric: Metric) -> Statement:
    """What the item says now where it is that metric's already, else what it would say as one of it."""
    shown = item.meant(view.catalogue)
    return shown if shown.metric_id == metric.id else propose(item.row, metric, view.catalogue)


def _show_value(item: ReviewItem, draft: Statement, units: dict[str, Decimal]) -> tuple[str, str]:
    """The unit and the number to begin with: as the report writes them where that says the same, else in the base unit."""
    written, word = read_number(str(item.row.get("value_as_written") or "")), str(item.row.get("unit_as_written") or "")
    value = read_number(draft.value)
    if written is not None and value is not None and word in units and abs(written * units[word]) == abs(value):
        sign = "-" if value < 0 < written else ""
        return word, f"{sign}{format_decimal(written)}"
    base = next((name for name, factor in units.items() if factor == 1), next(iter(units)))
    ends = [end for end in (draft.value, draft.value_max) if end is not None]
    return base, "-".join(ends)


def _order_metrics(view: View, item: ReviewItem) -> list[str]:
    """All metrics: what the extraction thought of first, then those of the same unit."""
    meant = item.meant(view.catalogue)
    likely = [*([meant.metric_id] if meant.metric_id else []), *(other[0] for other in actions.list_other_metrics(view, item))]
    unit = item.seen.get("unit")
    rest = sorted(view.catalogue.metrics.values(), key=lambda metric: metric.unit != unit)
    known = [metric_id for metric_id in likely if metric_id in view.catalogue.metrics]
    return list(dict.fromkeys([*known, *(metric.id for metric in rest)]))


def _name_with_unit(view: View, metric_id: str) -> str:
    metric = view.catalogue.metrics[metric_id]
    return f"{metric.name[view.language]} · {describe_part(view, 'unit', metric.unit)}"


def _choose(view: View, part: str, options: Sequence[str], chosen: str | None) -> Any:
    """A choice among the words of a closed vocabulary; nothing is chosen where the words leave it open."""
    return st.selectbox(
        view.translate(f"review.field_{part}"),
        options,
        index=next((number for number, option in enumerate(options) if option == chosen), None),
        format_func=lambda option: describe_part(view, part, option),
        placeholder=view.translate("interface.choose"),
    )


def _choose_baseline(view: View, draft: Statement) -> Any:
    year = int((draft.period_end or f"{date.today().year}")[:4])
    options = ["previous_year", *(str(earlier) for earlier in range(year - 1, year - 21, -1))]
    if draft.baseline is not None and draft.baseline not in options:
        options.append(draft.baseline)
    return _choose(view, "baseline", options, draft.baseline)


def _choose_agency(view: View, item: ReviewItem, draft: Statement) -> str | None:
    """Another body than the report's; None for the report's own."""
    own = "" if item.report_id is not None else str(item.row["agency_id"])
    options = list(dict.fromkeys([own, *view.catalogue.agencies]))
    drafted = draft.agency_id or own
    chosen = st.selectbox(
        view.translate("review.field_agency"),
        options,
        index=options.index(drafted) if drafted in options else 0,
        format_func=lambda option: describe_part(view, "agency_id", option) or view.translate("review.agency_of_report"),
    )
    return None if chosen in (None, own) else str(chosen)


def _ask_day(view: View, words: str, day: str | None) -> str | None:
    chosen = st.date_input(view.translate(words), value=read_day(day), min_value=EARLIEST, max_value=LATEST, format="YYYY-MM-DD")
    return chosen.isoformat() if isinstance(chosen, date) else None
