"""Snapshots: what someone takes away opens in Excel, says what it is, and can be made again."""

from __future__ import annotations

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Generator
from datetime import date
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pandas as pd
import pyarrow as pa
import pyarrow.parquet
import pytest

from tests.recorded import FIGURES
from yearbook.catalogue.messages import LANGUAGES, translate
from yearbook.exports.csv_format import make_safe, write_csv
from yearbook.exports.parameters import BadParameter, read_edition, read_filters
from yearbook.exports.snapshot import FORMATS, Format, format_file_name, make_snapshot
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.warehouse import Warehouse

sheets = import_module("yearbook.exports.sheets")
parquet_format = import_module("yearbook.exports.file_formats")
snapshot_module = import_module("yearbook.exports.snapshot")
HUNAN = Filters(regions=("430000",), from_year=2020, to_year=2020)


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_edition_and_filters_give_the_same_bytes(warehouse: Warehouse, format: Format) -> None:
    first, second = (make_snapshot(warehouse, HUNAN, format) for _ in range(2))
    assert first.content == second.content
    assert first.rows == 28


def test_a_csv_opens_in_excel_with_chinese_intact(warehouse: Warehouse) -> None:
    content = make_snapshot(warehouse, HUNAN, "csv").content
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == 29
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    withdrawn = next(row for row in rows if row["metric_id"] == "vehicles.withdrawn")
    assert (withdrawn["agency_zh"], withdrawn["value"], withdrawn["qualifier"], withdrawn["year"]) == (
        "湖南省机关事务管理局",
        "31000",
        "more_than",
        "2020",
    )


def test_the_columns_of_a_csv_are_those_of_the_dictionary(warehouse: Warehouse) -> None:
    heading = make_snapshot(warehouse, HUNAN, "csv").content.decode("utf-8-sig").split("\r\n")[0].split(",")
    assert heading == warehouse.facts(HUNAN).columns.tolist()
    for name in heading:
        assert all(
            translate(f"columns.{name}", language) and translate(f"columns.{name}_about", language) for language in LANGUAGES
        )


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1+1", "－@x"])
def test_text_that_excel_would_run_is_made_safe(text: str) -> None:
    assert make_safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-4.07", "+0.85%", "-1,234.5", "31000", "湖南", "a=1", ""])
def test_numbers_and_plain_text_stay_as_they_are(text: str) -> None:
    assert make_safe(text) == text


def test_numbers_are_plain_and_missing_is_empty() -> None:
    table = pa.table(
        {
            "a": [1e15, 0.000001, None, -36.9],
            "b": [1, None, 3, 4],
            "c": [True, False, True, None],
            "d": [date(2020, 1, 31), None, date(2021, 12, 31), date(2022, 1, 1)],
            "e": ["x", None, "=y", "z,\n"],
            "f": pa.array(["@p", "q", None, "@p"]).dictionary_encode(),
            "g": [["u", "v"], [], None, ["w"]],
        }
    )
    assert b"".join(write_csv(iter(table.to_batches(3)))).decode("utf-8-sig") == (
        "a,b,c,d,e,f,g\r\n1000000000000000,1,true,2020-01-31,x,'@p,u|v\r\n0.000001,,false,,,q,\r\n,3,true,2021-12-31,'=y,,\r\n"
        '-36.9,4,,2022-01-01,"z,\n",\'@p,w\r\n'
    )


