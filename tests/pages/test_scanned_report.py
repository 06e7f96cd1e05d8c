"""A scanned report: the picture of its page stands beside the words that were chosen, and what is doubtful is marked."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import pytest

from tests.documents.made_files import make_picture
from tests.pages.conftest import Visit, use_data
from yearbook.catalogue.files import Home
from yearbook.documents.reader import read_bytes
from yearbook.pipeline.ingest import ingest
from yearbook.pipeline.read import extract_document, make_read_job
from yearbook.store.reports import list_reports, read_source
from yearbook.ui.text_view import render_report
from yearbook.warehouse.warehouse import open_warehouse

pytestmark = pytest.mark.pages


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scanned")
    (folder / "report.png").write_bytes(make_picture("png"))
    ingest([folder / "report.png"], Home(folder / "data"))
    return folder / "data"


@pytest.fixture
def edition(scanned: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    use_data(scanned, monkeypatch)
    return 1


def test_the_page_is_shown_with_the_words_of_a_chosen_mention_framed(visit: Visit, scanned: Path) -> None:
    warehouse = open_warehouse(Home(scanned))
    report_id = warehouse.ask("reports")["report_id"].iloc[0]
    mentions = warehouse.ask("mentions", report_id=report_id)
    chosen = mentions[mentions["text"].str.contains("1200")].iloc[0]
    assert len(chosen["corners"]) == 8
    assert len(visit("reports", report=report_id).get("image")) == 0
    app = visit("reports", report=report_id, mention=str(chosen["ordinal"]))
    assert not app.exception
    assert len(app.get("image")) == 1


def test_figures_of_doubtful_lines_are_marked_and_wait_for_review(scanned: Path) -> None:
    home = Home(scanned)
    [note] = list_reports(home)
    document = read_bytes(note.name, read_source(home, note.report_id))
    doubted = replace(document, scanned=tuple(replace(line, doubtful=True, score=0.85) for line in document.scanned))
    extraction = extract_document(doubted, make_read_job(home, note))
    assert extraction.figures
    assert {(figure.confidence, figure.caveats[-1]) for figure in extraction.figures} == {(0.5, "doubtful_scan")}
    sure = extract_document(document, make_read_job(home, note))
    assert not any("doubtful_scan" in figure.caveats for figure in sure.figures)
    assert 'doubtful"' in render_report(doubted.text, [asdict(mention) for mention in extraction.mentions])
