"""A saved page is read as the page that it is; a mail gives its body and its attachments as files."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.documents.made_files import REPORT, make_zip
from tests.documents.made_mails import (
    ATTACHED,
    MAILS,
    PACKED,
    SAVED_PAGES,
    TITLE,
    attach,
    forward,
    join,
    make_mail,
    part,
    raw,
    word,
)
from yearbook.documents.containers import open_container
from yearbook.documents.document import LIMITS, Limits, Refusal
from yearbook.documents.formats import find_format
from yearbook.documents.mail_head import is_mail, is_saved_page
from yearbook.documents.reader import read_bytes


def _open(content: bytes, limits: Limits = LIMITS) -> dict[str, bytes | str]:
    found = list(open_container("来信.eml", content, limits))
    return {path: item.reason if isinstance(item, Refusal) else item for path, item in found}


@pytest.mark.parametrize("content", SAVED_PAGES.values(), ids=list(SAVED_PAGES))
def test_a_saved_page_is_read_as_its_article(content: bytes) -> None:
    document = read_bytes("网页.mht", content)
    assert document.format == "mht"
    assert document.text.splitlines()[0] == TITLE
    assert [line in document.text for line in map(str.strip, REPORT[1:])] == [True, True]
    assert "margin" not in document.text


def test_a_charset_called_gb2312_is_read_with_all_characters_of_gb18030() -> None:
    page = "<html><body><p>芷岸市2023年节约𠮷镕㐂镇用电12万千瓦时。</p></body></html>".encode("gb18030")
    content = b"MIME-Version: 1.0\r\n" + part('Content-Type: text/html; charset="gb2312"', page, "quoted-printable")
    assert "𠮷镕㐂镇用电12万千瓦时" in read_bytes("页.mht", content).text


@pytest.mark.parametrize("content", MAILS.values(), ids=list(MAILS))
def test_a_mail_gives_its_body_and_its_attachments(content: bytes) -> None:
    opened = _open(content)
    assert list(opened) == ["来信.eml/报送.html", "来信.eml/年报.docx"]
    assert "请查收附件" in bytes(opened["来信.eml/报送.html"]).decode()  # type: ignore[arg-type]
    assert opened["来信.eml/年报.docx"] == ATTACHED


def test_a_body_alone_is_a_file_and_is_no_longer_read_with_its_transfer_encoding() -> None:
    mail = f"From: a@example.gov.cn\nSubject: {word(TITLE)}\nTo: b@example.gov.cn\nMIME-Version: 1.0\n".encode()
    mail += part("Content-Type: text/plain; charset=gb2312", "".join(REPORT).encode("gbk"))
    assert _open(mail) == {f"来信.eml/{TITLE}.txt": "".join(REPORT).encode()}
    with pytest.raises(Refusal, match="邮件"):
        read_bytes("来信.txt", mail)


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ('filename="a.docx"', "a.docx"),
        ("filename=a.docx", "a.docx"),
        (f'filename="{raw("年报.docx", "utf-8")}"', "年报.docx"),
        (f'filename="{raw("年报.docx", "gbk")}"', "年报.docx"),
        (f"filename={word('年报.docx', 'GB18030')}", "年报.docx"),
        ("filename*=GB2312''%C4%EA%B1%A8.docx", "年报.docx"),
        ("filename*=none''%C4%EA%B1%A8.docx", "年报.docx"),
        ("filename*=UTF-8''%FF%FE.docx", None),
        ('filename="=?GB2312?B?!!!!?="', None),
        ('filename="..\\..\\c:\\windows\\a.docx"', "windows/a.docx"),
        ('filename="/etc/passwd"', "etc/passwd"),
        ("size=5", "未命名"),
    ],
)
def test_a_name_in_any_charset_is_read_and_made_safe(field: str, name: str | None) -> None:
    mail = join("From: a@b.cn\r\nTo: c@d.cn\r\nSubject: x\r\nMIME-Version: 1.0", "multipart/mixed", [attach(field)])
    [(path, content)] = _open(mail).items()
    assert content == ATTACHED
    assert name is None or path == f"来信.eml/{name}"
    assert path.isprintable()


def test_an_archive_in_a_mail_and_a_mail_in_an_archive_are_opened() -> None:
    assert list(_open(PACKED)) == ["来信.eml/报送.txt", "来信.eml/年报.zip/内/甲.txt"]
    assert list(_open(make_zip({"信.eml": PACKED}))) == ["来信.eml/信.eml/报送.txt", "来信.eml/信.eml/年报.zip/内/甲.txt"]


def test_mails_in_mails_are_opened_to_a_limit() -> None:
    mail = make_mail({"a.bin": b"1"})
    assert list(_open(forward(mail, 2))) == ["来信.eml/FW0.eml/报送.eml/报送.txt", "来信.eml/FW0.eml/报送.eml/a.bin"]
    refused = [forward(mail, 3), forward(mail, 400), make_zip({"a.eml": forward(mail, 3)})]
    for _ in range(3):
        mail = make_mail({"内.eml": mail})
    for content in (*refused, mail):
        assert ["3 层" in str(reason) for reason in _open(content).values() if isinstance(reason, str)] == [True]


@pytest.mark.parametrize(
    "content",
    [
        join("From: a@b\r\nTo: c@d\r\nSubject: x", "multipart/mixed", [attach("filename=a")] * 50),
        b"From: a@b\nTo: c@d\nSubject: x\n\n" + b"\n" * 30_000_000,
        b"From: a@b\nTo: c@d\nSubject: x\n" + b"Content-Type: multipart/mixed; boundary=a\n\n--a\n" * 200_000,
        b"From: a@b\nTo: c@d\nSubject: " + b"=?utf-8?B?5bm0?= " * 3000 + b"\n\n1",
        b"From: a@b\nTo: c@d\nSubject: x\nContent-Type: text/plain; " + b"a=b;" * 12_000 + b"\n\n1",
        b"".join(
            b"Content-Type: multipart/mixed; boundary=%d\nMIME-Version: 1.0\nTo: a\n\n--%d\n" % (number, number)
            for number in range(2000)
        ),
    ],
    ids=["files", "lines", "boundaries", "words", "parameters", "nested parts"],
)
def test_a_mail_that_asks_for_too_much_is_ended_at_a_limit(content: bytes) -> None:
    opened = _open(content, replace(LIMITS, seconds=3, memory_bytes=400_000_000, max_members=40))
    assert len(opened) <= 40
    assert all(isinstance(item, bytes) or item for item in opened.values())


def test_a_mail_without_anything_says_so() -> None:
    assert "没有正文" in str(_open(b"From: a@b\r\nTo: c@d\r\nSubject: x\r\n\r\n \r\n"))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Date: 2023\n\n全市公务用车1200辆。", None),
        ("To: 各单位\nFrom: 机关事务管理局\n\n全市公务用车1200辆。", None),
        ("From: a@b\nTo: c@d\nSubject: x", None),  # no blank line: a note of addresses
        ("标题: 年报\nFrom: a\nTo: b\nSubject: c\n\n正文", None),
        ("From - Mon Mar  4 09:10:11 2024\nFrom: a@b\nTo: c@d\nSubject: x\n\n1", "mail"),
        ("MIME-Version: 1.0\nContent-Type: text/html\n\n<p>1</p>", "page"),
        ("MIME-Version: 1.0\nContent-Type: text/html\nTo: a@b\n\n<p>1</p>", "mail"),
        ("\ufeff\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n boundary=a\r\n\r\n--a", "page"),
    ],
)
def test_a_message_is_known_by_its_header_and_a_text_is_none(text: str, what: str | None) -> None:
    content = text.encode()
    assert ("mail" if is_mail(content) else "page" if is_saved_page(content) else None) == what


@pytest.mark.parametrize(("head", "words"), [(b"Rar!\x1a\x07\x00", "RAR"), (b"7z\xbc\xaf\x27\x1c", "7z")])
def test_archives_of_other_kinds_are_refused_in_words_that_say_what_to_do(head: bytes, words: str) -> None:
    with pytest.raises(Refusal, match=rf"{words} 压缩包，暂不能读；请解压"):
        find_format("年报", head + bytes(100))
