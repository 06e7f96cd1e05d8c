"""The brief as a Word document: the same parts as the HTML in native tables and lists, to be edited before a meeting."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from yearbook.analysis.targets import Progress
from yearbook.catalogue.messages import Language, translate
from yearbook.charts.findings import format_median, format_quartiles, format_rank, format_terms
from yearbook.charts.targets.words import explain_difference, format_outcome, format_progress, format_target, name_state
from yearbook.ui.brief.contents import NOTES, Brief, SourceList, format_when, is_doubtful
from yearbook.ui.formatting import find_web_address, format_figure, format_period, format_source
from yearbook.ui.profile.gathering import format_change_since, format_move

FONTS: dict[Language, tuple[str, str]] = {"zh": ("Arial", "Microsoft YaHei"), "en": ("Arial", "Microsoft YaHei")}
BLUE, SOFT = (0x12, 0x43, 0x6D), (0x56, 0x60, 0x73)
FAINT, LINE = "EEF2F7", "D5DCE6"
PAGE, MARGIN = (21.0, 29.7), 2.0  # cm
WIDTHS = {  # cm, of the columns of each table; they fill the page between its margins
    "figures": (4.0, 3.1, 2.8, 3.7, 2.0, 1.4),
    "places": (5.0, 3.2, 5.3, 3.5),
    "targets": (3.8, 2.8, 2.2, 2.8, 3.4, 2.0),
    "missing": (7.0, 3.3, 3.2, 3.5),
}


def write_word_brief(brief: Brief) -> bytes:
    """The DOCX file of a brief."""
    from docx import Document  # takes long to import, and no page needs it before somebody asks for a document

    writer = _Writer(Document(), brief.language)
    note, profile, language = brief.note, brief.profile, brief.language
    name = profile.name(language)
    title = translate("profile.brief_title", language, name=name, number=note.number)
    writer.set_up(title, datetime.fromisoformat(note.built_at).replace(tzinfo=None), brief.edition_line)
    writer.heading(name, 0)
    writer.small(profile.describe(language))
    for notice in brief.notices:
        writer.small(notice)
    writer.bullets(brief.findings)
    if brief.rows:
        writer.heading(translate("profile.brief_figures", language), 1)
        _write_figures(writer, brief, [headline.row for headline in brief.cards], move=True)
    if brief.places:
        _write_places(writer, brief)
    if brief.targets:
        writer.heading(translate("targets.profile_title", language, count=len(profile.targets)), 1)
        _write_targets(writer, brief.targets, language)
        writer.small(translate("targets.rule", language))
    if brief.missing or brief.gaps:
        _write_missing(writer, brief)
    if brief.rows:
        writer.heading(translate("profile.brief_annex", language, count=len(profile.latest)), 1)
        for topic, rows in brief.topics:
            writer.heading(topic, 2)
            _write_figures(writer, brief, rows, move=False)
        if brief.left_out:
            writer.small(translate("profile.brief_more_figures", language, count=brief.left_out))
    _write_sources(writer, brief.sources, language)
    writer.heading(translate("profile.brief_notes", language), 1)
    notes = [translate(f"profile.brief_note_{key}", language) for key in NOTES]
    writer.bullets([*notes, translate("profile.brief_note_edition", language, number=note.number, day=brief.day, name=name)])
    return writer.save()


def _write_figures(writer: _Writer, brief: Brief, rows: Sequence[dict[str, Any]], move: bool) -> None:
    language = brief.language
    names = ("metric", "figure", "change", "when", "rank", "source")
    heads = [translate(f"profile.brief_column_{name}", language) for name in names]
    cells = []
    for row in rows:
        place = brief.place_of(row)
        when = format_when(row, language)
        if is_doubtful(row):
            when = f"{when} · {translate('interface.status_unverified', language)}"
        cells.append(
            (
                str(row[f"metric_{language}"]),
                format_figure(row, language),
                (format_move if move else format_change_since)(row, language),
                when,
                format_rank(place, language, direction=False) if place else "",
                ", ".join(map(str, brief.sources.cite(str(row["fact_id"])))),
            )
        )
    writer.table(heads, cells, WIDTHS["figures"], right=(1, 2, 4, 5))


def _write_places(writer: _Writer, brief: Brief) -> None:
    language = brief.language
    writer.heading(translate("profile.places", language), 1)
    cells = [
        (
            f"{place.own[f'metric_{language}']}\n{format_terms(place, language)}",
            format_figure(place.own, language),
            " · ".join(filter(None, (format_median(place, language), format_quartiles(place, language)))) or "—",
            format_rank(place, language) or "—",
        )
        for place in brief.places
    ]
    heads = [translate(f"profile.brief_column_{name}", language) for name in ("metric", "own", "median", "rank")]
    writer.table(heads, cells, WIDTHS["places"], right=(1, 2, 3))


def _write_targets(writer: _Writer, targets: Iterable[Progress], language: Language) -> None:
    cells = [
        (
            str(held.target[f"metric_{language}"]),
            format_target(held, language),
            format_period(held.target["period_start"], held.target["period_end"], language),
            format_outcome(held, language),
            explain_difference(held, language) or format_progress(held, language),
            name_state(held, language),
        )
        for held in targets
    ]
    heads = [
        translate(f"targets.column_{name}", language) for name in ("metric", "target", "due", "outcome", "progress", "state")
    ]
    writer.table(heads, cells, WIDTHS["targets"], right=(1, 3))


def _write_missing(writer: _Writer, brief: Brief) -> None:
    language = brief.language
    writer.heading(translate("profile.brief_gaps", language), 1)
    writer.bullets(brief.gaps)
    if not brief.missing:
        return
    cells = [
        (
            str(row[f"metric_{language}"]),
            str(row["bodies"]),
            str(row["last_year"]),
            translate(f"analysis.state_{row['state']}", language),
        )
        for row in brief.missing
    ]
    heads = [translate(f"profile.column_{name}", language) for name in ("metric", "reported", "year", "state")]
    writer.table(heads, cells, WIDTHS["missing"], right=(1, 2))
    shown = translate("profile.brief_missing_about", language, count=len(brief.profile.missing), shown=len(brief.missing))
    writer.small(shown)


def _write_sources(writer: _Writer, sources: SourceList, language: Language) -> None:
    if not sources.entries():
        return
    writer.heading(translate("interface.sources", language), 1)
    for number, source in sources.entries():
        words = f"[{number}] {source['source_title']}　{format_source(source, language)}"
        link = find_web_address(source["source_url"])
        writer.small(f"{words}　{link}" if link else words)


class _Writer:
    """A document under way, in one look."""

    def __init__(self, document: Any, language: Language) -> None:
        self.document, self.language = document, language

    def set_up(self, title: str, made_at: datetime, foot: str) -> None:
        """A4, fonts for both scripts, what the file says of itself, and a line with the number of each page."""
        from docx.shared import Cm, Pt, RGBColor

        section = self.document.sections[0]
        section.page_width, section.page_height = (Cm(side) for side in PAGE)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(MARGIN)
        latin, chinese = FONTS[self.language]
        for name, size in (("Normal", 10.5), ("Title", 20), ("Heading 1", 14), ("Heading 2", 11)):
            style = self.document.styles[name]
            style.font.name, style.font.size = latin, Pt(size)
            style.element.get_or_add_rPr().get_or_add_rFonts().set(_qualify("w:eastAsia"), chinese)
            if name != "Normal":
                style.font.color.rgb, style.font.bold = RGBColor(*BLUE), True
        properties = self.document.core_properties
        properties.title, properties.author = title, translate("interface.product", self.language)
        properties.created = properties.modified = made_at
        properties.language = "zh-CN" if self.language == "zh" else "en"
        line = section.footer.paragraphs[0]
        self._style(line.add_run(f"{foot}　"))
        self._add_page_number(line)

    def heading(self, text: str, level: int) -> None:
        self.document.add_heading(text, level)

    def small(self, text: str) -> None:
        self._style(self.document.add_paragraph().add_run(text))

    def bullets(self, texts: Iterable[str]) -> None:
        for text in texts:
            self.document.add_paragraph(text, style="List Bullet")

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], right: Sequence[int]) -> None:
        """A table between lines, its headings repeated on every page, no row broken; columns without any word are left out."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Cm, Pt, RGBColor

        kept = [column for column in range(len(heads)) if any(row[column] for row in rows)]
        spare = (sum(widths) - sum(widths[column] for column in kept)) / len(kept)
        table = self.document.add_table(len(rows) + 1, len(kept), style="Table Grid")
        table.autofit = False
        self._draw_lines(table)
        for place, column in enumerate(kept):
            table.columns[place].width = Cm(widths[column] + spare)
        for number, row in enumerate([heads, *rows]):
            line = table.rows[number]
            marks = line._tr.get_or_add_trPr()
            marks.append(_make("w:cantSplit"))
            if number == 0:
                marks.append(_make("w:tblHeader"))
            for place, column in enumerate(kept):
                cell = line.cells[place]
                cell.width = Cm(widths[column] + spare)
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_after = Pt(0)
                run = paragraph.add_run(row[column])
                run.font.size = Pt(9)
                if number == 0:
                    run.font.bold, run.font.color.rgb = True, RGBColor(*BLUE)
                    shade = _make("w:shd")
                    shade.set(_qualify("w:val"), "clear")
                    shade.set(_qualify("w:fill"), FAINT)
                    cell._tc.get_or_add_tcPr().append(shade)
                if column in right:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def _draw_lines(self, table: Any) -> None:
        """Faint lines between the rows and none beside the columns."""
        borders = _make("w:tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            line = _make(f"w:{side}")
            across = side in ("top", "bottom", "insideH")
            line.set(_qualify("w:val"), "single" if across else "nil")
            if across:
                line.set(_qualify("w:sz"), "4")
                line.set(_qualify("w:color"), LINE)
            borders.append(line)
        table._tbl.tblPr.append(borders)

    def save(self) -> bytes:
        stream = io.BytesIO()
        self.document.save(stream)
        return stream.getvalue()

    def _style(self, run: Any) -> None:
        from docx.shared import Pt, RGBColor

        run.font.size, run.font.color.rgb = Pt(9), RGBColor(*SOFT)

    def _add_page_number(self, paragraph: Any) -> None:
        """A field that Word fills (ECMA-376 part 1, 17.16.18)."""
        run = paragraph.add_run()
        self._style(run)
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            part = _make("w:fldChar" if kind else "w:instrText")
            if kind:
                part.set(_qualify("w:fldCharType"), kind)
            else:
                part.text = text
            run._r.append(part)


def _qualify(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(name))


def _make(name: str) -> Any:
    from docx.oxml import OxmlElement

    return OxmlElement(name)
