"""Web addresses as inputs: a page with the files it attaches, a file, an archive; nothing sent or stored twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.documents.made_files import make_docx, make_zip
from tests.fetch.site import HOST, Answer, Site, html, moved, serve_site
from yearbook.catalogue.files import DataError, Home
from yearbook.pipeline.addresses import find_inputs_at, make_fetcher, read_addresses
from yearbook.pipeline.ingest import ingest
from yearbook.pipeline.inputs import Input
from yearbook.store.reports import list_reports
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.warehouse import open_warehouse

LINES = (
    "【示例】芷岸市机关事务管理局{year}年度工作报告",
    "{year}年，全市新建充电桩{piles}个。各单位按年度安排推进保障工作，制度进一步健全。",
)
PAGE = "/art/2024/3/1/art_12_345.html"


def report(year: int, piles: int = 40) -> list[str]:
    return [line.format(year=year, piles=piles) for line in LINES]


def page(year: int, links: str = "") -> str:
    title, body = report(year)
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1><div><p>{body}</p>{links}</div></body></html>"


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("YEARBOOK_FETCH_ALLOW", HOST)
    monkeypatch.setenv("YEARBOOK_FETCH_PAUSE", "0")
    with serve_site() as served:
        yield served


def _find(home: Home, address: str) -> list[Input]:
    return list(find_inputs_at(home, address, make_fetcher(), keeps=False))


def test_a_page_gives_itself_and_the_files_that_it_attaches(site: Site, home: Home) -> None:
    numbered = "P020240301612345678901.docx"
    links = (
        f'<a href="./{numbered}">附件1：2022年度报告</a><a href="/down.jsp?id=7">统计表.csv</a>'
        '<a href="/down.jsp?id=8" download="年报.zip">下载</a><a href="art_12_346.html">另一篇</a><a href="#a.pdf">回顶部</a>'
        f'<a href="{numbered}#p2">同一附件</a><a href="ftp://{HOST}/a.pdf">FTP</a>'
    )
    site.answers |= {
        PAGE: html(page(2023, links)),
        f"/art/2024/3/1/{numbered}": Answer(make_docx(report(2022))),
        "/down.jsp?id=7": Answer(
            "指标,2023年\n车辆,12\n".encode(),
            fields={"Content-Disposition": f"attachment; filename={'统计表.csv'.encode('gbk').decode('latin-1')}"},
        ),
        "/down.jsp?id=8": Answer(make_zip({"甲/a.txt": b"1", "乙.txt": b"2"})),
    }
    inputs = _find(home, site.at(PAGE))
    assert [one.name for one in inputs] == ["art_12_345.html", "2022年度报告.docx", "统计表.csv", "a.txt", "乙.txt"]
    assert [one.source_url for one in inputs][:2] == [site.at(PAGE), site.at(f"/art/2024/3/1/{numbered}")]
    assert inputs[-1].source_url == site.at("/down.jsp?id=8")
    assert all(one.content for one in inputs)


def test_what_cannot_be_fetched_is_named_and_the_rest_goes_on(site: Site, home: Home) -> None:
    site.answers |= {
        PAGE: html(
            page(2023, '<a href="gone.pdf">甲.pdf</a><a href="http://10.0.0.1/a.pdf">乙.pdf</a><a href="/c.txt">丙.doc</a>')
        ),
        "/c.txt": Answer(b"1"),
    }
    inputs = _find(home, site.at(PAGE))
    assert [bool(one.content) for one in inputs] == [True, False, False, True]
    reasons = [one.refusal.reason for one in inputs if one.refusal]
    assert ["404" in reasons[0], "内部网络" in reasons[1]] == [True, True]


def test_of_many_files_the_first_are_read_and_the_rest_are_said(site: Site, home: Home) -> None:
    site.answers |= {PAGE: html(page(2023, "".join(f'<a href="{number}.pdf">附件</a>' for number in range(40))))}
    inputs = _find(home, site.at(PAGE))
    assert len(inputs) == 32
    assert "40 个文件" in inputs[-1].refusal.reason  # type: ignore[union-attr]


def test_a_report_keeps_where_it_came_from(site: Site, home: Home) -> None:
    site.answers |= {"/a": moved(PAGE), PAGE: html(page(2023))}
    summary = ingest([site.at("/a")], home)
    assert [file.fate for file in summary.files] == ["added"]
    [note] = list_reports(home)
    assert (note.source_url, note.read_at[:2]) == (site.at(PAGE), "20")
    with open_warehouse(home) as warehouse:
        assert warehouse.ask("report", report_id=note.report_id)["source_url"].tolist() == [site.at(PAGE)]
        facts = warehouse.facts(Filters(regions=("990000",), metrics=("energy.charging_piles_built",)))
        assert set(facts["source_url"]) == {site.at(PAGE)}


def test_an_address_that_gave_a_stored_report_is_not_sent_again(site: Site, home: Home) -> None:
    site.answers[PAGE] = Answer(page(2023).encode(), fields={"Content-Type": "text/html", "ETag": '"v1"'})
    assert ingest([site.at(PAGE)], home, dry_run=True).of("added")
    ingest([site.at(PAGE)], home)
    assert site.seen[-1].get("if-none-match") is None  # a dry run keeps nothing
    again = ingest([site.at(PAGE)], home)
    assert site.seen[-1]["if-none-match"] == '"v1"'
    [note] = list_reports(home)
    assert [(file.fate, file.report_id) for file in again.files] == [("known", note.report_id)]
    assert again.edition is None
    site.answers[PAGE] = Answer(page(2024).encode(), fields={"Content-Type": "text/html", "ETag": '"v2"'})
    assert [file.fate for file in ingest([site.at(PAGE)], home).files] == ["added"]


def test_addresses_come_from_a_list(tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_text("\ufeff# 年报\nhttps://www.example.gov.cn/a#top  # 甲\n\n  http://www.example.gov.cn/b\n", encoding="utf-8")
    assert read_addresses(file) == ["https://www.example.gov.cn/a#top", "http://www.example.gov.cn/b"]
    file.write_text("https://www.example.gov.cn/a\nwww.example.gov.cn/b\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"list\.txt: 2: "):
        read_addresses(file)


def test_this_machine_is_not_asked_unless_a_setting_names_it(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("YEARBOOK_FETCH_ALLOW", raising=False)
    with serve_site() as site:
        [one] = _find(home, site.at(PAGE))
        assert one.refusal is not None
        assert "YEARBOOK_FETCH_ALLOW" in one.refusal.reason
        assert site.asked == []
