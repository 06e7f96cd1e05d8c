"""Format the parts of a fact for readers: period, value, change, scope; escape Markdown; detect missing cells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import quote

import pandas as pd

from yearbook.analysis.comparability import describe_baseline, describe_scope
from yearbook.catalogue.catalogue import load_catalogue
from yearbook.catalogue.messages import Language, translate
from yearbook.catalogue.vocabulary import load_words, trie_pattern
from yearbook.charts.number_format import format_value, read_unit


def format_period(start: Any, end: Any, language: Language) -> str:
    """The time of a figure: 2020年, 2020年底, 2020年6月底, 2020年1—6月, 2011—2015年; an instant has equal ends, days of one month
    are called by that.

    What is not stated is said to be so: 2018年5月起, 期间未注明.
    """
    if is_absent(end):
        return _describe_open(start, language)
    first, last = pd.Timestamp(start), pd.Timestamp(end)
    words: dict[str, object] = {
        "year": last.year,
        "month": last.month,
        "month_name": last.strftime("%b"),
        "day": last.day,
        "first_year": first.year,
        "first_month": first.month,
        "first_month_name": first.strftime("%b"),
    }
    return translate(f"interface.period_{_shape(first, last)}", language, **words)


def _describe_open(start: Any, language: Language) -> str:
    """A period whose end is not stated."""
    if is_absent(start):
        return translate("interface.period_not_stated", language)
    first = pd.Timestamp(start)
    return translate("interface.period_since", language, year=first.year, month=first.month, month_name=first.strftime("%b"))


def _shape(first: pd.Timestamp, last: pd.Timestamp) -> str:
    month_ends = last.is_month_end
    if first == last:
        return ("year_end" if last.month == 12 else "month_end") if month_ends else "day"
    if first.day != 1 or not month_ends:
        return "month" if (first.year, first.month) == (last.year, last.month) else "span"
    if first.month == 1 and last.month == 12:
        return "year" if first.year == last.year else "years"
    if first.year != last.year:
        return "span"
    return "month" if first.month == last.month else "months"


def format_figure(fact: Mapping[str, Any], language: Language) -> str:
    """The value of a fact with its marks and unit: "3.1万余辆"; a change carries its sign."""
    signed = fact["kind"] == "change"
    return format_value(fact["value"], read_unit(fact), language, str(fact["qualifier"]), fact["value_max"], signed)


INSIDE = "[余多]?"  # more than, within 万辆 or before 台


def find_written(fact: Mapping[str, Any]) -> str:
    """A fact as its source writes it, with what makes it inexact: 31000余台, 近1万平方米. Number and unit where the words at
    hand do not show them side by side."""
    number, unit = (str(fact[f"{part}_as_written"] or "") for part in ("value", "unit"))
    before, after = _qualifier_patterns()
    written = f"{re.escape(number)}\\s*{INSIDE}{INSIDE.join(map(re.escape, unit))}"
    found = re.search(f"(?:{before})?{written}(?:{after})?", str(fact["evidence"])) if number and unit else None
    return found[0] if found else f"{number}{unit}"


@cache
def _qualifier_patterns() -> tuple[str, str]:
    """What stands before an inexact number, and after its unit, where words of one letter (多, 强) mostly begin another word."""
    words = load_words("qualifiers")
    after = [word for some in words["after"].values() for word in some if len(word) > 1]
    return trie_pattern(word for some in words["before"].values() for word in some), trie_pattern(after)


def format_scope(fact: Mapping[str, Any], language: Language) -> str:
    """Scope and, for a change, what it is against: 省直口径 · 较上年. One that is not stated is said to be so."""
    area = load_catalogue().regions.get(str(fact.get("region_code")))
    scope = describe_scope(str(fact["scope"]), str(fact["admin_level"]), language, area.name_zh if area else "")
    if fact.get("scope_assumed"):
        scope = translate("interface.scope_not_stated", language)
    baseline = fact["baseline"]
    return scope if is_absent(baseline) else f"{scope} · {describe_baseline(str(baseline), language)}"


def format_due(target: Mapping[str, Any], language: Language) -> str:
    """By when a target is to be met, and for a change against what: 2025年（较2020年）."""
    when, baseline = format_period(target["period_start"], target["period_end"], language), target["baseline"]
    if is_absent(baseline):
        return when
    return translate("targets.due_since", language, when=when, baseline=describe_baseline(str(baseline), language))


def format_source(source: Mapping[str, Any], language: Language) -> str:
    """Of what kind a source is, and its day: 官方发布 · 2025-08-05."""
    kind = translate(f"interface.source_{source['source_kind']}", language)
    return kind if is_absent(source["published_on"]) else f"{kind} · {pd.Timestamp(source['published_on']):%Y-%m-%d}"


def find_web_address(url: Any) -> str:
    """The address where it is one of the web, which alone may become a link; else empty."""
    return str(url) if not is_absent(url) and str(url).startswith(("https://", "http://")) else ""


def escape_address(url: str) -> str:
    """A web address as Markdown may hold it, in a link and as words."""
    return quote(url, safe="/:?&=#%,;@+~.-")


def is_absent(value: Any) -> bool:
    """Whether a cell says nothing: None, NA, NaT, NaN or an empty text."""
    return bool(pd.isna(value)) or value == ""


BARE_LINK = re.compile(r"https?(?=:)|www(?=\.)|@", re.IGNORECASE)
"""Where Markdown makes a link of words without brackets (GitHub Flavored Markdown, 6.9), however they are escaped."""
WORD_JOINER = "\u2060"  # has no width; a link ends before it begins


def escape_markdown(words: str) -> str:
    """Words from a file or an address as Markdown that shows them as they are: no links, no pictures, no emphasis."""
    parted = BARE_LINK.sub(rf"\g<0>{WORD_JOINER}", " ".join(words.split()))
    return re.sub(r"([\\`*_{}\[\]()#+.!|~>$:<-])", r"\\\1", parted)


def name_subject(fact: Mapping[str, Any], language: Language) -> str:
    """Whom a figure speaks of: 湖南省直. Where the source leaves the scope open, it says so."""
    subject = str(fact[f"subject_{language}"])
    return translate("interface.subject_assumed", language, subject=subject) if fact.get("scope_assumed") else subject


def format_subject(fact: Mapping[str, Any], language: Language) -> str:
    """Subject and, for a change, what it is against: 湖南省直 · 较上年."""
    subject, baseline = name_subject(fact, language), fact["baseline"]
    return subject if is_absent(baseline) else f"{subject} · {describe_baseline(str(baseline), language)}"
