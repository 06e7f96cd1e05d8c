"""Files of other office programs become text through LibreOffice, which is watched and ended whole; without it, words say so."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psutil
import pytest

from tests.documents.made_files import MADE, REPORT, make_odf, make_rtf, refusal_of
from tests.documents.office_files import make_compound, make_indicators
from yearbook.documents.document import LIMITS, MB, Refusal
from yearbook.documents.formats import FORMATS
from yearbook.documents.office import converter
from yearbook.documents.office.compound import find_streams
from yearbook.documents.office.converter import convert, find_soffice
from yearbook.documents.reader import read_bytes

needs_office = pytest.mark.skipif(find_soffice() is None, reason="LibreOffice is not installed here")
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for LibreOffice is a shell script")
TEXTS = ("doc", "rtf", "odt", "word-xml")


@needs_office
@pytest.mark.parametrize("kind", TEXTS)
def test_a_text_says_what_its_author_wrote(kind: str) -> None:
    document = read_bytes("报告", MADE[kind])
    assert document.format == kind
    assert document.text.splitlines() == [line.strip() for line in REPORT]


@needs_office
@pytest.mark.parametrize(("kind", "row"), [("ods", "车辆 | 1200"), ("excel-xml", "车辆 | 1200")])
def test_a_sheet_is_rows(kind: str, row: str) -> None:
    document = read_bytes("表", MADE[kind])
    assert document.format == kind
    assert document.text.splitlines()[-1] == row


@needs_office
def test_a_sheet_keeps_its_formats_on_the_way() -> None:
    from tests.documents.office_files import convert as write

    text = read_bytes("表.ods", write(make_indicators(), "xlsx", "ods")).text
    assert "公务用车（辆） | 1200 | 310 | -1.95%" in text
    assert "编号 | 007" in text
    assert "888" not in text


@needs_office
def test_what_was_deleted_or_hidden_is_no_text() -> None:
    before = "{\\revtbl{A;}}{\\deleted\\revauthdel0 999}{\\v 888}"
    assert read_bytes("报告.rtf", make_rtf(["12"], before)).text.split() == ["12"]


def _lock_doc() -> bytes:
    content = bytearray(MADE["doc"])
    begin = (find_streams(bytes(content)) or {})["worddocument"]
    [flags] = struct.unpack_from("<H", content, begin + 10)
    struct.pack_into("<H", content, begin + 10, flags | 0x0100)
    return bytes(content)


@pytest.mark.parametrize(
    "content", [_lock_doc(), make_odf("text", "<text:p>1</text:p>", '<m:encryption-data m:checksum="x"/>')], ids=["doc", "odt"]
)
def test_a_password_is_named_before_anything_is_started(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(converter.SETTING, "/nowhere/soffice")
    assert "密码" in refusal_of("来件", content)


@pytest.mark.parametrize("format_", [format_ for format_ in FORMATS if format_.converted], ids=lambda format_: format_.kind)
def test_without_libreoffice_words_say_how_to_get_it(format_: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(converter.SETTING, "/nowhere/soffice")
    words = refusal_of("来件", MADE[format_.kind])
    assert "LibreOffice" in words
    assert converter.SETTING in words


@needs_office
@pytest.mark.parametrize(
    "content",
    [
        make_compound({"WordDocument": bytes(range(256)) * 12}),
        make_odf("text", "<text:p>12</text:q>"),
        MADE["word-xml"][:-30],
        MADE["xlsb"],
    ],
    ids=["noise as doc", "broken odt", "cut off xml", "empty xlsb"],
)
def test_what_it_cannot_open_is_refused(content: bytes) -> None:
    assert refusal_of("来件", content).strip()


class _Door(BaseHTTPRequestHandler):
    knocks: list[str] = []  # noqa: RUF012  # of all requests

    def _answer(self) -> None:
        self.knocks.append(self.path)
        self.send_response(200)
        self.end_headers()

    do_GET = do_HEAD = do_OPTIONS = do_PROPFIND = _answer  # as the base class wants them


@pytest.fixture
def door() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Door)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@needs_office
def test_no_file_of_this_machine_and_nothing_of_the_network_comes_in(tmp_path: Path, door: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("不可外传 777", encoding="utf-8")
    sections = "".join(
        f'<text:section text:name="s{number}"><text:section-source xlink:href="{link}" xlink:type="simple"/>'
        "<text:p>旧</text:p></text:section>"
        for number, link in enumerate([secret.as_uri(), f"{door}/a.odt"])
    )
    fields = "".join(
        f'{{\\field{{\\*\\fldinst {kind} "{link}"}}{{\\fldrslt old}}}}\\par '
        for kind, link in (("INCLUDETEXT", secret), ("INCLUDEPICTURE", f"{door}/p.png"))
    )
    for content in (make_odf("text", f"<text:p>12</text:p>{sections}"), make_rtf(["12"], fields)):
        text = read_bytes("报告", content).text
        assert "12" in text
        assert "777" not in text
    assert _Door.knocks == []


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Puts a shell script in the place of LibreOffice, which notes its process and its folder; gives the file of notes."""

    def put(script: str) -> Path:
        program, notes = tmp_path / "soffice", tmp_path / "notes"
        program.write_text(f"#!/bin/sh\necho $$ $PWD >> {notes}\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setenv(converter.SETTING, str(program))
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        return notes

    return put


def _is_gone(process: int) -> bool:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            if psutil.Process(process).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.05)
    return False


