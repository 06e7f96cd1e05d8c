"""How a report's figures stand to what is known: unclaimed, contradicted, known already, different in another version."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from yearbook.analysis.comparability import describe_baseline, describe_scope
from yearbook.charts.number_format import format_value
from yearbook.pipeline.versions import compare_figures, compare_words
from yearbook.records.rows import FigureRow
from yearbook.ui.formatting import format_period, is_absent
from yearbook.ui.importing.inbox import Item
from yearbook.ui.text_view import render_words
from yearbook.ui.view import View

MOST = 60  # quotes on a page
LONGEST, ALIKE = 1000, 0.5  # passages up to this many code points, this much alike, are compared piece by piece
SHORT = 14  # rows that need no scrolling
RIGHT = ("figure", "here", "known", "before", "after", "confidence", "figures", "unclaimed", "contradictions")
WIDTHS = {
    "figure": 150,
    "here": 150,
    "known": 150,
    "before": 150,
    "after": 150,
    "words": 300,
}  # px; what is measured is too narrow
LINE = 60  # code points of a line that is quoted whole


def show_table(view: View, table: pd.DataFrame, alt: str, key: str | None = None, ticked: list[int] | None = None) -> set[int]:
    """A table with headings in words; where rows can be ticked, the numbers of those that are."""
    settings = {
        name: st.column_config.Column(
            view.translate(f"import.part_{name}"), alignment="right" if name in RIGHT else "left", width=WIDTHS.get(name)
        )
        for name in map(str, table)
    }
    height: Any = "content" if len(table) <= SHORT else 520
    if ticked is None:
        st.dataframe(table, column_config=settings, hide_index=True, height=height, alt=alt)
        return set()
    state: Any = st.dataframe(
        table,
        column_config=settings,
        hide_index=True,
        height=height,
        alt=alt,
        key=key,
        on_select="rerun",
        selection_mode="multi-row",
        selection_default={"selection": {"rows": ticked, "columns": [], "cells": []}},
    )
    return {int(row) for row in state["selection"]["rows"]}


def lay_out_figures(view: View, item: Item, figures: Iterable[FigureRow]) -> pd.DataFrame:
    """Figures as a person reads them: metric, value, time, scope, words, and what is to be noted of each."""
    disputed = {one.figure.fact_id for one in item.prepared.contradictions}
    rows = [
        {
            "metric": view.metric_name(figure.metric_id),
            "figure": write(view, figure),
            "period": format_period(figure.period_start, figure.period_end, view.language),
            "scope": _write_scope(view, figure.scope, figure.baseline),
            "words": _quote(item, figure),
            "confidence": "" if figure.confidence is None else f"{figure.confidence:.0%}",
            "remark": _remark(view, item, figure, disputed),
        }
        for figure in figures
    ]
    return pd.DataFrame(rows)


def write(view: View, figure: FigureRow | Mapping[str, Any]) -> str:
    """The value of a figure, or of a row of known_figures, in its metric's unit."""
    row = (
        figure
        if isinstance(figure, Mapping)
        else {name: getattr(figure, name) for name in ("metric_id", "value", "value_max", "qualifier")}
    )
    metric = view.catalogue.metrics[str(row["metric_id"])]
    largest = None if is_absent(row["value_max"]) else float(row["value_max"])
    return format_value(
        float(row["value"]), metric.unit, view.language, str(row["qualifier"]), largest, signed=metric.kind == "change"
    )


def show_unclaimed(view: View, item: Item) -> None:
    """The quantities that no metric claims, each among its words."""
    understood = item.prepared.understood
    assert understood is not None
    st.caption(view.translate("import.unclaimed_about"))
    quantities = [mention for mention in understood.mentions if mention.role == "quantity"]
    text = understood.report.text
    st.html("".join(render_words(text, one.span_start, one.span_end, around=36) for one in quantities[:MOST]))
    _say_rest(view, len(quantities))


def show_contradictions(view: View, item: Item) -> None:
    """The figures for which the edition holds another value."""
    st.caption(view.translate("import.contradictions_about"))
    rows = [
        {
            "metric": view.metric_name(one.figure.metric_id),
            "here": write(view, one.figure),
            "known": write(view, one.known),
            "period": format_period(one.figure.period_start, one.figure.period_end, view.language),
            "scope": _write_scope(view, one.figure.scope, one.figure.baseline),
            "status": view.translate(f"interface.status_{one.known['status']}"),
            "source": str(one.known["source_title"]),
            "words": _quote(item, one.figure),
        }
        for one in item.prepared.contradictions
    ]
    show_table(view, pd.DataFrame(rows), view.translate("import.tab_contradictions", count=len(rows)))


