"""The reports that `bench workers` reads: of invented bodies, each another's, and all of them readable."""

from __future__ import annotations

from pathlib import Path

from benchmarks.invented_reports import make_reports
from yearbook.pipeline.ingest import ingest


def test_every_report_goes_in_as_its_own_body_and_year(tmp_path: Path) -> None:
    home = make_reports(tmp_path, 8)
    summary = ingest([tmp_path / "inbox"], home)
    assert [file.fate for file in summary.files] == ["added"] * 8
    assert sorted({file.format for file in summary.files}) == ["docx", "html", "pdf", "txt"]
    assert len({(file.agency, file.year) for file in summary.files}) == 8
    assert all(file.demonstration and file.agency.startswith("芷岸市") and file.figures > 10 for file in summary.files)


def test_the_same_seed_makes_the_same_texts(tmp_path: Path) -> None:
    first, second = (make_reports(tmp_path / name, 4) for name in ("one", "other"))
    for file in sorted((first.root / "inbox").iterdir()):
        if file.suffix != ".docx":  # which notes the time
            assert file.read_bytes() == (second.root / "inbox" / file.name).read_bytes()
