"""A large edition made out of the one before shares its file; the log beside it is as much a part of it as the file."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.warehouse.invented import understand
from yearbook.catalogue.files import Home
from yearbook.pipeline.backup import back_up
from yearbook.pipeline.build import build_edition
from yearbook.pipeline.ingest import ingest
from yearbook.pipeline.restore import restore
from yearbook.store.copying import SUMMED, Summing
from yearbook.store.files import sum_of
from yearbook.warehouse import sharing
from yearbook.warehouse.registry import DamagedEdition, check_edition, edition_file, other_edition, prune, read_note
from yearbook.warehouse.sharing import log_of
from yearbook.warehouse.warehouse import open_warehouse

BODY = "湖南省机关事务管理局"


def bring(home: Home, folder: Path, value: int) -> None:
    folder.mkdir(exist_ok=True)
    file = folder / f"{value}.txt"
    file.write_text(f"{BODY} {2000 + value}\nvehicles.withdrawn={value}\n", encoding="utf-8")
    ingest([file], home, understand=understand)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Edition 1 from all sources, 2 and 3 out of it."""
    folder = tmp_path_factory.mktemp("sharing")
    home = Home(folder / "data")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sharing, "LARGE", 0)
        build_edition(home)
        for value in (3, 4):
            bring(home, folder / "incoming", value)
    return home


def copy(source: str, target: str) -> None:
    (os.link if source.endswith(".duckdb") else shutil.copy2)(source, target)


@pytest.fixture
def home(made: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setattr(sharing, "LARGE", 0)
    shutil.copytree(made.root, tmp_path / "data", copy_function=copy)
    return Home(tmp_path / "data")


def count_facts(home: Home, number: int) -> int:
    with open_warehouse(home, number) as warehouse:
        assert warehouse.faults() == []
        return len(warehouse.facts())


def test_editions_share_a_file_and_hold_what_they_should(home: Home) -> None:
    files = [edition_file(home, number) for number in (1, 2, 3)]
    assert all(file.samefile(files[0]) for file in files)
    assert [log_of(file).exists() for file in files] == [False, True, True]
    assert [count_facts(home, number) for number in (1, 2, 3)] == [read_note(home, number).facts for number in (1, 2, 3)]
    assert len({check_edition(home, number).sha256 for number in (1, 2, 3)}) == 3
    assert count_facts(home, 3) == count_facts(home, 1) + 2


def test_a_log_is_removed_with_its_edition_only(home: Home) -> None:
    stray = log_of(edition_file(home, 1))
    stray.write_bytes(b"of nobody")
    assert prune(home, 1) == [1, 2]
    assert sorted(file.name for file in home.editions.glob("*.duckdb*")) == ["3.duckdb", "3.duckdb.wal"]
    assert count_facts(home, 3) == read_note(home, 3).facts


@pytest.mark.parametrize("damage", ["changed", "gone"])
def test_a_damaged_log_is_a_damaged_edition(home: Home, damage: str) -> None:
    log = log_of(edition_file(home, 3))
    content = log.read_bytes()
    log.unlink()
    if damage == "changed":
        log.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(DamagedEdition), open_warehouse(home, 3) as warehouse:
        warehouse.facts()


def test_of_a_damaged_file_no_edition_that_shares_it_is_offered(home: Home) -> None:
    assert other_edition(home, 3) is None
    build_edition(home, understand=understand)
    assert other_edition(home, 3) == 4


def test_a_log_that_would_get_long_is_written_into_a_file_of_its_own(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "LONGEST_LOG", 0)
    bring(home, tmp_path / "incoming", 5)
    assert not edition_file(home, 4).samefile(edition_file(home, 3))
    assert not log_of(edition_file(home, 4)).exists()
    assert count_facts(home, 4) == count_facts(home, 3) + 1


def test_where_no_file_can_have_two_names_it_is_copied(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr("yearbook.warehouse.sharing.os.link", refuse)
    bring(home, tmp_path / "incoming", 5)
    assert edition_file(home, 4).stat().st_nlink == 1
    assert count_facts(home, 4) == count_facts(home, 3) + 1


def test_a_backup_takes_the_logs_along(home: Home, tmp_path: Path) -> None:
    back_up(home, tmp_path / "all.zip", editions=True)
    other = Home(tmp_path / "other")
    restore(other, tmp_path / "all.zip")
    assert [check_edition(other, number) for number in (1, 2, 3)] == [read_note(home, number) for number in (1, 2, 3)]
    assert count_facts(other, 3) == count_facts(home, 3)


@pytest.mark.parametrize("size", [0, 1, SUMMED, 2 * SUMMED + 7])
def test_a_sum_that_is_taken_beside_other_work_is_that_of_the_file(tmp_path: Path, size: int) -> None:
    file = tmp_path / "file"
    file.write_bytes(os.urandom(size))
    with Summing(file) as summing:
        assert summing.finish() == sum_of(file)


def test_a_sum_that_nobody_waits_for_is_given_up(tmp_path: Path) -> None:
    """Of a sparse file of half a terabyte, which would take minutes."""
    file = tmp_path / "file"
    with file.open("wb") as stream:
        stream.truncate(1 << 39)
    with Summing(file):
        pass
