"""An archive gives its files one by one under safe names, and what would do harm is named instead."""

from __future__ import annotations

import io
import stat
import zipfile
from dataclasses import replace

import pytest

from tests.documents.made_files import claim_size, lock_zip, make_docx, make_zip, name_in_gbk
from yearbook.documents.archive import make_safe
from yearbook.documents.containers import open_container
from yearbook.documents.document import LIMITS, Limits, Refusal


def _open(content: bytes, limits: Limits = LIMITS) -> dict[str, bytes | str]:
    found = list(open_container("年报.zip", content, limits))
    opened = {name: item.reason if isinstance(item, Refusal) else item for name, item in found}
    assert len(opened) == len(found), "two files under one name"
    return opened


def test_files_come_in_order_with_their_folders() -> None:
    packed = make_zip({"乙/2.txt": b"2", "甲.txt": b"1", "空/": b""})
    assert list(_open(packed).items()) == [("年报.zip/乙/2.txt", b"2"), ("年报.zip/甲.txt", b"1")]


def test_a_document_of_a_packed_format_is_one_file() -> None:
    document = make_docx(["示例"])
    assert _open(make_zip({"报告.zip": document})) == {"年报.zip/报告.zip": document}


def test_an_archive_within_an_archive_is_opened_and_a_third_is_not() -> None:
    inner = make_zip({"c.txt": b"c"})
    middle = make_zip({"内/inner.zip": inner, "b.txt": b"b"})
    assert _open(middle) == {"年报.zip/内/inner.zip/c.txt": b"c", "年报.zip/b.txt": b"b"}
    opened = _open(make_zip({"middle.zip": middle, "a.txt": b"a"}))
    assert "2 层" in str(opened.pop("年报.zip/middle.zip/内/inner.zip"))
    assert opened == {"年报.zip/middle.zip/b.txt": b"b", "年报.zip/a.txt": b"a"}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\Windows\\系统.txt", "Windows/系统.txt"),
        ("..\\..\\a.txt", "a.txt"),
        ("..\\D:\\a.txt", "a.txt"),
        ("a/./b//c.txt", "a/b/c.txt"),
        ("a\x1b[31m\r\nb.txt", "a[31mb.txt"),
        ("年报\u202etxt.exe", "年报txt.exe"),
        ("...", "未命名"),
        ("", "未命名"),
        ("\x00", "未命名"),
        ("长" * 500 + ".txt", "长" * 115 + "….txt"),
        ("/".join(f"{number}" for number in range(100)), "/".join(f"{number}" for number in range(88, 100))),
    ],
)
def test_names_are_made_safe(name: str, shown: str) -> None:
    assert make_safe(name) == shown


def test_unsafe_names_in_an_archive_stay_below_it() -> None:
    opened = _open(make_zip({"../../x.txt": b"1", "/y.txt": b"2", "a/../../z\x07.txt": b"3"}))
    assert opened == {"年报.zip/x.txt": b"1", "年报.zip/y.txt": b"2", "年报.zip/a/z.txt": b"3"}


def test_names_that_become_the_same_are_told_apart() -> None:
    opened = _open(make_zip({"a.txt": b"1", "../a.txt": b"2", "/a.txt": b"3", "b": b"4", "./b": b"5"}))
    assert list(opened) == [f"年报.zip/{name}" for name in ("a.txt", "a (2).txt", "a (3).txt", "b", "b (2)")]
    assert list(opened.values()) == [b"1", b"2", b"3", b"4", b"5"]


def test_names_of_old_chinese_programs_are_read() -> None:
    packed = name_in_gbk(make_zip({"abcdefgh.txt": b"1"}), "abcdefgh", "工作总结")
    assert list(_open(packed)) == ["年报.zip/工作总结.txt"]


def test_names_in_utf8_are_read_where_the_archive_does_not_say_so() -> None:
    packed = make_zip({"abcdef.txt": b"1"}).replace(b"abcdef", "总结".encode())
    assert list(_open(packed)) == ["年报.zip/总结.txt"]


def test_what_systems_and_programs_leave_beside_files_is_passed_over() -> None:
    system_files = {"__MACOSX/._a.txt": b"x", ".DS_Store": b"x", "a/Thumbs.db": b"x", "~$报告.docx": b"x"}
    assert _open(make_zip({**system_files, "a.txt": b"1"})) == {"年报.zip/a.txt": b"1"}
    assert "没有文件" in str(_open(make_zip(system_files))["年报.zip"])
    assert "没有文件" in str(_open(make_zip({}))["年报.zip"])


