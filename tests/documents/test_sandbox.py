"""Whatever a parser does, the process that asked goes on, says what happened, and reads the next file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pytest

from yearbook.catalogue.files import PROJECT
from yearbook.documents import sandbox
from yearbook.documents.document import LIMITS, MB, Document, Limits, Refusal
from yearbook.documents.formats import Format
from yearbook.documents.reader import parse_in_sandbox

QUICK = replace(LIMITS, seconds=1)
NARROW = replace(LIMITS, memory_bytes=100 * MB)


def _parse(parser: str, content: bytes = b"x", limits: Limits = LIMITS) -> Document:
    odd = Format("odd", "ODD", bool, f"tests.documents.bad_parsers:{parser}")
    return parse_in_sandbox(odd, "坏.odd", content, limits)


def _refusal(parser: str, limits: Limits = LIMITS, content: bytes = b"x") -> str:
    with pytest.raises(Refusal) as refusal:
        _parse(parser, content, limits)
    assert str(refusal.value).startswith("坏.odd: ")
    assert "\n" not in str(refusal.value)
    return refusal.value.reason


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def _wait_until_gone(process: int) -> bool:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if not _is_running(process):
            return True
        time.sleep(0.05)
    return False


def test_a_file_is_parsed_in_a_process_that_the_next_file_uses_too() -> None:
    first, second = _parse("tell_process").text, _parse("tell_process").text
    assert first == second != str(os.getpid())


def test_what_a_library_prints_does_not_spoil_the_answer() -> None:
    assert _parse("read_well", "示例".encode()).text == "示例"


def test_halves_of_characters_do_not_leave_the_process() -> None:
    assert _parse("read_well", b"a\xffb").text == "a\ufffdb"


def test_a_large_file_passes_both_ways() -> None:
    content = "示例文字".encode() * 1_000_000
    assert _parse("read_well", content).text == content.decode()


@pytest.mark.parametrize(
    ("parser", "limits", "words"),
    [
        ("never_end", QUICK, "超过 1 秒"),
        ("sleep", QUICK, "超过 1 秒"),
        ("crash", LIMITS, "崩溃"),
        ("leave", LIMITS, "崩溃"),
        ("recurse", LIMITS, "RecursionError"),
        ("take_memory", NARROW, "超过 100 MB"),
        ("take_memory_at_once", NARROW, "超过 100 MB"),
        ("be_wrong", LIMITS, "KeyError"),
        ("open_connection", LIMITS, "PermissionError"),
        ("start_process", LIMITS, "PermissionError"),
        ("refuse", LIMITS, "不读"),
        ("is_not_there", LIMITS, "AttributeError"),
    ],
)
def test_a_parser_that_fails_is_refused_in_words_and_the_next_file_is_read(parser: str, limits: Limits, words: str) -> None:
    assert words in _refusal(parser, limits)
    assert _parse("read_well", b"next").text == "next"


def test_a_process_that_was_at_a_bad_file_is_ended() -> None:
    before = int(_parse("tell_process").text)
    _refusal("never_end", QUICK)
    assert _wait_until_gone(before)
    assert int(_parse("tell_process").text) != before


def test_where_the_system_limits_no_memory_the_watch_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_CONFINES_MEMORY", False)
    assert "超过 100 MB" in _refusal("take_memory", NARROW)


@pytest.mark.parametrize(
    "answer",
    [
        ({}, b""),
        ({"refusal": {"key": "no.such_words", "values": {}}}, b""),
        ({"refusal": {"values": 1}}, b""),
        ({"format": "odd", "cells": [[1]], "notes": [], "page_starts": [0]}, b""),
        ({"format": "odd", "cells": [], "notes": [], "page_starts": [0]}, b"\xff"),
    ],
)
def test_an_answer_of_another_shape_counts_as_a_crash(monkeypatch: pytest.MonkeyPatch, answer: object) -> None:
    monkeypatch.setattr(sandbox.Sandbox, "run", lambda *_: answer)
    assert "崩溃" in _refusal("read_well")


def test_limits_hold_for_what_a_parser_gives() -> None:
    assert "字" in _refusal("read_well", replace(LIMITS, max_text=10), b"x" * 11)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
def test_a_parser_writes_nothing_to_the_disk(tmp_path: Path) -> None:
    (tmp_path / "x").touch()
    _refusal("write_a_file", content=str(tmp_path / "x").encode())
    assert (tmp_path / "x").read_bytes() == b""


def test_files_are_read_from_many_threads_at_once() -> None:
    texts: dict[int, str] = {}

    def read(number: int) -> None:
        try:
            texts[number] = _parse("crash" if number % 4 == 3 else "read_well", str(number).encode()).text
        except Refusal:
            texts[number] = "refused"

    threads = [threading.Thread(target=read, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert texts == {number: "refused" if number % 4 == 3 else str(number) for number in range(12)}


def _parse_as_a_worker(content: bytes) -> str:
    try:
        return _parse("crash" if content == b"bad" else "read_well", content).text
    except Refusal:
        return "refused"


def test_files_are_read_in_the_processes_of_a_pool() -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert list(pool.map(_parse_as_a_worker, [b"a", b"bad", b"b", b"c"])) == ["a", "refused", "b", "c"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system does not fork")
def test_a_fork_reads_on_with_a_process_of_its_own() -> None:
    code = """
        import os, warnings
        warnings.simplefilter("ignore")
        from tests.documents.test_sandbox import _parse
        before = _parse("tell_process").text
        reading, writing = os.pipe()
        if os.fork() == 0:
            os.write(writing, _parse("tell_process").text.encode())
            os._exit(0)
        os.wait()
        assert os.read(reading, 99).decode() != before
        assert _parse("tell_process").text == before
    """
    _run(code)


def test_when_the_program_ends_no_process_stays() -> None:
    output = _run("""
        from tests.documents.test_sandbox import _parse
        print(_parse("tell_process").text)
    """)
    assert _wait_until_gone(int(output))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_when_the_program_is_killed_no_process_stays() -> None:
    output = _run(
        """
        import os, signal
        from tests.documents.test_sandbox import _parse
        print(_parse("tell_process").text, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
        """,
        status=-signal.SIGKILL,
    )
    assert _wait_until_gone(int(output))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_when_the_program_is_killed_in_the_middle_of_a_file_its_process_ends_at_once() -> None:
    output = _run(
        """
        import os, signal, threading
        from tests.documents.test_sandbox import _parse
        print(_parse("tell_process").text, flush=True)
        threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGKILL)).start()
        _parse("never_end")
        """,
        status=-signal.SIGKILL,
    )
    assert _wait_until_gone(int(output))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_a_stop_in_the_middle_of_a_file_ends_its_process() -> None:
    output = _run("""
        import os, signal, threading
        from tests.documents.test_sandbox import _parse
        signal.signal(signal.SIGINT, signal.default_int_handler)  # who starts the tests in the background has it ignored
        process = _parse("tell_process").text
        threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
        try:
            _parse("never_end")
        except KeyboardInterrupt:
            print(process, flush=True)
            os._exit(0)
    """)
    assert _wait_until_gone(int(output))


def _run(code: str, status: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], cwd=PROJECT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == status, done.stderr
    return done.stdout
