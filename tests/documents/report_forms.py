"""One report in many forms: its text set as DOCX, as web pages of several kinds, and as pages to be printed."""

from __future__ import annotations

import html
import io
import json
import subprocess
import sys
from pathlib import Path
from string import Template
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt

from tests.system_setup import find_browser

Part = str | list[list[str]]  # a paragraph, or a table by rows


def read_parts(text: str) -> list[Part]:
    """The paragraphs of a text, and its tables where lines hold bars."""
    parts: list[Part] = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) < 2:
            parts += [line.strip()] if line.strip() else []
        elif not set("".join(cells)) <= set("-: "):
            if not parts or isinstance(parts[-1], str):
                parts.append([])
            parts[-1].append(cells)
    return parts


def make_docx(text: str) -> bytes:
    """The report as Word would hold it: a paragraph each, ruled tables."""
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.size = Pt(14)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "FangSong")
    for part in read_parts(text):
        if isinstance(part, str):
            document.add_paragraph(part).paragraph_format.first_line_indent = Pt(28)
            continue
        table = document.add_table(len(part), len(part[0]), style="Table Grid")
        for row, cells in enumerate(part):
            for column, words in enumerate(cells):
                table.cell(row, column).text = words
    return save(document)


def save(document: Any) -> bytes:
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def make_body(text: str) -> str:
    """The report's paragraphs and tables as HTML, without anything around them."""
    return "\n".join(
        f"<p>{html.escape(part)}</p>"
        if isinstance(part, str)
        else "<table>"
        + "".join(f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>" for row in part)
        + "</table>"
        for part in read_parts(text)
    )


PRINT = "body{font:12pt/1.7 'Noto Sans CJK SC',sans-serif} p{text-indent:2em;margin:0} table{border-collapse:collapse}"
RULES = "td{border:1px solid #333;padding:2px 8px}"
FOOT = '<div style="font-size:8px;width:100%;text-align:center">— <span class="pageNumber"></span> —</div>'
FOOTED = {"display_header_footer": True, "header_template": "<span></span>", "footer_template": FOOT}
FOOTED["margin"] = dict.fromkeys(("top", "bottom", "left", "right"), "2cm")


def make_print(body: str, css: str = PRINT + RULES) -> str:
    head = f'<meta charset="utf-8"><title>打印</title><style>{css}</style>'
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


def print_pages(pages: dict[str, tuple[str, dict[str, Any]]], folder: Path) -> dict[str, bytes]:
    """PDF files of web pages, each with its options (format, landscape …), by a browser; skips where none is installed."""
    if find_browser() is None:
        pytest.skip("no Chromium is installed; make test installs one where it may")
    (folder / "pages.json").write_text(json.dumps(pages), encoding="utf-8")
    # in another process: Playwright cannot start twice in one, and the browser tests have started it
    subprocess.run([sys.executable, "-m", "tests.documents.report_forms", str(folder)], check=True, timeout=300)
    return {name: (folder / f"{name}.pdf").read_bytes() for name in pages}


def _print(folder: Path) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        page = browser.new_page()
        for name, (content, options) in json.loads((folder / "pages.json").read_text(encoding="utf-8")).items():
            page.set_content(content)
            page.pdf(path=folder / f"{name}.pdf", **{"format": "A4", **options})
        browser.close()


SITES = sorted(path.stem for path in (Path(__file__).parent / "sites").glob("*.html"))


def make_site(site: str, title: str, body: str) -> str:
    """A saved page of one of SITES: modern, of boxes whose names say nothing, or old and laid out by tables."""
    template = Template((Path(__file__).parent / "sites" / f"{site}.html").read_text(encoding="utf-8"))
    open_body = body.replace("<p>", "<P>&nbsp;&nbsp;&nbsp;&nbsp;").replace("</p>", "")
    return template.substitute(title=title, body=body, open_body=open_body)


def make_word_page(title: str, paragraphs: list[str]) -> str:
    """A page saved by Word: every run in a span of its own, also in the middle of a number."""

    def cut(words: str) -> str:
        return "".join(f'<span lang=EN-US style="font-size:16pt">{words[at : at + 3]}</span>' for at in range(0, len(words), 3))

    body = "".join(f"<p class=MsoNormal>{cut(paragraph)}<o:p></o:p></p>\n" for paragraph in paragraphs)
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset="utf-8"><title>x</title></head>'
        f"<body lang=ZH-CN><div class=WordSection1><p class=MsoNormal align=center><b>{title}</b></p>{body}</div></body></html>"
    )


if __name__ == "__main__":
    _print(Path(sys.argv[1]))
