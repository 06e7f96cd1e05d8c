"""An OFD becomes what its pages show, in the order of reading, as a PDF does; ofdkit, another's reader, finds the same signs."""

from __future__ import annotations

import io
import tempfile
from collections import Counter
from pathlib import Path

import ofdkit
import pytest
from PIL import Image, ImageChops

from tests.documents.made_files import MADE, REPORT, cell_at, make_zip, read_member, refusal_of, replace_member
from tests.documents.ofd_files import HEAD, SPACE, make_lines, make_ofd, page, rule, text
from yearbook.documents.document import LIMITS, Document
from yearbook.documents.ofd.drawing import _steps
from yearbook.documents.page_picture import draw_page
from yearbook.documents.reader import read_bytes
from yearbook.documents.scan.reader import is_installed


def read(content: bytes) -> Document:
    return read_bytes("公文.ofd", content)


def lines(*objects: str) -> list[str]:
    return read(make_ofd([page(*objects)])).text.splitlines()


def _notes(document: Document) -> list[tuple[str, str]]:
    return [(note.words, note.what) for note in document.notes]


def _table(rows: list[list[str]], left: float = 20, top: float = 40, wide: float = 45, high: float = 10) -> list[str]:
    """A ruled table as lines and words."""
    right, bottom = left + wide * len(rows[0]), top + high * len(rows)
    drawn = [rule(left, top + high * number, right, top + high * number) for number in range(len(rows) + 1)]
    drawn += [rule(left + wide * number, top, left + wide * number, bottom) for number in range(len(rows[0]) + 1)]
    cells = [
        text(words, left + 3 + wide * column, top + 7 + high * row)
        for row, cells in enumerate(rows)
        for column, words in enumerate(cells)
    ]
    return drawn + cells


def test_lines_are_paragraphs_in_their_order() -> None:
    document = read(make_lines(REPORT))
    assert document.format == "ofd"
    assert document.text.splitlines() == [line.strip() for line in REPORT]


def test_a_paragraph_goes_on_over_lines() -> None:
    first, second = "　　二〇二三年，示例市机关事务管理局共更新公务用车七十一辆，新建充电桩九十五", "个，会议保障五百三十场。"
    assert lines(text(first, 20, 30), text(second, 20, 37), text("　　下一段。", 20, 44)) == [
        f"{first.strip()}{second}",
        "下一段。",
    ]


def test_a_ruled_table_is_rows_with_the_way_back_to_each_cell() -> None:
    document = read(make_ofd([page(*_table([["指标", "二〇二三年", "同比"], ["公务用车", "1200", "-1.95%"]]))]))
    assert document.text.splitlines() == ["指标 | 二〇二三年 | 同比", "公务用车 | 1200 | -1.95%"]
    cell = cell_at(document, document.text.index("1200"))
    assert (cell.row, cell.column) == (2, 2)


def test_a_label_down_the_side_of_a_table_stands_in_its_cell() -> None:
    rows = _table([["", "公务用车", "1200"], ["车辆", "用油", "530"]])
    label = text("合计数", 23, 44, 2, deltas='DeltaX="g 2 0" DeltaY="g 2 2"')
    assert lines(*rows, label)[0] == "合计数 | 公务用车 | 1200"


def test_words_drawn_in_another_order_are_read_by_place() -> None:
    assert lines(
        text("第三行。", 20, 60), text("第一行12辆，", 20, 30), text("其后34辆。", 48, 30), text("第二行。", 20, 45)
    ) == [
        "第一行12辆，其后34辆。",
        "第二行。",
        "第三行。",
    ]


