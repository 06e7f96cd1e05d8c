"""What the server answers besides the pages."""

from __future__ import annotations

import json
import platform
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.routing import Match, Route

from yearbook.__main__ import main
from yearbook.catalogue.files import PROJECT, Home
from yearbook.exports.snapshot import MEDIA_TYPES
from yearbook.pipeline.build import build_edition
from yearbook.web import monitoring, server
from yearbook.web.api.lazy_routes import API_PATHS, LAZY_ROUTES
from yearbook.web.monitoring import answer_health
from yearbook.web.server import redirect_front_page

ANYTHING = Request({"type": "http", "method": "GET", "path": "/healthz", "headers": []})


def test_health_is_503_with_a_reason_while_there_is_no_edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YEARBOOK_DATA", str(tmp_path))
    answer = answer_health(ANYTHING)
    assert answer.status_code == 503
    assert "yearbook build" in json.loads(bytes(answer.body))["status"]


def test_health_names_the_edition_in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YEARBOOK_DATA", str(tmp_path))
    build_edition(Home(tmp_path))
    assert json.loads(bytes(answer_health(ANYTHING).body)) == {"status": "ok", "edition": 1}


def test_health_notices_a_pointer_to_an_edition_that_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YEARBOOK_DATA", str(tmp_path))
    build_edition(Home(tmp_path))
    (tmp_path / "editions" / "1.duckdb").unlink()
    assert answer_health(ANYTHING).status_code == 503


HEAPS = """
import ctypes, sys, threading
from yearbook.web.server import limit_arenas
limit_arenas()
barrier, held = threading.Barrier(13), []
def hold():
    held.append(bytearray(5000))
    barrier.wait()
    barrier.wait()
threads = [threading.Thread(target=hold) for _ in range(12)]
for thread in threads:
    thread.start()
barrier.wait()
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
file = ctypes.c_void_p(libc.fopen(sys.argv[1].encode(), b"w"))
libc.malloc_info(0, file)
libc.fclose(file)
barrier.wait()
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="malloc_info is glibc's")
def test_threads_of_the_server_share_heaps(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", HEAPS, str(tmp_path / "heaps.xml")], cwd=PROJECT, check=True, timeout=300)
    assert (tmp_path / "heaps.xml").read_text(encoding="utf-8").count("<heap nr=") <= server.ARENAS


def test_a_link_that_names_the_front_page_leads_there_with_its_filters() -> None:
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/overview",
        "query_string": b"region=430000",
        "headers": [(b"host", b"here")],
    }
    answer = redirect_front_page(Request({**scope, "scheme": "http", "server": ("here", 80)}))
    assert answer.headers["location"] == "http://here/?region=430000"


def test_a_port_that_is_taken_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "current_number", lambda _: 1)
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(server.PortTaken, match="端口"):
        server.serve("127.0.0.1", taken.getsockname()[1])


def test_who_imports_in_the_page_is_not_served_by_several_processes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--steward", "--workers", "2"]) == 2
    told = capsys.readouterr().err
    assert "--workers" in told
    assert "serve --steward" in told


def test_that_several_processes_share_no_uploads_is_said_at_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("YEARBOOK_DATA", str(tmp_path))
    monkeypatch.setattr(server, "serve", lambda *_: None)
    assert main(["serve", "--workers", "2"]) == 0
    assert "docs/operations.md" in capsys.readouterr().err
    assert main(["serve"]) == 0
    assert not capsys.readouterr().err


def test_the_server_is_loaded_before_streamlit_runs_without_a_complaint() -> None:
    """Streamlit warns where a cache is made before it runs; that would be the first thing whoever starts the server reads."""
    code = "import yearbook.web.server"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=PROJECT, check=True)
    assert "No runtime" not in ran.stderr


def test_the_server_answers_before_what_only_pages_need_is_loaded() -> None:
    code = "import sys, yearbook.web.server; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=PROJECT, check=True)
    loaded = set(ran.stdout.split())
    assert "streamlit" in loaded
    later = {"pandas", "pyarrow", "duckdb", "fastapi", "yearbook.documents.formats"}
    assert loaded.isdisjoint(later | {"yearbook.warehouse.warehouse", "yearbook.catalogue.catalogue"})


def test_what_pages_need_is_loaded_by_itself() -> None:
    code = "import sys; from yearbook.web.server import start_preload; start_preload().join(); print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=PROJECT, check=True)
    assert "Traceback" not in ran.stderr
    loaded = set(ran.stdout.split())
    assert loaded >= {"pandas", "plotly.graph_objects", "yearbook.warehouse.warehouse"}
    assert "fastapi" not in loaded, "only who asks the API waits for it"


def test_files_that_are_packed_already_are_not_packed_again() -> None:
    assert {MEDIA_TYPES["xlsx"], MEDIA_TYPES["parquet"]} <= set(server.COMPRESSED)


def test_the_paths_of_the_api_are_those_that_it_answers_and_pages_are_none() -> None:
    """They are written down twice, as the server must know them before it loads the API."""
    from yearbook.web.api.app import api

    served = {route.path for route in api.routes if isinstance(route, Route)} - {"/healthz", "/snapshot.{format}"}
    assert served == API_PATHS
    for path in ("/", "/vehicles", "/favicon.png", "/static/js/index.js", "/nobody.json", "/media/a.csv"):
        scope = {"type": "http", "path": path, "method": "GET", "headers": []}
        assert all(route.matches(scope)[0] is Match.NONE for route in LAZY_ROUTES)


def test_the_addresses_for_programs_are_counted_by_name() -> None:
    assert [monitoring.route_label(path) for path in ("/snapshot.csv", "/api", "/nobody.json", "/media/a.csv", "/vehicles")] == [
        "/snapshot.csv",
        "/api",
        "other",
        "/media",
        "/vehicles",
    ]


def test_pages_are_framed_by_this_server_only_unless_sites_are_allowed() -> None:
    own, allowed = server.make_headers(()), server.make_headers(("https://www.example.gov.cn",))
    assert own["X-Frame-Options"] == "SAMEORIGIN"
    assert own["Content-Security-Policy"].endswith("; frame-ancestors 'self'")
    assert "X-Frame-Options" not in allowed
    assert allowed["Content-Security-Policy"].endswith("; frame-ancestors 'self' https://www.example.gov.cn")
