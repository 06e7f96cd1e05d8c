"""The brief as a Word document: the same parts as the HTML in native tables and lists, to be edited before a meeting; with the
HTML's small drawings in their cells, where a browser has made pictures of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from yearbook.analysis.targets import Progress
from yearbook.catalogue.messages import Language, translate
from yearbook.charts.findings import format_median, format_quartiles, format_rank, format_terms
from yearbook.charts.targets.words import (
    explain_difference,
    format_outcome,
    format_progress,
    format_target,
    mark_unverified,
    name_state,
)
from yearbook.ui.brief.contents import NOTES, Brief, SourceList, format_when, is_doubtful
from yearbook.ui.brief.word_writer import Picture, WordWriter
from yearbook.ui.formatting import find_web_address, format_due, format_figure, format_source
from yearbook.ui.profile.gathering import format_change_since, format_move

WIDTHS = {  # cm, of the columns of each table; they fill the page between its margins
    "figures": (4.0, 3.1, 2.8, 3.7, 2.0, 1.4),
    "drawn figures": (2.8, 2.3, 3.4, 2.3, 3.8, 1.5, 0.9),
    "places": (5.0, 3.2, 5.3, 3.5),
    "drawn places": (4.2, 2.5, 4.4, 3.4, 2.5),
    "targets": (3.8, 2.8, 2.2, 2.8, 3.4, 2.0),
    "missing": (7.0, 3.3, 3.2, 3.5),
}


def write_word_brief(brief: Brief, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """The DOCX file of a brief; `pictures` are PNG files of its drawings (see Brief.drawings), by their names."""
    from docx import Document  # takes long to import, and no page needs it before somebody asks for a document

    writer = WordWriter(Document(), brief.language)
    note, profile, language, drawn = brief.note, brief.profile, brief.language, pictures or {}
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
        _write_figures(writer, brief, [headline.row for headline in brief.cards], True, drawn)
    if brief.places:
        _write_places(writer, brief, drawn)
    if brief.targets:
        writer.heading(translate("targets.profile_title", language, count=len(profile.targets)), 1)
        _write_targets(writer, brief.targets, language)
        writer.small(translate("targets.rule", language))
        writer.small(translate("targets.sources", language, titles=brief.target_sources))
    if brief.missing or brief.gaps:
        _write_missing(writer, brief)
    if brief.rows:
        writer.heading(translate("profile.brief_annex", language, count=len(profile.latest)), 1)
        for topic, rows in brief.topics:
            writer.heading(topic, 2)
            _write_figures(writer, brief, rows, False, {})
        if brief.left_out:
            writer.small(translate("profile.brief_more_figures", language, count=brief.left_out))
    _write_sources(writer, brief.sources, language)
    writer.heading(translate("profile.brief_notes", language), 1)
    notes = [translate(f"profile.brief_note_{key}", language) for key in NOTES]
    writer.bullets([*notes, translate("profile.brief_note_edition", language, number=note.number, day=brief.day, name=name)])
    return writer.save()


def _write_figures(
    writer: WordWriter, brief: Brief, rows: Sequence[dict[str, Any]], move: bool, pictures: Mapping[str, bytes]
) -> None:
    language = brief.language
    lines = [_find_picture(brief, pictures, "line", row) for row in rows]
    cells: list[list[str | Picture]] = []
    for row, line in zip(rows, lines, strict=True):
        place = brief.place_of(row)
        when = format_when(row, language)
        if is_doubtful(row):
            when = f"{when} · {translate('interface.status_unverified', language)}"
        cells.append(
            [
                str(row[f"metric_{language}"]),
                format_figure(row, language),
                *([line] if any(lines) else []),
                (format_move if move else format_change_since)(row, language),
                when,
                format_rank(place, language, direction=False) if place else "",
                ", ".join(map(str, brief.sources.cite(str(row["fact_id"])))),
            ]
        )
    drawn = ("line",) if any(lines) else ()
    names = ("metric", "figure", *drawn, "change", "when", "rank", "source")
    right = [place for place, name in enumerate(names) if name in ("figure", "change", "rank", "source")]
    heads = [translate(f"profile.brief_column_{name}", language) for name in names]
    writer.table(heads, cells, WIDTHS["drawn figures" if drawn else "figures"], right)


def _write_places(writer: WordWriter, brief: Brief, pictures: Mapping[str, bytes]) -> None:
    language = brief.language
    writer.heading(translate("profile.places", language), 1)
    strips = [_find_picture(brief, pictures, "strip", place.own) for place in brief.places]
    cells: list[list[str | Picture]] = [
        [
            f"{place.own[f'metric_{language}']}\n{format_terms(place, language)}",
            format_figure(place.own, language),
            *([strip] if any(strips) else []),
            " · ".join(filter(None, (format_median(place, language), format_quartiles(place, language)))) or "—",
            format_rank(place, language) or "—",
        ]
        for place, strip in zip(brief.places, strips, strict=True)
    ]
    drawn = ("strip",) if any(strips) else ()
    names = ("metric", "own", *drawn, "median", "rank")
    right = [place for place, name in enumerate(names) if name in ("own", "median", "rank")]
    heads = [translate(f"profile.brief_column_{name}", language) for name in names]
    writer.table(heads, cells, WIDTHS["drawn places" if drawn else "places"], right)
    if drawn:
        writer.small(translate("profile.note_strip", language))
    if brief.profile.peers:
        writer.small(translate("profile.brief_among", language, group=brief.profile.peers.name))


def _find_picture(brief: Brief, pictures: Mapping[str, bytes], kind: str, row: Mapping[str, Any]) -> Picture | str:
    """The picture of one of the brief's drawings; "" where there is none."""
    name = f"{kind} {row['metric_id']}"
    return Picture(pictures[name], brief.drawings[name]) if name in pictures and name in brief.drawings else ""


def _write_targets(writer: WordWriter, targets: Iterable[Progress], language: Language) -> None:
    cells = [
        (
            str(held.target[f"metric_{language}"]),
            format_target(held, language),
            format_due(held.target, language),
            format_outcome(held, language),
            explain_difference(held, language) or format_progress(held, language),
            mark_unverified(held.target, name_state(held, language), language),
        )
        for held in targets
    ]
    heads = [
        translate(f"targets.column_{name}", language) for name in ("metric", "target", "due", "outcome", "progress", "state")
    ]
    writer.table(heads, cells, WIDTHS["targets"], right=(1, 3))


def _write_missing(writer: WordWriter, brief: Brief) -> None:
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


def _write_sources(writer: WordWriter, sources: SourceList, language: Language) -> None:
    if not sources.entries():
        return
    writer.heading(translate("interface.sources", language), 1)
    for number, source in sources.entries():
        words = f"[{number}] {source['source_title']}　{format_source(source, language)}"
        link = find_web_address(source["source_url"])
        writer.small(f"{words}　{link}" if link else words)