@pytest.mark.parametrize(
    ("written", "count", "steps"),
    [
        ("1 2 3", 4, [1, 2, 3]),
        ("g 3 1.5 2", 9, [1.5, 1.5, 1.5, 2]),
        ("g 999999999 1", 4, [1, 1, 1, 1]),
        ("g -4 1 2", 4, [2]),
        ("g", 4, [0]),
        ("1 x 3", 4, [1, 0, 3]),
        ("", 4, []),
        ("1e308 nan inf", 4, [0, 0, 0]),
    ],
)
def test_steps_from_sign_to_sign_are_as_written_and_no_more_than_signs(written: str, count: int, steps: list[float]) -> None:
    assert _steps(written, count) == steps


def test_what_is_set_twice_to_look_bold_is_read_once_and_two_zeros_stay_two() -> None:
    bold = [text("共1200辆", 20, 30), text("共1200辆", 20.2, 30)]
    apart = [text("0", x, 45, deltas="") for x in (20, 22, 24)]
    assert lines(*bold, *apart) == ["共1200辆", "000"]


def test_matrices_of_objects_place_their_words() -> None:
    scaled = text("二，", 16, 30, 4, 'CTM="0.5 0 0 0.5 0 2"')
    other = text("第一，", 10, 30, 2)
    assert lines(text("第三", 20, 30, 2), scaled, other) == ["第一，二，第三"]


def test_what_is_not_visible_is_left_out() -> None:
    assert lines(text("共12辆", 20, 30), text("共999辆", 20, 40, attributes='Visible="false"')) == ["共12辆"]


def test_blocks_composites_templates_and_annotations_are_on_the_page() -> None:
    block = f"<ofd:PageBlock>{text('块12', 20, 30)}<ofd:PageBlock>{text('内34', 20, 40)}</ofd:PageBlock></ofd:PageBlock>"
    resources = RES.replace("LOOP", text("合56", 0, 10))
    used = '<ofd:CompositeObject Boundary="20 45 100 20" ResourceID="7"/>'
    listed = '<ofd:Page PageID="0"><ofd:FileLoc>a0.xml</ofd:FileLoc></ofd:Page>'
    annotations = f'{HEAD}<ofd:Annotations xmlns:ofd="{SPACE}">{listed}</ofd:Annotations>'
    appearance = f'<ofd:Appearance Boundary="20 70 100 20">{text("注90", 0, 10)}</ofd:Appearance>'
    annotation = f'{HEAD}<ofd:PageAnnot xmlns:ofd="{SPACE}"><ofd:Annot Type="Stamp">{appearance}</ofd:Annot></ofd:PageAnnot>'
    content = make_ofd(
        [page(block, used, before='<ofd:Template TemplateID="5"/>')],
        '<ofd:TemplatePage ID="5" BaseLoc="Tpls/t.xml"/><ofd:PublicRes>res.xml</ofd:PublicRes>',
        "<ofd:Annotations>annots.xml</ofd:Annotations>",
        {
            "Doc_0/Tpls/t.xml": page(text("底78", 20, 65)),
            "Doc_0/res.xml": resources,
            "Doc_0/annots.xml": annotations,
            "Doc_0/a0.xml": annotation,
        },
    )
    assert read(content).text.splitlines() == ["块12", "内34", "合56", "底78", "注90"]


@pytest.mark.parametrize(
    "location", ["Pages/0.xml", "/Doc_0/Pages/0.xml", "Pages\\0.xml", "Doc_0/pages/0.XML", "../Doc_0/./Pages/0.xml"]
)
def test_parts_are_found_however_their_path_is_written(location: str) -> None:
    content = make_ofd([page(text("共12辆", 20, 30))])
    document = read_member(content, "Doc_0/Document.xml").replace(b"Pages/0.xml", location.encode())
    assert read(replace_member(content, "Doc_0/Document.xml", document)).text == "共12辆"


@pytest.mark.parametrize("space", ["http://www.ofdspec.org", "urn:other", ""])
def test_any_namespace_will_do(space: str) -> None:
    made = make_ofd([page(text("共12辆", 20, 30))])
    names = ["OFD.xml", "Doc_0/Document.xml", "Doc_0/Pages/0.xml"]
    parts = {name: read_member(made, name).replace(SPACE.encode(), space.encode()) for name in names}
    if not space:
        parts = {name: part.replace(b'xmlns:ofd=""', b"").replace(b"ofd:", b"") for name, part in parts.items()}
    assert read(make_zip(parts)).text == "共12辆"


