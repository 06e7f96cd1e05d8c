"""What is fuzzed: each target takes any bytes and must answer or refuse in words; anything else is a finding."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qsl

from tests.documents.made_files import (
    MADE,
    REPORT,
    make_chunked,
    make_docx,
    make_html,
    make_pdf,
    make_xlsx,
    make_zip,
    read_member,
    replace_member,
)
from tests.documents.made_mails import MAILS, PACKED, SAVED_PAGES, forward
from tests.documents.set_pages import Sheet, set_pdf
from tests.extraction.accounting import INVENTED, PIECES, account, account_for_pieces
from tests.fetch.cms import jcms_list, kaipu_list, table_list, trs_list
from yearbook.catalogue.files import PROJECT, DataError, Home
from yearbook.catalogue.messages import LANGUAGES
from yearbook.documents.archive import check_packed, make_safe
from yearbook.documents.containers import open_container
from yearbook.documents.document import LIMITS, MB, Document, Refusal
from yearbook.documents.formats import FORMATS, find_format
from yearbook.documents.scan.pictures import decode_pictures
from yearbook.documents.scanned import Unrecognised
from yearbook.documents.text.reader import read_text

SAMPLES = PROJECT / "data" / "samples"
SMALL = replace(LIMITS, max_text=200_000, max_unpacked=20 * MB, max_bytes=5 * MB, max_pages=50)
SAMPLE_DRAFT = "2022年，我局共有公务用车1200辆，其中新能源汽车300辆。".encode()


@dataclass(frozen=True)
class Target:
    """A way in. `seeds` are where mutation starts, `words` what is put together at random besides, `longest` in bytes."""

    take: Callable[[bytes], None]
    seeds: Callable[[], list[bytes]]
    words: tuple[str, ...] = ()
    longest: int = 4096


def take_text(content: bytes) -> None:
    """A text is extraction: every numeral in one mention, values that are numbers."""
    from yearbook.catalogue.samples import catalogue_for

    try:
        text = read_text("来件", content).text
    except Refusal:
        return
    account(text, catalogue_for(home(), True))


def take_report(content: bytes) -> None:
    """Bytes become rows of an edition, or are refused; as HTML nothing of them is more than text."""
    from selectolax.lexbor import LexborHTMLParser

    from yearbook.pipeline.read import ReadJob
    from yearbook.records.rows import FigureRow, MentionRow, ReportExtraction, ReportRow, arrow_table, read_rows
    from yearbook.ui.text_view import render_report

    try:
        document = read_text("来件.txt", content)
    except Refusal:
        return
    from yearbook.pipeline.read import extract_document

    job = ReadJob(home(), "来件.txt", content, "2026-01-01T00:00:00Z", "芷岸市机关事务管理局", 2023, document=document)
    try:
        extraction = extract_document(document, job)
    except Refusal:
        return
    assert isinstance(extraction, ReportExtraction)
    kept = ((ReportRow, [extraction.report]), (MentionRow, extraction.mentions), (FigureRow, extraction.figures))
    for kind, rows in kept:
        assert read_rows(kind, arrow_table(kind, rows)) == rows, "what is stored is not what was read"
    shown = LexborHTMLParser(render_report(document.text, [asdict(mention) for mention in extraction.mentions]))
    body = shown.body
    assert body is not None
    tags = {node.tag for node in body.traverse()}
    assert tags <= {"body", "div", "a", "span", "br", "p"}, tags
    for node in body.traverse():
        assert set(node.attributes) <= {"class", "href", "title", "target", "lang"}, node.attributes


def take_file(content: bytes) -> None:
    """Bytes of unknown format find their reader, or are refused."""
    with _refused_in_words():
        _read_as(find_format("来件", content).kind, content)


def take_member(kind: str, make: Callable[[], bytes], member: str) -> Callable[[bytes], None]:
    """A part of a packed format in an otherwise good file."""
    good = cache(make)

    def take(content: bytes) -> None:
        with _refused_in_words():
            _read_as(kind, replace_member(good(), member, content))

    return take


def take_archive(content: bytes) -> None:
    """An archive gives files under safe names below itself, or refusals."""
    if not content.startswith(b"PK"):
        content = make_zip({"内.txt": content, "a/../../b.txt": content[:100]})
    for name, inner in open_container("来件.zip", content, SMALL):
        _check_name(name)
        assert isinstance(inner, Refusal) or len(inner) <= SMALL.max_bytes


def take_mail(content: bytes) -> None:
    """A mail gives its body and its attachments under safe names, whether or not it is known as one."""
    from yearbook.documents.mail.mail import split_mail

    answer, bodies = split_mail({"name": "来件", "limits": asdict(SMALL), "depth": 1}, content)
    if "refusal" in answer:
        return
    for name, _ in answer["files"]:
        _check_name(name)
    assert sum(size for _, size in answer["files"]) == len(bodies) <= len(content)


def take_links(content: bytes) -> None:
    """A page gives links that are addresses of the web, or none."""
    from yearbook.fetch.links import read_links

    try:
        answer, _ = read_links({"name": "来件"}, content)
    except Refusal as refusal:
        _check_words(refusal)
        return
    for href, *_ in (*answer["files"], *answer["entries"]):
        take_web_address(str(href).encode(errors="replace"))


def take_web_address(content: bytes) -> None:
    """Any address is refused in words or is one of http, asked as it is written and the same when it is read again."""
    from yearbook.fetch.guard import PORTS, parse_address

    try:
        address = parse_address(content.decode("utf-8", errors="replace"), "http://www.example.gov.cn/a/")
    except Refusal as refusal:
        _check_words(refusal)
        return
    assert address.scheme in PORTS
    assert str(address).isascii()
    assert not [mark for mark in str(address) if mark <= " "]
    assert address.target.startswith("/")
    assert parse_address(str(address)) == address


def take_disposition(content: bytes) -> None:
    """What a server says a file is called becomes a name without folders, or none."""
    from yearbook.documents.mail.parts import read_disposition

    name = read_disposition(content)
    assert "/" not in name
    if name:
        _check_name(name)


def take_name(content: bytes) -> None:
    """Any name of a file becomes one that is safe to show and to keep."""
    shown = make_safe(content.decode("utf-8", errors="surrogateescape"))
    _check_name(shown)
    assert make_safe(shown) == shown


def take_parameters(content: bytes) -> None:
    """What stands behind the question mark of an address gives rows, or one sentence in either language."""
    from yearbook.exports.parameters import BadParameter, read_edition, read_filters, read_language, require_known_names

    given = parse_qsl(content.decode("utf-8", errors="replace"), keep_blank_values=True)
    try:
        require_known_names(given)
        read_language(given)
        read_edition(given)
        warehouse().facts(read_filters(given, warehouse()))
    except BadParameter as refused:
        for language in ("zh", "en"):
            sentence = refused.sentence(language)  # type: ignore[arg-type]
            assert 0 < len(sentence) < 2000
            assert "\n" not in sentence


def take_address(content: bytes) -> None:
    """Any path and query is answered as HTTP: never 500, never without the headers that protect, no header split."""
    path, _, query = content.partition(b"?")
    place = "/" + path.decode("utf-8", errors="replace").lstrip("/")
    with ThreadPoolExecutor(1) as apart:  # a browser that a test has opened keeps a loop running in this thread
        status, headers, _ = apart.submit(lambda: asyncio.run(_ask(place, query))).result()
    assert status in (200, 304, 307, 400, 404, 405, 410, 503), status
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert all(b"\r" not in value and b"\n" not in value for value in headers.values())


def take_question(content: bytes) -> None:
    """What is typed into the search box is answered as JSON, or refused in one sentence."""
    import orjson

    from yearbook.exports.parameters import BadParameter
    from yearbook.web.api.answer import make_answer, read_asked

    try:
        asked = read_asked([("q", content.decode("utf-8", errors="replace"))])
    except BadParameter as refused:
        _check_sentence(refused.sentence("zh"))
        return
    note = warehouse().note  # type: ignore[attr-defined]
    for language in LANGUAGES:
        answer = orjson.loads(b"".join(make_answer(note.number, note.key.build, asked, language).pieces()))
        assert answer["state"] in ("none", "figures", "trend", "ranking", "missing"), answer["state"]
        assert answer["state"] == "none" or answer["sentence"].strip()


def take_draft(content: bytes) -> None:
    """A draft is looked through: each finding has a place in the text and words, and the list of them is a DOCX file."""
    from datetime import date
    from io import BytesIO

    import docx

    from yearbook.pipeline.drafts.docx_list import write_list
    from yearbook.pipeline.drafts.review import review_draft
    from yearbook.pipeline.drafts.words import explain

    try:
        if not find_format("草稿.txt", content).plain:
            return
        review = review_draft(home(), "草稿.txt", content, ("去年.txt", SAMPLE_DRAFT), warehouse())  # type: ignore[arg-type]
    except Refusal as refusal:
        _check_words(refusal)
        return
    for finding in review.findings:
        start, end = finding.place or (0, 0)
        assert 0 <= start <= end <= len(review.document.text)
        assert all(explain(finding, language).strip() for language in LANGUAGES)
    table = docx.Document(BytesIO(write_list(review, "zh", date(2026, 1, 1)))).tables
    assert [len(one.rows) - 1 for one in table] == ([len(review.findings)] if review.findings else [])


def take_sql(content: bytes) -> None:
    """A question in SQL is refused, or is one SELECT that names nothing beyond the edition."""
    import duckdb

    from yearbook.warehouse.sql_sandbox import NotAnswered, check_question

    try:
        question = check_question(content.decode("utf-8", errors="replace"))
    except (NotAnswered, duckdb.Error):
        return
    assert question.strip()


def take_wording(content: bytes) -> None:
    """What a steward types as a wording is refused in words or becomes one entry of the own catalogue's YAML."""
    import yaml

    from yearbook.catalogue.samples import catalogue_for
    from yearbook.pipeline.teaching.catalogue_edit import EditRefused, propose_wording
    from yearbook.pipeline.teaching.own_files import append_entry, own_file

    catalogue = catalogue_for(home(), False)
    metric = next(iter(catalogue.metrics.values()))
    before = "- id: safety.drills\n  wordings: [演练]\n"
    try:
        edit = propose_wording(catalogue, metric.id, content.decode("utf-8", errors="replace"))
        after = append_entry(before, edit, own_file(home(), edit))
    except (EditRefused, DataError) as refused:
        _check_sentence(str(refused))
        return
    assert yaml.safe_load(after) == [*yaml.safe_load(before), {"id": metric.id, "wordings": list(edit.wordings)}]


