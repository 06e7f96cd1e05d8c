"""Links and citations: all that is needed to come back to a view, in the order that the standard asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from yearbook.catalogue.installation import PUBLIC_ADDRESS
from yearbook.catalogue.messages import LANGUAGES, Language
from yearbook.ui.share import Cited, cite, find_public_link, format_link, format_title

LINK = "http://yearbook.example/comparison?metric=energy.per_capita_use&edition=3"
CITED = Cited("跨机构对比：人均综合能耗，2020年", 3, date(2026, 11, 20), date(2026, 11, 22), LINK)


def test_the_standard_citation_is_title_version_platform_dates_and_address() -> None:
    assert cite("standard", CITED, "zh") == (
        "跨机构对比：人均综合能耗，2020年[DS/OL]. 第3版. 机关事务年报图鉴（2026-11-20）[2026-11-22]. "
        "http://yearbook.example/comparison?metric=energy.per_capita_use&edition=3."
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_citation_names_title_edition_dates_and_address(language: Language) -> None:
    for told in (cite("standard", CITED, language), cite("plain", CITED, language)):
        assert all(part in told for part in (CITED.title, "3", "2026-11-20", "2026-11-22", LINK))


def test_a_link_repeats_a_parameter_for_each_value_and_survives_any_text() -> None:
    link = format_link(
        "http://here/explore", {"topics": ["energy", "law"], "text": ["车 & 1=1#?"], "bodies": [""], "edition": ["3"]}
    )
    assert link.isascii()
    assert parse_qs(urlsplit(link).query, keep_blank_values=True) == {
        "topics": ["energy", "law"],
        "text": ["车 & 1=1#?"],
        "bodies": [""],
        "edition": ["3"],
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_answers_for_it_opens_the_citation(language: Language) -> None:
    for form in ("standard", "plain"):
        assert cite(form, replace(CITED, body="示例局"), language).startswith("示例局")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_citation_without_an_address_ends_before_it(language: Language) -> None:
    assert cite("standard", replace(CITED, link=""), language).endswith("[2026-11-22].")
    assert cite("plain", replace(CITED, link=""), language).endswith(("2026-11-22", "2026-11-22查阅"))


@pytest.mark.parametrize(
    ("public", "link", "shown"),
    [
        ("", "http://127.0.0.1:8501/explore?a=1", "http://127.0.0.1:8501/explore?a=1"),
        ("https://y.gov.cn", "http://127.0.0.1:8501/explore?a=1", "https://y.gov.cn/explore?a=1"),
        ("https://y.gov.cn/book/", "http://10.0.0.4/explore?a=%E8%BD%A6", "https://y.gov.cn/book/explore?a=%E8%BD%A6"),
        ("https://y.gov.cn:8443", "http://localhost:8501/?edition=3", "https://y.gov.cn:8443/?edition=3"),
    ],
)
def test_a_link_names_the_public_address(monkeypatch: pytest.MonkeyPatch, public: str, link: str, shown: str) -> None:
    monkeypatch.setenv(PUBLIC_ADDRESS, public)
    assert find_public_link(link) == shown


def test_a_title_says_what_was_chosen_and_no_more_than_three_of_it() -> None:
    assert format_title("跨机构对比", [], "zh") == "跨机构对比"
    assert format_title("跨机构对比", [("人均综合能耗",), (), ("2020年",)], "zh") == "跨机构对比：人均综合能耗，2020年"
    assert format_title("Comparison", [("a", "b", "c", "d")], "en") == "Comparison: a and 3 more"
