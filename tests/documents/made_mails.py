"""Saved pages and mails, written for tests in the shapes that Chrome, Word, IE, Firefox, Outlook, Foxmail and Coremail give."""

from __future__ import annotations

from base64 import b64encode, encodebytes
from collections.abc import Sequence
from quopri import encodestring

from tests.documents.made_files import REPORT, make_docx, make_zip

TITLE = REPORT[0].strip()
BODY = "".join(f"<p>{line.strip()}</p>" for line in REPORT[1:])
PAGE = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div>{BODY}</div></body></html>"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def part(head: str, content: bytes, encoding: str = "base64") -> bytes:
    """A part of a message: its fields, which may hold bytes as latin-1, and its content in a transfer encoding."""
    packed = {"base64": encodebytes, "quoted-printable": encodestring}.get(encoding, bytes)(content)
    return head.encode("latin-1") + f"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode() + packed


def join(head: str, kind: str, parts: Sequence[bytes], preamble: str = "", boundary: str = "----=_NextPart_000_0001") -> bytes:
    """A message of several parts. `kind` is its content type with its parameters but the boundary."""
    fields = head + ("\r\n" if head else "") + f'Content-Type: {kind};\r\n\tboundary="{boundary}"\r\n\r\n{preamble}\r\n'
    pieces = [b"--" + boundary.encode() + b"\r\n" + one + b"\r\n" for one in parts]
    return fields.encode("latin-1") + b"".join(pieces) + b"--" + boundary.encode() + b"--\r\n"


def word(text: str, charset: str = "gb2312") -> str:
    """An encoded word (RFC 2047)."""
    return f"=?{charset}?B?{b64encode(text.encode('gb18030' if charset.lower().startswith('gb') else charset)).decode()}?="


def raw(text: str, charset: str = "gbk") -> str:
    """Characters as a program writes them that knows no encoded words."""
    return text.encode(charset).decode("latin-1")


PICTURE = part("Content-Type: image/png\r\nContent-Location: https://www.example.gov.cn/images/logo.png", PNG)
_GBK_PAGE = PAGE.replace("<head>", '<head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">').encode("gbk")
_SAVED = "Mon, 4 Mar 2024 09:10:11 +0800"

CHROME = join(
    "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://www.example.gov.cn/art/2024/3/1/art_12_345.html\r\n"
    f"Subject: {word(TITLE, 'utf-8')}\r\nDate: {_SAVED}\r\nMIME-Version: 1.0",
    'multipart/related;\r\n\ttype="text/html"',
    [
        part(
            "Content-Type: text/html\r\nContent-ID: <frame-0A1B@mhtml.blink>\r\n"
            "Content-Location: https://www.example.gov.cn/art/2024/3/1/art_12_345.html",
            _GBK_PAGE,
            "quoted-printable",
        ),
        PICTURE,
        part("Content-Type: text/css\r\nContent-Location: cid:css-1@mhtml.blink", b"p { margin: 0 }", "quoted-printable"),
    ],
    boundary="----MultipartBoundary--fGh1jK2lM3----",
)
WORD = join(
    "MIME-Version: 1.0",
    "multipart/related",
    [
        part(
            'Content-Location: file:///C:/A1B2/2023.htm\r\nContent-Type: text/html; charset="gb2312"',
            PAGE.encode("gb18030"),
            "quoted-printable",
        ),
        part('Content-Location: file:///C:/A1B2/2023.files/filelist.xml\r\nContent-Type: text/xml; charset="utf-8"', b"<xml/>"),
    ],
    raw("此文档是“单个文件网页”，也称为“Web 档案”文件。\r\n"),
    "----=_NextPart_01DA6E00.7C0D5E10",
)
INTERNET_EXPLORER = join(
    f"From: {word('由 Windows Internet Explorer 11 保存')}\r\nSubject: {word(TITLE)}\r\nDate: {_SAVED}\r\nMIME-Version: 1.0",
    'multipart/related;\r\n\ttype="text/html"',
    [
        part(
            'Content-Type: text/html;\r\n\tcharset="gb2312"\r\nContent-Location: http://www.example.gov.cn/a.htm',
            PAGE.encode("gbk"),
            "quoted-printable",
        ),
        PICTURE,
    ],
    "This is a multi-part message in MIME format.\r\n",
) + b"\r\n"  # fmt: skip
FIREFOX = join(
    f"From: <Saved by UnMHT>\r\nSubject: {word(TITLE, 'utf-8')}\r\nDate: {_SAVED}\r\nMIME-Version: 1.0",
    'multipart/related;\r\n\ttype="text/html";\r\n\tcharset="utf-8"',
    [part("Content-Type: text/html; charset=utf-8\r\nContent-Location: http://www.example.gov.cn/a.htm", PAGE.encode()), PICTURE],
)
ONE_PART = (
    f"From: {word('由 Microsoft Internet Explorer 5 保存')}\r\nSubject: {word(TITLE)}\r\nMIME-Version: 1.0\r\n".encode()
    + part('Content-Type: text/html;\r\n\tcharset="gb2312"', PAGE.encode("gbk"), "8bit")
)  # fmt: skip
FRAMES = join(
    "MIME-Version: 1.0",
    'multipart/related; type="text/html"',
    [
        part("Content-Type: text/html; charset=utf-8", b"<html><frameset cols=20,80><frame src=a></frameset></html>"),
        part("Content-Type: text/html; charset=utf-8", PAGE.encode()),
    ],
)
SAVED_PAGES = {
    "Chrome": CHROME,
    "Word": WORD,
    "Internet Explorer": INTERNET_EXPLORER,
    "Firefox with UnMHT": FIREFOX,
    "of one part": ONE_PART,
    "of frames": FRAMES,
}