def take_journal(content: bytes) -> None:
    """A journal of an older version that was damaged by hand is named, never half imported."""
    from yearbook.store.decisions import list_decisions
    from yearbook.store.json_import import JOURNAL

    with TemporaryDirectory() as folder:
        (Path(folder) / "decisions").mkdir()
        (Path(folder) / "decisions" / JOURNAL).write_bytes(content)
        try:
            list_decisions(Home(Path(folder)))
        except DataError as error:
            _check_sentence(str(error))


def take_sources(content: bytes) -> None:
    """A list of sources is read, or each of its lines that is none is named."""
    from yearbook.pipeline.collect import KINDS, read_sources

    with TemporaryDirectory() as folder:
        (Path(folder) / "sources.csv").write_bytes(b"agency,kind,address,titles\n" + content)
        try:
            sources = read_sources(Home(Path(folder)))
        except DataError as error:
            _check_sentence(error.faults[0].hint)
            return
    for source in sources:
        assert source.kind in KINDS
        take_web_address(source.address.encode())


def take_cell(content: bytes) -> None:
    """No text becomes a formula in a CSV, and reading it back gives the text."""
    import csv
    import io

    import pyarrow as pa

    from yearbook.exports.csv_format import DANGEROUS, NUMBER, write_csv

    text = content.decode("utf-8", errors="replace")
    batch = pa.record_batch({"words": pa.array([text])})
    written = b"".join(write_csv(iter([batch]))).decode("utf-8-sig")
    [_, [cell]] = list(csv.reader(io.StringIO(written, newline=""))) if text else [0, [""]]
    assert cell in (text, f"'{text}")
    assert not cell.startswith(DANGEROUS) or NUMBER.fullmatch(cell)


