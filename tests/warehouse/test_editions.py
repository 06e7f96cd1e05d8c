"""Editions: numbered, immutable, pointed to in one step, whole after any crash."""

from __future__ import annotations

import shutil

import duckdb
import pytest

from tests.recorded import BODIES, FIGURES
from yearbook.catalogue.files import PROJECT, Home
from yearbook.pipeline.build import build_edition, is_up_to_date
from yearbook.warehouse.registry import (
    DamagedEdition,
    NoEdition,
    check_edition,
    current_number,
    edition_file,
    list_editions,
    prune,
    read_note,
    remove_edition,
    require_edition,
    rollback,
)
from yearbook.warehouse.warehouse import compare_editions, open_warehouse


def test_without_an_edition_the_words_say_how_to_build_one(home: Home) -> None:
    assert current_number(home) is None
    with pytest.raises(NoEdition, match="python -m yearbook build"):
        open_warehouse(home)


def test_building_twice_gives_the_same_facts_in_the_same_order(home: Home) -> None:
    for _ in range(2):
        build_edition(home)
    first, second = (open_warehouse(home, number) for number in (1, 2))
    assert first.facts().equals(second.facts())
    for query in ("regions", "agencies", "metrics"):
        assert first.ask(query).equals(second.ask(query))
    assert second.ask("changes").empty
    assert compare_editions(home, 1, 2).empty


def test_the_note_counts_what_the_edition_holds(built: Home) -> None:
    [note] = list_editions(built)
    assert (note.number, note.facts, note.reports, note.agencies, note.previous) == (1, FIGURES, 0, BODIES, None)
    assert not note.demonstration


def test_an_edition_is_up_to_date_until_a_source_changes(home: Home) -> None:
    assert not is_up_to_date(home)
    build_edition(home)
    assert is_up_to_date(home)
    own = home.root / "record"
    own.mkdir()
    for file in (PROJECT / "data" / "record").glob("*.csv"):
        (own / file.name).write_bytes(file.read_bytes())
    lines = (own / "figures.csv").read_bytes().splitlines(keepends=True)
    (own / "figures.csv").write_bytes(b"".join(lines[:-1]))
    assert not is_up_to_date(home)
    build_edition(home)
    changes = open_warehouse(home).ask("changes")
    assert changes["change"].tolist() == ["removed"]
    assert changes["reason"].tolist() == ["record"]


def test_a_damaged_edition_is_noticed_and_the_one_before_named(home: Home) -> None:
    for _ in range(2):
        build_edition(home)
    with edition_file(home, 2).open("r+b") as stream:
        stream.seek(5000)
        stream.write(b"damage")
    with pytest.raises(DamagedEdition, match="rollback 1"):
        check_edition(home, 2)
    with pytest.raises(DamagedEdition):
        rollback(home, 2)
    rollback(home, 1)
    assert open_warehouse(home).number == 1


def test_after_a_damaged_edition_the_next_can_still_be_built(home: Home) -> None:
    build_edition(home)
    edition_file(home, 1).write_bytes(b"")
    assert build_edition(home).note.number == 2


def test_rollback_moves_only_the_pointer_and_numbers_are_never_used_again(home: Home) -> None:
    for _ in range(2):
        build_edition(home)
    rollback(home, 1)
    assert current_number(home) == 1
    assert edition_file(home, 2).exists()
    note = build_edition(home).note
    assert (note.number, note.previous) == (3, 1)
    assert open_warehouse(home).ask("editions")["number"].tolist() == [3, 1]


def test_rollback_to_what_is_not_there_changes_nothing(home: Home) -> None:
    build_edition(home)
    with pytest.raises(NoEdition, match="7"):
        rollback(home, 7)
    assert current_number(home) == 1


def test_prune_keeps_the_newest_and_the_current(home: Home) -> None:
    for _ in range(4):
        build_edition(home)
    rollback(home, 1)
    assert prune(home, 2) == [2]
    assert [note.number for note in list_editions(home)] == [1, 3, 4]
    with pytest.raises(ValueError, match="at least 1"):
        prune(home, 0)


def test_leftovers_of_a_writer_that_died_are_cleared(home: Home) -> None:
    build_edition(home)
    leftovers = [
        home.editions / name
        for name in (".2.duckdb.4711.partial", ".3.duckdb.4712.partial.wal", ".current.4711.partial", "9.json")
    ]
    for leftover in leftovers:
        leftover.write_text("{}")
    assert require_edition(home) == 1
    build_edition(home)
    assert not [leftover for leftover in leftovers if leftover.exists()]


def test_a_failing_build_leaves_the_current_edition(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    build_edition(home)
    before = edition_file(home, 1).read_bytes()
    monkeypatch.setattr("yearbook.warehouse.build.find_faults", lambda _: ["a rule: 1 (x)"])
    with pytest.raises(RuntimeError, match="a rule"):
        build_edition(home)
    assert current_number(home) == 1
    assert edition_file(home, 1).read_bytes() == before
    assert sorted(file.name for file in home.editions.glob("*.duckdb*")) == ["1.duckdb"]


def test_an_edition_can_be_read_while_the_next_is_built(home: Home) -> None:
    build_edition(home)
    with open_warehouse(home) as warehouse:
        build_edition(home)
        assert len(warehouse.facts()) == FIGURES
        assert warehouse.number == 1


def test_what_comes_back_under_the_same_number_is_another_edition(home: Home) -> None:
    """After a restore, or where the last edition was removed: whoever opens the number again sees the new content."""
    build_edition(home)
    first = read_note(home, 1).key
    with open_warehouse(home) as warehouse:
        assert warehouse.key == first
        assert warehouse.ask("edition")["build"].tolist() == [first.build]
        remove_edition(home, 1)
        (home.editions / "current").unlink()
        own = home.root / "record"
        shutil.copytree(home.record, own)
        lines = (own / "figures.csv").read_bytes().splitlines(keepends=True)
        (own / "figures.csv").write_bytes(b"".join(lines[:-1]))
        build_edition(home)
        second = read_note(home, 1).key
        assert (first.number, second.number) == (1, 1)
        assert first.build != second.build
        with open_warehouse(home) as again:
            assert again.key == second
            assert len(again.facts()) == FIGURES - 1
        assert len(warehouse.facts()) == FIGURES


def test_the_facts_lie_sorted_in_the_file(built: Home) -> None:
    with duckdb.connect(str(edition_file(built, 1)), read_only=True) as connection:
        places = connection.execute("select metric_id::varchar, region_code::varchar, period_start from facts").fetchall()
    assert places == sorted(places)
