"""The brief in Word: the same parts as the HTML, how the body does before what is missing, in tables that can be edited."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest

from yearbook.analysis.comparability import describe_baseline
from yearbook.catalogue.messages import LANGUAGES, Language, translate
from yearbook.ui.brief.contents import gather_brief
from yearbook.ui.brief.document import render_brief
from yearbook.ui.brief.word_document import write_word_brief
from yearbook.ui.formatting import format_period
from yearbook.ui.profile.gathering import NAMED
from yearbook.warehouse.warehouse import Warehouse

HUNAN, CANGLAN = "430000-goa", "990000-goa"


def read_brief(sampled: Warehouse, agency: str, language: Language = "zh", **given: Any) -> Any:
    return docx.Document(io.BytesIO(write_word_brief(gather_brief(sampled, agency, language, **given))))


def headings(document: Any) -> list[str]:
    return [one.text for one in document.paragraphs if one.style.name in ("Title", "Heading 1")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_the_body_does_comes_before_what_is_missing(sampled: Warehouse, language: Language) -> None:
    found = headings(read_brief(sampled, HUNAN, language))
    keys = ("profile.brief_figures", "profile.places", "profile.brief_gaps", "interface.sources", "profile.brief_notes")
    assert found[0] == gather_brief(sampled, HUNAN, language).profile.name(language)
    told = [translate(key, language) for key in keys]
    assert [heading for heading in found if heading in told] == told


def test_targets_stand_between_the_figures_and_the_annex(sampled: Warehouse) -> None:
    found, brief = headings(read_brief(sampled, CANGLAN)), gather_brief(sampled, CANGLAN)
    keys = {"targets.profile_title": len(brief.profile.targets), "profile.brief_annex": len(brief.profile.latest)}
    figures, (targets, annex) = (
        translate("profile.brief_figures", "zh"),
        (translate(key, "zh", count=count) for key, count in keys.items()),
    )
    assert found.index(figures) < found.index(targets) < found.index(annex)


def test_the_html_has_the_same_order(sampled: Warehouse) -> None:
    told = re.findall(r"<h2>([^<]+)</h2>", render_brief(gather_brief(sampled, HUNAN)))
    order = [translate(key, "zh") for key in ("profile.brief_figures", "profile.places", "profile.brief_gaps")]
    assert [heading for heading in told if heading in order] == order


def test_a_main_figure_says_of_when_it_is_against_what_and_whether_it_is_verified(sampled: Warehouse) -> None:
    brief = gather_brief(sampled, "100000-goa")
    said, rows = brief.findings[0], [one.row for one in brief.profile.choose_headlines(NAMED)]
    for row in rows:
        assert format_period(row["period_start"], row["period_end"], "zh") in said
    against = [describe_baseline(row["baseline"], "zh") for row in rows if isinstance(row["baseline"], str)]
    assert against
    assert all(words in said for words in against)
    assert said.count("待核实") == sum(row["status"] == "unverified" for row in rows) > 0


def test_it_leads_with_figures_and_leaves_gaps_for_later(sampled: Warehouse) -> None:
    brief = gather_brief(sampled, HUNAN)
    assert brief.findings[0].startswith("主要数据：")
    assert len(brief.gaps) == 2
    assert not set(brief.findings) & set(brief.gaps)


def test_every_figure_of_the_brief_is_in_a_table_with_its_sources(sampled: Warehouse) -> None:
    brief = gather_brief(sampled, HUNAN)
    document = read_brief(sampled, HUNAN)
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    metrics = {row["metric_zh"] for row in brief.rows}
    assert metrics <= {row[0] for row in rows}
    heads = [translate(f"profile.brief_column_{name}", "zh") for name in ("metric", "figure", "when", "source")]
    assert set(heads) <= set(rows[0])
    cited = {number for row in rows if row[0] in metrics for number in re.findall(r"\d+", row[-1])}
    listed = {match[1] for one in document.paragraphs if (match := re.match(r"\[(\d+)\]", one.text))}
    assert listed
    assert cited >= listed


def test_a_table_repeats_its_headings_and_breaks_no_row(sampled: Warehouse) -> None:
    for table in read_brief(sampled, HUNAN).tables:
        marks = [row._tr.trPr.xml for row in table.rows]
        assert "w:tblHeader" in marks[0]
        assert all("w:cantSplit" in mark for mark in marks)
        width = sum(cell.width.cm for cell in table.rows[0].cells)
        assert width == pytest.approx(17, abs=0.2)


@pytest.mark.parametrize(("given", "words"), [({}, False), ({"verified_only": True}, True)])
def test_it_says_what_was_left_out(sampled: Warehouse, given: dict[str, Any], words: bool) -> None:
    texts = [one.text for one in read_brief(sampled, HUNAN, **given).paragraphs]
    assert (translate("profile.brief_verified_only", "zh") in texts) is words


def test_the_file_says_title_edition_and_page(sampled: Warehouse) -> None:
    document = read_brief(sampled, HUNAN)
    assert document.core_properties.title == translate(
        "profile.brief_title", "zh", name="湖南省机关事务管理局", number=sampled.number
    )
    foot = document.sections[0].footer.paragraphs[0]
    assert f"第{sampled.number}版" in foot.text
    assert "PAGE" in foot._p.xml
    assert (round(document.sections[0].page_width.cm, 1), round(document.sections[0].page_height.cm, 1)) == (21.0, 29.7)


def test_libreoffice_opens_it_and_cuts_nothing(sampled: Warehouse, tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    file = tmp_path / "brief.docx"
    file.write_bytes(write_word_brief(gather_brief(sampled, HUNAN)))
    command = [soffice, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(file)], check=True, capture_output=True, timeout=240)
    with pypdfium2.PdfDocument(tmp_path / "brief.pdf") as printed:
        text = "".join("".join(page.get_textpage().get_text_range().split()) for page in printed)
        assert all(round(page.get_width()) == 595 for page in printed)
    for row in gather_brief(sampled, HUNAN).rows:
        assert "".join(str(row["metric_zh"]).split()) in text
