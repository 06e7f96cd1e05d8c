"""An edition that an older program built: known by its note, followed by one from the sources, and kept as it is."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from pathlib import Path

import duckdb
import pytest

from tests.recorded import FIGURES
from yearbook.__main__ import main
from yearbook.catalogue.files import PROJECT, Home
from yearbook.pipeline.build import build_edition
from yearbook.store.files import sum_of
from yearbook.warehouse.registry import check_edition, current_number, edition_file, is_old, list_editions, read_note
from yearbook.warehouse.warehouse import StaleEdition, compare_editions, open_warehouse

SAMPLE = PROJECT / "data" / "samples" / "canglan-2021.txt"


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """An installation whose edition lacks three tables and two columns, with the note that a first program wrote."""
    home = Home(tmp_path_factory.mktemp("older") / "data")
    note = asdict(build_edition(home).note)
    file = edition_file(home, 1)
    with duckdb.connect(str(file)) as connection:
        connection.execute("alter table facts drop column caveats")
        connection.execute("alter table editions drop column agencies")
        for table in ("decisions", "holdings", "yearly_holdings"):
            connection.execute(f"drop table {table}")
    for name in ("schema", "who", "revised", "demonstration"):
        del note[name]
    (home.editions / "1.json").write_text(json.dumps(note | {"sha256": sum_of(file)}), encoding="utf-8")
    return home


@pytest.fixture
def home(older: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    shutil.copytree(older.root, tmp_path / "data")
    monkeypatch.setenv("YEARBOOK_DATA", str(tmp_path / "data"))
    return Home(tmp_path / "data")


def test_an_older_edition_is_known_by_its_note_and_readable_as_what_it_is(home: Home) -> None:
    [note] = list_editions(home)
    assert is_old(note)
    assert (note.facts, note.revised, note.who) == (FIGURES, 0, "")
    with open_warehouse(home) as warehouse:
        assert warehouse.ask("edition")["facts"].tolist() == [FIGURES]
        for question in ("decisions", "agencies"):
            with pytest.raises(StaleEdition, match="python -m yearbook build"):
                warehouse.ask(question)


def test_the_next_edition_is_built_from_the_sources_and_the_old_file_is_kept(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    before = edition_file(home, 1).read_bytes()
    assert main(["build", "--if-missing"]) == 0
    assert "另一版本的程序" in capsys.readouterr().err
    note = read_note(home, 2)
    assert (note.number, note.previous, note.facts) == (2, 1, FIGURES)
    assert not is_old(note)
    assert edition_file(home, 1).read_bytes() == before
    with open_warehouse(home) as warehouse:
        assert warehouse.ask("changes").empty
        assert warehouse.ask("editions")["number"].tolist() == [2, 1]
        assert warehouse.ask("decisions").empty
    assert compare_editions(home, 1, 2).empty
    assert main(["build", "--if-missing"]) == 0
    assert current_number(home) == 2


def test_reports_that_come_in_make_an_edition_of_this_program(home: Home) -> None:
    assert main(["ingest", str(SAMPLE)]) == 0
    assert not is_old(read_note(home, 2))
    with open_warehouse(home) as warehouse:
        assert set(warehouse.ask("changes")["change"]) == {"added"}
        assert warehouse.faults() == []


def test_ingesting_nothing_new_is_enough_for_an_edition_of_this_program(home: Home) -> None:
    assert main(["ingest", str(SAMPLE)]) == 0
    told = json.loads((home.editions / "2.json").read_text(encoding="utf-8"))
    (home.editions / "2.json").write_text(json.dumps(told | {"schema": "older", "sources_hash": "older"}), encoding="utf-8")
    assert main(["ingest", str(SAMPLE)]) == 0
    assert current_number(home) == 3
    assert not is_old(read_note(home, 3))


def test_going_back_to_an_older_edition_is_allowed_with_a_word(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    build_edition(home)
    assert main(["editions", "rollback", "1"]) == 0
    assert "另一版本的程序" in capsys.readouterr().out
    assert current_number(home) == 1
    assert check_edition(home, 1)
    build_edition(home)
    assert current_number(home) == 3
    assert main(["editions", "rollback", "2"]) == 0
    assert "另一版本的程序" not in capsys.readouterr().out


def test_an_edition_that_lacks_what_is_compared_is_told_so(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    build_edition(home)
    file = edition_file(home, 1)
    with duckdb.connect(str(file)) as connection:
        connection.execute("alter table facts drop column baseline")
    told = json.loads((home.editions / "1.json").read_text(encoding="utf-8"))
    (home.editions / "1.json").write_text(json.dumps(told | {"sha256": sum_of(file)}), encoding="utf-8")
    assert main(["editions", "diff", "1", "2"]) == 1
    assert "无法比较" in capsys.readouterr().err
    assert build_edition(home).note.previous == 2
