"""The feed: Atom as RFC 4287 wants it, an entry for each edition and agency, and only what was asked for."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from tests.web.client import Client
from yearbook.catalogue.files import Home
from yearbook.catalogue.installation import PUBLIC_ADDRESS, RESPONSIBLE_BODY
from yearbook.pipeline.build import build_edition

ATOM = "{http://www.w3.org/2005/Atom}"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")  # RFC 3339
IRI = re.compile(r"[a-z][a-z0-9+.-]*:\S+")


@pytest.fixture(scope="module")
def one_edition(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The record as the first edition: all of it is new."""
    home = Home(tmp_path_factory.mktemp("first"))
    build_edition(home)
    return home


@pytest.fixture
def client(server: Client, one_edition: Home, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setenv("YEARBOOK_DATA", str(one_edition.root))
    return server


def read(client: Client, query: str = "") -> ElementTree.Element:
    answer = client.get(f"/feed.atom{query}")
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("application/atom+xml")
    return ElementTree.fromstring(answer.content)


def links(element: ElementTree.Element, rel: str) -> list[str]:
    return [link.get("href", "") for link in element.findall(f"{ATOM}link") if link.get("rel") == rel]


@pytest.mark.parametrize("query", ["", "?language=en", "?region=430000", "?metric=vehicles.withdrawn&region=430000"])
def test_a_feed_has_what_the_standard_requires(client: Client, query: str) -> None:
    feed = read(client, query)
    assert feed.tag == f"{ATOM}feed"
    assert len(links(feed, "self")) == 1  # 4.1.1
    assert feed.findtext(f"{ATOM}author/{ATOM}name")  # of the feed, so that entries need none
    entries = feed.findall(f"{ATOM}entry")
    assert entries
    for one in (feed, *entries):  # 4.1.1 and 4.1.2: exactly one id, title and updated
        for tag in ("id", "title", "updated"):
            assert len(one.findall(f"{ATOM}{tag}")) == 1
            assert one.findtext(f"{ATOM}{tag}")
        assert IRI.fullmatch(one.findtext(f"{ATOM}id") or "")
        assert TIME.fullmatch(one.findtext(f"{ATOM}updated") or "")
    for entry in entries:
        assert len(links(entry, "alternate")) == 1
        assert entry.findtext(f"{ATOM}content")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)


def test_entries_stay_the_same_and_the_newest_edition_comes_first(client: Client) -> None:
    entries = read(client).findall(f"{ATOM}entry")
    times = [entry.findtext(f"{ATOM}updated") for entry in entries]
    assert times == sorted(times, reverse=True)
    again = read(client).findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}id") for entry in entries] == [entry.findtext(f"{ATOM}id") for entry in again]


def test_a_feed_tells_only_what_was_asked_for(client: Client) -> None:
    [entry] = read(client, "?agency=430000-goa&metric=vehicles.withdrawn").findall(f"{ATOM}entry")
    assert "湖南省机关事务管理局" in (entry.findtext(f"{ATOM}title") or "")
    assert "取消公务用车数" in (entry.findtext(f"{ATOM}content") or "")
    assert len(read(client, "?region=430000").findall(f"{ATOM}entry")) < len(read(client).findall(f"{ATOM}entry"))


def test_links_name_the_public_address_and_the_author_is_who_answers(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PUBLIC_ADDRESS, "https://y.example.gov.cn/book")
    monkeypatch.setenv(RESPONSIBLE_BODY, "示例局")
    feed = read(client, "?region=430000")
    assert links(feed, "self") == ["https://y.example.gov.cn/book/feed.atom?region=430000"]
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "示例局"


@pytest.mark.parametrize("query", ["?region=999999", "?metric=nothing", "?year=2020", "?edition=2"])
def test_what_a_feed_does_not_take_is_refused(client: Client, query: str) -> None:
    assert client.get(f"/feed.atom{query}").status == 400
