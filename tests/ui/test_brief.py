"""The brief: one file that needs nothing else, says what it rests on, and takes no text for markup."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.analysis.edition import make_edition
from tests.analysis.factory import make_facts
from yearbook.catalogue.catalogue import load_catalogue
from yearbook.catalogue.files import PROJECT
from yearbook.catalogue.messages import LANGUAGES, Language
from yearbook.ui.brief.contents import Brief, SourceList, gather_brief
from yearbook.ui.brief.document import brief_file_name, render_brief
from yearbook.ui.brief.pictures import draw_line
from yearbook.ui.profile.gathering import Profile, UnknownBody, find_body, gather_profile
from yearbook.warehouse.registry import EditionNote
from yearbook.warehouse.warehouse import Warehouse

HUNAN, CANGLAN, SICHUAN = "430000-goa", "990000-goa", "510000-goa"
NOTE = EditionNote(7, "2026-11-22T08:00:00", "", "", None, "", 1, 0, 0, 1, 0, 0, 0, False)
HOSTILE = "<script>alert('x')</script><img src=x onerror=\"y\">&amp;</style></td>"
REACHING = re.compile(r"https?:|//[\w-]+\.\w|url\(|@import|javascript:", re.IGNORECASE)


class Elements(HTMLParser):
    """The elements of a document with their attributes, and its text."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def write_brief(sampled: Warehouse, agency: str, language: Language = "zh", **given: Any) -> str:
    return render_brief(gather_brief(sampled, agency, language, **given))


def brief_of(sampled: Warehouse, agency: str, language: Language = "zh", **given: Any) -> Elements:
    return Elements(write_brief(sampled, agency, language, **given))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("agency", [HUNAN, CANGLAN, SICHUAN])
