"""Who reported what, as a grid of cells: published, to be verified, not found, not on record."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache, partial
from typing import Any, Literal

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from yearbook.analysis.comparability import list_rows
from yearbook.analysis.coverage import STATES
from yearbook.catalogue.messages import Language, translate
from yearbook.charts.hover import END, agency_label
from yearbook.charts.template import CLEAR, COLOURS, FAINT, GREY, LETTER, OUTLINE, Caption, FigureSpec, draw_nothing, polish
from yearbook.charts.text_metrics import balance_text, escape, join_lines, measure_text, shorten_text

Side = Literal["agency", "metric", "year"]  # what the rows or the columns are
ROW, LINE_HEIGHT = 21, 13  # px: a row of one line, and what each line more adds
NAME_WIDTH = 120  # px, the widest name before it is wrapped
UPRIGHT = 2  # headings of agencies that stand side by side on a phone, each UPRIGHT_WIDTH px wide; more are turned
UPRIGHT_WIDTH = 90
CELL_COLUMNS = ("agency_id", "state", "figures", "unverified", "fact_id")
CELL = 0.86  # of its place
TICKS = 6
FILL = {
    "published": COLOURS[0],
    "unverified": CLEAR,
    "not_published": COLOURS[1],
    "not_found": GREY,
    "absent": FAINT,
    "not_applicable": CLEAR,
}
LINE = FILL | {"unverified": COLOURS[0], "absent": CLEAR}
SIGN = {
    "published": f"<span style='color:{COLOURS[0]}'>■</span>",
    "unverified": f"<span style='color:{COLOURS[0]}'>□</span>",
    "not_published": f"<span style='color:{COLOURS[1]}'>■</span>",
    "not_found": f"<span style='color:{GREY}'>■</span>",
    "absent": f"<span style='color:{FAINT}'>■</span>",
    "not_applicable": "·",
}


def draw_coverage_grid(
    covered: pd.DataFrame,
    caption: Caption,
    language: Language = "zh",
    rows: Side = "agency",
    columns: Side = "year",
    highlight: Collection[str] = (),
) -> go.Figure:
    """A cell for each row of cover_agencies or cover_metrics, rows and columns in their order of appearance; the names of the
    agencies in `highlight` are bold.

    Agencies are named by short_zh, name_en, region_en and body_kind, metrics by metric_zh and metric_en.
    A trace for the cells of each state, in the order of STATES, so that what they share goes out once. customdata: fact_id (""
    without a figure), agency_id, metric_id or year as text, what the cell is called, the state's place in STATES, and how many
    figures, where there are any.
    """
    if covered.empty:
        return draw_nothing(caption, language)
    cells = covered
    row_keys, row_names = _list_labels(cells, rows, language)
    column_keys, column_names = _list_labels(cells, columns, language)
    across = _find_places(cells[_key_of(columns)], dict(zip(column_keys, range(len(column_keys)), strict=True)))
    states = cells["state"].to_numpy(dtype=object)
    present = [state for state in STATES if (states == state).any()]
    lines = [balance_text(name, NAME_WIDTH, LETTER - 1) for name in row_names]
    heights = np.array([ROW + LINE_HEIGHT * (len(name) - 1) for name in lines])
    middles = heights / 2 - np.cumsum(heights)  # the axis counts pixels, downwards from 0
    down = _find_places(cells[_key_of(rows)], dict(zip(row_keys, middles.tolist(), strict=True)))
    customdata = _make_customdata(cells, rows, columns, language)
    figure = FigureSpec()
    for state in present:
        at = np.flatnonzero(states == state)
        said = [customdata[place] for place in at]
        words = [
            "<b>%{customdata[3]}</b>",
            *map(escape, describe_state(state, language)),
            *["%{customdata[5]}"][: len(said[0]) - 5],
        ]
        figure.add_trace(
            {
                "type": "bar",
                "x": across[at],
                "y": np.full(len(at), CELL * ROW),
                "base": down[at] - CELL * ROW / 2,
                "width": CELL,
                "marker": {
                    "color": FILL[state],
                    "line": {"color": LINE[state], "width": OUTLINE if state == "unverified" else 0},
                },
                "customdata": said,
                "hovertemplate": "<br>".join(words) + END,
            }
        )
    step = -(-len(column_keys) // TICKS) if columns == "year" else 1
    headed = [name if (len(column_names) - 1 - place) % step == 0 else "" for place, name in enumerate(column_names)]
    turned = columns == "agency" and len(headed) > UPRIGHT  # then one line has room on a phone
    width = NAME_WIDTH if turned else UPRIGHT_WIDTH
    headings = [[shorten_text(name, width, LETTER - 1)] if turned else balance_text(name, width, LETTER - 1) for name in headed]
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(
        tickvals=np.arange(len(column_keys)),
        ticktext=_write_names(headings, column_keys, highlight),
        tickangle=-90 if turned else 0,
        side="top",
        showgrid=False,
        zeroline=False,
        range=[-0.5, len(column_keys) - 0.5],
        tickfont={"size": LETTER - 1},
    )
    figure.update_yaxes(
        tickvals=middles,
        ticktext=_write_names(lines, row_keys, highlight),
        showgrid=False,
        zeroline=False,
        range=[-int(heights.sum()), 0],
        tickfont={"size": LETTER - 1},
    )
    longest = max(measure_text(line, LETTER - 1) for heading in headings for line in heading)
    return polish(
        figure,
        caption,
        int(heights.sum()),
        left=round(max(measure_text(line, LETTER - 1) for name in lines for line in name)) + 10,
        top=round(longest) + 14 if turned else 13 + LINE_HEIGHT * max(map(len, headings)),
        legend=[(SIGN[state], translate(f"analysis.state_{state}", language)) for state in present],
    )


def _write_names(names: Sequence[list[str]], keys: Sequence[Any], highlight: Collection[str]) -> list[str]:
    pairs = zip(names, keys, strict=True)
    return [f"<b>{join_lines(name)}</b>" if key in highlight else join_lines(name) for name, key in pairs]


def _key_of(side: str) -> str:
    return "year" if side == "year" else f"{side}_id"


def _find_places(keys: pd.Series, places: Mapping[Any, float]) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.array([places[key] for key in keys.tolist()], dtype="float64")


def _list_labels(cells: pd.DataFrame, side: str, language: Language) -> tuple[list[Any], list[str]]:
    """The keys of a side in their order of appearance, with their names."""
    keys = cells[_key_of(side)].tolist()
    if side == "year":
        years = sorted(set(keys))
        return years, [str(year) for year in years]
    first = cells.drop_duplicates(_key_of(side))
    known = first[_key_of(side)].tolist()
    if side == "metric":
        return known, [str(name) for name in first[f"metric_{language}"]]
    bodies = list_rows(first, ("short_zh", "name_en", "region_en", "body_kind"))
    return known, [
        agency_label(row | {"agency_short_zh": row.get("short_zh"), "agency_en": row["name_en"]}, language) for row in bodies
    ]


def _make_customdata(cells: pd.DataFrame, rows: str, columns: str, language: Language) -> list[list[Any]]:
    data: list[list[Any]] = []
    counted = cache(partial(_format_counts, language=language))
    other = _key_of(columns if rows == "agency" else rows)
    named = [f"name_{language}", *([f"metric_{language}"] if rows == "metric" else []), *(["year"] if columns == "year" else [])]
    format_name = cache(lambda name, value: translate("charts.year", language, year=value) if name == "year" else str(value))
    for row in list_rows(cells, (*named, *CELL_COLUMNS, other)):
        called = escape(" · ".join(format_name(name, row[name]) for name in named))
        fact = row["fact_id"] if isinstance(row["fact_id"], str) else ""
        counts = [counted(row["figures"], row["unverified"])] if row["figures"] else []
        data.append([fact, str(row["agency_id"]), str(row[other]), called, STATES.index(row["state"]), *counts])
    return data


def describe_state(state: str, language: Language) -> list[str]:
    """A state of STATES, and what it means."""
    return [translate(f"analysis.state_{state}{end}", language) for end in ("", "_help")]


def _format_counts(figures: int, unverified: int, language: Language) -> str:
    counts = [translate("charts.cell_figures", language, count=figures)]
    if unverified:
        counts.append(translate("charts.cell_unverified", language, count=unverified))
    return escape(translate("charts.subtitle_separator", language).join(counts))
