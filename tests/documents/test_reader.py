"""A file becomes a document with its text as it was, or is refused with the reason."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.documents import made_files
from tests.documents.made_files import CONVERTED, MADE, refusal_of
from tests.documents.office_files import make_compound
from yearbook.documents.document import LIMITS, Refusal, report_id_of
from yearbook.documents.formats import find_format
from yearbook.documents.reader import read, read_bytes

TEXT = "示例市机关事务管理局2020年工作总结\r\n全年取消公务用车1200余辆，节约经费约300万元。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"])
def test_a_text_is_read_in_every_usual_encoding_and_kept_as_it_is(encoding: str) -> None:
    document = read_bytes("总结.txt", TEXT.encode(encoding))
    assert document.text == TEXT
    assert document.format == "txt"


def test_a_report_is_known_by_its_bytes(tmp_path: Path) -> None:
    file = tmp_path / "总结.md"
    file.write_bytes(TEXT.encode())
    document = read(file)
    assert (document.name, document.format, document.report_id) == ("总结.md", "md", report_id_of(TEXT.encode()))


def test_plain_ascii_and_short_texts_are_read() -> None:
    assert read_bytes("a.txt", b"48 vehicles").text == "48 vehicles"
    assert read_bytes("a.txt", "充电桩48个".encode("gb18030")).text == "充电桩48个"


def test_rare_characters_of_gb18030_are_kept() -> None:
    text = "建成屋顶光伏1.2万㎡，由䶮某负责，年节约用电约三万千瓦时，惠及机关单位四十家。"
    assert read_bytes("a.txt", text.encode("gb18030")).text == text


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "空"),
        (b" \r\n\t", "空"),
        (b"\xef\xbb\xbf\n", "空"),
        (b"\xff\xfe", "空"),
        ("\u3000\n".encode(), "空"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04\x14\x00word/document.xml", "DOCX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), "DOC"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (bytes(range(256)) * 8, "编码"),
        (b"ab\x00\x01\x02\x03" * 100, "二进制"),
        ("公务用车".encode("shift_jis", errors="ignore") * 3 + b"\x81", "编码"),
        (TEXT.encode("utf-8") * 20 + b"\xe6\x9c", "UTF-8"),
        ("Ð¡Ñ".encode("latin-1") * 20 + b"\xff", "编码"),
    ],
)
def test_what_is_no_text_is_refused_with_its_reason(content: Any, word: str) -> None:
    with pytest.raises(Refusal) as refusal:
        read_bytes("坏.txt", content)
    assert word in refusal.value.reason
    assert str(refusal.value).startswith("坏.txt: ")
    assert "\n" not in str(refusal.value)


def test_text_of_another_script_is_not_taken_for_chinese() -> None:
    with pytest.raises(Refusal):
        read_bytes("a.txt", "Сводка о работе управления за год".encode("koi8-r") * 4)


def test_a_word_that_looks_like_a_signature_is_still_a_text() -> None:
    assert read_bytes("a.txt", "BMW 车辆 2 辆".encode()).text.startswith("BMW")
    assert read_bytes("a.txt", "MZ 公司".encode()).text.startswith("MZ")


def test_a_missing_file_and_a_folder_are_refused_each_in_its_words(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="不存在"):
        read(tmp_path / "没有.txt")
    with pytest.raises(Refusal, match="文件夹"):
        read(tmp_path)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_one_may_not_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "锁.txt"
    file.write_bytes(TEXT.encode())
    file.chmod(0)
    with pytest.raises(Refusal, match="权限"):
        read(file)


@pytest.mark.parametrize("name", ["报告.pdf", "报告.docx", "报告.html", "报告.txt", "报告"])
@pytest.mark.parametrize("kind", list(MADE))
def test_the_content_decides_the_format_and_never_the_name(kind: Any, name: str) -> None:
    assert find_format(name, MADE[kind]).kind == kind
    if kind in CONVERTED:
        return  # tests/documents/test_office.py reads them
    document = read_bytes(name, MADE[kind])
    assert (document.format, document.name, document.report_id) == (kind, name, report_id_of(MADE[kind]))
    assert "1200" in document.text


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html><p>示例1</p>",
        "\n <HTML lang=zh><body>示例1</body></HTML>",
        '<?xml version="1.0" encoding="utf-8"?>\n<!-- 存 --><html xmlns="x"><body>示例1</body></html>',
        "<div class='x'><p>示例1</p></div>\n",
        "<table><tr><td>示例1</td></tr></table>",
    ],
)
def test_a_page_is_known_by_its_opening(page: str) -> None:
    assert read_bytes("a.txt", page.encode()).format == "html"


@pytest.mark.parametrize("text", ["<示例>1</示例>", "<div>\n\n# 示例\n\n正文1", "示例<html>", "a < b，共1辆"])
def test_a_text_with_tags_in_it_is_still_a_text(text: str) -> None:
    assert read_bytes("a.html", text.encode()).text == text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (make_compound({"PowerPoint Document": b"x"}), "PPT / DPS"),
        (make_compound({"EncryptedPackage": b"x"}), "密码"),
        (b"Rar!\x1a\x07\x00" + bytes(40), "RAR 压缩包"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(40), "7z 压缩包"),
        (b"\x1f\x8b\x08" + bytes(40), "GZIP 压缩包"),
        (b"a.txt" + bytes(252) + b"ustar" + bytes(250), "TAR 压缩包"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "WEBP 图像"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(40), "HEIC 图像"),
        (b"From: a@b\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\nTo: c@d\r\n\r\n1", "邮件"),
        (made_files.make_zip({"ppt/presentation.xml": b"x"}), "PPTX"),
        (made_files.make_zip({"mimetype": b"x", "content.xml": b"x"}), "ODF"),
        (b'<?xml version="1.0"?><rows><row n="1200"/></rows>', "XML"),
        (made_files.make_zip({"a.txt": b"x"}), "压缩包"),
    ],
)
def test_what_is_not_read_is_called_by_its_name(content: Any, words: str) -> None:
    assert words in refusal_of("报告.txt", content)


def test_each_limit_has_its_own_words() -> None:
    assert "超过 1 MB" in refusal_of("a.txt", b"1" * 1_000_001, replace(LIMITS, max_bytes=1_000_000))
    assert "超过 1 万字" in refusal_of("a.txt", b"1" * 10_001, replace(LIMITS, max_text=10_000))
    assert "超过 1 万字" in refusal_of("a.docx", made_files.make_docx(["字" * 10_001]), replace(LIMITS, max_text=10_000))
    assert "超过 1 万个" in refusal_of("a.txt", b"1 " * 10_001, replace(LIMITS, max_numerals=10_000))
    assert "超过 1 万个" in refusal_of("a.docx", made_files.make_docx(["1 " * 10_001]), replace(LIMITS, max_numerals=10_000))
    chinese = "公务用车三辆，".encode() * 10_001
    assert "超过 1 万个" in refusal_of("a.txt", chinese, replace(LIMITS, max_numerals=10_000))
    assert "超过 0 页" in refusal_of("a.pdf", MADE["pdf"], replace(LIMITS, max_pages=0))
    assert "超过 3 个文件" in refusal_of("a.docx", MADE["docx"], replace(LIMITS, max_members=3))


def test_a_file_too_big_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "大.txt").open("wb") as stream:
        stream.truncate(LIMITS.max_bytes + 1)
    with pytest.raises(Refusal, match="超过 100 MB"):
        read(tmp_path / "大.txt")


def test_form_feeds_begin_pages() -> None:
    document = read_bytes("a.txt", "第一页文字\f第二页文字\f\f第三页文字\f".encode())
    assert [document.text[start] for start in document.page_starts] == ["第", "第", "第"]
    assert [document.page_of(offset) for offset in (0, 5, 6, 13, len(document.text) - 1)] == [1, 1, 2, 3, 3]


def test_numbered_feet_end_pages() -> None:
    text = "上一页的文字\n— 1 —\n下一页的文字\n— 2 —\n末页"
    document = read_bytes("a.txt", text.encode())
    assert document.page_of(text.index("下一页")) == 2
    assert document.page_of(text.index("末页")) == 3


def test_a_single_numbered_line_is_no_page() -> None:
    assert read_bytes("a.txt", "文字\n— 3 —\n文字".encode()).page_starts == (0,)


def test_the_blank_that_pdf_text_leaves_at_the_top_of_a_page_begins_it() -> None:
    page = " 首行文字写满一整行直到纸边才折行继续写下去\n\n" + "第二行也写满一整行直到纸边才折行\n\n" * 6 + "末行仍未写完\n"
    document = read_bytes("a.txt", (page + page + page).encode())
    assert len(document.page_starts) == 3
    assert document.page_of(len(page) + 2) == 2


def test_indented_paragraphs_are_no_pages() -> None:
    assert read_bytes("a.txt", ("　　段落一。\n  段落二。\n 段落三。\n" * 5).encode()).page_starts == (0,)
