"""A formula of a DOCX, of the equation editor or an EQ field, becomes the line that says what is drawn."""

from __future__ import annotations

import pytest

from tests.documents.test_docx import lines, paragraph

MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def r(words: str) -> str:
    return f"<m:r><m:t>{words}</m:t></m:r>"


def power(base: str, exponent: str) -> str:
    return f"<m:sSup><m:e>{r(base)}</m:e><m:sup>{r(exponent)}</m:sup></m:sSup>"


def divide(above: str, below: str) -> str:
    return f"<m:f><m:fPr/><m:num>{above}</m:num><m:den>{below}</m:den></m:f>"


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        (r("3.5×") + power("10", "4"), "3.5×10⁴"),
        (power("10", "-3"), "10⁻³"),
        (power("10", "n"), "10^n"),
        (f"<m:sSub><m:e>{r('CO')}</m:e><m:sub>{r('2')}</m:sub></m:sSub>", "CO2"),
        (f"<m:sSubSup><m:e>{r('x')}</m:e><m:sub>{r('1')}</m:sub><m:sup>{r('2')}</m:sup></m:sSubSup>", "x1²"),
        (divide(r("1"), r("3")), "1/3"),
        (r("2") + divide(r("1"), r("2")), "2 1/2"),
        (divide(r("a+1"), r("35")), "(a+1)/35"),
        (f"<m:rad><m:radPr><m:degHide/></m:radPr><m:deg/><m:e>{r('16')}</m:e></m:rad>", "√16"),
        (f"<m:d><m:e>{r('35+7')}</m:e></m:d>", "(35+7)"),
        (f'<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val=""/></m:dPr><m:e>{r("35")}</m:e><m:e>{r("7")}</m:e></m:d>', "[35|7"),
        (
            f'<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>{r("i=1")}</m:sub><m:sup>{r("12")}</m:sup>'
            f"<m:e>{r('35')}</m:e></m:nary>",
            "∑(i=1, 12)35",
        ),
        (f"<m:m><m:mr><m:e>{r('1')}</m:e><m:e>{r('2')}</m:e></m:mr><m:mr><m:e>{r('3')}</m:e></m:mr></m:m>", "1 2; 3"),
        (f"<m:eqArr><m:e>{r('31')}</m:e><m:e>{r('35')}</m:e></m:eqArr>", "31; 35"),
        (f"<m:limLow><m:e>{r('max')}</m:e><m:lim>{r('12')}</m:lim></m:limLow>", "max(12)"),
        (f"<m:acc><m:accPr/><m:e>{r('35')}</m:e></m:acc>", "35"),
        (f"{r('35')}<w:del>{r('40')}</w:del>", "35"),
    ],
)
def test_a_formula_is_one_line_that_says_what_is_drawn(formula: str, shown: str) -> None:
    assert lines(paragraph("用电", f"<m:oMath {MATH}>{formula}</m:oMath>", "千瓦时")) == [f"用电{shown}千瓦时"]


def equation(instruction: str, result: str | None = None) -> str:
    steps = ["begin", *(["separate"] if result is not None else []), "end"]
    begin, *middle, end = (f'<w:r><w:fldChar w:fldCharType="{step}"/></w:r>' for step in steps)
    shown = f"{middle[0]}<w:r><w:t>{result}</w:t></w:r>" if middle else ""
    return f"{begin}<w:r><w:instrText>{instruction}</w:instrText></w:r>{shown}{end}"


@pytest.mark.parametrize(
    ("instruction", "shown"),
    [
        (r" eq \o\ac(○,21)", "㉑"),
        (r"EQ \o\ac(○,99)", "(99)"),
        (r"EQ \o\ac(□,3) \* MERGEFORMAT", "(3)"),
        (r'EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(xùn),浚)', "浚"),
        (r"EQ \f(1,3)", "1/3"),
        (r"EQ 2\f(1;2)", "2 1/2"),
        (r"EQ 10\s\up8(4)", "10⁴"),
        (r"EQ CO\s\do4(2)", "CO2"),
        (r"EQ \r(3,27)", "³√27"),
        (r"EQ \b\lc\[\rc\](35)", "(35)"),
        (r"EQ \x(35\,7)", "35,7"),
        (r"EQ \o\ac(○,21", "㉑"),
        (r"EQ \d\fo10()", ""),
        (r"SEQ 表", ""),
    ],
)
def test_an_equation_field_shows_its_instruction(instruction: str, shown: str) -> None:
    assert lines(paragraph("第", equation(instruction), "项")) == [f"第{shown}项"]


def test_a_field_with_a_result_shows_it_alone() -> None:
    assert lines(paragraph("第", equation(r"EQ \f(1,3)", "7"), "项")) == ["第7项"]
    assert lines(paragraph("见", equation("IF " + equation(r"EQ \f(1,3)"), "7"), "页")) == ["见7页"]