ATTACHED = make_docx(REPORT)
_COVER = "请查收附件。"
_TO = "To: office@example.gov.cn\r\nDate: Mon, 4 Mar 2024 09:10:11 +0800\r\nMIME-Version: 1.0"


def attach(name_field: str, content: bytes = ATTACHED, kind: str = "application/octet-stream") -> bytes:
    return part(f"Content-Type: {kind}\r\nContent-Disposition: attachment;\r\n\t{name_field}", content)


OUTLOOK = join(
    f"Received: from mail.example.gov.cn\r\nFrom: {word('办公室')} <a@example.gov.cn>\r\nSubject: {word('报送')}\r\n"
    f"{_TO}\r\nX-Mailer: Microsoft Outlook 16.0",
    "multipart/mixed",
    [
        join(
            "",
            "multipart/alternative",
            [
                part('Content-Type: text/plain;\r\n\tcharset="gb2312"', _COVER.encode("gbk")),
                part('Content-Type: text/html;\r\n\tcharset="gb2312"', f"<html><body>{_COVER}</body></html>".encode("gbk")),
            ],
            boundary="----=_NextPart_001",
        ),
        part(
            f'Content-Type: application/octet-stream;\r\n\tname="{word("年报.docx")}"\r\nContent-Disposition: attachment;\r\n'
            f'\tfilename="{word("年报.docx")}"',
            ATTACHED,
        ),
        part("Content-Type: image/png\r\nContent-ID: <logo@01DA>\r\nContent-Disposition: inline", PNG),
    ],
    "This is a multipart message in MIME format.\r\n",
)
FOXMAIL = join(
    f"From: {word('办公室', 'GB2312')} <a@example.gov.cn>\r\nSubject: {word('报送', 'GB2312')}\r\n{_TO}\r\nX-Mailer: Foxmail 7.2",
    "multipart/mixed",
    [
        part('Content-Type: text/html;\r\n\tcharset="GB2312"', f"<html><body>{_COVER}</body></html>".encode("gbk")),
        attach(f'filename="{raw("年报.docx")}"'),
    ],
    boundary="----=_001_NextPart613_=----",
)
COREMAIL = join(
    f"Received: from a.example\r\nX-Originating-IP: [192.0.2.1]\r\nFrom: a@example.gov.cn\r\nSubject: {word('报送', 'GBK')}\r\n"
    f"X-Mailer: Coremail Webmail Server\r\n{_TO}",
    "multipart/mixed",
    [
        part("Content-Type: text/html; charset=GBK", f"<html><body>{_COVER}</body></html>".encode("gbk")),
        part(
            f'Content-Type: application/octet-stream; name="{word("年", "GBK")}\r\n {word("报.docx", "GBK")}"\r\n'
            f'Content-Disposition: attachment; filename="{word("年", "GBK")}\r\n {word("报.docx", "GBK")}"',
            ATTACHED,
        ),
    ],
)
THUNDERBIRD = join(
    f"From: a@example.gov.cn\r\nSubject: {word('报送', 'utf-8')}\r\n{_TO}",
    "multipart/mixed",
    [
        part("Content-Type: text/html; charset=UTF-8", f"<html><body>{_COVER}</body></html>".encode(), "8bit"),
        attach("filename*0*=UTF-8''%E5%B9%B4;\r\n filename*1*=%E6%8A%A5.docx"),
    ],
)
MAILS = {"Outlook": OUTLOOK, "Foxmail": FOXMAIL, "Coremail": COREMAIL, "Thunderbird": THUNDERBIRD}


def make_mail(files: dict[str, bytes], body: str = _COVER) -> bytes:
    """A mail with a body of text and attached files."""
    head = f"From: a@example.gov.cn\r\nSubject: {word('报送', 'utf-8')}\r\n{_TO}"
    text = part("Content-Type: text/plain; charset=utf-8", body.encode())
    names = {name: f'filename="{word(name, "utf-8")}"' for name in files}
    return join(head, "multipart/mixed", [text, *(attach(names[name], content) for name, content in files.items())])


def forward(mail: bytes, times: int) -> bytes:
    """A mail that was forwarded as a mail within a mail so many times."""
    for number in range(times):
        head = f"From: a@example.gov.cn\r\nSubject: FW{number}\r\n{_TO}"
        mail = join(head, "multipart/mixed", [b"Content-Type: message/rfc822\r\n\r\n" + mail], boundary=f"b{number}")
    return mail


PACKED = make_mail({"年报.zip": make_zip({"内/甲.txt": b"1"})})
