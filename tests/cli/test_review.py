"""review: what is wrong in a draft, by its exit status too; the data folder is as it was."""

from __future__ import annotations

from pathlib import Path

from docx import Document as open_docx

from tests.cli.conftest import Command
from tests.pipeline.test_drafts import LAST, SOUND

FAULTY = SOUND.replace("占25.00%", "占35.00%").replace("内设机构8个", "内设机构XX个")


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_a_clean_draft_ends_with_0(run: Command, tmp_path: Path) -> None:
    ran = run("review", write(tmp_path, "draft.txt", SOUND), "--last", write(tmp_path, "last.txt", LAST))
    assert (ran.status, ran.out) == (0, "draft.txt：没有发现问题。\n")


def test_a_draft_with_findings_ends_with_1_and_names_each(run: Command, tmp_path: Path) -> None:
    ran = run("review", write(tmp_path, "draft.txt", FAULTY), "--docx", tmp_path / "list.docx")
    assert ran.status == 1
    lines = ran.out.splitlines()
    found = [(line.split("]")[0][1:], line.partition("【")[2].partition("】")[0]) for line in lines if line.startswith("[")]
    assert found == [("前后矛盾", "35.00%"), ("未填写的占位符", "XX")]
    assert "25%" in lines[0]
    assert lines[-1] == "draft.txt：共2处：前后矛盾1处、未填写的占位符1处"
    assert len(open_docx(str(tmp_path / "list.docx")).tables[0].rows) == 3


def test_a_draft_that_cannot_be_read_ends_with_2(run: Command, tmp_path: Path) -> None:
    (tmp_path / "draft.pdf").write_bytes(b"%PDF-1.7 nothing")
    for file in (tmp_path / "draft.pdf", tmp_path / "nowhere.pdf"):
        ran = run("review", file)
        assert (ran.status, ran.out) == (2, "")
        assert file.name in ran.err


def test_nothing_of_a_draft_is_stored(run: Command, tmp_path: Path) -> None:
    run("review", write(tmp_path, "draft.txt", FAULTY))
    assert not (tmp_path / "data").exists()