def _wordings(entries: object, metric_id: str) -> list[str]:
    assert isinstance(entries, dict)
    [found] = [entry for entry in entries["metrics"] if entry["id"] == metric_id]
    return list(found["wordings"])


def _read_as(kind: str, content: bytes) -> None:
    """Read in this process what is otherwise read apart. A parser's own complaint is a refusal there; hanging is not."""
    [format_] = [format_ for format_ in FORMATS if format_.kind == kind]
    if format_.packed:
        check_packed("来件", kind.upper(), content, SMALL)
    module, _, function = format_.reader.partition(":")
    with suppress(Unrecognised):  # pages that are pictures: another call recognises them, seconds each
        _check(getattr(import_module(module), function)("来件", content, SMALL))


def _check(document: Document) -> None:
    starts, text = document.page_starts, document.text
    assert list(starts) == sorted(starts)
    assert all(0 <= start <= len(text) for start in starts)
    for cell in document.cells:
        assert 0 <= cell.start <= cell.end <= len(text)


@contextmanager
def _refused_in_words() -> Iterator[None]:
    """A refusal is an answer, if it says something."""
    try:
        yield
    except Refusal as refusal:
        _check_words(refusal)


def _check_words(refusal: Refusal) -> None:
    _check_sentence(refusal.reason)