EATS = f"exec {sys.executable} -c 'import time; held = [1] * 40_000_000; time.sleep(60)'"


@posix_only
@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("sleep 600 & echo $! $PWD >> NOTES; wait", "超过 2 秒"),
        (EATS, "内存超过 100 MB"),
        ("exit 0", "打不开"),
        ("exit 7", "打不开"),
    ],
    ids=["endless with a child", "greedy", "says 0 and gives nothing", "fails"],
)
def test_whatever_it_does_it_is_ended_whole_and_leaves_nothing(stand_in: Callable[[str], Path], script: str, words: str) -> None:
    notes = stand_in("true")
    stand_in(script.replace("NOTES", str(notes)))
    seconds = 2 if "sleep 600" in script else 60
    assert words in refusal_of("来件", MADE["doc"], replace(LIMITS, seconds=seconds, memory_bytes=100 * MB))
    for line in notes.read_text().splitlines():
        process, folder = line.split(" ", 1)
        assert _is_gone(int(process))
        assert not Path(folder).exists()


@posix_only
def test_what_the_environment_holds_besides_is_not_passed_on(
    stand_in: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STREAMLIT_SERVER_COOKIE_SECRET", "secret")
    stand_in(f"env > {tmp_path}/environment")
    refusal_of("来件", MADE["rtf"])
    seen = (tmp_path / "environment").read_text()
    assert "secret" not in seen
    assert "PATH=" in seen


@posix_only
def test_it_ends_with_the_program_that_asked(stand_in: Callable[[str], Path], tmp_path: Path) -> None:
    notes = stand_in("sleep 600")
    code = (
        "import sys; from yearbook.documents.office.converter import convert; from yearbook.documents.document import LIMITS; "
        "convert('a', sys.stdin.buffer.read(), 'rtf', LIMITS)"
    )
    asking = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, env={**os.environ, "TMPDIR": str(tmp_path)})
    asking.stdin.write(MADE["rtf"])
    asking.stdin.close()
    deadline = time.monotonic() + 60
    while not (notes.exists() and notes.read_text().strip()) and time.monotonic() < deadline:
        time.sleep(0.05)
    asking.send_signal(signal.SIGKILL)
    asking.wait()
    process, folder = notes.read_text().strip().split(" ", 1)
    assert _is_gone(int(process))
    deadline = time.monotonic() + 20
    while Path(folder).exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(folder).exists()


@posix_only
def test_no_more_run_at_once_than_there_are_turns(
    stand_in: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(converter, "_TURNS", threading.BoundedSemaphore(2))
    running = tmp_path / "running"
    running.mkdir()
    stand_in(f"touch {running}/$$; ls {running} | wc -l >> {tmp_path}/counts; sleep 0.3; rm {running}/$$")
    with ThreadPoolExecutor(6) as pool:
        asked = [pool.submit(convert, "a", MADE["rtf"], "rtf", LIMITS) for _ in range(6)]
    assert all(isinstance(one.exception(), Refusal) for one in asked)
    assert max(map(int, (tmp_path / "counts").read_text().split())) <= 2
