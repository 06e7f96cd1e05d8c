"""The Plotly template of all charts, and FigureSpec: a figure as plain dicts, which is cheaper to build than go.Figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Literal

import numpy as np
import orjson
import plotly.graph_objects as go
import plotly.io as pio

from yearbook.catalogue.messages import Language, translate
from yearbook.charts.text_metrics import NARROW, escape, join_lines, measure_text, wrap_text

UNCHOSEN = 0.6


class FigureSpec:
    """Traces and layout as dicts, changed in place by methods that are called like those of go.Figure."""

    def __init__(self, *traces: dict[str, Any]) -> None:
        self.traces = list(traces)
        self.layout: dict[str, Any] = {"annotations": [], "shapes": [], "xaxis": {}, "yaxis": {}}

    def add_trace(self, trace: dict[str, Any]) -> None:
        self.traces.append(trace)

    def add_annotation(self, **given: Any) -> None:
        self.layout["annotations"].append(given)

    def add_shape(self, **given: Any) -> None:
        self.layout["shapes"].append(given)

    def update_layout(self, **given: Any) -> None:
        self.layout.update(given)

    def update_xaxes(self, **given: Any) -> None:
        self.layout["xaxis"].update(given)

    def update_yaxes(self, **given: Any) -> None:
        self.layout["yaxis"].update(given)

    def finish(self) -> go.Figure:
        """The figure, unchecked. When a point is chosen the others stay legible: by default Plotly dims them to a fifth."""
        for trace in self.traces:
            if "marker" in trace:
                trace["unselected"] = {"marker": {"opacity": UNCHOSEN}}
        return FrozenFigure(self)


class FrozenFigure(go.Figure):  # type: ignore[misc]  # Plotly is not typed
    """A figure that nobody changes any more, its arrays kept as the JSON that the browser is sent.

    Plotly's own constructor and to_dict copy and check everything, which takes longer than to draw the chart: neither is run.
    Whoever looks at `data` or `layout` has them read back.
    """

    _encoded: dict[str, Any]

    def __init__(self, spec: FigureSpec) -> None:
        self._encoded = {"data": [_encode_arrays(trace) for trace in spec.traces], "layout": _encode_arrays(spec.layout)}

    def to_dict(self) -> dict[str, Any]:
        default = str(pio.templates.default or "none")  # Streamlit sets its own, which the browser fills with the page's colours
        return {"data": self._encoded["data"], "layout": {**self._encoded["layout"], "template": _read_template(default)}}

    def measure_json(self) -> int:
        """Its bytes as JSON, but for the template, which is nobody's own."""
        return len(orjson.dumps(self._encoded))

    @cached_property
    def _read_back(self) -> go.Figure:
        return go.Figure(orjson.loads(orjson.dumps(self._encoded)))

    @property
    def data(self) -> Any:
        return self._read_back.data

    @property
    def layout(self) -> Any:
        return self._read_back.layout


def _encode_arrays(part: Any) -> Any:
    """The same with its arrays and lists as finished JSON, which orjson takes as it is, unlike an array of objects."""
    if isinstance(part, dict):
        return {name: _encode_arrays(value) for name, value in part.items()}
    if isinstance(part, np.ndarray):
        part = np.ascontiguousarray(part) if part.dtype.kind in "bif" else part.tolist()
    elif not isinstance(part, list | tuple):
        return part
    return orjson.Fragment(orjson.dumps(part, option=orjson.OPT_SERIALIZE_NUMPY))


@lru_cache(maxsize=8)
def _read_template(name: str) -> dict[str, Any]:
    template: dict[str, Any] = pio.templates[name].to_plotly_json()
    return template


COLOURS = ("#2E75C0", "#D9601A", "#14907F", "#B8478A")  # at least 3:1 on #FFFFFF and on #0F1520
GREY = "#7F8896"
FAINT = "rgba(127,136,150,0.22)"
CLEAR = "rgba(0,0,0,0)"
LETTER, SUBTITLE, TITLE = 12, 12.5, 15  # px
BOLD = 1.05  # how much wider than others bold letters are
LINE = 1.35  # height of a line, in letters
OUTLINE = 1.6  # px, of what is hollow
NOTE_END = " · "


@dataclass(frozen=True, slots=True)
class Caption:
    """The finished words of a chart: the finding, then unit, scope and coverage, then source and edition.

    `width` is the least width in px at which title and subtitle must fit; they are wrapped to it.
    """

    title: str = ""
    subtitle: str = ""
    source: str = ""
    width: int = NARROW