USUAL = [text("示例市机关事务管理局更新公务用车一百二十辆。" * 2, 10, 30 + 8 * number) for number in range(6)]


def test_signs_that_only_the_files_font_can_show_are_noted_by_page_and_too_many_refused() -> None:
    some = text("\ue001\ue002\ue003\ue004\ue005", 20, 200)
    document = read(make_ofd([page(*USUAL), page(*USUAL, some)]))
    assert ("formats.unknown_characters", "2") in _notes(document)
    assert "�����" in document.text
    assert "乱码" in refusal_of("公文.ofd", make_ofd([page(some)]))


LISTED = '<ofd:MultiMedia ID="9" Type="Image"><ofd:MediaFile>p.png</ofd:MediaFile></ofd:MultiMedia>'
RESOURCES = f'{HEAD}<ofd:Res xmlns:ofd="{SPACE}" BaseLoc="Res"><ofd:MultiMedias>{LISTED}</ofd:MultiMedias></ofd:Res>'
PICTURE = '<ofd:ImageObject Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="9"/>'


def test_a_page_that_is_a_picture_is_recognised_where_that_is_installed_and_else_noted() -> None:
    document = read(pictured(page(text("共34辆", 20, 30)), page(PICTURE)))
    assert document.text.startswith("共34辆")
    if is_installed():
        assert ("formats.recognised_pages", "2") in _notes(document)
        assert document.page_of(document.text.index("1200")) == 2
    else:
        assert ("formats.scanned_pages", "2") in _notes(document)


def pictured(*pages: str) -> bytes:
    """Pages with the picture of a short report as their resource 9."""
    parts = {"Doc_0/r.xml": RESOURCES, "Doc_0/Res/p.png": MADE["png"]}
    return make_ofd(list(pages), "<ofd:DocumentRes>r.xml</ofd:DocumentRes>", parts=parts)


NUMBER = text("第8号", 20, 285)


@pytest.mark.parametrize(
    ("objects", "scanned", "words"),
    [
        ([PICTURE, NUMBER], True, "第8号"),
        ([PICTURE, *USUAL], False, "更新公务用车"),
        ([*USUAL, '<ofd:ImageObject Boundary="120 40 42 42" CTM="42 0 0 42 0 0" ResourceID="9"/>'], False, "更新公务用车"),
        ([NUMBER, '<ofd:ImageObject Boundary="20 30 170 140" CTM="170 0 0 140 0 0" ResourceID="9"/>'], False, "第8号"),
    ],
    ids=["a number put over a scan", "words over a ground", "a stamp beside words", "a picture beside few words"],
)
def test_a_picture_under_few_words_is_a_scan_and_one_beside_words_is_not(objects: list[str], scanned: bool, words: str) -> None:
    document = read(pictured(page(text("共34辆", 20, 30)), page(*objects)))
    assert words in document.text
    told = "formats.recognised_pages" if is_installed() else "formats.scanned_pages"
    assert _notes(document) == ([(told, "2")] if scanned else [])
    assert ("1200" in document.text) == (scanned and is_installed())


def test_a_page_of_pictures_side_by_side_is_named() -> None:
    strips = [f'<ofd:ImageObject Boundary="0 {top} 210 70" CTM="210 0 0 70 0 0" ResourceID="9"/>' for top in (0, 70)]
    document = read(pictured(page(text("共34辆", 20, 30)), page(*strips)))
    assert ("formats.scanned_pages", "2") in _notes(document)


