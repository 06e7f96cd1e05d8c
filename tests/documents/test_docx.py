"""A DOCX becomes what Word shows as its text, in its order: nothing twice, nothing struck out, no numeral less."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from tests.documents.made_files import cell_at, make_chunked
from tests.documents.report_forms import save
from yearbook.documents.document import Document, Limits, Refusal
from yearbook.documents.word.reader import read_docx

W = nsdecls("w")


def read(document: Any, limits: Limits | None = None) -> Document:
    return read_docx("报告.docx", document if isinstance(document, bytes) else save(document), limits or Limits())


def document_of(*blocks: str) -> Any:
    """A document of raw paragraphs and tables, given as WordprocessingML without namespaces."""
    made = docx.Document()
    body = made.element.body
    for block in blocks:
        body.insert(
            len(body) - 1, parse_xml(block.replace(">", f" {W}>", 1) if not block.startswith("<w:p/>") else f"<w:p {W}/>")
        )
    return made


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(run if run.startswith('<') else f'<w:r><w:t>{run}</w:t></w:r>' for run in runs)}</w:p>"


def lines(*blocks: str) -> list[str]:
    return read(document_of(*blocks)).text.splitlines()


def test_paragraphs_and_tables_stand_in_their_order() -> None:
    document = docx.Document()
    document.add_paragraph("　　更新公务用车71辆。")
    table = document.add_table(2, 2)
    for place, words in enumerate(("指标", "2020年", "会议保障", "530")):
        table.cell(place // 2, place % 2).text = words
    document.add_paragraph("新建充电桩95个。")
    assert read(document).text.splitlines() == ["更新公务用车71辆。", "指标 | 2020年", "会议保障 | 530", "新建充电桩95个。"]
    assert read(document).format == "docx"


def test_a_merged_cell_stands_once() -> None:
    document = docx.Document()
    table = document.add_table(4, 3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "指标"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "2020年"
    for (row, column), words in {(1, 1): "全市", (1, 2): "市直", (2, 0): "公务用车", (2, 1): "2400", (2, 2): "598"}.items():
        table.cell(row, column).text = words
    table.cell(2, 0).merge(table.cell(3, 0))
    table.cell(3, 1).text = "2500"
    table.cell(3, 2).text = "604"
    document.add_paragraph("后文。")
    assert read(document).text.splitlines() == [
        "| 指标 | 2020年 |  |",
        "|  | 全市 | 市直 |",
        "公务用车 | 2400 | 598",
        "|  | 2500 | 604 |",
        "后文。",
    ]


def test_a_figure_leads_back_to_its_cell() -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    for place, words in enumerate(("指标", "2020年", "会议\n保障", "530")):
        table.cell(place // 2, place % 2).text = words
    read_document = read(document)
    cell = cell_at(read_document, read_document.text.index("530"))
    assert (cell.table, cell.row, cell.column) == ("表1", 2, 2)
    assert read_document.text.splitlines()[1] == "会议保障 | 530"


def test_the_name_of_a_table_in_its_first_row_stands_above_it() -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "单位：万元"
    for place, words in enumerate(("项目", "2020年", "2019年", "接待费", "12", "8.5")):
        table.cell(1 + place // 3, place % 3).text = words
    assert read(document).text.splitlines() == ["单位：万元", "项目 | 2020年 | 2019年", "接待费 | 12 | 8.5"]


def test_a_table_that_frames_prose_is_prose() -> None:
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "更新公务用车71辆。"
    cell.add_paragraph("新建充电桩95个。")
    inner = cell.add_table(2, 2)
    for place, words in enumerate(("指标", "数量", "会议", "530")):
        inner.cell(place // 2, place % 2).text = words
    assert read(document).text.splitlines() == ["更新公务用车71辆。", "新建充电桩95个。", "指标 | 数量", "会议 | 530"]


def test_a_number_in_several_runs_is_one_number() -> None:
    assert lines(paragraph("更新公务用车", "1", "2", "3辆")) == ["更新公务用车123辆"]


def test_tabs_breaks_and_hyphens_are_what_they_show() -> None:
    runs = "<w:r><w:t>甲</w:t><w:tab/><w:t>12</w:t><w:br/><w:t>电话0990</w:t><w:noBreakHyphen/><w:t>88</w:t></w:r>"
    assert lines(paragraph(runs)) == ["甲\t12", "电话0990-88"]


def test_raised_digits_stay_apart_from_the_number_before_them() -> None:
    raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>4</w:t></w:r>'
    assert lines(paragraph("约10", raised, "平方米")) == ["约10⁴平方米"]


def test_what_a_revision_took_out_is_gone_and_what_it_put_in_is_there() -> None:
    gone = '<w:del w:id="1" w:author="甲"><w:r><w:delText>71</w:delText></w:r></w:del>'
    put_in = '<w:ins w:id="2" w:author="甲"><w:r><w:t>72</w:t></w:r></w:ins>'
    assert lines(paragraph("更新公务用车", gone, put_in, "辆")) == ["更新公务用车72辆"]


def test_text_in_fields_links_and_content_controls_is_text() -> None:
    link = "<w:hyperlink><w:r><w:t>95</w:t></w:r></w:hyperlink>"
    control = "<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>个，会议</w:t></w:r></w:sdtContent></w:sdt>"
    smart = '<w:smartTag w:element="x"><w:r><w:t>530</w:t></w:r></w:smartTag>'
    block = f"<w:sdt><w:sdtContent>{paragraph('接待78批次')}</w:sdtContent></w:sdt>"
    assert lines(paragraph("充电桩", link, control, smart, "场"), block) == ["充电桩95个，会议530场", "接待78批次"]


def test_hidden_text_and_unfilled_fields_of_forms_are_left_out() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>777</w:t></w:r>"
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>71</w:t></w:r>'
    asking = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>填写12</w:t></w:r></w:sdtContent></w:sdt>"
    assert lines(paragraph("公务用车", hidden, shown, "辆", asking)) == ["公务用车71辆"]


def field(instruction: str, result: str) -> str:
    steps = ("begin", "separate", "end")
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{step}"/></w:r>' for step in steps)
    return f"{begin}<w:r><w:instrText> {instruction} </w:instrText></w:r>{separate}<w:r><w:t>{result}</w:t></w:r>{end}"


def test_numbers_of_pages_are_no_text_and_other_fields_are() -> None:
    text = lines(paragraph("第", field("PAGE", "3"), "页，共", field("NUMPAGES", "9"), "页，表", field("SEQ 表", "1"), "："))
    assert text == ["第页，共页，表1："]
    entry = paragraph(
        '<w:hyperlink w:anchor="_Toc1"><w:r><w:t>一、总体情况</w:t></w:r>' + field("PAGEREF _Toc1 \\h", "12") + "</w:hyperlink>"
    )
    assert lines(entry) == ["一、总体情况"]
    assert lines(paragraph("第", '<w:fldSimple w:instr=" PAGE "><w:r><w:t>5</w:t></w:r></w:fldSimple>', "页")) == ["第页"]


BOX = (
    '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<mc:Choice Requires="wps"><w:drawing><wps:txbx xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
    "<w:txbxContent>{0}</w:txbxContent></wps:txbx></w:drawing></mc:Choice>"
    '<mc:Fallback><w:pict><v:textbox xmlns:v="urn:schemas-microsoft-com:vml"><w:txbxContent>{0}</w:txbxContent></v:textbox>'
    "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def test_a_text_box_stands_once_after_the_paragraph_that_holds_it() -> None:
    box = BOX.format(paragraph("盘活资产1140件。") + paragraph("节约138万元。"))
    assert lines(paragraph("更新公务用车71辆，", box, "占比60.6%。"), paragraph("后文。")) == [
        "更新公务用车71辆，占比60.6%。",
        "盘活资产1140件。",
        "节约138万元。",
        "后文。",
    ]


def test_a_text_box_of_an_older_word_is_read_too() -> None:
    box = '<w:r><w:pict><v:textbox xmlns:v="urn:schemas-microsoft-com:vml"><w:txbxContent>' + paragraph("会议530场。")
    assert lines(paragraph("前文。", box + "</w:txbxContent></v:textbox></w:pict></w:r>")) == ["前文。", "会议530场。"]


def with_part(document: Any, name: str, root: str, content: str) -> bytes:
    """The document with one more part that belongs to its main part."""
    kept = io.BytesIO(save(document))
    kind = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{name}+xml"
    relation = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{name}"
    changed = io.BytesIO()
    with zipfile.ZipFile(kept) as old, zipfile.ZipFile(changed, "w") as new:
        for member in old.infolist():
            data = old.read(member)
            if member.filename == "[Content_Types].xml":
                data = data.replace(b"</Types>", f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/></Types>'.encode())
            if member.filename == "word/_rels/document.xml.rels":
                data = data.replace(
                    b"</Relationships>",
                    f'<Relationship Id="rId99" Type="{relation}" Target="{name}.xml"/></Relationships>'.encode(),
                )
            new.writestr(member.filename, data)
        new.writestr(f"word/{name}.xml", f"<w:{root} {W}>{content}</w:{root}>")
    return changed.getvalue()


def test_a_footnote_stands_after_the_paragraph_that_refers_to_it() -> None:
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = f'<w:footnote w:type="separator" w:id="0">{paragraph("分隔")}</w:footnote>'
    notes += f'<w:footnote w:id="2">{paragraph("<w:r><w:footnoteRef/></w:r>", "含挂职单位4家。")}</w:footnote>'
    content = with_part(document_of(paragraph("共76家", mark, "单位。"), paragraph("后文。")), "footnotes", "footnotes", notes)
    assert read(content).text.splitlines() == ["共76家单位。", "含挂职单位4家。", "后文。"]


def test_a_note_to_a_cell_stands_after_its_table() -> None:
    mark = '<w:r><w:endnoteReference w:id="2"/></w:r>'
    cells = "".join(f"<w:tc>{paragraph(*words)}</w:tc>" for words in (("会议",), ("530", mark)))
    table = f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
    notes = f'<w:endnote w:id="2">{paragraph("含视频会议40场。")}</w:endnote>'
    content = with_part(document_of(table, paragraph("后文。")), "endnotes", "endnotes", notes)
    assert read(content).text.splitlines() == ["会议 | 530", "含视频会议40场。", "后文。"]


def test_comments_are_no_text() -> None:
    comment = f'<w:comment w:id="1">{paragraph("应为777辆")}</w:comment>'
    assert read(with_part(document_of(paragraph("71辆。")), "comments", "comments", comment)).text.splitlines() == ["71辆。"]


def test_a_header_stands_once_at_the_end_and_only_where_the_text_does_not_say_it() -> None:
    document = docx.Document()
    document.add_paragraph("芷岸市机关事务管理局2020年工作总结")
    document.add_paragraph("更新公务用车71辆。")
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].text = "芷岸市机关事务管理局2020年工作总结"
    section.first_page_header.paragraphs[0].text = "芷事管〔2021〕3号"
    number = section.footer.paragraphs[0]
    number._p.append(parse_xml(f"<w:r {W}><w:t>— </w:t></w:r>"))
    for run in parse_xml(f"<w:p {W}>{field('PAGE', '1')}</w:p>"):
        number._p.append(run)
    number._p.append(parse_xml(f"<w:r {W}><w:t> —</w:t></w:r>"))
    assert read(document).text.splitlines() == ["芷岸市机关事务管理局2020年工作总结", "更新公务用车71辆。", "芷事管〔2021〕3号"]


def pages_of(*blocks: str) -> list[str]:
    """The text of each page."""
    document = read(document_of(*blocks))
    ends = [*document.page_starts[1:], len(document.text)]
    return [document.text[start:end].strip() for start, end in zip(document.page_starts, ends, strict=True)]


NEXT = '<w:r><w:br w:type="page"/></w:r>'
SHOWN = "<w:r><w:lastRenderedPageBreak/></w:r>"


def test_pages_begin_where_word_last_showed_them_and_where_somebody_broke_them() -> None:
    assert pages_of(paragraph("第一", SHOWN, "第二"), paragraph("仍是二", NEXT), paragraph("第三")) == [
        "第一",
        "第二\n仍是二",
        "第三",
    ]


def test_a_break_by_hand_that_word_also_noted_is_one() -> None:
    assert pages_of(paragraph("一", NEXT), paragraph(SHOWN, "二")) == ["一", "二"]
    assert pages_of(
        paragraph("一"), "<w:p><w:pPr><w:pageBreakBefore/></w:pPr><w:r><w:lastRenderedPageBreak/><w:t>二</w:t></w:r></w:p>"
    ) == ["一", "二"]


def test_an_empty_page_is_counted() -> None:
    assert pages_of(paragraph("一", NEXT), paragraph(NEXT), paragraph("三")) == ["一", "", "三"]


def test_a_section_begins_a_page_unless_it_goes_on() -> None:
    new = "<w:p><w:pPr><w:sectPr/></w:pPr><w:r><w:t>一</w:t></w:r></w:p>"
    on = '<w:p><w:pPr><w:sectPr><w:type w:val="continuous"/></w:sectPr></w:pPr><w:r><w:t>二</w:t></w:r></w:p>'
    assert pages_of(new, on, paragraph("仍是二")) == ["一", "二\n仍是二"]


def test_a_table_goes_over_pages() -> None:
    rows = "".join(
        f"<w:tr><w:tc>{paragraph(label)}</w:tc><w:tc>{paragraph(mark, figure)}</w:tc></w:tr>"
        for label, mark, figure in (("会议", "<w:r/>", "530"), ("接待", SHOWN, "78"))
    )
    assert pages_of(f"<w:tbl>{rows}</w:tbl>") == ["会议 | 530", "接待 | 78"]


def test_deleted_rows_are_gone() -> None:
    row = "<w:tr>{}<w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    kept = row.format("", paragraph("会议"), paragraph("530"))
    gone = row.format('<w:trPr><w:del w:id="1" w:author="甲"/></w:trPr>', paragraph("接待"), paragraph("78"))
    assert lines(f"<w:tbl>{kept}{gone}{kept}</w:tbl>") == ["会议 | 530", "会议 | 530"]


def test_a_strict_document_reads_like_any_other() -> None:
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(save(document_of(paragraph("更新公务用车71辆。"))))) as old,
        zipfile.ZipFile(content, "w") as new,
    ):
        for member in old.infolist():
            data = old.read(member)
            data = data.replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            data = data.replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            )
            new.writestr(member.filename, data)
    assert read(content.getvalue()).text.splitlines() == ["更新公务用车71辆。"]


def test_what_is_no_whole_docx_is_refused() -> None:
    whole = save(document_of(paragraph("更新公务用车71辆。")))
    for broken in (
        whole[: len(whole) // 2],
        b"PK\x03\x04",
        b"not a package",
        whole.replace(b"word/document.xml", b"word/documenu.xml"),
    ):
        with pytest.raises(Refusal, match="DOCX"):
            read(broken)


def test_a_document_without_text_is_refused_and_says_whether_it_holds_pictures(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="空"):
        read(docx.Document())
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
        "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
    )
    (tmp_path / "扫描.png").write_bytes(pixel)
    document = docx.Document()
    document.add_picture(str(tmp_path / "扫描.png"), width=Pt(300))
    with pytest.raises(Refusal, match="图片"):
        read(document)


def test_a_text_beyond_the_limit_is_refused() -> None:
    with pytest.raises(Refusal, match="万字"):
        read(document_of(*[paragraph("更新公务用车71辆。" * 50)] * 30), Limits(max_text=10_000))


def test_a_table_within_a_cell_is_a_table() -> None:
    document = docx.Document()
    outer = document.add_table(2, 2)
    for place, words in enumerate(("类别", "情况", "车辆", "见下表")):
        outer.cell(place // 2, place % 2).text = words
    inner = outer.cell(1, 1).add_table(2, 2)
    for place, words in enumerate(("指标", "2023年", "保有量", "1268")):
        inner.cell(place // 2, place % 2).text = words
    assert read(document).text.splitlines() == ["类别 | 情况", "车辆 | 见下表", "指标 | 2023年", "保有量 | 1268"]


HTML_PART = (
    "<html><body><p>保有量1268辆。</p><table><tr><td>指标</td><td>2023年</td></tr>"
    "<tr><td>用电</td><td>48</td></tr></table></body></html>"
)
MIME = (
    "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html; charset=utf-8\n"
    "Content-Transfer-Encoding: 8bit\n\n{}\n--x--\n"
)


@pytest.mark.parametrize("part", [HTML_PART, MIME.format(HTML_PART)], ids=["page", "MIME"])
def test_a_part_that_is_a_web_page_is_read_in_its_place(part: str) -> None:
    content = make_chunked(["前文。", "后文。"], part)
    assert read(content).text.splitlines() == ["前文。", "保有量1268辆。", "指标 | 2023年", "用电 | 48", "后文。"]