def show_joined(view: View, item: Item) -> None:
    """The figures that are known already: each stays one figure, with one source more."""
    understood = item.prepared.understood
    assert understood is not None
    st.caption(view.translate("import.joined_about"))
    figures = [one for one in understood.figures if one.fact_id in item.prepared.joined]
    table = lay_out_figures(view, item, figures).drop(columns=["remark", "confidence"])
    show_table(view, table, view.translate("import.tab_joined", count=len(table)))


def show_versions(view: View, item: Item) -> None:
    """What differs from the other version: figures, then sentences."""
    understood, other = item.prepared.understood, item.prepared.other
    assert understood is not None
    assert other is not None
    old, new = other.reading, understood
    if other.is_newer:
        old, new = new, old
    differences = compare_figures(old.figures, new.figures)
    if differences:
        st.markdown(f"**{view.translate('import.differences', count=len(differences))}**")
        rows = []
        for one in differences:
            figure = one.after or one.before
            assert figure is not None
            rows.append(
                {
                    "change": view.translate(f"interface.change_{one.kind}"),
                    "metric": view.metric_name(figure.metric_id),
                    "before": write(view, one.before) if one.before else "",
                    "after": write(view, one.after) if one.after else "",
                    "period": format_period(figure.period_start, figure.period_end, view.language),
                    "scope": _write_scope(view, figure.scope, figure.baseline),
                }
            )
        show_table(view, pd.DataFrame(rows), view.translate("import.differences", count=len(rows)))
    else:
        st.caption(view.translate("import.differences_none"))
    changed = compare_words(old.report.text, new.report.text)
    if changed:
        st.markdown(f"**{view.translate('import.reworded', count=len(changed))}**")
        st.html("".join(render_change(before, after) for before, after in changed[:MOST]))
        _say_rest(view, len(changed))


def render_change(before: str, after: str) -> str:
    """HTML of a passage with what was taken out and what was put in; both whole where they have little in common."""
    old, new = _split(before), _split(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if max(len(before), len(after)) > LONGEST or matcher.ratio() < ALIKE:
        return f'<div class="report-change">{_wrap("del", before)}{_wrap("ins", after)}</div>'
    parts = []
    for kind, first, last, start, end in matcher.get_opcodes():
        gone, come = "".join(old[first:last]), "".join(new[start:end])
        parts.append(escape(gone) if kind == "equal" else _wrap("del", gone) + _wrap("ins", come))
    return f'<div class="report-change">{"".join(parts)}</div>'


def _split(words: str) -> list[str]:
    """The characters of a passage, numbers and Latin words whole."""
    return re.findall(r"\d[\d,.，．]*|[A-Za-z]+|.", words, re.DOTALL)


def _wrap(tag: str, words: str) -> str:
    return f"<{tag}>{escape(words)}</{tag}>" if words else ""


def _say_rest(view: View, count: int) -> None:
    if count > MOST:
        st.caption(view.translate("import.rest", shown=MOST, all=count))


def _quote(item: Item, figure: FigureRow) -> str:
    """The line of a figure where it is short, as a row of a table is; else the words about it."""
    understood = item.prepared.understood
    if understood is None or figure.span_start is None or figure.span_end is None:
        return figure.evidence
    text = understood.report.text
    end = text.find("\n", figure.span_end)
    line = text[text.rfind("\n", 0, figure.span_start) + 1 : end if end >= 0 else len(text)].strip()
    return line if len(line) <= LINE else figure.evidence


def _remark(view: View, item: Item, figure: FigureRow, disputed: set[str]) -> str:
    parts = [view.translate("import.remark_disputed")] if figure.fact_id in disputed else []
    parts += [view.translate("import.remark_known")] if figure.fact_id in item.prepared.joined else []
    parts += [view.translate(f"caveats.{caveat}") for caveat in figure.caveats]
    return view.translate("interface.comma").join(parts)


def _write_scope(view: View, scope: str, baseline: str | None) -> str:
    said = describe_scope(scope, None, view.language)
    return said if not baseline else f"{said} · {describe_baseline(baseline, view.language)}"