def _check_sentence(words: str) -> None:
    assert words.strip()
    assert len(words) < 2000


def _check_name(name: str) -> None:
    assert name
    assert not name.startswith("/")
    assert ".." not in name.split("/")
    assert not [mark for mark in "\\\x00\n\r" if mark in name]


async def _ask(path: str, query: bytes) -> tuple[int, dict[bytes, bytes], bytes]:
    answers: list[dict[str, object]] = []

    async def send(message: dict[str, object]) -> None:
        answers.append(message)

    async def receive() -> dict[str, object]:
        await asyncio.sleep(3600)
        return {"type": "http.disconnect"}

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http", "root_path": "",
        "path": path, "raw_path": path.encode(), "query_string": query, "headers": [(b"host", b"127.0.0.1")],
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
    }  # fmt: skip
    await _app()(scope, receive, send)
    start = answers[0]
    body = b"".join(bytes(answer.get("body", b"")) for answer in answers[1:])  # type: ignore[arg-type]
    return int(start["status"]), dict(start["headers"]), body  # type: ignore[arg-type, call-overload]


@cache
def _app() -> Callable[..., object]:
    from starlette.applications import Starlette

    from yearbook.web.api.lazy_routes import LAZY_ROUTES
    from yearbook.web.server import MIDDLEWARE

    return Starlette(routes=LAZY_ROUTES, middleware=MIDDLEWARE)


@cache
def home() -> Home:
    """The installation in use: its edition is built by whoever runs the targets."""
    from yearbook.catalogue.files import home as in_use

    return in_use()


@cache
def warehouse() -> object:
    from yearbook.warehouse.registry import require_edition
    from yearbook.warehouse.warehouse import open_warehouse

    return open_warehouse(home(), require_edition(home()))


@contextmanager
def built_home() -> Iterator[Home]:
    """A folder of its own with one edition: the record and two sample reports."""
    from yearbook.pipeline.build import build_edition

    with TemporaryDirectory() as folder:
        build_edition(Home(Path(folder)))
        yield Home(Path(folder))


def _sample_texts() -> list[bytes]:
    return [file.read_bytes() for file in sorted(SAMPLES.glob("*-20*")) if file.suffix in (".txt", ".md")]


def _sample_pieces() -> list[bytes]:
    """Invented texts and tables, the paragraphs of the samples, and the samples."""
    paragraphs = (piece for text in _sample_texts() for piece in text.split(b"\n") if len(piece) > 30)
    return [*map(str.encode, INVENTED.values()), *paragraphs, *_sample_texts()]


