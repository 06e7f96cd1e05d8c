"""HTML of a report with highlighted mentions and of quoted words with the figure marked; what a mention was read as, in words.

templates/report_text.html.j2 renders what comes from a report, so that its text is always escaped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st
from jinja2 import Environment, PackageLoader, StrictUndefined

from yearbook.analysis.comparability import describe_baseline, describe_scope
from yearbook.catalogue.files import PROJECT
from yearbook.catalogue.messages import all_messages
from yearbook.charts.number_format import name_qualifier
from yearbook.extraction.mentions.numerals import widen_to_numerals
from yearbook.ui import edition_access as store
from yearbook.ui.formatting import format_figure, format_period, is_absent
from yearbook.ui.view import View

MOST_PLACES = 6  # quoted of what contradicts a mention
MARKED = ("finding", "beside")  # words of a draft with a finding, and what stands against them
ROLES = ("metric", "quantity", "target", "date", "ordinal", "document_number", "heading", "name")

LOOK = PROJECT / "static" / "report.css"

# A constant without any data in it: scrolls the box around the chosen mention to it, never the page.
SCROLL = """<script>
const chosen = document.querySelector('.report-text .chosen');
let box = chosen?.parentElement;
const page = box?.closest('[data-testid="stMain"]');
while (box && box !== page && box.scrollHeight <= box.clientHeight + 1) box = box.parentElement;
const place = (part) => part.getBoundingClientRect().top;
if (box && box !== page) box.scrollTop += place(chosen) - place(box) - box.clientHeight / 2;
</script>"""


def name_reports(edition: int, _build: str) -> dict[str, str]:
    """The reports by their ids, each by its title or, without one, the name of its file."""
    listed = store.ask_cells(edition, "reports")
    titles = (title or name for title, name in zip(listed["title"], listed["name"], strict=True))
    return dict(zip(listed["report_id"], titles, strict=True))


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

    With `linked` False it is marked only: a link opens the page again, which would lose what is not stored yet.

    `describe` gives the tooltip of a mention. Spans count code points of `text`; one that overlaps the mention before
    it is left unmarked. `page_name` gives the heading of each page after the first.
    """
    breaks = {start: number for number, start in enumerate(page_starts, 1) if number > 1}
    parts: list[dict[str, Any]] = []
    at = 0
    for mention in sorted(mentions, key=lambda mention: int(mention["span_start"])):
        start, end = int(mention["span_start"]), int(mention["span_end"])
        if start < at or end > len(text):
            continue
        ordinal = int(mention["ordinal"])
        parts += _split_pages(text, at, start, breaks, page_name)
        parts.append(
            {
                "text": text[start:end],
                "role": mention["role"] if mention["role"] in (*ROLES, *MARKED) else "name",
                "title": describe(mention),
                "href": "?" + urlencode({**(address or {}), "mention": ordinal}) if linked else "",
                "chosen": ordinal == chosen,
                "doubtful": "doubtful_scan" in mention.get("notes", ()),
            }
        )
        at = end
    parts += _split_pages(text, at, len(text), breaks, page_name)
    return str(_load_macros().report(parts, is_chinese(text)))


def render_legend(names: Mapping[str, str]) -> str:
    """HTML that shows how each role of `names` (role → words) is marked."""
    return str(_load_macros().legend(names.items()))


def show_legend(view: View, roles: Iterable[str]) -> None:
    """How each role among `roles` (of the mentions of a report) is marked, with their number."""
    counts = Counter(roles)
    st.html(
        render_legend(
            {role: view.translate(f"interface.role_{role}_count", count=counts[role]) for role in ROLES if counts[role]}
        )
    )


def render_words(text: str, start: int, end: int, around: int = 60) -> str:
    """HTML of the words about `text[start:end]`, that part marked; `around` code points are shown on either side."""
    first, last = widen_to_numerals(text, max(0, start - around), min(len(text), end + around))
    before = ("…" if first else "") + _unwrap(text[first:start]).lstrip()
    after = _unwrap(text[end:last]).rstrip() + ("…" if last < len(text) else "")
    return render_quote(before, _unwrap(text[start:end]), after)


def render_quote(before: str, figure: str, after: str) -> str:
    """HTML of quoted words with the figure among them marked."""
    return str(_load_macros().quote(before, figure, after, is_chinese(before + figure + after)))


def render_passages(parts: Iterable[tuple[str, str]]) -> str:
    """HTML of a changed passage of (tag, words): `del` for what was taken out, `ins` for what was put in, "" for what stays."""
    return str(_load_macros().passages([part for part in parts if part[1]]))


@cache
def _load_macros() -> Any:  # a TemplateModule, whose macros have no types
    loader = PackageLoader("yearbook.ui", "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined).get_template("report_text.html.j2").module


def is_chinese(text: str) -> bool:
    """Whether quoted words need lang="zh", so that a screen reader of an English page reads them as Chinese."""
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)


def _unwrap(text: str) -> str:
    """The text on one line: between Chinese characters a line break is nothing, elsewhere it is a space."""
    return re.sub(r"\s*\n\s*", " ", re.sub(r"(?<=[^\x00-\x7f])\s*\n\s*|\s*\n\s*(?=[^\x00-\x7f])", "", text))


