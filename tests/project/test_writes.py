"""Whatever changes what is kept is told to the audit log; whatever a page changes is changed for somebody who may."""

from __future__ import annotations

from functools import cache

import pytest

from tests.project.call_graph import Function, find_reaching, find_unguarded, read_functions, read_program

AUDITED = ("audited", "_told")
DEAD, OWN, DERIVED = "what a writer that died left, which was never kept", "a folder of its own", "can be made again at any time"
ALLOWED = {  # functions that change files and tell nobody: why each may
    "warehouse.disk.lock:hold_lock": "who holds the lock; and a restore that was killed, which the log that comes in tells",
    "warehouse.editions.numbered:clear_leftovers": DEAD,
    "warehouse.reports.library:clear_incoming": DEAD,
    "warehouse.decisions.audit:_append": "the log itself",
    "warehouse.editions.build:_publish": "fills an unfinished file; `publish` tells and puts it in its place",
    "warehouse.editions.generated:publish_generated": "the same, for measuring",
    "warehouse.editions.staging:Staging.__exit__": "what an unfinished edition is sorted from, hidden beside it",
    "warehouse.reports.library:store_report": "fills a hidden folder; what gives it its name is told",
    "warehouse.reports.inventory:_write_index": DERIVED,
    "warehouse.backups.backup:back_up": "is told before; its file goes where whoever asks says",
    "warehouse.backups.restore:_move_in": "unpacks into a hidden folder; the plan to move it in is told",
    "warehouse.editions.partitions:write_partitions": "a copy where whoever asks says",
    "warehouse.editions.beside:Beside.__init__": OWN,
    "warehouse.editions.beside:Beside.write_frames": OWN,
    "warehouse.lessons.entry:_require_sound": OWN,
    "warehouse.snapshots.zip_format:write_zip": "into the answer, no file",
    "commands.export:_write": "a file where whoever asks says",
    "commands.bench:run": "the same",
    "documents.confined:serve": "into nothing (os.devnull)",
}
APART = ("commands.benchmarks.", "commands.invented_reports:")  # measure and try out in folders of their own
PRESSED = {  # what pages have done, and the right that each of it asks for
    "warehouse.decisions.journal:decide": "decide",
    "warehouse.decisions.journal:undo": "decide",
    "warehouse.editions.build:build_edition": "publish",
    "warehouse.editions.build:update_edition": "publish",
    "warehouse.editions.numbered:rollback": "roll_back",
    "warehouse.lessons.entry:write_lesson": "teach",
    "warehouse.reports.publishing:publish_prepared": "import",
}


UNASKED = (
    "interface.first_visit:edition_or_build",
    "interface.serving.server:serve",
)  # the first edition: nobody has to ask for it


@cache
def program() -> dict[str, Function]:
    return {name: function for name, function in read_program().items() if not name.startswith(APART)}


def test_whatever_changes_what_is_kept_is_told_to_the_audit_log() -> None:
    assert find_unguarded(program(), AUDITED, ALLOWED) == set()


def test_every_exception_is_needed() -> None:
    """Without it something would be found: a list that nobody looks through grows."""
    idle = {name for name in ALLOWED if not find_unguarded(program(), AUDITED, {*ALLOWED} - {name})}
    assert idle == set()
    assert program().keys() >= {*ALLOWED, *PRESSED, *UNASKED}


def test_whatever_a_page_has_written_asks_for_the_right_to_it() -> None:
    written = {name for name in find_reaching(program(), AUDITED) if name.startswith("warehouse.")}
    pages = {name: one for name, one in program().items() if name.startswith(("app:", "pages.", "interface."))}
    pressed = [(name, to, by) for name, one in pages.items() for to, by in one.refers if to in written and name not in UNASKED]
    assert {to for _, to, _ in pressed} == {*PRESSED}
    assert [(name, to, by) for name, to, by in pressed if f"acting {PRESSED.get(to)}" not in by] == []


TELLING = "def audited(home, act):\n    pass\n\n\ndef write(file):\n    file.write_bytes(b'')\n\n\n"


@pytest.mark.parametrize(
    ("bad", "found"),
    [
        ("def drop(file):\n    file.unlink()", "drop"),
        ("def turn(file, other):\n    file.replace(other)", "turn"),
        ("def keep(file):\n    with file.open('ab') as stream:\n        stream.write(b'')", "keep"),
        ("def keep(file):\n    write(file)", "keep"),
        ("def keep(home, file):\n    with audited(home, 'x'):\n        pass\n    write(file)", "keep"),
        ("def keep(pool, file):\n    pool.submit(write, file)", "keep"),
        ("class Shelf:\n    def put(self, file):\n        write(file)\n\n\ndef keep(file):\n    Shelf().put(file)", "keep"),
        ("def copy(connection):\n    connection.execute(\"attach 'x' as y\")", "copy"),
        ("import os\n\n\ndef keep(file):\n    os.truncate(file, 0)", "keep"),
    ],
)
def test_a_write_that_is_told_to_nobody_is_found(bad: str, found: str) -> None:
    functions = read_functions({"shelf": TELLING + bad})
    assert f"shelf:{found}" in find_unguarded(functions, ("audited",), ())


@pytest.mark.parametrize(
    "good",
    [
        "def keep(home, file):\n    with audited(home, 'x'):\n        write(file)",
        "def keep(home, file):\n    with hold(home), audited(home, 'x'):\n        put(file)\n\n\ndef put(file):\n    write(file)",
        "def keep(text):\n    return text.replace('a', 'b')",
        "def keep(file):\n    with file.open('rb') as stream:\n        return stream.read()",
        "def copy(connection):\n    connection.execute(\"attach 'x' as y (read_only)\")",
    ],
)
def test_what_is_told_or_only_reads_is_right(good: str) -> None:
    functions = read_functions(
        {"shelf": TELLING + "def told(home, file):\n    with audited(home, 'x'):\n        write(file)\n\n\n" + good}
    )
    assert find_unguarded(functions, ("audited",), ()) == set()