def _files() -> list[bytes]:
    rows: list[list[object]] = [["指标", "2023年", "2022年"], ["公务用车（辆）", 1200, 1230], ["用电量", "12万千瓦时", "5%"]]
    page = make_html([*REPORT, "<table><tr><td>车辆<td>1200<tr><td rowspan=3 colspan=2>用电<td>12%</table>"])
    separated = "指标,2023年,2022年\n车辆,1200,1230\n".encode()
    return [make_pdf(REPORT), make_docx(REPORT), make_xlsx(rows), page, separated, "".join(REPORT).encode("gb18030")]


def _sheet() -> bytes:
    return make_xlsx([["指标", "2023年", "备注"], ["车辆", 1200, "约"], ["占比", 0.12, "5%"]], {"B3": "0.00%", "B2": '#,##0"辆"'})


def _docx() -> bytes:
    return make_docx(REPORT)


def _numbered_docx() -> bytes:
    """A DOCX whose paragraphs stand in the list that its template defines first."""
    made = make_docx(REPORT)
    listed = b'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    return replace_member(made, "word/document.xml", read_member(made, "word/document.xml").replace(b"<w:p>", listed))


def _form() -> bytes:
    """A PDF with a filled form and a picture over most of a page."""
    return set_pdf(Sheet().write(60, 700, "保有量：").fill_field(150, 697, "1268"), Sheet().picture(0, 0, 595, 842))


ADDRESSES = (
    "snapshot.csv?region=430000&topic=vehicles",
    "snapshot.json?metric=vehicles.owned&from=2015&to=2020&edition=1&language=en",
    "metrics.csv",
    "regions.json?language=zh",
    "agencies.json?edition=1",
    "manifest.json?year=2020",
    "snapshot.zip?agency=430000-1",
    "openapi.json",
    "api",
    "snapshot.xlsx?text=%E8%8A%82%E7%BA%A6",
    "snapshot.parquet?fact=x&fact=y",
    "editions.csv",
    "targets.json?edition=1",
    "changes.csv",
    "feed.atom?region=430000&topic=vehicles&language=en",
    "api/answer?q=%E5%8E%BB%E5%B9%B4%E6%B9%96%E5%8D%97%E5%85%AC%E8%BD%A6&language=zh",
)
QUESTIONS = (
    "湖南省2023年公务用车保有量是多少？",
    "哪些省人均综合能耗最高",
    "2019年以来全国节约用水",
    "去年北京办公用房",
    "which province",
)
ASKED = (
    "去年 今年 近三年 以来 最高 最低 前五 排名 多少 趋势 变化 同比 全国 湖南 北京市 省直 各省 比 和 2023年 ？ which highest since"
)
NO_TEXT = b"snapshot.json/?metric=vehi\xa7\x93"  # once found: the way back to the address without the last stroke failed
QUERIES = tuple(address.partition("?")[2] for address in ADDRESSES if "?" in address)
FIGURES = (
    "0 1 2 7 20 2020 2,450 ２８６ １２．８ -4.07% 〇 零 一 二 两 三 十 百 千 万 亿 壹 半 几 百分之 成 折 倍 余 多 左右 约 近 第"
)
MARKS = (
    "（ ） 、 ， 。 ； ： : . - — ~ 至 / | 《 》 年 月 日 季度 上半年 个 家 辆 件 元 万元 亿元 平方米 千瓦时 人次 % ‰ 附件 一是"
)
SPOKEN = (
    "节约 公务用车 保有量 用电量 用水量 人均 综合能耗 下降 增长 同比 较上年 比2015年 其中 分别 计划 力争 目标 全省 省直 本级 "
    "机关事务管理局 芷岸市 苍澜省 年度报告"
)
HOSTILE = ("<script>", "&", '"', "'", "\n", "\r\n", "\t", "\x0c", "=", "+", "@", "\ufeff", "\u202e", "\x00", "１", "①", "⼀", " ")
WORDS = (*f"{FIGURES} {MARKS} {SPOKEN}".split(), *HOSTILE)
QUESTION = (
    "select * from facts where value > 1 group by order limit ; -- /* */ ( ) ' , with as union all read_csv('x') read_text "
    "pragma attach 'x' copy to install set $1 ? cast :: list [ ] { } lambda x: duckdb_settings() getenv('HOME') glob"
)
SQL_WORDS = (*QUESTION.split(), '"', "\n")
ENTRIES = [("./202403/t20240301_1.html", "机关事务管理局2023年度工作总结", "2024-03-01")]
LISTS = (trs_list(ENTRIES, 3), jcms_list(ENTRIES), kaipu_list(ENTRIES, 3), table_list(ENTRIES, "b.asp"))
WEB_ADDRESSES = (
    "http://www.example.gov.cn/年报.html?a=b#c",
    "https://[2400:3200::1]:8080/a",
    "../b.pdf",
    "//user:secret@例.cn/",
    "http://0x7f.1/",
    "http://www.example.gov.cn:22/",
    "../?" + "年" * 300,  # once found: longer than an address may be as it is asked for
)
DISPOSITIONS = (
    'attachment; filename="a.pdf"',
    "inline; filename*=UTF-8''%E5%B9%B4.pdf; filename=a",
    'a; filename="=?GBK?B?xOo=?="',
    "a; filename*7=a; filename*=w''a",  # once found: parts with and without a number, which Python's email cannot sort
)
MAIL_WORDS = (
    "Content-Type: ",
    "multipart/mixed;",
    " boundary=a",
    "--a",
    "\n",
    "\r\n\r\n",
    "filename*=",
    "=?gbk?B?",
    "?=",
    "base64",
)
BETWEEN = ("&", "=", "region", "from", "year", "edition", "fact", "text", "%", "+")