def test_a_locked_file_is_named() -> None:
    assert "密码" in str(_open(lock_zip(make_zip({"a.txt": b"1"})))["年报.zip/a.txt"])


def test_a_link_is_named_and_not_followed() -> None:
    link = zipfile.ZipInfo("a.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    pipe = zipfile.ZipInfo("b.txt")
    pipe.external_attr = (stat.S_IFIFO | 0o666) << 16
    packed = make_zip({"c.txt": b"3"})
    held = io.BytesIO(packed)
    with zipfile.ZipFile(held, "a") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr(pipe, "")
    opened = _open(held.getvalue())
    assert "链接" in str(opened["年报.zip/a.txt"])
    assert "普通文件" in str(opened["年报.zip/b.txt"])
    assert opened["年报.zip/c.txt"] == b"3"


def test_a_file_that_is_damaged_does_not_keep_the_others_out() -> None:
    packed = bytearray(make_zip({"a.txt": b"first" * 9, "b.txt": b"second"}, method=zipfile.ZIP_STORED))
    packed[packed.index(b"firstfirst")] ^= 0xFF
    opened = _open(bytes(packed))
    assert "损坏" in str(opened["年报.zip/a.txt"])
    assert opened["年报.zip/b.txt"] == b"second"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_whose_unpacking_has_no_bound_are_named(method: int) -> None:
    assert "压缩方法" in str(_open(make_zip({"a.txt": b"1" * 99}, method=method))["年报.zip/a.txt"])


@pytest.mark.parametrize("kept", [0.3, 0.9, 0.99])
def test_an_archive_that_was_cut_off_is_refused_as_a_whole(kept: float) -> None:
    packed = make_zip({f"{number}.txt": b"%d" % number for number in range(20)})
    assert "损坏" in str(_open(packed[: int(len(packed) * kept)])["年报.zip"])


def test_a_bomb_is_refused_before_anything_is_unpacked() -> None:
    bomb = make_zip({"a.txt": bytes(40_000_000)})
    assert "200 倍" in str(_open(bomb)["年报.zip"])
    assert "39 MB" in str(_open(bomb, replace(LIMITS, max_unpacked=39_000_000))["年报.zip"])


def test_what_unpacks_to_little_may_be_packed_tightly() -> None:
    assert _open(make_zip({"a.txt": bytes(5_000_000)}))["年报.zip/a.txt"] == bytes(5_000_000)


def test_bombs_within_bombs_share_one_account() -> None:
    limits = replace(LIMITS, max_unpacked=3_000_000, max_members=12)
    inner = make_zip({"x": bytes(1_000_000)})
    opened = _open(make_zip({f"{number}.zip": inner for number in range(4)}), limits)
    assert [isinstance(item, bytes) for item in opened.values()] == [True, True, False, False]
    crowd = make_zip({f"{number}.txt": b"" for number in range(5)})
    opened = _open(make_zip({"a.zip": crowd, "b.zip": crowd, "c.zip": crowd}), limits)
    assert "12 个文件" in str(opened["年报.zip/b.zip"])


def test_an_archive_of_too_many_files_is_refused_without_being_listed() -> None:
    packed = make_zip({f"{number}.txt": b"" for number in range(30)})
    assert "29 个文件" in str(_open(packed, replace(LIMITS, max_members=29))["年报.zip"])
    assert len(_open(packed, replace(LIMITS, max_members=30))) == 30


def test_a_file_larger_than_allowed_is_named() -> None:
    opened = _open(make_zip({"big.txt": bytes(2_000_000), "b.txt": b"2"}), replace(LIMITS, max_bytes=1_000_000))
    assert "1 MB" in str(opened["年报.zip/big.txt"])
    assert opened["年报.zip/b.txt"] == b"2"


def test_a_file_that_unpacks_to_more_than_its_table_says_gives_no_more_than_that() -> None:
    opened = _open(claim_size(make_zip({"a.txt": bytes(8_000_000)}), 100))
    assert "损坏" in str(opened["年报.zip/a.txt"])
