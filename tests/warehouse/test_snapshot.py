"""Snapshots: what someone takes away opens in Excel, says what it is, and can be made again."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from hashlib import sha256

import openpyxl
import pandas as pd
import pytest

from yearbook.warehouse.csv_format import make_safe, write_csv
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.snapshot import FORMATS, make_snapshot, name_snapshot
from yearbook.warehouse.warehouse import Warehouse
from yearbook.words import LANGUAGES, say

HUNAN = Filters(regions=("430000",), from_year=2020, to_year=2020)


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_edition_and_filters_give_the_same_bytes(warehouse: Warehouse, format: str) -> None:
    first, second = (make_snapshot(warehouse, HUNAN, format) for _ in range(2))  # type: ignore[arg-type]
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
        assert all(say(f"columns.{name}", language) and say(f"columns.{name}_about", language) for language in LANGUAGES)


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1+1", "－@x"])
def test_text_that_excel_would_run_is_made_safe(text: str) -> None:
    assert make_safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-4.07", "+0.85%", "-1,234.5", "31000", "湖南", "a=1", ""])
def test_numbers_and_plain_text_stay_as_they_are(text: str) -> None:
    assert make_safe(text) == text


def test_numbers_are_plain_and_missing_is_empty() -> None:
    frame = pd.DataFrame(
        {
            "a": [1e15, 0.000001, float("nan"), -36.9],
            "b": pd.array([1, None, 3, 4], dtype="Int64"),
            "c": [True, False, True, True],
            "d": pd.to_datetime(["2020-01-31", None, "2021-12-31", "2022-01-01"]),
            "e": pd.Series(["x", None, "=y", "z,\n"], dtype="str"),
        }
    )
    assert write_csv(frame).decode("utf-8-sig") == (
        "a,b,c,d,e\r\n1000000000000000,1,true,2020-01-31,x\r\n0.000001,,false,,\r\n,3,true,2021-12-31,'=y\r\n"
        '-36.9,4,true,2022-01-01,"z,\n"\r\n'
    )


@pytest.mark.parametrize(
    ("language", "sheets"), [("zh", ["数据", "词典", "来源", "说明"]), ("en", ["data", "dictionary", "sources", "about"])]
)
def test_a_workbook_holds_data_dictionary_sources_and_about(warehouse: Warehouse, language: str, sheets: list[str]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(make_snapshot(warehouse, HUNAN, "xlsx", language).content))  # type: ignore[arg-type]
    assert book.sheetnames == sheets
    data = book[sheets[0]]
    assert data.max_row == 29
    heading = [cell.value for cell in data[1]]
    value = heading.index(say("columns.value", language))  # type: ignore[arg-type]
    assert all(isinstance(row[value], int | float) for row in data.iter_rows(min_row=2, values_only=True))
    assert any("28" in str(row[0]) for row in book[sheets[3]].iter_rows(values_only=True))


def test_no_cell_of_a_workbook_is_a_formula(warehouse: Warehouse) -> None:
    book = openpyxl.load_workbook(io.BytesIO(make_snapshot(warehouse, Filters(), "xlsx").content))
    assert not [cell.coordinate for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


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
        assert told == {"bytes": len(files[name]), "sha256": sha256(files[name]).hexdigest()}
    assert "湖南省" in files["README.txt"].decode("utf-8-sig")
    assert "Hunan" in files["README.txt"].decode("utf-8-sig")


def test_a_parquet_file_holds_the_same_rows(warehouse: Warehouse) -> None:
    frame = pd.read_parquet(io.BytesIO(make_snapshot(warehouse, HUNAN, "parquet").content))
    assert frame["fact_id"].tolist() == warehouse.facts(HUNAN)["fact_id"].tolist()


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_found_is_still_a_file(warehouse: Warehouse, format: str) -> None:
    snapshot = make_snapshot(warehouse, Filters(regions=("000000",)), format)  # type: ignore[arg-type]
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
        (Filters(statuses=("verified", "extracted")), "zh", "机关事务_不含待核_版本1.csv"),
        (Filters(text='../a\\b:"c"\n<d>|*?'), "zh", "机关事务_..-a-b-c-d-_版本1.csv"),
        (Filters(text="长" * 300), "zh", f"机关事务_{'长' * 75}_版本1.csv"),
    ],
)
def test_the_name_tells_the_filters_and_the_edition(warehouse: Warehouse, filters: Filters, language: str, name: str) -> None:
    assert name_snapshot(warehouse, filters, "csv", language) == name  # type: ignore[arg-type]
