"""An edition as Parquet for other engines: all of it, partitioned, in types that every engine knows, whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.dataset
import pyarrow.parquet
import pytest

from yearbook.__main__ import main
from yearbook.catalogue.files import PROJECT, Home
from yearbook.pipeline.ingest import ingest
from yearbook.store.files import sum_of
from yearbook.warehouse import partitions
from yearbook.warehouse.partitions import FolderTaken, write_partitions
from yearbook.warehouse.registry import DamagedEdition, NoEdition, edition_file


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The record and the sample reports."""
    home = Home(tmp_path_factory.mktemp("installation"))
    ingest([PROJECT / "data" / "samples"], home)
    return home


@pytest.fixture(scope="module")
def folder(installation: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("engines") / "edition 它's"
    write_partitions(installation, folder)
    return folder


@pytest.fixture(scope="module")
def facts(installation: Home) -> pd.DataFrame:
    """All facts as the edition has them, codes as text."""
    with duckdb.connect(str(edition_file(installation, 1)), read_only=True) as connection:
        kinds = {name: str(kind) for name, kind, *_ in connection.execute("describe facts").fetchall()}
        shown = ", ".join(f"{name}::varchar as {name}" if kind.startswith("ENUM") else name for name, kind in kinds.items())
        return connection.execute(f"select {shown} from facts order by fact_id").df()


def test_duckdb_reads_every_fact_back(folder: Path, facts: pd.DataFrame) -> None:
    with duckdb.connect() as connection:
        files = f"{folder}/facts/**/*.parquet".replace("'", "''")
        read = connection.execute(f"select * from read_parquet('{files}', hive_partitioning = true) order by fact_id").df()
    assert len(facts) > 600
    pd.testing.assert_frame_equal(read[list(facts.columns)], facts, check_dtype=False)


def test_arrow_reads_every_fact_back_and_only_the_folders_asked_for(folder: Path, facts: pd.DataFrame) -> None:
    layout = pyarrow.dataset.partitioning(pa.schema([("topic", pa.string()), ("year", pa.int32())]), flavor="hive")
    dataset = pyarrow.dataset.dataset(folder / "facts", partitioning=layout)
    read = dataset.to_table().to_pylist()
    assert sorted(row["fact_id"] for row in read) == facts["fact_id"].tolist()
    by_id = {row["fact_id"]: row for row in read}
    for fact in facts.to_dict("records"):
        row = by_id[fact["fact_id"]]
        assert (row["topic"], row["year"], row["value"]) == (fact["topic"], fact["year"], fact["value"])
        assert (row["period_start"], row["caveats"]) == (
            None if pd.isna(fact["period_start"]) else fact["period_start"].date(),
            list(fact["caveats"]),
        )
    of_vehicles = pyarrow.dataset.field("topic") == "vehicles"
    assert {Path(part.path).parts[-3] for part in dataset.get_fragments(of_vehicles)} == {"topic=vehicles"}


def test_no_type_is_one_that_only_duckdb_knows(folder: Path) -> None:
    plain = (pa.types.is_string, pa.types.is_integer, pa.types.is_floating, pa.types.is_boolean, pa.types.is_date32)
    files = sorted(folder.rglob("*.parquet"))
    assert len(files) > 50
    for file in files:
        for column in pyarrow.parquet.read_schema(file):
            kind = column.type.value_type if pa.types.is_list(column.type) else column.type
            assert any(is_kind(kind) for is_kind in plain) or kind == pa.timestamp("us"), (file, column)


def test_rows_are_in_order_inside_a_file(folder: Path) -> None:
    for file in sorted(folder.glob("facts/topic=vehicles/*/*.parquet")):
        rows = pyarrow.parquet.ParquetFile(file).read(["metric_id", "region_code", "period_start"]).to_pylist()
        keys = [tuple(row.values()) for row in rows]
        assert keys == sorted(keys)


def test_the_manifest_names_every_file_with_its_rows_and_sum(folder: Path, installation: Home) -> None:
    told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    files = [file for table in told["tables"].values() for file in table["files"]]
    assert {file["path"] for file in files} == {file.relative_to(folder).as_posix() for file in folder.rglob("*.parquet")}
    assert all(file["sha256"] == sum_of(folder / file["path"]) for file in files)
    assert told["sha256"] == sum_of(edition_file(installation, 1))
    with duckdb.connect(str(edition_file(installation, 1)), read_only=True) as connection:
        for name, table in told["tables"].items():
            assert connection.execute(f"select count(*) from {name}").fetchone() == (table["rows"],)
    assert told["tables"]["facts"]["columns"]["topic"] == "VARCHAR"


def test_a_failure_leaves_nothing_behind(installation: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(partitions, "write_atomic", fail)
    with pytest.raises(OSError, match="No space"):
        write_partitions(installation, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_already_is_left_alone(installation: Home, tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("kept")
    with pytest.raises(FolderTaken, match="已经存在"):
        write_partitions(installation, tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["kept.txt"]


def test_the_command_says_what_it_wrote(
    installation: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("YEARBOOK_DATA", str(installation.root))
    assert main(["editions", "parquet", "1", "-o", str(tmp_path / "out")]) == 0
    assert "out" in capsys.readouterr().out
    assert (tmp_path / "out" / "manifest.json").is_file()
    assert main(["editions", "parquet", "-o", str(tmp_path / "out")]) == 1
    assert "已经存在" in capsys.readouterr().err


def test_an_edition_that_is_not_kept_is_refused(installation: Home, tmp_path: Path) -> None:
    with pytest.raises(NoEdition):
        write_partitions(installation, tmp_path / "out", 9)


def test_a_damaged_edition_is_refused(tmp_path: Path) -> None:
    home = Home(tmp_path / "data")
    ingest([PROJECT / "data" / "samples" / "zhian-2022.txt"], home)
    with edition_file(home, 1).open("r+b") as file:
        file.seek(5000)
        file.write(b"damaged")
    with pytest.raises(DamagedEdition):
        write_partitions(home, tmp_path / "out")
