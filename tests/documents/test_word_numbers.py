"""Numbers that Word counts before paragraphs of lists are part of a DOCX's text, as they are of what a person reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.documents.made_files import make_docx, replace_member
from tests.documents.office_files import convert
from tests.documents.report_forms import save
from yearbook.documents.document import LIMITS
from yearbook.documents.office.converter import find_soffice
from yearbook.documents.word.count_forms import write_count
from yearbook.documents.word.reader import read_docx

W = nsdecls("w")
Level = tuple[str, str]  # form and text; more marks of a level behind them


def level(place: int, form: str, text: str, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(levels: Sequence[str], numbers: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    return f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{numbers}</w:numbering>'


def other_number(override: str) -> str:
    """A second number of the same list that overrides something of its first level."""
    return f'<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">{override}</w:lvlOverride></w:num>'


def item(words: str, place: int = 0, number: int = 1, more: str = "") -> str:
    listed = f'<w:numPr><w:ilvl w:val="{place}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p {W}><w:pPr>{more}{listed}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"


def document_of(part: str, *paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.element.body.insert(len(document.element.body) - 1, parse_xml(paragraph))
    document.part.numbering_part  # noqa: B018  # makes one
    return replace_member(save(document), "word/numbering.xml", part.encode())


def lines(part: str, *paragraphs: str) -> list[str]:
    return read_docx("报告.docx", document_of(part, *paragraphs), LIMITS).text.splitlines()


REPORT_LEVELS = [
    level(0, "chineseCounting", "%1、"),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimal", "%1.%2.%4", more="<w:isLgl/>"),
]


def test_levels_of_a_report_are_counted_as_word_shows_them() -> None:
    outline = [
        ("总体", 0),
        ("车辆", 1),
        ("更新71辆", 2),
        ("5辆封存", 2),
        ("用房", 1),
        ("维修3处", 2),
        ("细目", 3),
        ("经费", 0),
        ("三公", 1),
    ]
    assert lines(numbering(REPORT_LEVELS), *(item(words, place) for words, place in outline)) == [
        "一、总体", "（一）车辆", "1. 更新71辆", "2. 5辆封存", "（二）用房", "1. 维修3处", "1.2.1 细目", "二、经费", "（一）三公",
    ]  # fmt: skip


@pytest.mark.skipif(find_soffice() is None, reason="LibreOffice is not installed here")
def test_libreoffice_counts_the_same() -> None:
    outline = [("甲", 0), ("乙", 1), ("丙", 2), ("丁", 2), ("戊", 1), ("己", 2), ("庚", 0), ("辛", 2)]
    content = document_of(numbering(REPORT_LEVELS), *(item(words, place) for words, place in outline))
    shown = convert(content, "docx", "txt:Text (encoded):UTF8").decode("utf-8-sig").split()
    assert "".join(shown) == "".join(read_docx("报告.docx", content, LIMITS).text.split())


@pytest.mark.parametrize(
    ("levels", "numbers", "items", "shown"),
    [
        ([level(0, "decimal", "%1．", 5)], "", [("甲", 0, 1), ("乙", 0, 1)], ["5．甲", "6．乙"]),
        ([level(0, "bullet", "\uf0b7")], "", [("甲", 0, 1)], ["甲"]),
        ([level(0, "none", "附件")], "", [("甲", 0, 1)], ["甲"]),
        ([level(0, "decimal", "第%1章")], "", [("总则", 0, 1)], ["第1章 总则"]),
        ([level(0, "decimal", "第%1条", more='<w:suff w:val="nothing"/>')], "", [("为了", 0, 1)], ["第1条为了"]),
        ([level(0, "decimal", "%1.", more='<w:suff w:val="nothing"/>')], "", [("5万元", 0, 1)], ["1. 5万元"]),
        (
            [level(0, "decimal", "%1."), level(1, "decimal", "%2)", more='<w:lvlRestart w:val="0"/>')],
            "",
            [("甲", 0, 1), ("乙", 1, 1), ("丙", 0, 1), ("丁", 1, 1)],
            ["1. 甲", "1) 乙", "2. 丙", "2) 丁"],
        ),
        (
            [level(0, "decimal", "%1.")],
            '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>',
            [("甲", 0, 1), ("乙", 0, 2)],
            ["1. 甲", "2. 乙"],
        ),
        (
            [level(0, "decimal", "%1.")],
            other_number('<w:startOverride w:val="1"/>'),
            [("甲", 0, 1), ("乙", 0, 2), ("丙", 0, 2)],
            ["1. 甲", "1. 乙", "2. 丙"],
        ),
        (
            [level(0, "decimal", "%1.")],
            other_number(level(0, "upperRoman", "%1、")),
            [("甲", 0, 1), ("乙", 0, 2)],
            ["1. 甲", "II、乙"],
        ),
        ([level(0, "decimal", "%1.")], "", [("甲", 0, 0), ("乙", 0, 9), ("丙", 7, 1)], ["甲", "乙", "丙"]),
    ],
    ids=[
        "a later start",
        "a bullet",
        "no number",
        "a word",
        "nothing between",
        "never 1.5",
        "never anew",
        "two lists of one count",
        "anew",
        "another form",
        "no such list, no such level",
    ],
)
def test_lists_begin_go_on_and_look_as_they_say(levels: list[str], numbers: str, items: list[Any], shown: list[str]) -> None:
    part = numbering(levels, f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{numbers}')
    assert lines(part, *(item(*one) for one in items)) == shown


def test_styles_put_their_paragraphs_into_lists() -> None:
    document = docx.Document()
    for words, style in (("甲", "List Number"), ("乙", "List Number"), ("正文", "Normal"), ("丙", "List Number")):
        document.add_paragraph(words, style=style)
    assert read_docx("报告.docx", save(document), LIMITS).text.splitlines() == ["1. 甲", "2. 乙", "正文", "3. 丙"]


def test_cells_are_counted_once_and_empty_paragraphs_show_nothing() -> None:
    row = "".join(f"<w:tc>{item(words).replace(f' {W}', '')}</w:tc>" for words in ("车辆", "12"))
    table = f"<w:tbl {W}><w:tr>{row}</w:tr><w:tr>{row}</w:tr></w:tbl>"
    shown = lines(numbering([level(0, "decimal", "%1.")]), table, item(""), item("后"))
    assert shown == ["1. 车辆 | 2. 12", "3. 车辆 | 4. 12", "6. 后"]


def test_a_paragraph_whose_end_was_deleted_is_not_counted() -> None:
    deleted = item("", more="").replace("<w:numPr>", "<w:rPr><w:del w:id='1' w:author='甲'/></w:rPr><w:numPr>")
    assert lines(numbering([level(0, "decimal", "%1.")]), item("甲"), deleted, item("乙")) == ["1. 甲", "2. 乙"]


@pytest.mark.parametrize(
    "part",
    [
        f"<w:numbering {W}/>",
        numbering([level(0, "decimal", "%1%2%9.", 999_999_999)]),
        numbering(["<w:lvl/>", "<w:lvl w:ilvl='x'/>"]),
    ],
)
def test_a_list_that_says_little_or_too_much_keeps_the_words(part: str) -> None:
    assert lines(part, item("更新71辆"))[0].endswith("更新71辆")


@pytest.mark.parametrize(
    ("number", "form", "written"),
    [
        (10, "chineseCounting", "十"),
        (11, "chineseCountingThousand", "十一"),
        (20, "japaneseCounting", "二十"),
        (105, "chineseCountingThousand", "一百〇五"),
        (1010, "taiwaneseCountingThousand", "一千〇一十"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (10, "ideographDigital", "一〇"),
        (3, "ideographTraditional", "丙"),
        (11, "ideographTraditional", "11"),
        (2, "ideographZodiac", "丑"),
        (3, "decimalEnclosedCircle", "③"),
        (21, "decimalEnclosedCircleChinese", "21"),
        (2, "decimalEnclosedParen", "⑵"),
        (2, "decimalEnclosedFullstop", "⒉"),
        (7, "decimalZero", "07"),
        (12, "decimalFullWidth", "１２"),
        (28, "lowerLetter", "bb"),
        (3, "upperLetter", "C"),
        (1994, "upperRoman", "MCMXCIV"),
        (4, "lowerRoman", "iv"),
        (3, "hindiVowels", "3"),
        (0, "chineseCounting", "0"),
    ],
)
def test_counts_are_written_in_each_form(number: int, form: str, written: str) -> None:
    assert write_count(number, form) == written


def test_a_document_without_lists_has_no_numbers() -> None:
    assert read_docx("报告.docx", make_docx(["更新71辆"]), LIMITS).text == "更新71辆\n"