def test_a_zip_explains_itself(warehouse: Warehouse) -> None:
    with zipfile.ZipFile(io.BytesIO(make_snapshot(warehouse, HUNAN, "zip").content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(files["manifest.json"])
    assert sorted(files) == ["README.txt", "data.csv", "dictionary.csv", "manifest.json", "sources.csv"]
    assert manifest["edition"] == warehouse.number
    assert manifest["filters"]["regions"] == ["430000"]
    assert manifest["filters_in_words"]["zh"] == "湖南省（含下辖地区）；2020年"
    assert manifest["counts"] == {"rows": 28, "agencies": 2, "metrics": 26, "unverified": 0, "sources": 28}
    for name, told in manifest["files"].items():
        assert (told["bytes"], told["sha256"]) == (len(files[name]), sha256(files[name]).hexdigest())
    assert manifest["files"]["data.csv"]["address"] == "/snapshot.csv?edition=1&region=430000&year=2020"
    assert manifest["address"] in files["README.txt"].decode("utf-8-sig")
    assert "湖南省" in files["README.txt"].decode("utf-8-sig")
    assert "Hunan" in files["README.txt"].decode("utf-8-sig")


def test_a_manifest_leads_to_the_same_bytes(warehouse: Warehouse) -> None:
    """By its address and by its command, years later, as long as the edition is kept."""
    with zipfile.ZipFile(io.BytesIO(make_snapshot(warehouse, HUNAN, "zip").content)) as archive:
        packed, data = archive.read("manifest.json"), archive.read("data.csv")
    manifest = json.loads(packed)
    given = parse_qsl(urlsplit(manifest["files"]["data.csv"]["address"]).query)
    assert read_edition(given) == warehouse.number
    asked = read_filters([pair for pair in given if pair[0] != "edition"], warehouse)
    assert make_snapshot(warehouse, asked, "csv").content == data
    assert make_snapshot(warehouse, asked, "manifest").content == packed
    assert manifest["command"] == "python -m yearbook export --edition 1 --region 430000 --year 2020 --format zip"


def test_a_parquet_file_holds_the_same_rows_in_their_types(warehouse: Warehouse) -> None:
    content = make_snapshot(warehouse, HUNAN, "parquet").content
    frame = pd.read_parquet(io.BytesIO(content))
    assert frame["fact_id"].tolist() == warehouse.facts(HUNAN)["fact_id"].tolist()
    schema = pyarrow.parquet.read_schema(io.BytesIO(content))
    assert (schema.field("period_end").type, schema.field("value").type) == (pa.date32(), pa.float64())
    assert schema.field("caveats").type.value_type == schema.field("metric_id").type == pa.string()
    assert json.loads(schema.metadata[b"yearbook"])["counts"]["rows"] == 28


def test_json_says_what_it_is_and_then_the_rows(warehouse: Warehouse) -> None:
    content = make_snapshot(warehouse, HUNAN, "json").content
    told = json.loads(content)
    assert told["edition"] == warehouse.number
    assert told["address"] == "/snapshot.json?edition=1&region=430000&year=2020"
    assert len(told["data"]) == told["counts"]["rows"] == len(content.splitlines()) - 2
    withdrawn = next(row for row in told["data"] if row["metric_id"] == "vehicles.withdrawn")
    assert (withdrawn["value"], withdrawn["period_end"], withdrawn["value_max"]) == (31000, "2020-12-31", None)


@pytest.mark.parametrize("format", ["csv", "json", "parquet", "xlsx"])
def test_what_is_asked_for_in_portions_holds_the_same_rows_in_the_same_order(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch, format: Format
) -> None:
    filters = Filters(from_year=2015)
    at_once = make_snapshot(warehouse, filters, format).content
    monkeypatch.setattr(sheets, "PORTION", 40)
    assert len(sheets.gather_sheets(warehouse, filters).portions) > 4
    if format != "xlsx":  # its sources stand portion by portion
        assert make_snapshot(warehouse, filters, format).content == at_once
    snapshot = make_snapshot(warehouse, filters, "csv")
    assert _ids(snapshot.content) == warehouse.facts(filters)["fact_id"].tolist()


def test_a_large_snapshot_is_never_whole_in_memory(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "PORTION", 40)
    for format in ("csv", "json", "zip"):
        pieces = list(make_snapshot(warehouse, Filters(), format).pieces())
        assert max(map(len, pieces)) < sum(map(len, pieces)) / 3, format


def test_row_groups_do_not_depend_on_how_the_answer_came(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_format, "GROUP", 100)
    content = make_snapshot(warehouse, Filters(), "parquet").content
    monkeypatch.setattr(sheets, "PORTION", 40)
    assert make_snapshot(warehouse, Filters(), "parquet").content == content
    groups = pyarrow.parquet.ParquetFile(io.BytesIO(content)).metadata
    assert [groups.row_group(number).num_rows for number in range(groups.num_row_groups)] == [100] * (FIGURES // 100) + [
        FIGURES % 100
    ]


@pytest.mark.parametrize("format", FORMATS)
def test_a_reader_who_goes_away_leaves_nothing_behind(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format: Format
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(sheets, "PORTION", 40)
    pieces = make_snapshot(warehouse, Filters(), format).pieces()
    next(pieces)
    assert isinstance(pieces, Generator)
    pieces.close()
    assert list(tmp_path.iterdir()) == []


def test_more_rows_than_a_sheet_holds_are_refused_before_the_first_byte(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot_module, "MAX_ROWS", 27)
    with pytest.raises(BadParameter, match="27"):
        make_snapshot(warehouse, HUNAN, "xlsx")
    assert make_snapshot(warehouse, HUNAN, "csv").rows == 28


def test_the_tag_stands_for_the_bytes(warehouse: Warehouse) -> None:
    tags = {make_snapshot(warehouse, filters, format).tag for filters in (HUNAN, Filters()) for format in FORMATS}
    assert len(tags) == 2 * len(FORMATS)
    assert make_snapshot(warehouse, HUNAN, "csv", "en").tag == make_snapshot(warehouse, HUNAN, "csv", "zh").tag
    assert make_snapshot(warehouse, HUNAN, "xlsx", "en").tag != make_snapshot(warehouse, HUNAN, "xlsx", "zh").tag


def test_there_are_as_many_sources_as_are_counted(warehouse: Warehouse) -> None:
    counts = sheets.gather_sheets(warehouse, Filters()).counts
    with zipfile.ZipFile(io.BytesIO(make_snapshot(warehouse, Filters(), "zip").content)) as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("sources.csv").decode("utf-8-sig"), newline="")))
    assert len(rows) == counts["sources"] >= counts["rows"]


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_found_is_still_a_file(warehouse: Warehouse, format: Format) -> None:
    snapshot = make_snapshot(warehouse, Filters(regions=("000000",)), format)
    assert snapshot.rows == 0
    assert snapshot.content


