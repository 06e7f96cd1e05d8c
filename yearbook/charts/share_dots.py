"""Shares as dots on a scale from nought to a hundred, over the band that holds the middle half of the peers."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import plotly.graph_objects as go

from yearbook.analysis.ranking import Ranking
from yearbook.catalogue.messages import Language, translate
from yearbook.charts.figure_spec import FigureSpec
from yearbook.charts.hover import (
    HOVER,
    agency_labels,
    explain_marks,
    find_hollow,
    format_labels,
    label_rows,
    make_customdata,
    place_rows,
    read_numbers,
    select_columns,
)
from yearbook.charts.number_format import format_value
from yearbook.charts.template import COLOURS, FAINT, GREY, LETTER, Caption, draw_nothing, polish
from yearbook.charts.text_metrics import escape

SCALE = (0.0, 100.0)
ENOUGH = 4  # agencies for quartiles to say something


def draw_share_dots(ranking: Ranking, caption: Caption, language: Language = "zh", highlight: Collection[str] = ()) -> go.Figure:
    """A dot for each agency of a ranking of percentages, first at the top; the rest of `highlight` (agency_ids) is grey.

    customdata: fact_id, agency_id, region_code, hover text.
    """
    frame = select_columns(ranking.frame)
    if not len(frame):
        return draw_nothing(caption, language)
    values = read_numbers(frame, "value")
    colours = np.where([not highlight or agency in highlight for agency in frame["agency_id"]], COLOURS[0], GREY)
    figure = FigureSpec(
        {
            "type": "scatter",
            "x": values,
            "y": place_rows(len(frame)),
            "mode": "markers+text",
            "marker": {
                "color": colours,
                "size": 11,
                "symbol": np.where(find_hollow(frame), "circle-open", "circle"),
                "line": {"width": 2, "color": colours},
            },
            "text": format_labels(frame, values, "%", language),
            "textposition": np.where(values > SCALE[1] * 0.8, "middle left", "middle right"),
            "textfont": {"size": LETTER},
            "cliponaxis": False,
            "customdata": make_customdata(frame, language),
            "hovertemplate": HOVER,
        }
    )
    notes = explain_marks(frame, language)
    if len(frame) >= ENOUGH:
        band = {"x0": ranking.lower_quartile, "x1": ranking.upper_quartile, "y0": 0, "y1": 1, "yref": "paper"}
        figure.add_shape(type="rect", layer="below", fillcolor=FAINT, line={"width": 0}, **band)
        line = {"color": GREY, "width": 1.2, "dash": "dot"}
        figure.add_shape(type="line", layer="below", line=line, **(band | {"x0": ranking.median, "x1": ranking.median}))
        figure.add_annotation(
            x=ranking.median,
            y=1,
            yref="paper",
            yanchor="bottom",
            text=escape(translate("charts.median_label", language, value=format_value(ranking.median, "percent", language))),
            showarrow=False,
            font={"size": LETTER - 1},
            opacity=0.85,
        )
        notes.append(translate("charts.note_quartiles", language))
    figure.update_xaxes(
        range=[min(SCALE[0], values.min()) - 2, max(SCALE[1], values.max()) + 2],
        tickvals=np.array([0, 25, 50, 75, 100]),
        ticktext=["0", "25%", "50%", "75%", "100%"],
        tickfont={"size": LETTER - 1},
        showgrid=False,
        zeroline=False,
    )
    left, height = label_rows(figure, agency_labels(frame, language), grid=True)
    return polish(figure, caption, height, left=left, right=14, axis_height=26, top=24, notes=notes)
