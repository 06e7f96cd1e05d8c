"""The addresses for programs: what they give, what they refuse, and what a reader need not fetch again."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest

from tests.recorded import FIGURES
from tests.web.client import Client
from yearbook.__main__ import main
from yearbook.catalogue.files import DataError, Home
from yearbook.catalogue.messages import LANGUAGES
from yearbook.exports.lists import LIST_FORMATS, LISTS
from yearbook.exports.parameters import NAMES
from yearbook.exports.snapshot import FORMATS, MEDIA_TYPES, Format, make_snapshot
from yearbook.ui.cache import results
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.warehouse import StaleEdition, Warehouse, open_warehouse
from yearbook.web.api.lazy_routes import API_PATHS

HUNAN = "region=430000&topic=vehicles&from=2018&to=2024"


def address_of(format: Format) -> str:
    return "/manifest.json" if format == "manifest" else f"/snapshot.{format}"


def test_a_csv_by_address_holds_what_was_asked_for(client: Client) -> None:
    answer = client.get(f"/snapshot.csv?{HUNAN}")
    assert answer.status == 200
    assert answer.headers["content-type"] == MEDIA_TYPES["csv"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert rows
    assert {row["province_code"] for row in rows} == {"430000"}
    assert {row["topic"] for row in rows} == {"vehicles"}
    assert {int(row["year"]) for row in rows} <= set(range(2018, 2025))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("format", FORMATS)
def test_the_address_the_command_and_the_page_give_the_same_bytes(
    client: Client, installation: Home, tmp_path_factory: pytest.TempPathFactory, format: Format, language: str
) -> None:
    options = f"{HUNAN}&topic=energy&text=车&language={language}"
    file = tmp_path_factory.mktemp("exported") / "file"
    words = [part for pair in options.split("&") for part in (f"--{pair.split('=')[0]}", pair.split("=")[1])]
    assert main(["export", *words, "--format", format, "-o", str(file)]) == 0
    by_address = client.get(f"{address_of(format)}?{options}").content
    assert by_address == file.read_bytes()
    filters = Filters(regions=("430000",), topics=("vehicles", "energy"), from_year=2018, to_year=2024, text="车")
    with open_warehouse(installation) as warehouse:  # what a download button of the page calls
        assert make_snapshot(warehouse, filters, format, "en" if language == "en" else "zh").content == by_address


def test_a_manifest_by_address_reproduces_the_bytes_of_a_file(client: Client) -> None:
    """An analyst took a ZIP away; his manifest leads back to the same bytes though there is a newer edition."""
    with zipfile.ZipFile(io.BytesIO(client.get(f"/snapshot.zip?{HUNAN}&edition=2").content)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    assert manifest["edition"] == 2
    told = manifest["files"]["data.csv"]
    again = client.get(told["address"]).content
    assert (len(again), sha256(again).hexdigest()) == (told["bytes"], told["sha256"])
    assert client.get(f"/manifest.json?{HUNAN}&edition=2").json() == manifest


def test_every_format_opens(client: Client) -> None:
    rows = len(client.get(f"/snapshot.json?{HUNAN}").json()["data"])
    assert rows > 0
    assert len(pd.read_parquet(io.BytesIO(client.get(f"/snapshot.parquet?{HUNAN}").content))) == rows
    book = io.BytesIO(client.get(f"/snapshot.xlsx?{HUNAN}").content)
    assert len(pd.read_excel(book, sheet_name="数据", engine="openpyxl")) == rows
    assert client.get(f"/manifest.json?{HUNAN}").json()["counts"]["rows"] == rows


def test_without_an_edition_the_answer_names_the_current_one(client: Client) -> None:
    answer = client.get("/snapshot.csv?year=2020&region=430000")
    assert answer.headers["content-location"] == "/snapshot.csv?edition=3&region=430000&year=2020"
    assert client.get(answer.headers["content-location"]).content == answer.content
    assert "no-cache" in answer.headers["cache-control"]
    assert "max-age" in client.get(answer.headers["content-location"]).headers["cache-control"]


def test_an_older_edition_answers_as_it_did(client: Client) -> None:
    invented = "/snapshot.json?region=990000"
    assert client.get(invented).json()["counts"]["rows"] > 0
    refused = client.get(f"{invented}&edition=2")
    assert refused.json()["counts"]["rows"] == 0
    assert refused.json()["edition"] == 2


@pytest.mark.parametrize("address", [*(address_of(format) for format in FORMATS), *(f"/{name}.json" for name in LISTS)])
def test_a_reader_who_has_it_gets_304_and_nothing_else(client: Client, address: str) -> None:
    first = client.get(address)
    tag = first.headers["etag"]
    assert tag.startswith('"')
    for said in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        again = client.get(address, if_none_match=said)
        assert (again.status, again.content, again.headers["etag"]) == (304, b"", tag)
        assert again.headers["cache-control"] == first.headers["cache-control"]
    assert client.get(address, if_none_match='"other"').status == 200


def test_tags_differ_by_what_is_asked_for_and_by_how_it_travels(client: Client) -> None:
    asked = ("/snapshot.csv", "/snapshot.csv?year=2020", "/snapshot.csv?edition=2", "/snapshot.json", "/snapshot.xlsx")
    assert len({client.get(address).headers["etag"] for address in asked}) == len(asked)
    assert (
        client.get("/snapshot.csv?topic=energy&topic=law").headers["etag"]
        == client.get("/snapshot.csv?topic=law&topic=energy").headers["etag"]
    )
    packed = client.get("/snapshot.csv", accept_encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["etag"] != client.get("/snapshot.csv").headers["etag"]
    assert packed.content == client.get("/snapshot.csv").content
    assert "content-encoding" not in client.get("/snapshot.xlsx", accept_encoding="gzip").headers


@pytest.mark.parametrize("address", [*(address_of(format) for format in FORMATS), "/metrics.json", "/openapi.json", "/api"])
def test_head_tells_what_get_would_without_the_content(client: Client, address: str) -> None:
    got, headed = client.get(address), client.head(address)
    assert (headed.status, headed.content) == (200, b"")
    for name in ("content-type", "etag", "cache-control", "content-disposition", "content-location"):
        assert headed.headers.get(name) == got.headers.get(name), name


@pytest.mark.parametrize(
    ("query", "parameter", "allowed"),
    [
        ("regin=430000", "regin", "region"),
        ("Region=430000", "Region", "region"),
        ("region=43", "region", "/regions.json"),
        ("region=", "region", "/regions.json"),
        ("region=430000&region=x", "region", "/regions.json"),
        ("topic=cars", "topic", "vehicles"),
        ("metric=vehicles.flying", "metric", "/metrics.json"),
        ("agency=x", "agency", "/agencies.json"),
        ("level=city", "level", "prefecture"),
        ("scope=x", "scope", "direct_units"),
        ("status=ok", "status", "unverified"),
        ("fact=x", "fact", "fact_id"),
        ("year=last", "year", "1900"),
        ("year=2020&to=2021", "year", "from"),
        ("from=2024&to=2018", "from", "2018"),
        ("edition=new", "edition", "/editions.json"),
        ("edition=9", "edition", "2、3"),
        ("edition=2&edition=3", "edition", "一次"),
        ("language=de", "language", "zh、en"),
        ("format=csv", "format", "region"),
    ],
)
def test_a_slip_gets_400_and_a_sentence_that_names_it(client: Client, query: str, parameter: str, allowed: str) -> None:
    for method in (client.get, client.head):
        answer = method(f"/snapshot.csv?{query}")
        assert answer.status == 400
    told = client.get(f"/snapshot.csv?{query}").json()
    assert (told["status"], told["parameter"]) == (400, parameter)
    for language in LANGUAGES:
        assert parameter in told[language]
        assert len(told[language].splitlines()) == 1
    assert allowed in told["zh"]


@pytest.mark.parametrize(
    "attack",
    [
        "region=430000'%20or%201=1--",
        "region=430000%00",
        "metric=vehicles.withdrawn%22%3B%20drop%20table%20facts",
        "text=%27%29%3B%20attach%20%27x%27%3B--",
        "text=%27%20or%20%271%27=%271",
        "text=%00%0d%0aSet-Cookie:%20x=1",
        "text=%F0%9F%92%A5%ED%A0%80",
        "year=2020%3B1",
        "from=2020%0d%0aX-Injected:%201",
        "edition=../../2",
        "edition=2%2F..%2F3",
        "edition=1e9",
        "%3Cscript%3E=1",
        "region=%3Cscript%3Ealert(1)%3C/script%3E",
        "topic=" + "x" * 5000,
        "text=" + "%25" * 150,
    ],
)
def test_an_attack_is_refused_or_finds_nothing(client: Client, attack: str) -> None:
    for path in ("/snapshot.csv", "/snapshot.xlsx", "/metrics.json"):
        answer = client.get(f"{path}?{attack}")
        assert answer.status in (200, 400)
        assert "set-cookie" not in answer.headers
        assert "x-injected" not in answer.headers
        assert answer.headers["x-content-type-options"] == "nosniff"
        if answer.status == 400:
            assert answer.headers["content-type"] == "application/json"
        elif path == "/snapshot.csv":
            assert len(answer.content.splitlines()) == 1
    assert client.get("/snapshot.json").json()["counts"]["rows"] == FIGURES


def test_an_edition_that_is_gone_says_so(client: Client) -> None:
    answer = client.get("/snapshot.csv?edition=1")
    assert answer.status == 410
    assert "2、3" in answer.json()["zh"]


def test_an_edition_of_another_program_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise StaleEdition("第 2 版由另一版本的程序生成")

    results.clear()  # what was counted for others
    monkeypatch.setattr(Warehouse, "ask", refuse)
    for address, status in (("/snapshot.csv?edition=2", 410), ("/snapshot.csv", 503)):
        answer = client.get(address)
        assert (answer.status, answer.json()["parameter"]) == (status, "edition")
        assert "另一版本" in answer.json()["zh"]


def test_a_format_that_does_not_exist_is_no_page(client: Client) -> None:
    answer = client.get("/snapshot.doc")
    assert answer.status == 404
    assert "parquet" in answer.json()["en"]
    assert client.ask("/snapshot.csv", "POST").status == 405


def test_without_an_edition_the_answer_is_503(empty_client: Client) -> None:
    for address in ("/snapshot.csv", "/metrics.json"):
        answer = empty_client.get(address)
        assert answer.status == 503
        assert "yearbook build" in answer.json()["zh"]


def test_data_that_is_not_sound_is_said_without_the_paths_of_the_server(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise DataError(Path("/srv/yearbook/own_catalogue/metrics/vehicles.yaml"), "vehicles.cars", "unit is missing")

    results.clear()
    monkeypatch.setattr(Warehouse, "ask", refuse)
    answer = client.get("/snapshot.csv")
    assert answer.status == 503
    for language in LANGUAGES:
        assert "yearbook check" in answer.json()[language]
    assert "srv" not in answer.text


def test_a_file_keeps_its_chinese_name(client: Client) -> None:
    told = client.get("/snapshot.csv?region=430000&year=2020&text=%22%0d%0a;x").headers["content-disposition"]
    assert "filename*=UTF-8''%E6%9C%BA%E5%85%B3%E4%BA%8B%E5%8A%A1_" in told
    assert told.isascii()
    assert 'filename="yearbook.csv"' in told


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("format", LIST_FORMATS)
def test_lists_tell_what_the_codes_mean(client: Client, name: str, format: str) -> None:
    answer = client.get(f"/{name}.{format}")
    assert answer.status == 200
    if format == "json":
        told = answer.json()
        assert told["edition"] == 3
        assert told["data"]
    else:
        assert answer.content.startswith(b"\xef\xbb\xbf")
    assert client.get(f"/{name}.{format}?region=430000").status == 400


def test_every_code_of_the_lists_is_taken(client: Client) -> None:
    for name, column, parameter in (
        ("metrics", "metric_id", "metric"),
        ("agencies", "agency_id", "agency"),
        ("regions", "region_code", "region"),
    ):
        codes = [row[column] for row in client.get(f"/{name}.json").json()["data"]]
        query = "&".join(f"{parameter}={code}" for code in codes)
        assert client.get(f"/manifest.json?{query}").status == 200, name


def test_the_editions_that_are_kept_are_listed(client: Client) -> None:
    told = client.get("/editions.json").json()["data"]
    assert [(row["number"], row["current"]) for row in told] == [(3, True), (2, False)]
    assert all("who" not in row for row in told)


def test_the_description_names_every_address_and_every_parameter(client: Client) -> None:
    described = client.get("/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert set(described["paths"]) == API_PATHS - {"/openapi.json", "/api"} | {"/healthz"}
    assert all(list(operations) == ["get"] for operations in described["paths"].values())
    assert set(described["paths"]["/metrics.json"]["get"]["responses"]) == {"200", "304", "400", "410", "503"}
    names = [parameter["name"] for parameter in described["paths"]["/snapshot.xlsx"]["get"]["parameters"]]
    assert sorted(names) == sorted(NAMES)
    references = {"#/components/schemas/Refusal"}
    assert set(_references(described)) == references


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_documentation_names_everything_and_needs_no_network(client: Client, language: str) -> None:
    page = client.get(f"/api?lang={language}").text
    for name in NAMES:
        assert f"<code>{name}</code>" in page
    for path in API_PATHS - {"/api"}:
        assert path.lstrip("/") in page, path
    assert "<script" not in page
    assert [link for link in page.split('"') if link.startswith(("http:", "https:", "//"))] == []


def test_the_documentation_shows_a_host_as_text_only(client: Client) -> None:
    page = client.get("/api", host="<script>alert(1)</script>").text
    assert "<script>" not in page


def _references(described: object) -> list[str]:
    if isinstance(described, dict):
        return [found for key, value in described.items() for found in ([value] if key == "$ref" else _references(value))]
    return [found for value in described for found in _references(value)] if isinstance(described, list) else []
