"""What the product took a numeral of a report for, in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from yearbook.analysis.comparability import describe_baseline, describe_scope
from yearbook.catalogue.files import PROJECT
from yearbook.catalogue.messages import all_messages
from yearbook.charts.number_format import format_value, name_qualifier
from yearbook.ui.formatting import format_period, is_absent
from yearbook.ui.view import View

ROLES = ("metric", "quantity", "target", "date", "ordinal", "document_number", "heading", "name")

LOOK = PROJECT / "static" / "report.css"

# A constant without any data in it: brings the chosen mention to the middle of the box it is in, and moves nothing else.
SCROLL = """<script>
const chosen = document.querySelector('.report-text a.chosen');
let box = chosen?.parentElement;
while (box && box.scrollHeight <= box.clientHeight + 1) box = box.parentElement;
if (box) box.scrollTop += chosen.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 2;
</script>"""


def render_report(
    text: str,
    mentions: Iterable[Mapping[str, Any]],
    *,
    page_starts: Sequence[int] = (0,),
    chosen: int | None = None,
    describe: Callable[[Mapping[str, Any]], str] = lambda _: "",
    page_name: Callable[[int], str] = str,
    address: Mapping[str, str] | None = None,
    linked: bool = True,
) -> str:
    """HTML of a report. Every mention (ordinal, span_start, span_end, role) is a link to `?…address…&mention=<ordinal>`.

    Not `linked`, it is marked only: following a link opens the page anew, which would lose what is not stored yet.

    `describe` gives the words shown on hovering. Spans count code points of `text`; one that overlaps the mention before
    it is left unmarked. `page_name` names the pages after the first where they begin.
    """
    breaks = {start: number for number, start in enumerate(page_starts, 1) if number > 1}
    parts: list[str] = []
    at = 0
    for mention in sorted(mentions, key=lambda mention: int(mention["span_start"])):
        start, end = int(mention["span_start"]), int(mention["span_end"])
        if start < at or end > len(text):
            continue
        parts.append(_plain(text, at, start, breaks, page_name))
        if linked:
            parts.append(_link(text[start:end], mention, chosen, describe(mention), address or {}))
        else:
            parts.append(_mark(text[start:end], mention, describe(mention)))
        at = end
    parts.append(_plain(text, at, len(text), breaks, page_name))
    return f'<div class="report-text"{_name_language(text)}>{"".join(parts)}</div>'


def render_legend(names: Mapping[str, str]) -> str:
    """HTML that shows how each role of `names` (role → words) is marked."""
    shown = {role: escape(name) for role, name in names.items() if role in ROLES}
    items = "".join(f'<span><span class="mark role-{role}">{name}</span></span>' for role, name in shown.items())
    return f'<div class="report-legend">{items}</div>'


def render_words(text: str, start: int, end: int, around: int = 60) -> str:
    """HTML of the words about `text[start:end]`, that part marked; `around` code points are shown on either side."""
    first, last = max(0, start - around), min(len(text), end + around)
    before = ("…" if first else "") + _unwrap(text[first:start]).lstrip()
    after = _unwrap(text[end:last]).rstrip() + ("…" if last < len(text) else "")
    return render_quote(before, _unwrap(text[start:end]), after)


def render_quote(before: str, figure: str, after: str) -> str:
    """HTML of quoted words with the figure among them marked."""
    language = _name_language(before + figure + after)
    return f'<div class="evidence-words"{language}>{escape(before)}<mark>{escape(figure)}</mark>{escape(after)}</div>'


def _name_language(text: str) -> str:
    """The attribute that tells a screen reader of an English page to read quoted words as Chinese."""
    return ' lang="zh"' if any("\u4e00" <= sign <= "\u9fff" for sign in text) else ""


def _unwrap(text: str) -> str:
    """The text on one line: between Chinese characters a line break is nothing, elsewhere it is a space."""
    return re.sub(r"\s*\n\s*", " ", re.sub(r"(?<=[^\x00-\x7f])\s*\n\s*|\s*\n\s*(?=[^\x00-\x7f])", "", text))


def _mark(words: str, mention: Mapping[str, Any], title: str) -> str:
    role = mention["role"] if mention["role"] in ROLES else "name"
    return f'<span class="mark role-{role}" title="{escape(title, quote=True)}">{escape(words)}</span>'


def _link(words: str, mention: Mapping[str, Any], chosen: int | None, title: str, address: Mapping[str, str]) -> str:
    ordinal, role = int(mention["ordinal"]), mention["role"] if mention["role"] in ROLES else "name"
    href = escape("?" + urlencode({**address, "mention": ordinal}), quote=True)
    shown = " chosen" if ordinal == chosen else ""
    return f'<a class="role-{role}{shown}" href="{href}" target="_self" title="{escape(title, quote=True)}">{escape(words)}</a>'


def _plain(text: str, start: int, end: int, breaks: Mapping[int, int], page_name: Callable[[int], str]) -> str:
    parts: list[str] = []
    at = start
    for offset in sorted(offset for offset in breaks if start <= offset < end or offset == start == end):
        parts.append(_escape_lines(text[at:offset]) + f'<span class="report-page">{escape(page_name(breaks[offset]))}</span>')
        at = offset
    return "".join(parts) + _escape_lines(text[at:end])


def _escape_lines(text: str) -> str:
    """Escaped text without its empty lines: text out of a PDF has one after every line."""
    return escape(re.sub(r"\n[ \t\r]*(?=\n)", "", text))


def describe_mention(view: View, mention: Mapping[str, Any]) -> str:
    """One line: the metric and value of a figure, the role of anything else."""
    role = view.translate(f"interface.role_{mention['role']}")
    if is_absent(mention["metric_id"]):
        return role
    return f"{view.metric_name(str(mention['metric_id']))}：{_write_value(view, mention)}"


def show_mention(view: View, mention: Mapping[str, Any], text: str) -> None:
    """The words, what they were taken for, and why."""
    st.badge(view.translate(f"interface.role_{mention['role']}"), color="green" if mention["role"] == "metric" else "gray")
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
        "period": None if is_absent(start) or is_absent(end) else format_period(start, end, view.language),
        "scope": None if is_absent(scope) else describe_scope(str(scope), None, view.language),
        "baseline": None if is_absent(baseline) else describe_baseline(str(baseline), view.language),
        "confidence": None if is_absent(mention["confidence"]) else f"{float(mention['confidence']):.0%}",
        "reason": _say_reason(view, mention["reason"]),
    }
    rows = [(view.translate(f"interface.part_{name}"), str(said)) for name, said in parts.items() if not is_absent(said)]
    return pd.DataFrame(rows, columns=["part", "said"])


def _write_value(view: View, mention: Mapping[str, Any]) -> str:
    """The value in its unit; in no unit where the numeral measures nothing."""
    if is_absent(mention["value"]):
        return ""
    if is_absent(mention["unit"]):
        return f"{float(mention['value']):,.10g}"
    largest = None if is_absent(mention["value_max"]) else float(mention["value_max"])
    return format_value(float(mention["value"]), str(mention["unit"]), view.language, str(mention["qualifier"]), largest)


def _say_reason(view: View, reason: Any) -> str:
    """The extractor's reason in words where there are words for it, else as it stands."""
    if is_absent(reason):
        return ""
    key = f"interface.because_{reason}"
    return view.translate(key) if key in all_messages() else str(reason)
