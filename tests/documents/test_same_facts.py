"""A report says the same in every form: text, GB18030, PDF, DOCX, web pages with all that sites put around an article."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from tests.documents.ofd_files import set_pages
from tests.documents.office_files import convert
from tests.documents.report_forms import (
    FOOTED,
    PRINT,
    RULES,
    SITES,
    make_body,
    make_docx,
    make_print,
    make_site,
    make_word_page,
    print_pages,
    read_parts,
)
from yearbook.catalogue.catalogue import load_catalogue
from yearbook.catalogue.files import PROJECT, Home
from yearbook.catalogue.samples import add_samples
from yearbook.documents.document import LIMITS, Document
from yearbook.documents.html.reader import read_html
from yearbook.documents.ofd.reader import read_ofd
from yearbook.documents.office.converter import find_soffice
from yearbook.documents.pdf.reader import read_pdf
from yearbook.documents.reader import read_bytes
from yearbook.documents.text.reader import read_text
from yearbook.documents.word.reader import read_docx
from yearbook.extraction.extractor import understand
from yearbook.extraction.mentions.normalize import normalize_text

SAMPLES = PROJECT / "data" / "samples"
NAMES = ["canglan-2022.md", "canglan-2023.txt", "zhian-2022.txt", "zhian-2023.txt"]

LAYOUTS: dict[str, tuple[str, dict[str, Any]]] = {
    "numbered": (PRINT + RULES, FOOTED),
    "without_indents": ((PRINT + RULES).replace("text-indent:2em;margin:0", "margin:0 0 .8em"), {}),
    "two_columns": (PRINT.replace("12pt", "10pt") + RULES + "body{columns:2;column-gap:1cm}", {}),
    "large_letters": (PRINT.replace("12pt", "22pt") + RULES, {"format": "A5"}),
    "landscape_without_rules": (PRINT + "td{padding:2px 14px}", {"landscape": True}),
    "broken_anywhere": (PRINT + RULES + "p{word-break:break-all}", {"format": "A5"}),
}


@cache
def report(name: str) -> str:
    """A sample's text, its lines unwrapped as its author wrote them."""
    text = read_text(name, (SAMPLES / name).read_bytes()).text
    return text if "|" in text else normalize_text(text).text


def facts_of(document: Document) -> list[tuple[Any, ...]]:
    catalogue = add_samples(load_catalogue(), Home(PROJECT / "data"))
    return sorted(
        (
            (
                fact.metric_id, fact.value, fact.value_max, fact.qualifier, fact.scope, fact.period_start, fact.period_end,
                fact.baseline, fact.agency_id, fact.value_as_written,
            )
            for fact in understand(document, catalogue).facts
        ),
        key=str,
    )  # fmt: skip


@cache
def facts_of_text(name: str) -> list[tuple[Any, ...]]:
    found = facts_of(Document("", name, "txt", report(name)))
    assert len(found) > 30, "the sample has many facts"
    return found


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    pages = {
        f"{name}-{layout}": (make_print(make_body(report(name)), css), options)
        for name in NAMES
        for layout, (css, options) in LAYOUTS.items()
    }
    return print_pages(pages, tmp_path_factory.mktemp("printed"))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", NAMES)
def test_a_pdf_says_what_the_text_says(printed: Any, name: str, layout: Any) -> None:
    assert facts_of(read_pdf("报告.pdf", printed[f"{name}-{layout}"], LIMITS)) == facts_of_text(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_docx_says_what_the_text_says(name: str) -> None:
    assert facts_of(read_docx("报告.docx", make_docx(report(name)), LIMITS)) == facts_of_text(name)


@pytest.mark.parametrize("name", NAMES)
def test_an_ofd_says_what_the_text_says(name: str) -> None:
    assert facts_of(read_ofd("报告.ofd", set_pages(read_parts(report(name))), LIMITS)) == facts_of_text(name)


@pytest.mark.skipif(find_soffice() is None, reason="LibreOffice is not installed here")
@pytest.mark.parametrize("ending", ["doc", "odt", "rtf"])
def test_a_file_that_libreoffice_opens_says_what_the_text_says(ending: str) -> None:
    name = next(name for name in NAMES if name.endswith(".md"))
    assert facts_of(read_bytes("报告", convert(make_docx(report(name)), "docx", ending))) == facts_of_text(name)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("name", NAMES)
def test_a_web_page_says_what_the_text_says(name: str, site: Any, encoding: str) -> None:
    title, _, rest = report(name).strip().partition("\n")
    page = make_site(site, title.strip("# "), make_body(rest)).replace("charset=gb2312", f"charset={encoding}")
    content = page.replace('charset="utf-8"', f'charset="{encoding}"').encode(encoding)
    assert facts_of(read_html("报告.html", content, LIMITS)) == facts_of_text(name)


def test_a_page_saved_by_word_says_what_the_text_says() -> None:
    title, *paragraphs = report("canglan-2023.txt").strip().splitlines()
    page = make_word_page(title, paragraphs)
    assert facts_of(read_html("报告.htm", page.encode(), LIMITS)) == facts_of_text("canglan-2023.txt")


@pytest.mark.parametrize("name", NAMES)
def test_a_text_in_gb18030_says_what_it_says_in_utf_8(name: str) -> None:
    assert facts_of(read_text("报告.txt", report(name).encode("gb18030"))) == facts_of_text(name)
