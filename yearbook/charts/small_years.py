"""Years side by side for many bodies: a small chart for each, by region, all on one scale, over the median of all."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from yearbook.analysis.admissibility import may_say
from yearbook.analysis.comparability import list_rows, make_block
from yearbook.catalogue.areas import find_area, load_areas
from yearbook.catalogue.messages import Language, translate
from yearbook.charts.annotations import draw_restatements, explain_highlighted, find_breaks_of, find_highlighted, mark_breaks
from yearbook.charts.hover import (
    HOVER_COLUMNS,
    explain_hollow,
    find_hollow,
    find_marks,
    read_numbers,
    select_columns,
    series_labels,
    share_customdata,
)
from yearbook.charts.number_format import choose_scale, format_number, read_unit_of
from yearbook.charts.template import COLOURS, FAINT, GREY, LETTER, Caption, FigureSpec, draw_nothing, polish
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
    years: pd.DataFrame,
    caption: Caption,
    language: Language = "zh",
    measure: str = "value",
    breaks: pd.DataFrame | None = None,
    medians: pd.DataFrame | None = None,
    count: int = 0,
    highlight: Collection[str] = (),
) -> go.Figure:
    """A small chart for each series of compare_years, region by region, those that end highest first; a missing year breaks its
    line, `breaks` (see find_breaks) are marked.

    `medians` (year, median, lowest, highest) and the `count` of all series are given where `years` has only those that are drawn.
    Where any of `highlight` (agency_ids) is among them, the rest is grey. With measure="index" the first year is 100.
    customdata: see hover.share_customdata.
    """
    rows = select_columns(years)
    published = rows[(rows["state"] == "published") & rows[measure].notna()]
    if not len(published):
        return draw_nothing(caption, language)
    ends = _find_ends(published, measure)
    groups = _group_by_area(published.iloc[ends[:MOST]])
    bodies = published.iloc[np.concatenate([ends[group] for group in groups.values()])]
    order = bodies["series"].tolist()
    unit = read_unit_of(published) if measure == "value" else ""
    medians = _find_medians(published, measure) if medians is None else medians
    reached = medians[["lowest", "highest"]].to_numpy(dtype="float64").ravel()
    divisor = choose_scale(reached, unit, language).divisor if unit else 1
    drawn = rows[rows["series"].isin(order)]
    place = _Panels(medians["year"], reached / divisor, [len(group) for group in groups.values()])
    figure = FigureSpec()
    _draw_medians(figure, place, medians["year"].to_numpy(dtype="float64"), medians["median"].to_numpy(dtype="float64") / divisor)
    for heading, top in zip(groups, place.headings, strict=True):
        if len(groups) > 1:
            _write(figure, _name_area(heading, language), 0, top, "left", LETTER, weight="bold")
    note = "small" if medians["median"].notna().any() else "small_plain"
    notes = [*explain_hollow(drawn[drawn[measure].notna()], language), translate(f"comparable.note_{note}", language)]
    within = None if breaks is None else make_block(breaks[breaks["year"].between(place.first, place.last)])
    broken = set() if within is None else set(within["subject_id"])
    points = _Points(drawn, measure, divisor, language)
    restated = set(drawn["series"][drawn["restated_value"].notna()]) if measure == "value" else set()
    suffix = "%" if unit == "percent" else ""
    chosen = find_highlighted(bodies, highlight)
    named: dict[str, tuple[int, str]] = {}  # bodies with breaks: where they are drawn, and how they are called
    for panel, (series, name, body) in enumerate(
        zip(order, series_labels(bodies, language), bodies["subject_id"].tolist(), strict=True)
    ):
        _label_panel(figure, place, panel, name, bool(chosen[panel]))
        colour = COLOURS[0] if chosen[panel] or not chosen.any() else GREY
        figure.add_trace(_draw_line(points, np.flatnonzero(points.series == series), place, panel, suffix, colour))
        disturbed = []
        if series in restated:
            line = drawn[drawn["series"] == series]
            disturbed = draw_restatements(figure, line, divisor, language, partial(place.at, panel))
        if body in broken:
            named[body] = panel, name
            disturbed.append(translate("comparable.note_break", language))
        notes.extend(note for note in disturbed if note not in notes)
    if within is not None and named:
        figure.add_trace(_mark_breaks(find_breaks_of(within, named), place, named, language))
    if (drawn["state"] == "gap").any():
        notes.append(translate("charts.note_gap", language))
    if max(count, len(ends)) > MOST:
        notes.append(translate("comparable.note_small_most", language, shown=MOST, count=max(count, len(ends))))
    figure.update_xaxes(visible=False, range=[0, COLUMNS])
    figure.update_yaxes(visible=False, range=[-place.height, 0])
    return polish(figure, caption, place.height, right=0, notes=notes, legend=explain_highlighted(bodies, chosen, language))


def _mark_breaks(
    breaks: pd.DataFrame, place: _Panels, named: Mapping[str, tuple[int, str]], language: Language
) -> dict[str, Any]:
    """The marks of all panels in one trace, each at the foot of its own."""
    panels = [named[body][0] for body in breaks["subject_id"].tolist()]
    across = [float(place.across(panel, year)) for panel, year in zip(panels, read_numbers(breaks, "year"), strict=True)]
    foot = np.array([place.foot(panel) + 5.0 for panel in panels])
    return mark_breaks(breaks, {body: name for body, (_, name) in named.items()}, np.array(across), foot, language)


def _find_ends(published: pd.DataFrame, measure: str) -> Numbers:
    """Where each series ends, as positions, those that end highest first."""
    ends = np.flatnonzero(~published["series"].duplicated(keep="last"))
    return ends[np.argsort(-read_numbers(published, measure)[ends], kind="stable")]


def _group_by_area(bodies: pd.DataFrame) -> dict[str, list[int]]:
    """The bodies by part of the country (see catalogue.areas), the whole first, in their order; what lies in none last."""
    order = ["national", *load_areas(), ""]
    groups: dict[str, list[int]] = {}
    for place, (code, level) in enumerate(zip(bodies["region_code"], bodies["admin_level"], strict=True)):
        groups.setdefault("national" if level == "national" else find_area(str(code)), []).append(place)
    return dict(sorted(groups.items(), key=lambda group: order.index(group[0])))


def _name_area(area: str, language: Language) -> str:
    if area in load_areas():
        return load_areas()[area].name[language]
    return translate("charts.area_national" if area else "charts.area_other", language)


class _Panels:
    """Where a year and a value stand on the sheet: x in columns, y in px downwards from 0. Groups stand one below the other."""

    def __init__(self, years: pd.Series, values: Numbers, groups: list[int]) -> None:
        self.first, self.last = int(years.min()), int(years.max())
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
        return np.round(self.column(panel) + INSET[0] + share * (INSET[1] - INSET[0]), 4)  # a hundredth of a px

    def down(self, panel: int, values: Numbers) -> Numbers:
        share = (values - self.low) / (self.high - self.low) if self.high > self.low else np.full(len(values), 0.5)
        return np.round(self.foot(panel) + 8 + share * (PANEL - 22), 2)

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


def _find_medians(published: pd.DataFrame, measure: str) -> pd.DataFrame:
    """For each year the median, the lowest and the highest of all bodies."""
    values = published[measure].astype("float64").groupby(published["year"].astype("int64"))
    found = values.agg(median="median", lowest="min", highest="max", reported="size").reset_index()
    return found.assign(median=found["median"].where(found["reported"].map(lambda count: may_say("median", count))))


def _draw_medians(figure: FigureSpec, place: _Panels, years: Numbers, values: Numbers) -> None:
    """A line through the medians, year by year, behind every small chart."""
    gap = np.array([np.nan])
    across = [np.append(place.across(panel, years), gap) for panel in range(place.count)]
    down = [np.append(place.down(panel, values), gap) for panel in range(place.count)]
    line = {"color": GREY, "width": 1, "dash": "dot"}
    lines = {"x": np.concatenate(across), "y": np.concatenate(down)}
    figure.add_trace({"type": "scatter", **lines, "mode": "lines", "line": line, "hoverinfo": "skip"})


def _label_panel(figure: FigureSpec, place: _Panels, panel: int, name: str, bold: bool) -> None:
    """The name above, a line below with the first and the last year."""
    column, foot = place.column(panel), place.foot(panel)
    _write(
        figure, shorten_text(name, PHONE_COLUMN, LETTER), column, place.top(panel), "left", LETTER, "bold" if bold else "normal"
    )
    figure.add_shape(type="line", x0=column, x1=column + INSET[1] + 0.06, y0=foot, y1=foot, line={"color": FAINT, "width": 1})
    _write(figure, str(place.first), column, foot, "left", SMALL)
    if place.last > place.first:
        _write(figure, str(place.last), column + INSET[1] + 0.06, foot, "right", SMALL)


class _Points:
    """What is drawn of all series, column by column, in the order of the rows."""

    def __init__(self, drawn: pd.DataFrame, measure: str, divisor: int, language: Language) -> None:
        self.series, self.years = drawn["series"].to_numpy(dtype="int64"), read_numbers(drawn, "year")
        self.values = read_numbers(drawn, measure) / divisor
        self.marks, self.hollow = np.array(find_marks(drawn, language), dtype=object), find_hollow(drawn)
        self.rows, self.language = list_rows(drawn, HOVER_COLUMNS), language


def _draw_line(points: _Points, at: Numbers, place: _Panels, panel: int, suffix: str, colour: str) -> dict[str, Any]:
    years, values = points.years[at], points.values[at]
    there = np.flatnonzero(~np.isnan(values))
    texts = np.full(len(at), "", dtype=object)
    dense = place.last - place.first >= DENSE
    for end in {there[-1]} if dense else {there[0], there[-1]}:
        texts[end] = escape(f"{points.marks[at[end]]}{format_number(values[end], 3)}{suffix}")
    wide = measure_text("".join(texts), SMALL) > PHONE_COLUMN * (INSET[1] - INSET[0])
    if wide and len(there) > 1:
        texts[there[0]] = ""  # the two would meet: the last one stays
    early = years < (place.first + place.last) / 2
    template, customdata = share_customdata([points.rows[row] for row in at], points.language)
    return {
        "type": "scatter",
        "x": place.across(panel, years),
        "y": place.down(panel, values),
        "mode": "lines+markers+text",
        "connectgaps": False,
        "line": {"color": colour, "width": 1.2 if dense else 2},
        "marker": {
            "symbol": np.where(points.hollow[at], "circle-open", "circle"),
            "color": colour,
            "size": 4 if dense else 7,
            "line": {"width": 1.2 if dense else 2, "color": colour},
        },
        "text": texts,
        "textposition": np.where(early, "top right", "top left"),
        "textfont": {"size": SMALL},
        "cliponaxis": False,
        "customdata": customdata,
        "hovertemplate": template,
    }


def _write(figure: FigureSpec, text: str, x: float, y: float, anchor: str, size: float, weight: str = "normal") -> None:
    font = {"size": size, "weight": weight}
    figure.add_annotation(
        text=join_lines([text]), x=x, y=y, xanchor=anchor, yanchor="top", showarrow=False, font=font, borderpad=0
    )
