"""The public record: every row is sound, and a row that is not is named with its mend."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.recorded import FIGURES
from yearbook.catalogue.catalogue import Catalogue, load_catalogue
from yearbook.catalogue.files import PROJECT, DataError, Home, read_csv
from yearbook.catalogue.messages import all_messages
from yearbook.store.record import COLUMNS, TARGET_COLUMNS, read_population, read_record, read_targets

RECORD = PROJECT / "data" / "record"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(Home(PROJECT / "data"))


def test_every_row_of_the_record_is_a_figure_of_a_known_body(catalogue: Catalogue) -> None:
    figures = read_record(RECORD, catalogue)
    assert len(figures) == FIGURES
    assert {figure.agency_id for figure in figures} <= set(catalogue.agencies)
    assert {figure.status for figure in figures} == {"verified", "unverified"}


def test_what_a_note_says_of_a_figure_is_its_caveat(catalogue: Catalogue) -> None:
    """Of a county whose accounts gave the whole county first and its own level later, only the first are wider."""
    own = [figure for figure in read_record(RECORD, catalogue) if figure.agency_id == "532529-finance"]
    wider = {figure.period_end.year for figure in own if figure.period_end and "wider_extent" in figure.caveats}
    assert wider == {2017, 2018}
    assert {figure.period_end.year for figure in own if figure.period_end} - wider == {2021}


def test_what_covers_more_in_a_part_covers_more_in_the_whole(catalogue: Catalogue) -> None:
    """A source that says so of centralised procurement says it of all procurement; else a line rises by what was counted anew."""
    wider: dict[str, set[tuple[object, ...]]] = {"finance.procurement_amount": set(), "finance.government_procurement": set()}
    for figure in read_record(RECORD, catalogue):
        if figure.metric_id in wider and "wider_extent" in figure.caveats:
            wider[figure.metric_id].add((figure.agency_id, figure.source_title, figure.period_end))
    part, whole = wider.values()
    assert part
    assert part <= whole


def test_every_remark_gives_a_caveat_that_has_words_and_stands_in_a_note() -> None:
    notes = [row["note"] for row in read_csv(RECORD / "figures.csv", ("note",))]
    for row in read_csv(PROJECT / "data" / "catalogue" / "remarks.csv", ("words", "caveat")):
        assert f"caveats.{row['caveat']}" in all_messages()
        assert any(row["words"] in note for note in notes), row["words"]


def test_an_unverified_figure_has_no_address(catalogue: Catalogue) -> None:
    assert not [figure for figure in read_record(RECORD, catalogue) if figure.status == "unverified" and figure.source_url]


def test_the_provinces_make_the_published_population(catalogue: Catalogue) -> None:
    rows = {row.region_code: row.population for row in read_population(RECORD, catalogue)}
    assert sum(people for code, people in rows.items() if code != "100000") == 1_409_778_724


@pytest.mark.parametrize(
    ("changes", "mend"),
    [
        ({"agency_id": "000000-xyz"}, "agency_id '000000-xyz' is unknown"),
        ({"metric_id": "vehicles.flying"}, "metric_id 'vehicles.flying' is unknown"),
        ({"scope": "everywhere"}, "scope 'everywhere' is unknown"),
        ({"status": "perhaps"}, "status 'perhaps' is unknown"),
        ({"source_kind": "hearsay"}, "source_kind 'hearsay' is unknown"),
        ({"period_start": "2020-02-30"}, "must be dates like"),
        ({"period_start": "2021-01-01", "period_end": "2020-01-01"}, "lies after"),
        ({"value": "many"}, "is not a number"),
        ({"value": "-12"}, "only a change may be negative"),
        ({"value": "13"}, "make 12, not 13"),
        ({"value_max": "20"}, "belongs to the qualifier range"),
        ({"qualifier": "range", "value_max": "3"}, "must be a number above value"),
        ({"source_title": ""}, "lacks its source_title"),
        ({"source_url": "", "status": "unverified"}, "a repost is unverified"),
        ({"status": "unverified", "source_kind": "repost"}, "is unverified and yet has an address"),
        ({"source_url": "javascript:alert(1)"}, "must begin with https://"),
        ({"published_on": "last spring"}, "published_on must be a date"),
        ({"evidence": "字" * 31}, "longer than 30"),
        ({"baseline": "long ago"}, "must be a year, previous_year or empty"),
        ({"fact_id": "f000"}, "fact_id must be f"),
    ],
)
def test_a_slip_in_a_row_is_named_with_its_mend(catalogue: Catalogue, tmp_path: Path, changes: dict[str, str], mend: str) -> None:
    row = dict.fromkeys(COLUMNS, "") | {
        "agency_id": "430000-goa", "metric_id": "vehicles.withdrawn", "scope": "direct_units", "period_start": "2020-01-01",
        "period_end": "2020-12-31", "value": "12", "qualifier": "exact", "value_as_written": "12", "unit_as_written": "辆",
        "evidence": "取消12辆", "status": "verified", "source_kind": "official", "source_title": "标题",
        "source_url": "https://example.org/", "fact_id": "x",
    }  # fmt: skip
    with pytest.raises(DataError, match=r"fact_id must be (?P<id>f\w+)") as told:
        _read(tmp_path, row, catalogue)
    sound = row | {"fact_id": str(told.value).split("must be ")[1].split(",")[0]}
    _read(tmp_path, sound, catalogue)
    with pytest.raises(DataError) as slip:
        _read(tmp_path, sound | changes, catalogue)
    assert "figures.csv: figure 1" in str(slip.value)
    assert mend in str(slip.value)


def test_every_published_target_is_of_a_known_body_and_of_a_time_to_come(catalogue: Catalogue) -> None:
    targets = read_targets(RECORD, catalogue)
    assert targets
    assert {target.agency_id for target in targets} <= set(catalogue.agencies)
    assert all(target.published_on <= target.period_end for target in targets)


def test_a_record_without_targets_has_none(catalogue: Catalogue, tmp_path: Path) -> None:
    assert read_targets(tmp_path, catalogue) == []


@pytest.mark.parametrize(
    ("changes", "mend"),
    [
        ({"metric_id": "vehicles.flying"}, "metric_id 'vehicles.flying' is unknown"),
        ({"period_end": ""}, "must be dates like"),
        ({"value": "soon"}, "is not a number"),
        ({"value": "-15"}, "only a change may be negative"),
        ({"value": "16"}, "make 15, not 16"),
        ({"evidence": "字" * 31}, "longer than 30"),
        ({"status": "unverified"}, "is unverified and yet has an address"),
        ({"published_on": ""}, "lacks published_on"),
        ({"published_on": "2026-01-01"}, "published_on lies after period_end"),
    ],
)
def test_a_slip_in_a_target_is_named_with_its_mend(
    catalogue: Catalogue, tmp_path: Path, changes: dict[str, str], mend: str
) -> None:
    row = dict.fromkeys(TARGET_COLUMNS, "") | {
        "agency_id": "430000-goa", "metric_id": "vehicles.withdrawn", "scope": "direct_units", "period_start": "2025-01-01",
        "period_end": "2025-12-31", "value": "15", "qualifier": "at_least", "value_as_written": "15", "unit_as_written": "辆",
        "evidence": "取消不少于15辆", "status": "verified", "source_kind": "official", "source_title": "规划",
        "source_url": "https://example.org/", "published_on": "2021-06-01",
    }  # fmt: skip
    _write(tmp_path / "targets.csv", row)
    assert [target.value for target in read_targets(tmp_path, catalogue)] == [15]
    _write(tmp_path / "targets.csv", row | changes)
    with pytest.raises(DataError) as slip:
        read_targets(tmp_path, catalogue)
    assert "targets.csv: target 1" in str(slip.value)
    assert mend in str(slip.value)
    _write(tmp_path / "targets.csv", row, row)
    with pytest.raises(DataError, match=r"target 2 .* stands twice"):
        read_targets(tmp_path, catalogue)


def test_a_figure_that_stands_twice_is_refused(catalogue: Catalogue, tmp_path: Path) -> None:
    lines = (RECORD / "figures.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "figures.csv").write_text("\n".join([*lines[:2], lines[1]]), encoding="utf-8")
    with pytest.raises(DataError, match="stands twice"):
        read_record(tmp_path, catalogue)


def _read(folder: Path, row: dict[str, str], catalogue: Catalogue) -> None:
    _write(folder / "figures.csv", row)
    read_record(folder, catalogue)


def _write(file: Path, *rows: dict[str, str]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
