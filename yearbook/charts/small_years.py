"""Years side by side for many bodies: a small chart for each, by region, all on one scale, over the median of all."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from yearbook.analysis.columns import Columns, Table, read_columns
from yearbook.catalogue.messages import Language, translate
from yearbook.charts.annotations import draw_restatements, find_breaks_of, mark_breaks
from yearbook.charts.figure_spec import FigureSpec
from yearbook.charts.hover import HOVER, explain_marks, find_hollow, find_marks, make_customdata, name_series
from yearbook.charts.number_format import choose_scale, format_number
from yearbook.charts.template import COLOURS, FAINT, GREY, LETTER, Caption, draw_nothing, polish
from yearbook.charts.text_metrics import escape, join_lines, measure_text, shorten_text

COLUMNS = 3
DENSE = 9  # years from which the marks are small, and only the last value is written
MOST = 24  # small charts; the table has the rest
PANEL, NAME, GAP, HEADING = 62, 19, 24, 24  # px: a small chart, the name above it, the room below it for its years; of a group
INSET = (0.05, 0.88)  # of a column: where the first and the last year stand
PHONE_COLUMN = 104  # px
SMALL = LETTER - 1
Numbers = np.ndarray[Any, Any]


def draw_small_years(
    years: Table,
    caption: Caption,
    language: Language = "zh",
    measure: str = "value",
    breaks: pd.DataFrame | None = None,
) -> go.Figure:
    """A small chart for each series of compare_years, region by region, those that end highest first; a missing year breaks its
    line, `breaks` (see find_breaks) are marked.

    With measure="index" the first year is 100. customdata: fact_id, agency_id, region_code, hover text.
    """
    rows = read_columns(years)
    published = rows.take((rows["state"] == "published") & rows.has(measure))
    if not len(published):
        return draw_nothing(caption, language)
    ends = _find_ends(published, measure)
    groups = _group_by_area(published.take(ends[:MOST]))
    bodies = published.take(np.concatenate([ends[group] for group in groups.values()]))
    order = bodies["series"].astype("int64").tolist()
    unit = str(published["unit"][0]) if measure == "value" else ""
    divisor = choose_scale(published.numbers(measure), unit, language).divisor if unit else 1
    drawn = rows.take(np.isin(rows["series"].astype("int64"), order))
    place = _Panels(published, measure, divisor, [len(group) for group in groups.values()])
    figure = FigureSpec()
    _draw_medians(figure, place, *_find_medians(published, measure, divisor))
    for heading, top in zip(groups, place.headings, strict=True):
        if len(groups) > 1:
            _write(figure, translate(f"charts.area_{heading}", language), 0, top, "left", LETTER, weight="bold")
    notes = [*explain_marks(drawn.take(drawn.has(measure)), language), translate("comparable.note_small", language)]
    for panel, (series, name) in enumerate(zip(order, name_series(bodies, language), strict=True)):
        _write_panel(figure, place, panel, name)
        line = drawn.take(drawn["series"] == series)
        figure.add_trace(_draw_line(line, place, panel, measure, divisor, "%" if unit == "percent" else "", language))
        body = str(bodies["agency_id"][panel])
        disturbed = [] if measure != "value" else draw_restatements(figure, line, divisor, language, partial(place.at, panel))
        if breaks is not None and len(told := _within(find_breaks_of(breaks, {body}), place)):
            across = place.across(panel, told.numbers("year"))
            foot = np.full(len(told), place.foot(panel) + 5.0)
            figure.add_trace(mark_breaks(told, {body: name}, across, foot, language))
            disturbed.append(translate("comparable.note_break", language))
        notes.extend(note for note in disturbed if note not in notes)
    if (drawn["state"] == "gap").any():
        notes.append(translate("charts.note_gap", language))
    if len(ends) > MOST:
        notes.append(translate("comparable.note_small_most", language, shown=MOST, count=len(ends)))
    figure.update_xaxes(visible=False, range=[0, COLUMNS])
    figure.update_yaxes(visible=False, range=[-place.height, 0])
    return polish(figure, caption, place.height, right=0, notes=notes)


def _find_ends(published: Columns, measure: str) -> Numbers:
    """Where each series ends, those that end highest first."""
    series = published["series"].astype("int64")
    _, from_end = np.unique(series[::-1], return_index=True)
    ends = np.sort(len(series) - 1 - from_end)
    return ends[np.argsort(-published.numbers(measure)[ends], kind="stable")]


def _group_by_area(bodies: Columns) -> dict[str, list[int]]:
    """The bodies by part of the country, which the first digit of a code names in GB/T 2260, the whole first; in their order."""
    groups: dict[str, list[int]] = {}
    for place, (code, level) in enumerate(zip(bodies["region_code"], bodies["admin_level"], strict=True)):
        groups.setdefault("0" if level == "national" else str(code)[0], []).append(place)
    return dict(sorted(groups.items()))


def _within(breaks: Columns, place: _Panels) -> Columns:
    years = breaks.numbers("year")
    return breaks.take((years >= place.first) & (years <= place.last))


class _Panels:
    """Where a year and a value stand on the sheet: x in columns, y in px downwards from 0. Groups stand one below the other."""

    def __init__(self, published: Columns, measure: str, divisor: int, groups: list[int]) -> None:
        values = published.numbers(measure) / divisor
        self.first, self.last = int(published["year"].min()), int(published["year"].max())
        self.low, self.high = min(0.0, float(values.min())), float(values.max())
        if self.low == 0.0 and float(values.min()) > self.high / 3:
            self.low = float(values.min())  # far from nought the changes would not show
        self.headings: list[int] = []
        self._places: list[tuple[int, int]] = []  # of each panel: its column, its top
        self.height = 0
        for count in groups:
            self.headings.append(-self.height)
            self.height += HEADING if len(groups) > 1 else 0
            self._places += [(at % COLUMNS, -self.height - at // COLUMNS * (NAME + PANEL + GAP)) for at in range(count)]
            self.height += -(-count // COLUMNS) * (NAME + PANEL + GAP)

    def across(self, panel: int, years: Numbers) -> Numbers:
        share = (years - self.first) / max(1, self.last - self.first)
        return self.column(panel) + INSET[0] + share * (INSET[1] - INSET[0])

    def down(self, panel: int, values: Numbers) -> Numbers:
        share = (values - self.low) / (self.high - self.low) if self.high > self.low else np.full(len(values), 0.5)
        return self.foot(panel) + 8 + share * (PANEL - 22)

    def at(self, panel: int, years: Numbers, values: Numbers) -> tuple[Numbers, Numbers]:
        return self.across(panel, years), self.down(panel, values)

    @property
    def count(self) -> int:
        return len(self._places)

    def column(self, panel: int) -> int:
        return self._places[panel][0]

    def top(self, panel: int) -> int:
        return self._places[panel][1]

    def foot(self, panel: int) -> int:
        return self.top(panel) - NAME - PANEL


def _find_medians(published: Columns, measure: str, divisor: int) -> tuple[Numbers, Numbers]:
    """The years, and for each the median of all bodies."""
    years, values = published.numbers("year"), published.numbers(measure)
    order = np.argsort(years, kind="stable")
    told, starts = np.unique(years[order], return_index=True)
    return told, np.array([np.median(part) for part in np.split(values[order], starts[1:])]) / divisor


def _draw_medians(figure: FigureSpec, place: _Panels, years: Numbers, values: Numbers) -> None:
    """A line through the medians, year by year, behind every small chart."""
    gap = np.array([np.nan])
    across = [np.append(place.across(panel, years), gap) for panel in range(place.count)]
    down = [np.append(place.down(panel, values), gap) for panel in range(place.count)]
    line = {"color": GREY, "width": 1, "dash": "dot"}
    lines = {"x": np.concatenate(across), "y": np.concatenate(down)}
    figure.add_trace({"type": "scatter", **lines, "mode": "lines", "line": line, "hoverinfo": "skip"})


def _write_panel(figure: FigureSpec, place: _Panels, panel: int, name: str) -> None:
    """The name above, a line below with the first and the last year."""
    column, foot = place.column(panel), place.foot(panel)
    _write(figure, shorten_text(name, PHONE_COLUMN, LETTER), column, place.top(panel), "left", LETTER)
    figure.add_shape(type="line", x0=column, x1=column + INSET[1] + 0.06, y0=foot, y1=foot, line={"color": FAINT, "width": 1})
    _write(figure, str(place.first), column, foot, "left", SMALL)
    if place.last > place.first:
        _write(figure, str(place.last), column + INSET[1] + 0.06, foot, "right", SMALL)


def _draw_line(
    line: Columns, place: _Panels, panel: int, measure: str, divisor: int, suffix: str, language: Language
) -> dict[str, Any]:
    values = line.numbers(measure) / divisor
    there = np.flatnonzero(~np.isnan(values))
    marks = find_marks(line, language)
    texts = np.full(len(line), "", dtype=object)
    dense = place.last - place.first >= DENSE
    for at in {there[-1]} if dense else {there[0], there[-1]}:
        texts[at] = escape(f"{marks[at]}{format_number(values[at], 3)}{suffix}")
    wide = measure_text("".join(texts), SMALL) > PHONE_COLUMN * (INSET[1] - INSET[0])
    if wide and len(there) > 1:
        texts[there[0]] = ""  # the two would meet: the last one stays
    years = line.numbers("year")
    early = years < (place.first + place.last) / 2
    return {
        "type": "scatter",
        "x": place.across(panel, years),
        "y": place.down(panel, values),
        "mode": "lines+markers+text",
        "connectgaps": False,
        "line": {"color": COLOURS[0], "width": 1.2 if dense else 2},
        "marker": {
            "symbol": np.where(find_hollow(line), "circle-open", "circle"),
            "color": COLOURS[0],
            "size": 4 if dense else 7,
            "line": {"width": 1.2 if dense else 2, "color": COLOURS[0]},
        },
        "text": texts,
        "textposition": np.where(early, "top right", "top left"),
        "textfont": {"size": SMALL},
        "cliponaxis": False,
        "customdata": make_customdata(line, language),
        "hovertemplate": HOVER,
    }


def _write(figure: FigureSpec, text: str, x: float, y: float, anchor: str, size: float, weight: str = "normal") -> None:
    font = {"size": size, "weight": weight}
    figure.add_annotation(
        text=join_lines([text]), x=x, y=y, xanchor=anchor, yanchor="top", showarrow=False, font=font, borderpad=0
    )
