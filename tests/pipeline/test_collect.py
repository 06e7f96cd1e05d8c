"""Collecting: what is new since the last time, first as a list, then taken in; a run that stops goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.cli.conftest import run as run  # a fixture
from tests.fetch.cms import SCRIPTED, jcms_list, trs_list
from tests.fetch.site import Answer, Site, html
from tests.pipeline.test_addresses import page, report
from tests.pipeline.test_addresses import site as site  # a fixture
from yearbook.catalogue.files import DataError, Home
from yearbook.catalogue.messages import translate
from yearbook.pipeline.addresses import make_fetcher
from yearbook.pipeline.collect import Entry, Problem, find_new, read_sources, take_entry
from yearbook.store.reports import list_reports
from yearbook.warehouse.registry import list_editions

HEAD = "agency,kind,address,titles\n"
AGENCY = "芷岸市机关事务管理局"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    (tmp_path / "data").mkdir()
    return Home(tmp_path / "data")


def _entries(*years: int) -> list[tuple[str, str, str]]:
    return [(f"./{year}.html", f"{AGENCY}{year}年度工作总结", f"{year + 1}-03-01") for year in years]


def _write(home: Home, rows: str) -> None:
    (home.root / "sources.csv").write_text(HEAD + rows, encoding="utf-8")


def _list(home: Home, pages: int = 3) -> list[str]:
    found = find_new(home, read_sources(home), make_fetcher(), pages)
    return [one.title or one.address if isinstance(one, Entry) else one.reason for one in found]


def _take_all(home: Home) -> list[str]:
    entries = [one for one in find_new(home, read_sources(home), make_fetcher()) if isinstance(one, Entry)]
    return [outcome.fate for entry in entries for outcome in take_entry(home, entry)]


def test_a_list_of_several_pages_is_new_once(site: Site, home: Home) -> None:
    _write(home, f"{AGENCY},list,{site.at('/zj/index.html')},工作总结|工作报告\n")
    site.answers |= {
        "/zj/index.html": html(trs_list([*_entries(2023, 2022), ("n.html", "关于节日值班安排的通知", "2024-01-01")], 2, 0)),
        "/zj/index_1.html": html(trs_list(_entries(2021), 2, 1)),
        **{f"/zj/{year}.html": html(page(year)) for year in (2021, 2022, 2023)},
    }
    titles = [f"{AGENCY}{year}年度工作总结" for year in (2023, 2022, 2021)]
    assert _list(home) == titles
    assert _list(home, pages=1) == titles[:2]
    assert list_reports(home) == []
    assert _take_all(home) == ["added"] * 3
    site.asked.clear()
    assert _list(home) == []
    assert "/zj/index_1.html" not in site.asked  # nothing new on the first page
    site.answers["/zj/index.html"] = html(trs_list(_entries(2024, 2023), 1, 0))
    assert _list(home) == [f"{AGENCY}2024年度工作总结"]


def test_a_run_that_stops_goes_on_where_it_stopped(site: Site, home: Home) -> None:
    _write(home, f"{AGENCY},list,{site.at('/zj/')},\n")
    site.answers |= {"/zj/": html(jcms_list([(f"/zj/{year}.html", title, day) for (_, title, day), year in
                                             zip(_entries(2023, 2022, 2021), (2023, 2022, 2021), strict=True)]))}  # fmt: skip
    site.answers |= {f"/zj/{year}.html": html(page(year)) for year in (2023, 2022, 2021)}
    found = find_new(home, read_sources(home), make_fetcher())
    take_entry(home, next(one for one in found if isinstance(one, Entry)))
    found.close()  # type: ignore[attr-defined]
    assert len(_list(home)) == 2
    assert _take_all(home) == ["added", "added"]


def test_further_pages_that_a_script_fetches_are_said_once(site: Site, home: Home) -> None:
    _write(home, f"{AGENCY},list,{site.at('/zj/')},\n")
    site.answers |= {"/zj/": html(jcms_list(_entries(2023), 3)), "/zj/2023.html": html(page(2023))}
    assert [word in said for word, said in zip(("2023", "后面几页"), _list(home), strict=True)] == [True, True]
    assert _take_all(home) == ["added"]
    assert _list(home) == []


def test_what_could_not_be_had_is_tried_again_and_what_is_refused_is_not(site: Site, home: Home) -> None:
    _write(home, f"{AGENCY},list,{site.at('/zj/')},\n")
    site.answers |= {"/zj/": html(trs_list(_entries(2023, 2022))), "/zj/2022.html": html("<p>无</p>")}
    assert _take_all(home) == ["refused", "refused"]
    assert _list(home) == [f"{AGENCY}2023年度工作总结"]
    site.answers["/zj/2023.html"] = html(page(2023))
    assert _take_all(home) == ["added"]


def test_a_page_is_new_when_it_changes(site: Site, home: Home) -> None:
    _write(home, f"{AGENCY},page,{site.at('/a.html')},\n")
    site.answers["/a.html"] = Answer(page(2022).encode(), fields={"Content-Type": "text/html", "ETag": '"1"'})
    assert len(_list(home)) == 1
    assert _take_all(home) == ["added"]
    assert _list(home) == []
    assert site.seen[-1]["if-none-match"] == '"1"'
    site.answers["/a.html"] = Answer(page(2023).encode(), fields={"Content-Type": "text/html", "ETag": '"2"'})
    assert _take_all(home) == ["added"]


def test_a_page_of_the_agencys_own_site_need_not_name_it(site: Site, home: Home) -> None:
    _write(home, f"{AGENCY},list,{site.at('/zj/')},\n")
    title, body = (line.replace(AGENCY, "本局") for line in report(2023))
    site.answers |= {
        "/zj/": html(trs_list(_entries(2023))),
        "/zj/2023.html": html(f"<html><body><h1>{title}</h1><div><p>{body}</p></div></body></html>"),
    }
    assert _take_all(home) == ["added"]
    [note] = list_reports(home)
    assert note.publisher == AGENCY


@pytest.mark.parametrize(("body", "word"), [(SCRIPTED, "脚本"), ("<p>无</p>", "没有带日期"), (None, "404")])
def test_a_source_without_a_list_is_a_problem_and_the_others_go_on(site: Site, home: Home, body: str | None, word: str) -> None:
    _write(home, f"甲,list,{site.at('/a/')},\n乙,list,{site.at('/b/')},\n")
    site.answers["/b/"] = html(trs_list(_entries(2023)))
    if body is not None:
        site.answers["/a/"] = html(body)
    found = list(find_new(home, read_sources(home), make_fetcher()))
    assert [type(one) for one in found] == [Problem, Entry]
    assert word in _list(home)[0]


def test_entries_of_other_hosts_and_lists_that_lead_in_circles_are_left(site: Site, home: Home) -> None:
    _write(home, f"甲,list,{site.at('/a/index.html')},\n")
    other = ("http://www.example.gov.cn/a.html", "别的网站的年度工作总结", "2024-03-01")
    page_ = trs_list([*_entries(2023), other]).replace("</ul>", '</ul><a href="index.html">下一页</a>')
    site.answers["/a/index.html"] = html(page_)
    assert _list(home, pages=50) == [f"{AGENCY}2023年度工作总结"]
    assert site.asked.count("/a/index.html") == 1


@pytest.mark.parametrize(
    ("rows", "place"),
    [("甲,feed,http://a.example/,\n", "line 2"), ("甲,list,a.example,\n", "line 2"), ("甲,list\n", "line 2")],
)
def test_a_line_that_is_no_source_is_named(home: Home, rows: str, place: str) -> None:
    _write(home, rows)
    with pytest.raises(DataError, match=place):
        read_sources(home)


def test_the_command_lists_first_and_takes_in_when_told(run: Command, site: Site, tmp_path: Path) -> None:
    missing = run("collect")
    assert missing.status == 1
    assert "agency,kind,address,titles" in missing.err
    home = Home(tmp_path / "data")
    home.root.mkdir(exist_ok=True)
    _write(home, f"{AGENCY},list,{site.at('/zj/')},\n乙,list,{site.at('/none/')},\n")
    site.answers |= {"/zj/": html(trs_list(_entries(2023))), "/zj/2023.html": html(page(2023))}
    listed = run("collect")
    assert listed.status == 1
    assert f"{AGENCY}2023年度工作总结" in listed.out
    assert translate("commands.collect_sum", sources=2, new=1, problems=1) in listed.out
    assert "404" in listed.err
    assert list_reports(home) == []
    taken = run("collect", "--yes", "--only", "芷岸")
    assert taken.status == 0, taken.err
    assert [edition.reports for edition in list_editions(home)] == [1]
    again = run("collect", "--ingest", "--only", "芷岸")
    assert translate("commands.not_published") in again.out
