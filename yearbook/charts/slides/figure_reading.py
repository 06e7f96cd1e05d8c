"""Read from a finished chart what a slide shows of it: its words, and rows or years with their values, or else its points."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import plotly.graph_objects as go

from yearbook.charts.template import CLEAR, COLOURS

HEX = re.compile(r"#([0-9A-Fa-f]{6})")
YEAR = re.compile(r"(?:19|20)\d\d(?!\d)年?")
PLACE = re.compile(r"%\{customdata\[(\d+)\]\}")


@dataclass(frozen=True, slots=True)
class Series:
    """Values by category, None where there is none; for each the colour as six hexadecimal digits and whether it is hollow."""

    name: str
    values: list[float | None]
    colours: list[str]
    hollow: list[bool]


@dataclass(frozen=True, slots=True)
class ChartContent:
    """What a slide shows. `points` are the rows of a table where the drawing makes neither bars nor lines: who, what, of when."""

    title: str
    subtitle: str
    foot: str
    form: Literal["bars", "lines", "table"]
    categories: list[str]
    series: list[Series]
    points: list[tuple[str, str, str]]


def read_figure(figure: go.Figure, finding: str) -> ChartContent:
    """The content of a chart of this package; `finding` is its title where it has none of its own."""
    layout = figure.layout
    title = _strip(layout.title.text or "") or finding
    subtitle, foot = ("\n".join(_strip(line) for line in layout.meta[place] if line) for place in ("head", "foot"))
    rows = _read_ticks(layout.yaxis)
    traces = [trace for trace in figure.data if trace.customdata is not None]
    if rows and all(_has_rows(trace) for trace in traces):
        labels = [rows[place] for place in sorted(rows, reverse=True)]
        places = {place: at for at, place in enumerate(sorted(rows, reverse=True))}
        series = [_read_rows(trace, places) for trace in traces]
        return ChartContent(title, subtitle, foot, "bars", labels, series, [])
    years = _read_ticks(layout.xaxis)
    if years and not rows and all(trace.type == "scatter" and "lines" in (trace.mode or "") for trace in traces):
        places = {place: at for at, place in enumerate(sorted(years))}
        series = [_read_rows(trace, places, across=True) for trace in reversed(traces)]  # those in colour were drawn last
        return ChartContent(title, subtitle, foot, "lines", [str(round(place)) for place in places], series, [])
    return ChartContent(title, subtitle, foot, "table", [], [], list(dict.fromkeys(_read_points(traces))))


def _has_rows(trace: Any) -> bool:
    """Whether a trace has one value for each row: bars that begin at nought, or dots."""
    if trace.type == "bar":
        return trace.orientation == "h" and trace.base is None
    return trace.type == "scatter" and "markers" in (trace.mode or "")


def _read_ticks(axis: Any) -> dict[float, str]:
    """The words along an axis by their place; none where it has only numbers."""
    if axis.ticktext is None or axis.tickvals is None or axis.visible is False:
        return {}
    return {float(place): _strip(str(text)) for place, text in zip(axis.tickvals, axis.ticktext, strict=True)}


def _read_rows(trace: Any, places: dict[float, int], across: bool = False) -> Series:
    """The values of a trace by their places along the other axis."""
    along, values = (trace.x, trace.y) if across else (trace.y, trace.x)
    given, colours, hollow = [None] * len(places), [COLOURS[0][1:]] * len(places), [False] * len(places)
    found: list[float | None] = list(given)
    for at, (place, value) in enumerate(zip(along, values, strict=True)):
        row = places.get(float(place))
        if row is None or value is None or value != value:
            continue
        found[row] = float(value)
        colours[row], hollow[row] = _read_look(trace, at)
    return Series(_name_series(trace, across), found, colours, hollow)


def _read_look(trace: Any, at: int) -> tuple[str, bool]:
    """Colour and hollowness of one point."""
    line = trace.line.color if trace.type == "scatter" and trace.mode and "lines" in trace.mode else None
    fill, edge = (_pick(part, at) for part in (trace.marker.color, trace.marker.line.color))
    symbol = _pick(trace.marker.symbol, at) if trace.type == "scatter" else ""
    match = next((match for colour in (line, edge, fill) if (match := HEX.fullmatch(str(colour)))), None)
    return match[1] if match else COLOURS[0][1:], fill == CLEAR or "open" in str(symbol)


def _pick(part: Any, at: int) -> Any:
    return part[at] if isinstance(part, Sequence | tuple) and not isinstance(part, str) else part


def _name_series(trace: Any, across: bool) -> str:
    """Whose line it is, or of which year its dots are, as the text for the pointer says."""
    lines = next((_read_hover(trace, point) for point in trace.customdata if point[0]), [])
    if across:
        return lines[0] if lines else ""
    return next((match[0] for line in lines[2:] if (match := YEAR.match(line))), "")


def _read_points(traces: Sequence[Any]) -> Iterator[tuple[str, str, str]]:
    """Who, what and how much, of when, for each point that stands for a figure."""
    for trace in traces:
        for point in trace.customdata:
            lines = _read_hover(trace, point) if point[0] else []
            if len(lines) > 1:
                when = next((line for line in lines[2:] if YEAR.match(line)), "")
                yield lines[0], lines[1], when


def _read_hover(trace: Any, point: Sequence[Any]) -> list[str]:
    """The lines under the pointer: the trace's template with what is the point's own."""
    text = PLACE.sub(lambda match: str(point[int(match[1])]), str(trace.hovertemplate).partition("<extra>")[0])
    return [_strip(line) for line in text.split("<br>")]


def _strip(text: str) -> str:
    """Plotly's small HTML as plain text, its lines joined."""
    words = re.sub(r"<br\s*/?>", "", text) if re.search(r"[\u4e00-\u9fff]", text) else re.sub(r"<br\s*/?>", " ", text)
    return html.unescape(re.sub(r"<[^>]+>", "", words)).strip()
