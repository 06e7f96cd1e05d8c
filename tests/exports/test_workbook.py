"""The workbook: figures by years first, numbers as numbers, codes in words, charts that Excel can edit, pages of A4."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import openpyxl
import pytest

from yearbook.catalogue.messages import Language, translate
from yearbook.exports import sheets
from yearbook.exports.sheets import gather_sheets
from yearbook.exports.snapshot import make_snapshot
from yearbook.exports.workbook.pivot_sheet import HEAD, LABELS
from yearbook.exports.workbook.workbook import head_column
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.warehouse import Warehouse

HUNAN = Filters(regions=("430000",))
ENERGY = Filters(topics=("energy",))
SHEETS: dict[Language, list[str]] = {
    "zh": ["历年对照", "数据", "图表", "指标解释", "来源", "说明"],
    "en": ["by year", "data", "charts", "dictionary", "sources", "about"],
}


def read_book(warehouse: Warehouse, filters: Filters, language: Language = "zh") -> Any:
    return openpyxl.load_workbook(io.BytesIO(make_snapshot(warehouse, filters, "xlsx", language).content))


def read_pivot(book: Any) -> list[dict[str, Any]]:
    """The rows of the first sheet by its headings."""
    heading, *rows = book.worksheets[0].iter_rows(min_row=HEAD + 1, values_only=True)
    return [dict(zip(heading, row, strict=True)) for row in rows]


@pytest.mark.parametrize("language", SHEETS)
def test_the_figures_by_years_come_first_and_the_long_table_second(warehouse: Warehouse, language: Language) -> None:
    book = read_book(warehouse, ENERGY, language)
    assert book.sheetnames == SHEETS[language]
    snapshot = make_snapshot(warehouse, ENERGY, "xlsx", language)
    assert book.worksheets[1].max_row == snapshot.rows + 1
    assert [cell.value for cell in book.worksheets[0][HEAD + 1]][: len(LABELS)] == [
        translate(f"snapshot.pivot_{name}", language) for name in LABELS
    ]


def test_every_figure_is_a_number_of_a_row_with_one_unit_and_scope(warehouse: Warehouse) -> None:
    rows = read_pivot(read_book(warehouse, Filters()))
    facts = warehouse.facts()
    shown = [
        (row["指标"], row["发布机构"], year, value)
        for row in rows
        for year, value in row.items()
        if type(year) is int and value is not None
    ]
    told = zip(facts["metric_zh"], facts["agency_zh"], facts["year"], facts["value"], strict=True)
    assert sorted(shown) == sorted((metric, agency, int(year), value) for metric, agency, year, value in told)
    assert all(row["单位"] and row["口径"] for row in rows)
    hunan = [row for row in rows if row["指标"] == "节约公务交通费用" and row["发布机构"].startswith("湖南")]
    one = [(row["主体"], row["口径"]) for row in hunan]
    assert len(one) == len(set(one)) > 1


def test_the_years_of_a_subject_stand_in_one_row(warehouse: Warehouse) -> None:
    """Every line of figures with one figure a year is one row, whatever lies between its figures."""
    facts = warehouse.ask("figures", **Filters().parameters())
    lines = facts.groupby(["subject_zh", "series_group"])["year"].agg(["size", "nunique"])
    plain = lines[lines["size"] == lines["nunique"]]
    rows = read_pivot(read_book(warehouse, Filters()))
    told = [sum(type(year) is int and value is not None for year, value in row.items()) for row in rows]
    assert max(told) >= plain["size"].max() > 5
    assert sum(count == 1 for count in told) <= (lines["nunique"] == 1).sum() + (lines["size"] - lines["nunique"]).sum()


def test_a_number_is_written_in_full_with_its_marks_as_its_format(warehouse: Warehouse) -> None:
    sheet = read_book(warehouse, HUNAN).worksheets[0]
    cells = [cell for row in sheet.iter_rows(min_row=HEAD + 2, min_col=len(LABELS) + 1) for cell in row if cell.value is not None]
    formats = {cell.value: (cell.number_format, cell.font.italic) for cell in cells}
    assert formats[31000] == ('#,##0"余"', False)
    assert formats[-3.03] == ('#,##0.00"*"', True)
    assert {cell.alignment.horizontal for cell in cells} == {"right"}
    for cell in cells:
        assert sheet.column_dimensions[cell.column_letter].width >= len(f"{cell.value:,}")


def test_a_year_without_any_figure_is_a_column_all_the_same(warehouse: Warehouse) -> None:
    years = [year for year in read_pivot(read_book(warehouse, HUNAN))[0] if type(year) is int]
    assert years == list(range(years[0], years[-1] + 1))
    assert set(warehouse.facts(HUNAN)["year"]) < set(years)


@pytest.mark.parametrize(
    ("column", "zh"),
    [
        ("kind", "比率、均值"),
        ("scope", "全辖区"),
        ("unit", "千克标准煤/人"),
        ("status", "待核实"),
        ("qualifier", "余、超过"),
        ("topic", "节能降碳"),
        ("headline", "是"),
    ],
)
def test_codes_are_words(warehouse: Warehouse, column: str, zh: str) -> None:
    heading, *rows = read_book(warehouse, Filters()).worksheets[1].iter_rows(values_only=True)
    found = {row[heading.index(head_column(column, "zh"))] for row in rows}
    assert zh in found
    if column not in ("unit", "topic"):  # % is a unit
        assert not [word for word in found if word and re.search("[a-z]", str(word))]


@pytest.mark.parametrize("language", SHEETS)
def test_what_the_notes_call_a_column_is_one(warehouse: Warehouse, language: Language) -> None:
    sheets = replace(gather_sheets(warehouse, HUNAN), demonstration=True)
    heads = {"workbook": lambda column: head_column(column, language), "csv": str}
    for head in heads.values():
        named = re.findall('“([^”]+)”列|column "([^"]+)"', " ".join(sheets.about(language, "/x", head)))
        there = {head(column) for column in next(sheets.data()).schema.names}
        assert len(named) == 4
        assert {zh or en for zh, en in named} <= there


def test_every_sheet_prints_on_a4_with_its_headings_on_every_page(warehouse: Warehouse) -> None:
    book = read_book(warehouse, ENERGY)
    for sheet in book:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape"), sheet.title
    assert book.worksheets[0].print_title_rows == f"${HEAD + 1}:${HEAD + 1}"
    assert {book[name].print_title_rows for name in ("数据", "指标解释", "来源")} == {"$1:$1"}


def test_charts_are_excels_own_and_show_what_compares(warehouse: Warehouse) -> None:
    book = read_book(warehouse, Filters())
    charts = book["图表"]._charts
    assert 3 <= len(charts) <= 12
    pivot = book.worksheets[0]
    for chart in charts:
        rows = {int(row) for one in chart.ser for row in re.findall(r"\$(\d+)", one.val.numRef.f)}
        for name in (1, 2, 4):  # metric, unit, terms
            assert len({pivot.cell(row, name).value for row in range(min(rows), max(rows) + 1)}) == 1
        assert any(cell.value is not None for cell in pivot[min(rows)][len(LABELS) :])


def test_one_figure_makes_no_chart(warehouse: Warehouse) -> None:
    fact = warehouse.facts()["fact_id"].iloc[0]
    assert "图表" not in read_book(warehouse, Filters(facts=(fact,))).sheetnames


def test_no_cell_is_a_formula(warehouse: Warehouse) -> None:
    book = read_book(warehouse, Filters())
    assert not [cell.coordinate for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_more_figures_than_can_be_set_side_by_side_are_listed_only(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_BY_YEARS", 10)
    book = read_book(warehouse, ENERGY)
    assert book.sheetnames == [name for name in SHEETS["zh"] if name != "图表"]
    assert [[cell.value for cell in row] for row in book.worksheets[0]][1][0].startswith("数据超过")
    assert book.worksheets[1].max_row > 10


def test_a_sheet_may_pass_what_a_plain_zip_holds(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 1000)  # bytes, in place of 2 GiB
    assert read_book(warehouse, ENERGY).sheetnames == SHEETS["zh"]