@pytest.mark.parametrize(
    ("filters", "language", "name"),
    [
        (HUNAN, "zh", "机关事务_湖南_2020_版本1.csv"),
        (HUNAN, "en", "yearbook_Hunan_2020_edition1.csv"),
        (Filters(), "zh", "机关事务_全部_版本1.csv"),
        (Filters(from_year=2018), "zh", "机关事务_2018-_版本1.csv"),
        (Filters(topics=("vehicles", "energy", "law")), "zh", "机关事务_公务用车等3项_版本1.csv"),
        (Filters(statuses=("verified", "extracted")), "zh", "机关事务_不含待核实_版本1.csv"),
        (Filters(facts=("a", "b")), "zh", "机关事务_所选2条_版本1.csv"),
        (Filters(text='../a\\b:"c"\n<d>|*?'), "zh", "机关事务_..-a-b-c-d-_版本1.csv"),
        (Filters(text="长" * 300), "zh", f"机关事务_{'长' * 75}_版本1.csv"),
    ],
)
def test_the_name_tells_the_filters_and_the_edition(warehouse: Warehouse, filters: Filters, language: str, name: str) -> None:
    assert format_file_name(warehouse, filters, "csv", language) == name  # type: ignore[arg-type]


def _ids(content: bytes) -> list[str]:
    return [row["fact_id"] for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))]