def _split_pages(
    text: str, start: int, end: int, breaks: Mapping[int, int], page_name: Callable[[int], str]
) -> Iterator[dict[str, Any]]:
    """The stretch text[start:end] without its empty lines, cut where pages begin: text out of a PDF has one after every line."""
    at = start
    for offset in sorted(offset for offset in breaks if start <= offset < end or offset == start == end):
        yield {"text": _drop_empty_lines(text[at:offset])}
        yield {"page": page_name(breaks[offset])}
        at = offset
    yield {"text": _drop_empty_lines(text[at:end])}


def _drop_empty_lines(text: str) -> str:
    return re.sub(r"\n[ \t\r]*(?=\n)", "", text)


def describe_mention(view: View, mention: Mapping[str, Any]) -> str:
    """One line: the metric and value of a figure, the role of anything else."""
    role = view.translate(f"interface.role_{mention['role']}")
    if is_absent(mention["metric_id"]):
        return role
    return f"{view.metric_name(str(mention['metric_id']))}：{_format_mention_value(view, mention)}"


def show_mention(view: View, mention: Mapping[str, Any], text: str) -> None:
    """The words, what they were taken for, and why."""
    st.badge(view.translate(f"interface.role_{mention['role']}"), color="green" if mention["role"] == "metric" else "gray")
    st.html(render_words(text, int(mention["span_start"]), int(mention["span_end"]), around=30))
    st.table(tabulate_mention(view, mention), border="horizontal", hide_header=True, hide_index=True)
    show_contradictions(view, mention, text)


def show_contradictions(view: View, mention: Mapping[str, Any], text: str) -> None:
    """What else the report says that a mention cannot be right together with, rule by rule."""
    for contradiction in mention.get("contradictions", ()):
        rule, *offsets = str(contradiction).split(" ")
        places = list(zip(map(int, offsets[::2]), map(int, offsets[1::2]), strict=True))
        st.markdown(f"**{view.translate('interface.contradicts', rule=view.translate(f'caveats.{rule}'))}**")
        st.html("".join(render_words(text, start, end, around=30) for start, end in places[:MOST_PLACES]))


def show_contradicted(view: View, mentions: Sequence[Mapping[str, Any]], text: str, show_place: Callable[..., None]) -> None:
    """The mentions of a report that cannot be right together with others, each as a link that `show_place` makes."""
    contradicted = [mention for mention in mentions if len(mention["contradictions"])]
    if contradicted:
        st.markdown(f"**{view.translate('interface.contradicted', count=len(contradicted))}**")
    for mention in contradicted:
        rules = dict.fromkeys(str(contradiction).split(" ")[0] for contradiction in mention["contradictions"])
        told = view.translate("analysis.reason_separator").join(view.translate(f"caveats.{rule}") for rule in rules)
        words = _unwrap(text[max(0, int(mention["span_start"]) - 12) : int(mention["span_end"])])
        show_place(f"{words}：{told}", mention=int(mention["ordinal"]))


def tabulate_mention(view: View, mention: Mapping[str, Any]) -> pd.DataFrame:
    """What the words were taken for, a row for each part that says something."""
    start, end = mention["period_start"], mention["period_end"]
    scope, baseline, is_fact = mention["scope"], mention["baseline"], not is_absent(mention["fact_id"])
    parts = {
        "metric": None if is_absent(mention["metric_id"]) else view.metric_name(str(mention["metric_id"])),
        "value": _format_mention_value(view, mention),
        "qualifier": name_qualifier(str(mention["qualifier"]), view.language),
        "as_written": f"{mention['value_as_written']}{mention['unit_as_written']}",
        "period": format_period(start, end, view.language) if is_fact or not is_absent(start) else None,
        "scope": _name_scope(view, scope) if is_fact or not is_absent(scope) else None,
        "baseline": None if is_absent(baseline) else describe_baseline(str(baseline), view.language),
        "confidence": None if is_absent(mention["confidence"]) else f"{float(mention['confidence']):.0%}",
        "reason": _format_reason(view, mention["reason"]),
    }
    return tabulate_parts(view, parts)


def tabulate_parts(view: View, parts: Mapping[str, Any]) -> pd.DataFrame:
    """One row (label, value) for each part that says something."""
    rows = [(view.translate(f"interface.part_{name}"), str(part)) for name, part in parts.items() if not is_absent(part)]
    return pd.DataFrame(rows, columns=["part", "value"])


def _name_scope(view: View, scope: Any) -> str:
    return view.translate("interface.scope_not_stated") if is_absent(scope) else describe_scope(str(scope), None, view.language)


def _format_mention_value(view: View, mention: Mapping[str, Any]) -> str:
    """The value in its unit; in no unit where the numeral measures nothing."""
    if is_absent(mention["value"]):
        return ""
    if is_absent(mention["unit"]):
        return f"{float(mention['value']):,.10g}"
    return format_figure({**mention, "kind": ""}, view.language)


def _format_reason(view: View, reason: Any) -> str:
    """The extractor's reason, a key and the terms behind it, in words where there are words for it, else as it stands."""
    if is_absent(reason):
        return ""
    key, *terms = str(reason).split(" ")
    message = f"interface.because_{key}"
    return view.translate(message, words="、".join(terms)) if message in all_messages() else str(reason)
