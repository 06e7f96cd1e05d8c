"""The review of a draft: every planted fault is found where it stands, a sound draft has none, and nothing is stored."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document as open_docx

from yearbook.catalogue.files import Home
from yearbook.catalogue.messages import LANGUAGES
from yearbook.documents.document import Refusal
from yearbook.extraction.drafts.rules import find_placeholders, load_draft_rules
from yearbook.pipeline.drafts.docx_list import write_list
from yearbook.pipeline.drafts.review import DraftReview, Finding, review_draft
from yearbook.pipeline.drafts.words import explain, quote_against, quote_finding, summarise
from yearbook.pipeline.ingest import ingest
from yearbook.warehouse.warehouse import open_warehouse

REAL = Path(__file__).resolve().parents[2].parent / "shared" / "gold" / "real_files"
SOUND = """兰州市机关事务管理局2023年度部门决算

第一部分 部门概况
一、主要职能
管理市直机关办公用房和公务用车。
二、机构设置
内设机构8个。
第二部分 决算表
收入支出决算总表、收入决算表、支出决算表、财政拨款收入支出决算总表、一般公共预算财政拨款支出决算表、
一般公共预算财政拨款基本支出决算表、政府性基金预算财政拨款收入支出决算表、国有资本经营预算财政拨款支出决算表。
第三部分 情况说明
2023年，“三公”经费支出40.00万元，其中：公务接待费10.00万元，占25.00%；公务用车运行维护费30.00万元，占75.00%。
公务用车由64辆减少到58辆。全市公共机构850家（国家机关310家、事业单位540家）。上年新建充电桩46个。
机关运行经费、政府采购、国有资产占有使用和预算绩效管理情况见附件。
第四部分 名词解释
"""
LAST = "兰州市机关事务管理局2022年度工作报告\n\n2022年，全市新建充电桩46个。\n"
PLANTED = [  # what the sound draft says, what is planted in its place, the kind of the finding, and the words it stands at
    ("占25.00%", "占35.00%", "contradiction", "35.00%"),
    ("64辆减少到58辆", "54辆减少到58辆", "contradiction", "58辆"),
    ("国家机关310家", "国家机关300家", "contradiction", "850家"),
    ("内设机构8个", "内设机构XX个", "placeholder", "XX"),
    ("管理市直机关", "（待定）管理市直机关", "placeholder", "（待定）"),
    ("第四部分 名词解释\n", "", "missing", ""),
    ("上年新建充电桩46个", "上年新建充电桩64个", "last_year", "64个"),
    ("内设机构8个", "内设机构8个，另有部门3.7参加", "unplaced", "3.7"),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("draft") / "data")


def review(home: Home, text: str, last: str = LAST) -> DraftReview:
    return review_draft(home, "草稿.txt", text.encode(), ("上年.txt", last.encode()))


def words_of(found: DraftReview, finding: Finding) -> str:
    return "" if finding.place is None else found.document.text[slice(*finding.place)]


def test_a_sound_draft_has_no_findings(home: Home) -> None:
    found = review(home, SOUND)
    assert [(one.kind, words_of(found, one)) for one in found.findings] == []
    assert summarise(found, "zh") == "没有发现问题。"


@pytest.mark.parametrize(("sound", "planted", "kind", "words"), PLANTED)
def test_a_planted_fault_is_found_where_it_stands(home: Home, sound: str, planted: str, kind: str, words: str) -> None:
    assert sound in SOUND
    found = review(home, SOUND.replace(sound, planted))
    assert [(one.kind, words_of(found, one)) for one in found.findings] == [(kind, words)]
    assert all(explain(found.findings[0], language) for language in LANGUAGES)


def test_what_the_others_make_of_a_figure_is_written_as_it_is(home: Home) -> None:
    [share] = review(home, SOUND.replace("占25.00%", "占35.00%")).findings
    assert share.expected == "25%"
    found = review(home, SOUND.replace("充电桩46个", "充电桩64个"))
    assert found.findings[0].expected == "46个"
    assert "46个" in quote_against(found, found.findings[0], "zh")[0]


def test_words_that_contradict_each_other_are_one_finding(home: Home) -> None:
    twice = SOUND.replace("机关运行经费、", "全市公共机构860家。机关运行经费、")
    found = review(home, twice)
    assert [one.kind for one in found.findings] == ["contradiction"]


def test_a_draft_is_held_against_what_the_edition_holds(tmp_path: Path) -> None:
    home, file = Home(tmp_path / "data"), tmp_path / "2022.txt"
    file.write_text(LAST, encoding="utf-8")
    ingest([file], home)
    before = sorted(path for path in (tmp_path / "data").rglob("*"))
    with open_warehouse(home) as warehouse:
        draft = SOUND.replace("充电桩46个", "充电桩64个").encode()
        [finding] = review_draft(home, "草稿.txt", draft, warehouse=warehouse).findings
        assert (finding.kind, finding.expected) == ("edition", "46个")
        assert "2022年度工作报告" in explain(finding, "zh")
        assert review_draft(home, "草稿.txt", SOUND.encode(), warehouse=warehouse).findings == ()
    assert sorted(path for path in (tmp_path / "data").rglob("*")) == before  # nothing of a draft is stored


def test_nothing_is_asked_of_a_document_that_no_list_is_about(home: Home) -> None:
    assert review_draft(home, "a.txt", LAST.encode()).findings == ()


def test_a_file_that_cannot_be_read_is_refused(home: Home) -> None:
    with pytest.raises(Refusal):
        review_draft(home, "a.pdf", b"%PDF-1.7 nothing")
    with pytest.raises(Refusal):
        review_draft(home, "a.txt", SOUND.encode(), ("last.pdf", b"%PDF-1.7 nothing"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("20××年，XX局支出××万元。", ["20××", "XX", "××"]),
        ("支出____万元，接待（  ）批次。", ["____", "（  ）"]),
        ("支出（ ）万元，增长？？%。", ["（ ）", "？？"]),
        ("数据待补充，此处填写说明。", ["待补充", "此处填写"]),
        ("尺寸3×5米，XXL号，第XIX届，二〇〇八年，二○○八年", []),
        ("电话138****1234，金额待核实后公布", []),
    ],
)
def test_words_that_are_still_to_come(text: str, found: list[str]) -> None:
    assert [text[slice(*place)] for place in find_placeholders(text)] == found


def test_every_list_of_what_is_asked_names_its_source() -> None:
    lists = load_draft_rules().required
    assert {one.kind for one in lists} == {"accounts", "budget", "disclosure"}
    assert all(one.source.zh and one.source.en and len(one.items) >= 6 for one in lists)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_as_docx_has_a_row_for_each_finding(home: Home, language: str) -> None:
    found = review(home, SOUND.replace("占25.00%", "占35.00%").replace("机构8个", "机构XX个\x0b"))
    file = open_docx(BytesIO(write_list(found, language, date(2026, 1, 2))))
    [table] = file.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    assert [row[0] for row in rows] == ["1", "2"]
    assert [row[4] for row in rows] == [explain(one, language) for one in found.findings]
    assert quote_finding(found, found.findings[0]) in rows[0][3]
    assert any("2026-01-02" in paragraph.text for paragraph in file.paragraphs)


@pytest.mark.skipif(not REAL.is_dir(), reason="../shared is not there: the published accounts with planted faults are in it")
def test_faults_planted_in_published_accounts_are_found_and_the_published_ones_have_no_contradiction(home: Home) -> None:
    planted, sound = (REAL / f"putuo-finance-2024-accounts{tail}.pdf" for tail in ("-with-planted-faults", ""))
    assert review_draft(home, planted.name, planted.read_bytes()).count("contradiction") >= 2
    assert review_draft(home, sound.name, sound.read_bytes()).findings == ()


@pytest.mark.skipif(not REAL.is_dir(), reason="../shared is not there: the blank official forms are in it")
@pytest.mark.parametrize("name", ["accounts-template.pdf", "budget-form.xlsx"])
def test_a_blank_form_is_full_of_placeholders(home: Home, name: str) -> None:
    assert review_draft(home, name, (REAL / name).read_bytes()).count("placeholder") > 20