def take_to_convert(content: bytes) -> None:
    """What LibreOffice would open is recognised by its content, and known to be locked before it is started."""
    from yearbook.documents.office.converter import is_under_password

    with _refused_in_words():
        found = find_format("来件", content)
        if found.converted:
            is_under_password(found.kind, content)


def _take_as(kind: str) -> Callable[[bytes], None]:
    def take(content: bytes) -> None:
        with _refused_in_words():
            _read_as(kind, content)

    return take


def take_picture(content: bytes) -> None:
    """Its pages are decoded; their words are not looked for, which would take seconds."""
    with _refused_in_words():
        for _ in decode_pictures("图.png", content, LIMITS):
            pass


def _member(kind: str, make: Callable[[], bytes], member: str, longest: int = 4096) -> Target:
    """A target that spoils one part of a packed file."""
    return Target(take_member(kind, make, member), lambda: [read_member(make(), member)], (), longest)


def _sites() -> list[bytes]:
    return [file.read_bytes() for file in sorted((PROJECT / "tests" / "documents" / "sites").glob("*.html"))]


def _examples() -> list[bytes]:
    return [file.read_bytes() for file in sorted((PROJECT / "queries" / "examples").glob("*.sql"))]


def _decision_line() -> bytes:
    import orjson

    from yearbook.records.state import Decision

    times = {"decision_id": "d1", "decided_at": "2026-01-01T00:00:00.000Z"}
    one = Decision("测试员", "reject", "a" * 64, 1, 3, **times)
    other = Decision("测试员", "undo", "a" * 64, 1, 3, change={"decision_id": "d1"}, **(times | {"decision_id": "d2"}))
    return b"".join(orjson.dumps(asdict(decision)) + b"\n" for decision in (one, other))


def _format_target(kind: str) -> Target:
    """A target that spoils a whole file of a format, where the table below says nothing better for it."""
    return Target(_take_as(kind), lambda: [MADE[kind]])


def _to_convert(kind: str) -> Target:
    """A target that spoils what LibreOffice would open; LibreOffice itself, seconds each, is not the one that is tried."""
    return Target(take_to_convert, lambda: [MADE[kind]], longest=20_000)


