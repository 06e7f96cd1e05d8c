"""Lists as government sites write them: entries with title and day, the next page; what a script makes is said."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fetch.cms import (
    SCRIPTED,
    WITHOUT_LIST,
    Entries,
    frame,
    jcms_list,
    kaipu_list,
    table_list,
    trs_list,
)
from yearbook.documents.document import Refusal
from yearbook.fetch.links import read_links
from yearbook.fetch.pages import Link, read_page_links

AT = "http://www.example.gov.cn/zwgk/gzzj/"
TITLES = ("芷岸市机关事务管理局2023年度工作总结", "芷岸市机关事务管理局2022年度工作总结")


CONTENT = ("content_1.shtml", "content_2.shtml")


def _entries(*addresses: str) -> Entries:
    return [(address, title, day) for address, title, day in zip(addresses, TITLES, ("2024-03-01", "2023-02-28"), strict=True)]


@pytest.mark.parametrize(
    ("page", "addresses", "next_page"),
    [
        (
            trs_list(_entries("./202403/t20240301_1234567.html", "./202302/t20230228_1134567.html"), 3, 0),
            ("202403/t20240301_1234567.html", "202302/t20230228_1134567.html"),
            "index_1.html",
        ),
        (trs_list(_entries("./a1.html", "./a2.html"), 3, 2), ("a1.html", "a2.html"), None),
        (
            jcms_list(_entries("/art/2024/3/1/art_12_345.html", "/art/2023/2/28/art_12_300.html")),
            ("/art/2024/3/1/art_12_345.html", "/art/2023/2/28/art_12_300.html"),
            None,
        ),
        (
            kaipu_list(_entries("content_1.shtml", "content_2.shtml"), 4, 1),
            CONTENT,
            "list_2.shtml",
        ),
        (kaipu_list(_entries("content_1.shtml", "content_2.shtml"), 4, 4), ("content_1.shtml", "content_2.shtml"), None),
        (table_list(_entries("a.asp?id=1", "a.asp?id=2"), "list.asp?page=2"), ("a.asp?id=1", "a.asp?id=2"), "list.asp?page=2"),
        (table_list(_entries("a.asp?id=1", "a.asp?id=2")), ("a.asp?id=1", "a.asp?id=2"), None),
    ],
    ids=["TRS", "TRS last", "JCMS", "Kaipu", "Kaipu last", "table", "table last"],
)
def test_a_list_gives_its_entries_and_its_next_page(page: str, addresses: tuple[str, ...], next_page: str | None) -> None:
    found = read_page_links(AT, page.encode("gb18030" if "gb2312" in page else "utf-8"))
    places = [place if place.startswith("http") else _join(place) for place in addresses]
    assert [link.address for link in found.entries] == places
    assert [link.words for link in found.entries] == list(TITLES)
    assert [link.day[-5:] for link in found.entries] == ["03-01", "02-28"]
    assert found.next_page == (_join(next_page) if next_page else None)
    assert not found.is_scripted


def _join(place: str) -> str:
    return f"http://www.example.gov.cn{place}" if place.startswith("/") else AT + place.removeprefix("./")


@pytest.mark.parametrize(("page", "scripted"), [(SCRIPTED, True), (WITHOUT_LIST, False)])
def test_a_list_that_a_script_makes_is_said_and_not_guessed(page: str, scripted: bool) -> None:
    found = read_page_links(AT, page.encode())
    assert (found.entries, found.is_scripted) == ((), scripted)


def test_a_day_is_taken_from_beside_the_title_else_from_the_address() -> None:
    page = frame(
        '<p><a href="a1.html">关于2023年度工作总结的公示</a>（2024年3月1日）</p>'
        '<p><a href="/art/2024/3/2/art_1.html">关于年度工作总结的说明</a></p>'
        '<p><a href="t20240303_1.html">关于年度工作总结的解读</a></p>'
        '<p><a href="a4.html">关于年度工作总结的问答2024-03-04</a></p>'
        '<p><a href="a5.html">没有日期的专题专栏链接</a></p><p><a href="a6.html">短题</a>2024-03-06</p>'
        '<p><a href="a7.html">日期不成立的一篇文章</a>2024-13-41</p>'
        '<p><a href="javascript:show(8)">由脚本打开的一篇文章</a>2024-03-08</p>'
    )
    found = [(link.words, link.day) for link in read_page_links(AT, page.encode()).entries]
    assert found == [
        ("关于2023年度工作总结的公示", "2024-03-01"),
        ("关于年度工作总结的说明", "2024-03-02"),
        ("关于年度工作总结的解读", "2024-03-03"),
        ("关于年度工作总结的问答", "2024-03-04"),
    ]


def test_files_are_found_by_address_words_or_name_and_a_base_counts() -> None:
    page = (
        '<html><head><base href="http://files.example.gov.cn/down/"></head><body><a href="P020240301.pdf">附件</a>'
        '<a href="get.jsp?id=1">附件2：统计表.xlsx</a><a href="get.jsp?id=2" title="年报.ofd">下载</a>'
        '<a href="get.jsp?id=3" download="年报.wps">下载</a><a href="a.pdf#page=2">同一文件</a><a href="a.pdf">同一文件</a>'
        '<a href="pdfviewer.html">查看</a><a href="a.docxy">不是</a><a href="mailto:a@b.pdf">信箱</a><a>无</a></body></html>'
    )
    files = read_page_links(AT, page.encode()).files
    names = ["P020240301.pdf", "get.jsp?id=1", "get.jsp?id=2", "get.jsp?id=3", "a.pdf"]
    assert [link.address for link in files] == [f"http://files.example.gov.cn/down/{name}" for name in names]
    assert files[1] == Link("http://files.example.gov.cn/down/get.jsp?id=1", "附件2：统计表.xlsx")


@pytest.mark.parametrize(
    "page",
    [
        b"<a href=x.pdf>" * 200_000,
        b"<li>" * 50_000 + "<a href=a.html>关于年度工作总结的说明</a>2024-03-01".encode(),
        b"<record><![CDATA[" * 20_000,
        b"createPageHTML(" * 20_000,
        ("<li><a href=a{0}.html>关于年度工作总结的说明{0}</a>2024-03-01</li>" * 20_000).encode(),
        b"createPageHTML(" + b"9" * 100_000 + b", 0, 'index', 'html')",
    ],
    ids=["links", "deep", "records", "scripts", "entries", "number"],
)
def test_a_page_that_asks_for_too_much_ends_at_a_limit(page: bytes) -> None:
    try:
        answer, _ = read_links({"name": "页"}, page)
    except (Refusal, ValueError):
        return
    assert len(answer["entries"]) <= 3000
    assert len(answer["files"]) <= 3000


@pytest.mark.parametrize(
    "answer",
    [{}, {"base": 1, "files": 5, "entries": [], "next": None, "scripted": 0}, {"base": "", "files": [["a"]], "entries": [[]]}],
)
def test_a_worker_that_answers_nonsense_is_a_refusal(monkeypatch: pytest.MonkeyPatch, answer: dict[str, Any]) -> None:
    monkeypatch.setattr("yearbook.fetch.pages.ask_worker", lambda *_: (answer, b""))
    with pytest.raises(Refusal, match="崩溃"):
        read_page_links(AT, b"")
