"""What a person names becomes inputs one by one: files, folders, archives, and what cannot be read, in words."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.documents.made_files import make_docx, make_zip
from yearbook.documents.document import LIMITS
from yearbook.pipeline.inputs import NO_REPORTS, find_inputs, open_input


def _write(file: Path, content: bytes = b"1") -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


def test_files_folders_and_archives_give_their_files_in_order(tmp_path: Path) -> None:
    packed = make_zip({"内/甲.txt": b"2", "乙.docx": make_docx(["示例"])})
    _write(tmp_path / "夹" / "b.zip", packed)
    _write(tmp_path / "夹" / "a.txt", b"1")
    _write(tmp_path / "夹" / "c" / "c.txt", b"3")
    alone = _write(tmp_path / "d.txt", b"4")
    inputs = list(find_inputs([tmp_path / "夹", alone]))
    assert [one.path.removeprefix(str(tmp_path)) for one in inputs] == [
        "/夹/a.txt",
        "/夹/b.zip/内/甲.txt",
        "/夹/b.zip/乙.docx",
        "/夹/c/c.txt",
        "/d.txt",
    ]
    assert [one.name for one in inputs] == ["a.txt", "甲.txt", "乙.docx", "c.txt", "d.txt"]
    assert [one.read()[:1] for one in inputs] == [b"1", b"2", b"P", b"3", b"4"]


def test_an_archive_is_known_by_its_content(tmp_path: Path) -> None:
    [one] = find_inputs([_write(tmp_path / "报告.docx", make_zip({"甲.txt": b"2"}))])
    assert (one.name, one.content) == ("甲.txt", b"2")


def test_what_cannot_be_had_is_an_input_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "空夹").mkdir()
    (tmp_path / "断").symlink_to(tmp_path / "没有")
    large = _write(tmp_path / "大.txt", bytes(3_000_000))
    cut = _write(tmp_path / "断.zip", make_zip({"a.txt": b"1"})[:-9])
    missing = [tmp_path / "没有.txt", tmp_path / "空夹", tmp_path / "断", large, cut]
    inputs = list(find_inputs(missing, replace(LIMITS, max_bytes=2_000_000)))
    reasons = [one.refusal.reason for one in inputs if one.refusal is not None and one.content is None]
    assert [word in reason for word, reason in zip(("找不到", "没有文件", "找不到", "2 MB", "损坏"), reasons, strict=True)] == [
        True
    ] * 5
    with pytest.raises(Exception, match=r"没有\.txt: 找不到"):
        inputs[0].read()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管")
    [one] = find_inputs([tmp_path])
    assert one.refusal is not None
    assert "管道" in one.refusal.reason


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep names as characters")
def test_names_that_are_no_utf8_or_command_a_terminal_are_shown_in_characters(tmp_path: Path) -> None:
    for name in ("总结.txt".encode("gbk"), b"\x1b[31ma\n.txt", b"\xff\xfe.txt"):
        with open(os.path.join(os.fsencode(tmp_path), name), "wb") as stream:
            stream.write(b"1")
    inputs = list(find_inputs([tmp_path]))
    assert sorted(one.name for one in inputs)[0] == "[31ma.txt"
    assert "总结.txt" in {one.name for one in inputs}
    for one in inputs:
        assert one.content == b"1"
        assert one.path.encode()
        assert one.path.isprintable()


def test_what_is_hidden_or_left_by_programs_is_passed_over(tmp_path: Path) -> None:
    for name in (".DS_Store", ".git/a.txt", "~$报告.docx", "Thumbs.db", "desktop.ini", "__MACOSX/a.txt", "报告.txt"):
        _write(tmp_path / name)
    assert [one.name for one in find_inputs([tmp_path])] == ["报告.txt"]


def test_what_lies_beside_samples_is_no_report(tmp_path: Path) -> None:
    for name in (*NO_REPORTS, "甲.txt"):
        _write(tmp_path / name)
    assert [one.name for one in find_inputs([tmp_path])] == ["甲.txt"]
    (tmp_path / "expected.jsonl").unlink()
    assert len(list(find_inputs([tmp_path]))) == len(NO_REPORTS)


def test_what_someone_uploads_is_opened_as_a_file_is() -> None:
    assert [one.path for one in open_input("上传.zip", make_zip({"../a.txt": b"1"}))] == ["上传.zip/a.txt"]
    [one] = open_input("../../etc/报告.txt", b"1")
    assert (one.name, one.content) == ("报告.txt", b"1")


def test_inputs_are_taken_up_only_as_they_are_asked_for(tmp_path: Path) -> None:
    inputs = find_inputs([_write(tmp_path / "a.txt"), tmp_path / "later.txt"])
    assert next(inputs).content == b"1"
    _write(tmp_path / "later.txt", b"2")
    assert next(inputs).content == b"2"