def polish(
    figure: FigureSpec,
    caption: Caption,
    plot_height: int,
    left: int = 0,
    right: int = 8,
    axis_height: int = 8,
    top: int = 8,
    notes: Sequence[str] = (),
    legend: Sequence[tuple[str, str]] = (),
) -> go.Figure:
    """Give the drawing its words and its size, and make it a figure.

    `plot_height` is the height in px of the drawing itself; `left` and `right` the room for labels beside it, `axis_height`
    and `top` the room below and above it. `notes` explain marks; they stand before the source. `legend` are signs in Plotly's
    small HTML with their words, written below the subtitle. Fonts, text colour and background are left to the page's theme.
    """
    title, subtitle = _wrap(caption.title, round(caption.width / BOLD), TITLE), _wrap(caption.subtitle, caption.width, SUBTITLE)
    foot = [line for text in (NOTE_END.join(notes), caption.source) for line in _wrap(text, caption.width, LETTER - 1)]
    title_height = round(len(title) * TITLE * LINE)
    keys = _wrap_legend(legend, caption.width)
    lines = [escape(line) for line in subtitle] + keys
    head = title_height + round(len(lines) * SUBTITLE * LINE) + (6 if title else 0)
    below = axis_height + round(len(foot) * (LETTER - 1) * LINE) + (6 if foot else 0)
    figure.update_layout(
        height=plot_height + head + top + below,
        margin={"l": left, "r": right, "t": head + top, "b": below, "pad": 4, "autoexpand": True},
        paper_bgcolor=CLEAR,
        plot_bgcolor=CLEAR,
        showlegend=False,
        hovermode="closest",
        dragmode=False,
        hoverlabel={"align": "left"},
        meta={"head": [caption.subtitle, *keys], "foot": [NOTE_END.join(notes), caption.source]},  # for slides, before wrapping
        separators=".,",
        modebar={"bgcolor": CLEAR, "color": GREY, "activecolor": COLOURS[0]},
    )
    if title:
        figure.update_layout(
            title={
                "text": join_lines(title),
                "font": {"size": TITLE},
                "x": 0,
                "xref": "container",
                "xanchor": "left",
                "y": 1,
                "yref": "container",
                "yanchor": "top",
                "pad": {"l": 0, "t": 4 if len(title) == 1 else 16},  # measured: Plotly lifts a title of several lines
            }
        )
    _write_beside(figure, lines, left, round(SUBTITLE * LINE * len(lines)) + top, SUBTITLE, y=1)
    _write_beside(figure, [escape(line) for line in foot], left, -axis_height, LETTER - 1, y=0)
    figure.update_xaxes(fixedrange=True, automargin=False)
    figure.update_yaxes(fixedrange=True, automargin=False)
    return figure.finish()


def draw_nothing(caption: Caption, language: Language) -> go.Figure:
    """An empty chart that says so."""
    figure = FigureSpec()
    figure.add_annotation(text=translate("charts.no_figure", language), x=0.5, y=0.5, xref="paper", yref="paper", showarrow=False)
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    return polish(figure, caption, plot_height=120)


def make_chart_config(filename: str, language: Language = "zh", format: Literal["png", "svg"] = "png") -> dict[str, Any]:
    """What st.plotly_chart takes as `config`: one button, which saves the picture in the reader's browser as `filename`."""
    button = "Download plot as a PNG" if format == "png" else "Download plot as an SVG"
    return {
        "displaylogo": False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": format, "filename": filename, "scale": 2},
        "locale": "yearbook",
        "locales": {
            "yearbook": {
                "dictionary": {
                    button: translate("charts.download_picture", language),
                    "Download plot": translate("charts.download_picture", language),
                },
                "format": {},
            }
        },
    }


def _wrap(text: str, width: int, size: float) -> list[str]:
    return wrap_text(text, width, size) if text else []


def _wrap_legend(legend: Sequence[tuple[str, str]], width: int) -> list[str]:
    """Signs and their words in lines no wider than `width`; a sign never stands apart from its words."""
    lines: list[list[str]] = [[]]
    used = 0.0
    for sign, words in legend:
        wide = measure_text(words, SUBTITLE) + 2.4 * SUBTITLE
        if lines[-1] and used + wide > width:
            lines.append([])
            used = 0.0
        lines[-1].append(f"{sign} {escape(words)}")
        used += wide
    return ["　".join(line) for line in lines if line]


def _write_beside(figure: FigureSpec, lines: list[str], left: int, shift: int, size: float, y: int) -> None:
    """Faint lines of small HTML above (y=1) or below (y=0) the drawing, from the figure's left edge."""
    if lines:
        figure.add_annotation(
            text="<br>".join(lines),
            x=0,
            xref="paper",
            xanchor="left",
            xshift=-left,
            y=y,
            yref="paper",
            yanchor="top",
            yshift=shift,
            showarrow=False,
            align="left",
            font={"size": size},
            opacity=0.78,
        )
