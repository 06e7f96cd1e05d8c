"""Who reported what, as a grid of cells: published, to be verified, not found, not on record."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from yearbook.analysis.coverage import STATES
from yearbook.charts.drawing import Drawing
from yearbook.charts.labels import HOVER, name_agencies
from yearbook.charts.lettering import balance_text, escape, join_lines, measure_text, shorten_text
from yearbook.charts.template import CLEAR, COLOURS, FAINT, GREY, LETTER, OUTLINE, Caption, draw_nothing, polish
from yearbook.words import Language, say

ROW, LINE_HEIGHT = 21, 13  # px: a row of one line, and what each line more adds
NAME_WIDTH = 120  # px, the widest name before it is wrapped
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
    rows: Literal["agency", "metric"] = "agency",
    columns: Literal["year", "agency"] = "year",
) -> go.Figure:
    """A cell for each row of cover_agencies or cover_metrics, rows and columns in their order of appearance.

    Agencies are named by short_zh, name_en, region_en and body_kind, metrics by metric_zh and metric_en.
    customdata: fact_id ("" without a figure), agency_id, metric_id or year as text, hover text, report_id.
    """
    if covered.empty:
        return draw_nothing(caption, language)
    row_keys, row_names = _list_names(covered, rows, language)
    column_keys, column_names = _list_names(covered, columns, language)
    across = covered[_key_of(columns)].map({key: place for place, key in enumerate(column_keys)}).to_numpy(dtype="float64")
    states = covered["state"].astype(object)
    lines = [balance_text(name, NAME_WIDTH, LETTER - 1) for name in row_names]
    heights = np.array([ROW + LINE_HEIGHT * (len(name) - 1) for name in lines])
    middles = heights / 2 - np.cumsum(heights)  # the axis counts pixels, downwards from 0
    down = covered[_key_of(rows)].map(dict(zip(row_keys, middles, strict=True))).to_numpy(dtype="float64")
    figure = Drawing(
        {
            "type": "bar",
            "x": across,
            "y": np.full(len(covered), CELL * ROW),
            "base": down - CELL * ROW / 2,
            "width": CELL,
            "marker": {
                "color": states.map(FILL).to_numpy(dtype=object),
                "line": {"color": states.map(LINE).to_numpy(dtype=object), "width": np.where(states == "unverified", OUTLINE, 0)},
            },
            "customdata": _make_customdata(covered, rows, columns, language),
            "hovertemplate": HOVER,
        }
    )
    step = -(-len(column_keys) // TICKS) if columns == "year" else 1
    told = [name if (len(column_names) - 1 - place) % step == 0 else "" for place, name in enumerate(column_names)]
    turned = columns == "agency"  # on a phone a turned heading has room for one line
    headings = [
        [shorten_text(name, NAME_WIDTH, LETTER - 1)] if turned else balance_text(name, NAME_WIDTH, LETTER - 1) for name in told
    ]
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(
        tickvals=np.arange(len(column_keys)),
        ticktext=[join_lines(heading) for heading in headings],
        tickangle=-90 if turned else 0,
        side="top",
        showgrid=False,
        zeroline=False,
        range=[-0.5, len(column_keys) - 0.5],
        tickfont={"size": LETTER - 1},
    )
    figure.update_yaxes(
        tickvals=middles,
        ticktext=[join_lines(name) for name in lines],
        showgrid=False,
        zeroline=False,
        range=[-int(heights.sum()), 0],
        tickfont={"size": LETTER - 1},
    )
    present = [state for state in STATES if (states == state).any()]
    longest = max(measure_text(line, LETTER - 1) for heading in headings for line in heading)
    return polish(
        figure,
        caption,
        int(heights.sum()),
        left=round(max(measure_text(line, LETTER - 1) for name in lines for line in name)) + 10,
        top=round(longest) + 14 if turned else 26,
        legend=[(SIGN[state], say(f"analysis.state_{state}", language)) for state in present],
    )


def _key_of(side: str) -> str:
    return "year" if side == "year" else f"{side}_id"


def _list_names(covered: pd.DataFrame, side: str, language: Language) -> tuple[list[Any], list[str]]:
    """The keys of a side in their order of appearance, with their names."""
    first = covered.drop_duplicates(_key_of(side))
    if side == "year":
        years = sorted(int(year) for year in first["year"])
        return years, [str(year) for year in years]
    if side == "agency":
        first = first.rename(columns={"short_zh": "agency_short_zh", "name_en": "agency_en"})
        return list(first["agency_id"]), name_agencies(first, language)
    return list(first["metric_id"]), [str(name) for name in first[f"metric_{language}"]]


def _make_customdata(covered: pd.DataFrame, rows: str, columns: str, language: Language) -> np.ndarray[Any, Any]:
    data = np.empty((len(covered), 5), dtype=object)
    help_of = {state: say(f"analysis.state_{state}_help", language) for state in STATES}
    name_of = {state: say(f"analysis.state_{state}", language) for state in STATES}
    other = _key_of(columns if rows == "agency" else rows)
    for place, row in enumerate(covered.to_dict("records")):
        what = [
            str(row[f"name_{language}"]),
            *([str(row[f"metric_{language}"])] if rows == "metric" else []),
            *([say("charts.year", language, year=row["year"])] if columns == "year" else []),
        ]
        lines = [f"<b>{escape(' · '.join(what))}</b>", escape(name_of[row["state"]]), escape(help_of[row["state"]])]
        if row["figures"]:
            counts = [say("charts.cell_figures", language, count=row["figures"])]
            if row["unverified"]:
                counts.append(say("charts.cell_unverified", language, count=row["unverified"]))
            lines.append(escape(say("charts.subtitle_separator", language).join(counts)))
        fact, report = (row[name] if isinstance(row[name], str) else "" for name in ("fact_id", "report_id"))
        data[place] = [fact, str(row["agency_id"]), str(row[other]), "<br>".join(lines), report]
    return data