TARGETS = {format_.kind: _format_target(format_.kind) for format_ in FORMATS if not format_.plain and not format_.converted}
TARGETS |= {format_.kind: _to_convert(format_.kind) for format_ in FORMATS if format_.converted}
TARGETS |= {
    "text": Target(take_text, _sample_pieces, WORDS, 6000),
    "pieces": Target(account_for_pieces, lambda: [bytes(range(len(PIECES))), bytes(20)], longest=80),
    "report": Target(take_report, _sample_texts, WORDS, 6000),
    "file": Target(take_file, _files, longest=40_000),
    "html": Target(_take_as("html"), lambda: [_files()[3], *_sites()], ("<td>", "</table>", "<p>", "<!--", "&#x4e00;"), 20_000),
    "docx": _member("docx", _docx, "word/document.xml", 20_000),
    "docx_numbers": _member("docx", _numbered_docx, "word/numbering.xml"),
    "docx_page": _member("docx", lambda: make_chunked(REPORT, "<p>车辆1200<table><tr><td>5%</table>"), "word/part.html"),
    "docx_styles": _member("docx", _docx, "word/styles.xml", 40_000),
    "ofd": _member("ofd", lambda: MADE["ofd"], "Doc_0/Pages/0.xml", 20_000),
    "ofd_document": _member("ofd", lambda: MADE["ofd"], "Doc_0/Document.xml"),
    "xlsx": _member("xlsx", _sheet, "xl/worksheets/sheet1.xml"),
    "xlsx_book": _member("xlsx", _sheet, "xl/workbook.xml"),
    "xlsx_styles": _member("xlsx", _sheet, "xl/styles.xml"),
    "pdf": Target(
        _take_as("pdf"), lambda: [make_pdf(REPORT), _form()], ("/Kids", "obj", "stream", "Tj", "Tf", "/V", "/Do"), 8000
    ),
    **{kind: Target(take_picture, partial(list, [MADE[kind]]), longest=20_000) for kind in ("jpeg", "png", "tiff")},
    "csv": Target(_take_as("csv"), lambda: [_files()[4]], (",", '"', "\t", "\n", "2023年", "12%")),
    "archive": Target(take_archive, lambda: [make_zip({"a/b.txt": b"1200", "内.zip": make_zip({"c.txt": b"1"})})]),
    "mht": Target(_take_as("mht"), lambda: [MADE["mht"], *SAVED_PAGES.values()], MAIL_WORDS, 8000),
    "mail": Target(take_mail, lambda: [PACKED, forward(PACKED, 2), *MAILS.values()], MAIL_WORDS, 8000),
    "links": Target(
        take_links, lambda: [*map(str.encode, LISTS), *_sites()], ("<a href=", "</li>", "2024-03-01", ".pdf"), 20_000
    ),
    "web_address": Target(
        take_web_address, lambda: [*map(str.encode, WEB_ADDRESSES)], ("//", ":", "@", "[", "]", "..", "%"), 300
    ),
    "disposition": Target(
        take_disposition, lambda: [*map(str.encode, DISPOSITIONS)], ("=?", "?=", "*=", "''", '"', ";", "%"), 300
    ),
    "name": Target(take_name, lambda: ["年报/2023.pdf".encode(), b"..\\..\\c:\\x.txt"], ("..", "/", "\\", ":", "\x00"), 600),
    "parameters": Target(take_parameters, lambda: [query.encode() for query in QUERIES], BETWEEN, 800),
    "address": Target(take_address, lambda: [NO_TEXT, *map(str.encode, ADDRESSES)], ("/", "..", "?", ".", *BETWEEN), 800),
    "question": Target(take_question, lambda: [*map(str.encode, QUESTIONS)], (*f"{ASKED} {SPOKEN}".split(), *HOSTILE), 700),
    "draft": Target(take_draft, _sample_texts, WORDS, 6000),
    "sql": Target(take_sql, _examples, SQL_WORDS, 2000),
    "wording": Target(take_wording, lambda: ["{节约}…资金|经费!".encode(), "公务用车".encode()], tuple("…|!{}:#'\""), 200),
    "journal": Target(take_journal, lambda: [_decision_line()], ("{", "}", '"', ":", "null", "\n")),
    "sources": Target(
        take_sources,
        lambda: ["甲局,list,https://www.example.gov.cn/a/,年报|总结\n".encode()],
        (",", '"', "\n", "page", "http://"),
        400,
    ),
    "cell": Target(take_cell, lambda: [b"=1+1", b"-5%", "＝cmd".encode()], ("=", "+", "-", "@", "\t", "\r", "|", '"'), 200),
}
