"""Another edition that comes back under the same number is shown at once, by the pages and by the API of a running server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from shutil import copytree, rmtree

import pytest
import streamlit as st

from tests.pages.conftest import prepare_page
from tests.web.client import Client
from yearbook.__main__ import main
from yearbook.catalogue.files import PROJECT, Home
from yearbook.pipeline.build import build_edition


def record_every(step: int, home: Home) -> None:
    """A record of its own for an installation: of the shipped figures each so-many-th."""
    rmtree(home.root / "record", ignore_errors=True)
    copytree(PROJECT / "data" / "record", home.root / "record")
    figures = home.root / "record" / "figures.csv"
    heading, *rows = figures.read_text(encoding="utf-8").splitlines()
    figures.write_text("\n".join([heading, *rows[::step]]) + "\n", encoding="utf-8")


def restore_over(home: Home, other: Home, folder: Path) -> None:
    """`restore --replace` of a backup that holds another first edition."""
    assert main(["backup", str(folder / "backup.zip"), "--editions"]) == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("YEARBOOK_DATA", str(home.root))
        assert main(["restore", str(folder / "backup.zip"), "--replace"]) == 0
    assert other.root != home.root


def rebuild(home: Home, *_: object) -> None:
    """The editions are thrown away, and the first one is built of another record."""
    rmtree(home.editions)
    record_every(3, home)
    build_edition(home)


@pytest.mark.parametrize("change", [restore_over, rebuild])
def test_another_build_under_the_same_number_is_shown(
    server: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Home, Home, Path], None]
) -> None:
    home, other = Home(tmp_path / "data"), Home(tmp_path / "other")
    other.root.mkdir()
    record_every(3, other)
    build_edition(other)
    home.root.mkdir()
    build_edition(home)
    st.cache_resource.clear()
    monkeypatch.setenv("YEARBOOK_DATA", str(home.root))
    before = server.get("/snapshot.json")
    page = prepare_page("explore").run()
    monkeypatch.setenv("YEARBOOK_DATA", str(other.root))
    change(home, other, tmp_path)
    monkeypatch.setenv("YEARBOOK_DATA", str(home.root))
    after = server.get("/snapshot.json", if_none_match=before.headers["etag"])
    assert after.status == 200
    rows = [answer.json()["counts"]["rows"] for answer in (before, after)]
    assert [answer.json()["edition"] for answer in (before, after)] == [1, 1]
    assert rows[1] < rows[0]
    assert f"共 **{rows[0]:,}** 条" in sentence(page)
    assert f"共 **{rows[1]:,}** 条" in sentence(page.run())
    assert f"共 **{rows[1]:,}** 条" in sentence(prepare_page("explore").run())


def sentence(page: object) -> str:
    return next(text.value for text in page.markdown if "共" in text.value)  # type: ignore[attr-defined]
