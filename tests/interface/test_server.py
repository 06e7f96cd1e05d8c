"""What the server answers besides the pages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from starlette.requests import Request

from yearbook.data import Home
from yearbook.interface.server import answer_health
from yearbook.warehouse.build import build_edition

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