def test_the_picture_of_a_scanned_page_is_drawn_with_its_words_framed() -> None:
    content = pictured(page(text("共34辆", 20, 30)), page(PICTURE))
    framed, plain = (drawn_page(content, 2, corners) for corners in ([0.1, 0.1, 0.6, 0.1, 0.6, 0.3, 0.1, 0.3], []))
    assert framed.size == plain.size
    assert framed.getpixel((round(0.3 * framed.width), round(0.1 * framed.height) - 4))[0] > 200
    assert ImageChops.difference(framed, plain).getbbox() is not None
    with pytest.raises(LookupError):
        drawn_page(content, 1, [])


def drawn_page(content: bytes, number: int, corners: list[float]) -> Image.Image:
    _, drawn = draw_page({"name": "公文.ofd", "page": number, "corners": corners}, content)
    return Image.open(io.BytesIO(drawn))


def test_attachments_are_named() -> None:
    listed = f'{HEAD}<ofd:Attachments xmlns:ofd="{SPACE}"><ofd:Attachment ID="1" Name="明细.xlsx"/></ofd:Attachments>'
    content = make_ofd(
        [page(text("共12辆", 20, 30))], rest="<ofd:Attachments>a.xml</ofd:Attachments>", parts={"Doc_0/a.xml": listed}
    )
    assert ("formats.attachments", "明细.xlsx") in _notes(read(content))


LOOP = '<ofd:CompositeObject Boundary="0 0 9 9" ResourceID="7"/>'
UNIT = '<ofd:CompositeGraphicUnit ID="7"><ofd:Content>LOOP</ofd:Content></ofd:CompositeGraphicUnit>'
RES = f'{HEAD}<ofd:Res xmlns:ofd="{SPACE}"><ofd:CompositeGraphicUnits>{UNIT}</ofd:CompositeGraphicUnits></ofd:Res>'


@pytest.mark.parametrize("times", [1, 40])
def test_a_unit_that_holds_itself_ends(times: int) -> None:
    content = make_ofd(
        [page(LOOP)], "<ofd:PublicRes>r.xml</ofd:PublicRes>", parts={"Doc_0/r.xml": RES.replace("LOOP", LOOP * times)}
    )
    assert "对象" in refusal_of("公文.ofd", content)


def test_a_page_listed_without_end_is_refused() -> None:
    content = make_ofd(
        [page(text("1", 20, 30))], rest="".join(f'<ofd:Page ID="{number}" BaseLoc="Pages/0.xml"/>' for number in range(3000))
    )
    assert f"超过 {LIMITS.max_pages} 页" in refusal_of("公文.ofd", content)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (make_zip({"OFD.xml": b"<a/>"}), "空的"),
        (make_zip({"OFD.xml": b"<a><DocBody><DocRoot>x.xml</DocRoot></DocBody></a>"}), "损坏"),
        (make_zip({"OFD.xml": b"<a><b>"}), "损坏"),
        (make_ofd([page(PICTURE)]), "图片"),
        (make_ofd([page(text("1", 20, 30))], parts={"Encryptions.xml": "<a/>"}), "密码"),
        (make_ofd(["<a" * 3]), "损坏"),
    ],
    ids=["no document", "a document that is not there", "cut off", "only a picture", "locked", "broken page"],
)
def test_what_cannot_be_read_is_refused_in_words(content: bytes, words: str) -> None:
    assert words in refusal_of("公文.ofd", content)


def test_another_reader_finds_the_same_signs() -> None:
    pages = [page(*_table([["指标", "同比"], ["用电", "-4.07%"]]), text("共1200辆", 20, 30)), page(text("第2页", 90, 280, 3))]
    numbered = make_ofd(pages)
    for content in (make_lines(REPORT), numbered, make_ofd(pages[:1], folder="文档")):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "a.ofd")
            file.write_bytes(content)
            theirs = Counter(ofdkit.extract_text(str(file)))
        ours = Counter(read(content).text + ("第2页" if content is numbered else ""))  # a page's number is no text
        for sign in " \n|\f":
            del theirs[sign], ours[sign]
        assert ours == theirs
