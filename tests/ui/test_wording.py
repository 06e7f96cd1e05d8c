"""How the parts of a fact are said."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from yearbook.ui.formatting import escape_markdown, find_written, format_period, format_scope, is_absent


@pytest.mark.parametrize(
    ("start", "end", "zh", "en"),
    [
        ("2020-01-01", "2020-12-31", "2020年", "2020"),
        ("2011-01-01", "2015-12-31", "2011—2015年", "2011–2015"),
        ("2020-01-01", "2020-06-30", "2020年1—6月", "Jan–Jun 2020"),
        ("2020-02-01", "2020-02-29", "2020年2月", "Feb 2020"),
        ("2020-12-31", "2020-12-31", "2020年底", "end of 2020"),
        ("2020-06-30", "2020-06-30", "2020年6月底", "end of Jun 2020"),
        ("2020-06-15", "2020-06-15", "2020年6月15日", "15 Jun 2020"),
        ("2019-07-01", "2020-06-30", "2019年7月—2020年6月", "Jul 2019 – Jun 2020"),
        (None, None, "期间未注明", "period not stated"),
        (pd.NaT, pd.NaT, "期间未注明", "period not stated"),
        ("2019-05-01", None, "2019年5月起", "since May 2019"),
    ],
)
def test_a_period_is_said_as_people_say_it(start: object, end: object, zh: str, en: str) -> None:
    assert format_period(start, end, "zh") == zh
    assert format_period(start, end, "en") == en


@pytest.mark.parametrize(
    ("assumed", "zh", "en"),
    [(False, "省（区、市）直口径", "units"), (True, "范围未注明", "scope not stated")],
    ids=["stated", "open"],
)
def test_a_scope_that_is_not_stated_is_said_to_be_so(assumed: bool, zh: str, en: str) -> None:
    fact = {"scope": "direct_units", "admin_level": "province", "baseline": None, "scope_assumed": assumed}
    assert format_scope(fact, "zh") == zh
    assert en.lower() in format_scope(fact, "en").lower()


@pytest.mark.parametrize("nothing", [None, pd.NA, pd.NaT, float("nan"), ""])
def test_an_empty_cell_says_nothing(nothing: object) -> None:
    assert is_absent(nothing)


@pytest.mark.parametrize("something", ["previous_year", 0, 0.0, pd.Timestamp("2020-01-01")])
def test_a_zero_says_something(something: object) -> None:
    assert not is_absent(something)


@pytest.mark.parametrize(
    ("evidence", "number", "unit", "written"),
    [
        ("全省封存31000余台车", "31000", "台", "31000余台"),
        ("腾退近1万平方米", "1", "万平方米", "近1万平方米"),
        ("共有约18.7万余个", "18.7", "万个", "约18.7万余个"),
        ("超过30%的机关", "30", "%", "超过30%"),
        ("减少500吨以上", "500", "吨", "500吨以上"),
        ("取消12辆", "12", "辆", "12辆"),
        ("投入500多次", "500", "辆", "500辆"),
        ("三辆", "", "", ""),
    ],
)
def test_the_evidence_shows_what_is_written(evidence: str, number: str, unit: str, written: str) -> None:
    assert find_written({"evidence": evidence, "value_as_written": number, "unit_as_written": unit}) == written


@pytest.mark.parametrize("words", ["见 http://evil.example/a", "HTTPS://evil.example", "见 www.evil.example", "a@evil.example"])
def test_an_address_among_words_becomes_no_link(words: str) -> None:
    """Markdown links bare addresses after it has taken the escapes out (GitHub Flavored Markdown, 6.9)."""
    shown = re.sub(r"\\(.)", r"\1", escape_markdown(words))
    assert not re.search(r"(?i)https?://|www\.|\w@\w", shown)
    assert shown.replace("\u2060", "") == words
