"""What the product took a numeral of a report for, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from yearbook.analysis.comparability import describe_baseline, describe_scope
from yearbook.charts.numbers import name_qualifier, write_value
from yearbook.interface.report_view import render_words
from yearbook.interface.view import View
from yearbook.interface.wording import is_absent, write_period
from yearbook.words import all_words


def describe_mention(view: View, mention: Mapping[str, Any]) -> str:
    """One line: the metric and value of a figure, the role of anything else."""
    role = view.say(f"interface.role_{mention['role']}")
    if is_absent(mention["metric_id"]):
        return role
    return f"{view.metric_name(str(mention['metric_id']))}：{_write_value(view, mention)}"


def show_mention(view: View, mention: Mapping[str, Any], text: str) -> None:
    """The words, what they were taken for, and why."""
    st.badge(view.say(f"interface.role_{mention['role']}"), color="green" if mention["role"] == "metric" else "gray")
    st.html(render_words(text, int(mention["span_start"]), int(mention["span_end"]), around=30))
    st.table(lay_out_mention(view, mention), border="horizontal", hide_header=True, hide_index=True)


def lay_out_mention(view: View, mention: Mapping[str, Any]) -> pd.DataFrame:
    """What the words were taken for, a row for each part that says something."""
    start, end = mention["period_start"], mention["period_end"]
    scope, baseline = mention["scope"], mention["baseline"]
    parts = {
        "metric": None if is_absent(mention["metric_id"]) else view.metric_name(str(mention["metric_id"])),
        "value": _write_value(view, mention),
        "qualifier": name_qualifier(str(mention["qualifier"]), view.language),
        "as_written": f"{mention['value_as_written']}{mention['unit_as_written']}",
        "period": None if is_absent(start) or is_absent(end) else write_period(start, end, view.language),
        "scope": None if is_absent(scope) else describe_scope(str(scope), None, view.language),
        "baseline": None if is_absent(baseline) else describe_baseline(str(baseline), view.language),
        "confidence": None if is_absent(mention["confidence"]) else f"{float(mention['confidence']):.0%}",
        "reason": _say_reason(view, mention["reason"]),
    }
    rows = [(view.say(f"interface.part_{name}"), str(said)) for name, said in parts.items() if not is_absent(said)]
    return pd.DataFrame(rows, columns=["part", "said"])


def _write_value(view: View, mention: Mapping[str, Any]) -> str:
    """The value in its unit; in no unit where the numeral measures nothing."""
    if is_absent(mention["value"]):
        return ""
    if is_absent(mention["unit"]):
        return f"{float(mention['value']):,.10g}"
    largest = None if is_absent(mention["value_max"]) else float(mention["value_max"])
    return write_value(float(mention["value"]), str(mention["unit"]), view.language, str(mention["qualifier"]), largest)


def _say_reason(view: View, reason: Any) -> str:
    """The extractor's reason in words where there are words for it, else as it stands."""
    if is_absent(reason):
        return ""
    key = f"interface.because_{reason}"
    return view.say(key) if key in all_words() else str(reason)
