"""The leaders' brief (数据简报): one body on A4 as a single self-contained HTML file, rendered by templates/brief.html.j2."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from yearbook.catalogue.files import PROJECT
from yearbook.catalogue.messages import Language, translate
from yearbook.charts.findings import format_median, format_quartiles, format_rank, format_terms
from yearbook.charts.number_format import read_unit, split_unit
from yearbook.charts.targets.words import (
    explain_difference,
    format_outcome,
    format_progress,
    format_target,
    mark_unverified,
    name_state,
)
from yearbook.ui.brief.contents import NOTES, Brief, format_when, is_doubtful
from yearbook.ui.brief.pictures import draw_line, draw_strip
from yearbook.ui.formatting import find_web_address, format_due, format_figure, format_source
from yearbook.ui.profile.gathering import format_change_since, format_move
from yearbook.ui.text_view import is_chinese

STYLE, SCRIPT = PROJECT / "static" / "brief.css", PROJECT / "static" / "brief.js"
LANGUAGE_TAGS: dict[Language, str] = {"zh": "zh-CN", "en": "en"}
COLUMNS = ("metric", "figure", "when", "change", "rank", "source")  # of the table of figures


def brief_file_name(name: str, number: int, language: Language, ending: str = "html") -> str:
    """The file name of a brief: body and edition, without characters that a file system refuses."""
    name = re.sub(r"[\s/\\:*?\"<>|']+", "_", name)
    return f"{translate('profile.brief_file', language, name=name, number=number)}.{ending}"


def render_brief(brief: Brief, form: str = "") -> str:
    """The HTML document. The same edition gives the same text. `form` is the address that gives it as a Word file, where a server
    shows it."""
    language, rows, script = brief.language, brief.rows, SCRIPT.read_text(encoding="utf-8")
    empty = {
        "change": not any(format_change_since(row, language) for row in rows),
        "rank": not any(brief.place_of(row) for row in rows),
    }
    return _load_template().render(
        t=lambda key, **values: translate(key, language, **values),
        brief=brief,
        language=language,
        language_tag=LANGUAGE_TAGS[language],
        style=Markup(STYLE.read_text(encoding="utf-8")),
        form=form,
        script=Markup(script),
        script_hash=f"sha256-{b64encode(sha256(script.encode()).digest()).decode()}",
        note=brief.note,
        profile=brief.profile,
        sources=brief.sources,
        place_of=brief.place_of,
        notes=NOTES,
        columns=[name for name in COLUMNS if not empty.get(name)],
    )


@cache
def _load_template() -> Template:
    """The template, which formats rows of latest_figures.sql and Standings by these functions."""
    loader = PackageLoader("yearbook.ui", "templates")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    for function in (
        draw_line, draw_strip, explain_difference, find_web_address, format_change_since, format_due, format_median, format_move,
        format_outcome, format_progress, format_quartiles, format_rank, format_target, mark_unverified, name_state,
        format_source, format_terms, format_when, is_chinese, is_doubtful, split_figure,
    ):  # fmt: skip
        environment.globals[function.__name__] = function
    return environment.get_template("brief.html.j2")


def split_figure(row: Mapping[str, Any], language: Language) -> tuple[str, str]:
    """A figure with ≈ > <, and apart from it its unit."""
    return split_unit(format_figure(row, language), row["value"], read_unit(row), language)