def test_the_file_needs_nothing_else(sampled: Warehouse, agency: str, language: Language) -> None:
    document = write_brief(sampled, agency, language)
    elements = Elements(document)
    assert elements.open == []
    for tag in ("script", "link", "img", "iframe", "object", "embed", "base", "form"):
        assert elements.of(tag) == []
    for _, attributes in elements.found:
        assert not [name for name in attributes if name.startswith("on") or name in {"src", "srcset", "background"}]
    policy = next(meta["content"] for meta in elements.of("meta") if meta.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    without_links = re.sub(r'<a href="https?://[^"]*">', "", document)
    assert REACHING.findall(without_links) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_lead_to_sources_only(sampled: Warehouse, language: Language) -> None:
    elements = brief_of(sampled, HUNAN, language)
    known = set(sampled.ask("profile_sources", agency=HUNAN, settled=False)["source_url"].dropna())
    linked = {link["href"] for link in elements.of("a")}
    assert linked
    assert linked <= known


def test_it_says_edition_sources_doubts_and_marks(sampled: Warehouse) -> None:
    text = brief_of(sampled, HUNAN).text
    day = sampled.ask("edition")["built_at"].iloc[0]
    for said in (
        "湖南省机关事务管理局",
        f"第{sampled.number}版",
        f"{day:%Y-%m-%d}",
        "待核实",
        "约18.31",
        "3.1万余",
        "13条待核实",
    ):
        assert said in text
    assert "湖南省机关事务管理局2020年度法治政府建设情况" in text


def test_every_figure_names_its_sources_and_every_source_is_listed(sampled: Warehouse) -> None:
    document = write_brief(sampled, HUNAN)
    listed = {int(number) for number in re.findall(r'<li value="(\d+)">', document)}
    named = {int(number) for told in re.findall(r"<sup>\[([\d, ]+)\]</sup>", document) for number in told.split(",")}
    named |= {int(number) for number in re.findall(r'<td class="number">(\d+)</td></tr>', document)}
    assert named
    assert named == listed == set(range(1, len(listed) + 1))


def test_it_says_the_place_among_peers(sampled: Warehouse) -> None:
    elements = brief_of(sampled, SICHUAN)
    assert re.search(r"在\d+个主体中(约居|居|并列)第\d+位", elements.text)
    assert "中位数 " in elements.text
    assert [svg for svg in elements.of("svg") if svg["class"] == "strip"]
    assert all(svg["aria-label"] for svg in elements.of("svg"))


def test_an_invented_body_is_called_one(sampled: Warehouse) -> None:
    assert "虚构" in brief_of(sampled, CANGLAN).text
    assert "虚构" not in brief_of(sampled, HUNAN).text


def test_only_verified_figures_on_request(sampled: Warehouse) -> None:
    elements = brief_of(sampled, HUNAN, verified_only=True)
    assert "只含已核实的数据" in elements.text
    assert [span for span in elements.of("span") if span.get("class") == "tag"] == []
    assert [span for span in brief_of(sampled, HUNAN).of("span") if span.get("class") == "tag"] != []


def test_the_same_edition_gives_the_same_brief(sampled: Warehouse) -> None:
    assert write_brief(sampled, HUNAN) == write_brief(sampled, HUNAN)


def test_english_without_a_chinese_word_but_in_the_titles_of_sources(sampled: Warehouse) -> None:
    document = write_brief(sampled, HUNAN, "en")
    said = re.sub(r'<li value="\d+">.*?</li>', "", document)
    assert re.findall(r"[\u4e00-\u9fff]+", Elements(said).text) == []


def test_the_file_has_a_speaking_name_that_every_system_takes(sampled: Warehouse) -> None:
    assert (
        brief_file_name("湖南省机关事务管理局", sampled.number, "zh")
        == f"湖南省机关事务管理局_数据简报_第{sampled.number}版.html"
    )
    assert brief_file_name("Hunan Provincial Government Offices Administration", sampled.number, "en") == (
        f"Hunan_Provincial_Government_Offices_Administration_brief_edition_{sampled.number}.html"
    )


def test_a_body_that_the_edition_does_not_know_is_refused_in_words(sampled: Warehouse) -> None:
    with pytest.raises(UnknownBody, match="999999-x"):
        write_brief(sampled, "999999-x")


def test_the_look_is_for_a4_and_for_print() -> None:
    look = (PROJECT / "static" / "brief.css").read_text(encoding="utf-8")
    for part in (
        "@page { size: A4;",
        "@media print",
        "break-inside: avoid",
        "break-after: avoid",
        "Noto Sans CJK SC",
        "PingFang SC",
    ):
        assert part in look
    assert REACHING.findall(look) == []


def answers(facts: pd.DataFrame, name: str = "甲局") -> Callable[..., pd.DataFrame]:
    """An edition of one body, whose questions are answered from a frame."""
    body = {"agency_id": "甲-goa", "name_zh": name, "name_en": name, "admin_level": "province", "region_code": "900000",
            "region_zh": name, "region_en": name, "demonstration": False, "bodies": 2, "settled_bodies": 2,
            "level_regions": 2, "settled_regions": 2}  # fmt: skip
    own = facts["agency_id"] == "甲-goa"
    sources = facts[own].assign(figures=1, title=facts["source_title"], first_year=facts["year"], last_year=facts["year"])
    told = {
        "metric_id": ["law.legal_opinions"],
        "metric_zh": [HOSTILE],
        "metric_en": ["x"],
        "topic": ["law"],
        "bodies": [3],
        "last_year": [2020],
    }
    frames = {
        "bodies": pd.DataFrame([body]), "level_metrics": pd.DataFrame(told),
        "body_metrics": facts.loc[own, ["metric_id"]], "profile_sources": sources,
        "profile_years": facts.loc[own, ["topic", "year", "fact_id"]].assign(figures=1, unverified=0),
    }  # fmt: skip
    ask = make_edition(facts)
    return lambda query, **given: frames[query].copy() if query in frames else ask(query, **given)


def render(facts: pd.DataFrame, name: str = "甲局", language: Language = "zh") -> str:
    ask = answers(facts, name)
    profile: Profile = gather_profile(ask, load_catalogue(), find_body(ask("bodies"), "甲-goa"))
    return render_brief(Brief(profile, SourceList(facts), NOTE, load_catalogue(), language))


USE = {"metric_id": "energy.total_use", "metric_zh": "总量", "topic": "energy", "demonstration": False}


def test_hostile_text_stays_text() -> None:
    hostile = dict.fromkeys(("metric_zh", "metric_en", "evidence", "source_title"), HOSTILE)
    hostile |= {"unit": "tce", "source_url": "javascript:alert(1)"}
    rows = [USE | hostile | {"agency": agency, "value": value} for agency, value in (("甲", 1.0), ("乙", 2.0))]
    document = render(make_facts(*rows), name=HOSTILE)
    elements = Elements(document)
    assert elements.open == []
    assert HOSTILE in elements.text
    for tag in ("script", "img"):
        assert elements.of(tag) == []
    assert "javascript:" not in document.replace(HOSTILE, "")
    assert [name for _, attributes in elements.found for name in attributes if name.startswith("on")] == []


def test_an_address_is_a_link_only_where_it_is_one_of_the_web() -> None:
    web = Elements(render(make_facts(USE | {"source_url": 'https://example.org/"><b>?a=1&b=2'})))
    assert [link["href"] for link in web.of("a")] == ['https://example.org/"><b>?a=1&b=2']
    assert Elements(render(make_facts(USE | {"source_url": "file:///etc/passwd"}))).of("a") == []


def test_a_body_without_figures_says_so() -> None:
    document = render(make_facts({"agency": "乙"}))
    assert "没有该机构的数据" in document
    assert Elements(document).open == []


def test_a_line_needs_three_years_and_a_gap_is_no_line() -> None:
    nan = float("nan")
    assert draw_line([2019, 2020], [1, 2], False, "x") is None
    whole = draw_line([2018, 2019, 2020], [1, 3, 2], False, "x")
    broken = draw_line([2017, 2018, 2019, 2020], [1, nan, 3, 2], False, "x")
    assert whole is not None
    assert broken is not None
    assert whole.unbroken
    assert not broken.unbroken
    assert len(broken.points) == 3


def test_a_gap_is_drawn_as_stems_and_a_doubt_as_a_hollow_dot() -> None:
    series = [USE | {"year": 2017 + step, "value": float(step)} for step in (0, 1, 2)]
    gap = [USE | {"year": year, "value": 1.0, "status": "unverified"} for year in (2017, 2019, 2020)]
    pictures = re.compile(r'<svg [^>]*class="line".*?</svg>', re.DOTALL)
    (whole,), (broken,) = (pictures.findall(render(make_facts(*rows))) for rows in (series, gap))
    assert "<polyline" in whole
    assert "<polyline" not in broken
    assert broken.count("<line") == 3
    assert 'class="own hollow"' in broken
    assert 'class="own"' in whole


def test_equal_values_make_a_level_line() -> None:
    line = draw_line([2018, 2019, 2020], [5, 5, 5], False, "x")
    assert line is not None
    assert len({down for _, down in line.points}) == 1


def test_a_brief_is_written_whole(sampled: Warehouse, tmp_path: Path) -> None:
    file = tmp_path / brief_file_name("甲/局", sampled.number, "zh")
    file.write_text(write_brief(sampled, HUNAN), encoding="utf-8")
    assert file.read_text(encoding="utf-8").startswith('<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">')
    assert file.stat().st_size < 100_000


@pytest.mark.parametrize(("language", "said"), [("zh", "高于目标2.6个百分点"), ("en", "2.6 pp above the target")])
def test_targets_stand_beside_what_became_of_them(sampled: Warehouse, language: Language, said: str) -> None:
    assert said in Elements(write_brief(sampled, CANGLAN, language)).text
    assert 'class="targets"' not in write_brief(sampled, HUNAN, language)


def test_a_target_of_a_published_plan_names_its_source_and_what_is_to_be_verified(sampled: Warehouse) -> None:
    text = Elements(write_brief(sampled, "100000-goa")).text
    assert "目标出处：" in text
    assert "到期未公布（待核实）" in text
