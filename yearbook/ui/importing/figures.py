"""A report's figures against what is known: to be ticked, unclaimed, contradicted, known, changed since another version."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from difflib import SequenceMatcher
from typing import Any

import pandas as pd
import streamlit as st

from yearbook.pipeline.versions import compare_figures, compare_words
from yearbook.records.rows import FigureRow
from yearbook.ui.formatting import format_figure, format_period, format_scope
from yearbook.ui.importing.inbox import InboxReport
from yearbook.ui.tables import show_table
from yearbook.ui.text_view import render_passages, render_words
from yearbook.ui.view import View

MOST = 60  # quotes on a page
LONGEST, ALIKE = 1000, 0.5  # passages up to this many code points, this much alike, are compared piece by piece
SHORT = 14  # rows that need no scrolling
WIDTHS = dict.fromkeys(("figure", "here", "known", "before", "after"), 150) | {"metric": 190, "words": 300}  # px
LINE = 60  # code points of a line that is quoted whole


def show_figure_table(view: View, table: pd.DataFrame, alt: str, **options: Any) -> list[int]:
    """A table with headings in words; where rows can be ticked, the numbers of those that are."""
    height = "content" if len(table) <= SHORT else 520
    return show_table(view, table, "import.part", alt, widths=WIDTHS, height=height, **options)


def tick_rows(view: View, table: pd.DataFrame, alt: str, key: str, ticked: list[int]) -> list[int]:
    """The same with a tick for each row, at first for those `ticked`; the numbers of those that are now."""
    selection = {"selection": {"rows": ticked, "columns": [], "cells": []}}
    return show_figure_table(
        view, table, alt, key=key, on_select="rerun", selection_mode="multi-row", selection_default=selection
    )


def show_figures(view: View, report: InboxReport) -> None:
    """The figures with a tick each; what is not ticked does not come in."""
    figures = report.extraction.figures
    st.caption(view.translate("import.figures_about"))
    ticked = [number for number, one in enumerate(figures) if (one.span_start, one.span_end) not in report.left_out]
    table, alt = _tabulate(view, report, figures), view.translate("import.figures_alt")
    chosen = tick_rows(view, table, alt, f"figures {report.key}", ticked)
    report.left_out = {(one.span_start or 0, one.span_end or 0) for number, one in enumerate(figures) if number not in chosen}


def show_unclaimed(view: View, report: InboxReport) -> None:
    """The quantities that no metric claims, each among its words."""
    st.caption(view.translate("import.unclaimed_about"))
    quantities = [mention for mention in report.extraction.mentions if mention.role == "quantity"]
    text = report.extraction.report.text
    st.html("".join(render_words(text, one.span_start, one.span_end, around=36) for one in quantities[:MOST]))
    _show_rest(view, len(quantities))


def show_contradictions(view: View, report: InboxReport) -> None:
    """The figures for which the edition holds another value."""
    st.caption(view.translate("import.contradictions_about"))
    rows = [
        {
            "metric": here["metric"],
            "here": here["figure"],
            "known": _describe(view, one.known)["figure"],
            "period": here["period"],
            "scope": here["scope"],
            "status": view.translate(f"interface.status_{one.known['status']}"),
            "source": str(one.known["source_title"]),
            "words": _quote(report, one.figure),
        }
        for one in report.prepared.contradictions
        for here in [_describe(view, one.figure)]
    ]
    show_figure_table(view, pd.DataFrame(rows), view.translate("import.tab_contradictions", count=len(rows)))


def show_joined(view: View, report: InboxReport) -> None:
    """The figures that are known already: each stays one figure, with one source more."""
    st.caption(view.translate("import.joined_about"))
    figures = [one for one in report.extraction.figures if one.fact_id in report.prepared.joined]
    table = _tabulate(view, report, figures).drop(columns=["remark", "confidence"])
    show_figure_table(view, table, view.translate("import.tab_joined", count=len(table)))


def show_versions(view: View, report: InboxReport) -> None:
    """What differs from the other version: figures, then sentences."""
    new, other = report.extraction, report.prepared.other
    assert other is not None
    old, new = (new, other.extraction) if other.is_newer else (other.extraction, new)
    rows = []
    for one in compare_figures(old.figures, new.figures):
        figures = {"before": one.before, "after": one.after}
        described = {name: _describe(view, figure) for name, figure in figures.items() if figure}
        last = described.get("after") or described["before"]
        rows.append(
            {
                "change": view.translate(f"interface.change_{one.kind}"),
                "metric": last["metric"],
                **{name: described[name]["figure"] if name in described else "" for name in figures},
                "period": last["period"],
                "scope": last["scope"],
            }
        )
    if rows:
        heading = view.translate("import.differences", count=len(rows))
        st.markdown(f"**{heading}**")
        show_figure_table(view, pd.DataFrame(rows), heading)
    else:
        st.caption(view.translate("import.differences_none"))
    changed = compare_words(old.report.text, new.report.text)
    if changed:
        st.markdown(f"**{view.translate('import.reworded', count=len(changed))}**")
        st.html("".join(render_change(before, after) for before, after in changed[:MOST]))
        _show_rest(view, len(changed))


def render_change(before: str, after: str) -> str:
    """HTML of a passage with what was taken out and what was put in; both whole where they have little in common."""
    old, new = (re.findall(r"\d[\d,.，．]*|[A-Za-z]+|.", words, re.DOTALL) for words in (before, after))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if max(len(before), len(after)) > LONGEST or matcher.ratio() < ALIKE:
        return render_passages([("del", before), ("ins", after)])
    parts = []
    for kind, first, last, start, end in matcher.get_opcodes():
        gone, come = "".join(old[first:last]), "".join(new[start:end])
        parts += [("", gone)] if kind == "equal" else [("del", gone), ("ins", come)]
    return render_passages(parts)


def _tabulate(view: View, report: InboxReport, figures: Iterable[FigureRow]) -> pd.DataFrame:
    """Figures as a person reads them: metric, value, time, scope, words, and remarks."""
    disputed = {one.figure.fact_id for one in report.prepared.contradictions}
    rows = [
        {
            **_describe(view, figure),
            "words": _quote(report, figure),
            "confidence": "" if figure.confidence is None else f"{figure.confidence:.0%}",
            "remark": _describe_remarks(view, report, figure, disputed),
        }
        for figure in figures
    ]
    return pd.DataFrame(rows)


def _describe(view: View, figure: FigureRow | Mapping[str, Any]) -> dict[str, str]:
    """Metric, value, period and scope of a figure, or of a row of known_figures.sql, as they are formatted of a fact."""
    row = dict(figure) if isinstance(figure, Mapping) else asdict(figure)
    metric = view.catalogue.metrics[str(row["metric_id"])]
    fact = row | {"unit": metric.unit, "kind": metric.kind, "admin_level": None}
    fact["scope_assumed"] = "scope_assumed" in row.get("caveats", ())
    return {
        "metric": metric.name[view.language],
        "figure": format_figure(fact, view.language),
        "period": format_period(fact["period_start"], fact["period_end"], view.language),
        "scope": format_scope(fact, view.language),
    }


def _describe_remarks(view: View, report: InboxReport, figure: FigureRow, disputed: set[str]) -> str:
    parts = [view.translate("import.remark_disputed")] if figure.fact_id in disputed else []
    parts += [view.translate("import.remark_known")] if figure.fact_id in report.prepared.joined else []
    parts += [view.translate(f"caveats.{caveat}") for caveat in figure.caveats]
    return view.translate("interface.comma").join(parts)


def _quote(report: InboxReport, figure: FigureRow) -> str:
    """The line of a figure where it is short, as a row of a table is; else the words about it."""
    if figure.span_start is None or figure.span_end is None:
        return figure.evidence
    text = report.extraction.report.text
    end = text.find("\n", figure.span_end)
    line = text[text.rfind("\n", 0, figure.span_start) + 1 : end if end >= 0 else len(text)].strip()
    return line if len(line) <= LINE else figure.evidence


def _show_rest(view: View, count: int) -> None:
    if count > MOST:
        st.caption(view.translate("import.rest", shown=MOST, all=count))
