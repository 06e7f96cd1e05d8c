"""The provinces as a grid of tiles, each with its name and its figure: a map that needs no map."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from yearbook.catalogue.messages import Language, all_messages, translate
from yearbook.charts.hover import (
    HOVER,
    describe_fact,
    find_hollow,
    make_customdata,
    read_numbers,
    select_columns,
)
from yearbook.charts.number_format import choose_scale, format_number, read_unit_of
from yearbook.charts.template import CLEAR, COLOURS, FAINT, OUTLINE, Caption, FigureSpec, polish
from yearbook.charts.text_metrics import escape

ROW = 44  # px, the height of a tile with its air
TILE = 0.93  # of its place
LETTER = 10.5  # px: five letters fit into a tile on a phone
SHADES = ("#BBD4EE", "#8AB4E0", "#5E9AD6", COLOURS[0])  # opaque, with letters of their own: legible on white and on dark
DARK, WHITE, HATCH = "#10233A", "#FFFFFF", "rgba(255,255,255,0.6)"
THIN = {"solidity": 0.12}
DIGITS = 3
KEY = 0.9  # tiles from the last row to the key
FRAME = f"<span style='color:{COLOURS[1]}'>□</span>"
DECIMALS = 2  # there is room for five letters


def draw_tile_map(
    facts: pd.DataFrame, regions: pd.DataFrame, caption: Caption, language: Language = "zh", chosen: str | None = None
) -> go.Figure:
    """Tiles for the regions that have tile_row and tile_col, shaded by the figures (at most one a region; the first counts).

    The greater the value, the darker the blue, with a key below; hatched is to be verified, grey has no figure. Bars are the
    tiles, so that a click selects one: customdata is fact_id ("" without a figure), agency_id, region_code, hover text. `chosen`
    is the region_code of a tile to be framed, as the legend says. Values stand in the unit that choose_scale picks for them.
    """
    given = select_columns(facts)
    tiles = regions[regions["tile_row"].notna() & regions["tile_col"].notna()]
    codes = tiles["region_code"].tolist()
    given = given[given["value"].notna()].drop_duplicates("region_code").set_index("region_code", drop=False)
    there = np.array([code in given.index for code in codes], dtype=bool)
    shown = given.loc[[code for code in codes if code in given.index]]
    values, hollow = np.full(len(codes), np.nan), np.zeros(len(codes), dtype=bool)
    values[there], hollow[there] = read_numbers(shown, "value"), find_hollow(shown)
    scale = choose_scale(values, read_unit_of(given) if len(given) else "", language)
    columns, rows = read_numbers(tiles, "tile_col"), -read_numbers(tiles, "tile_row")
    shades, bounds = _shade(values)
    frames = np.where(np.array(codes, dtype=object) == chosen, COLOURS[1], CLEAR)
    texts = np.array([escape(_tile_label(code, language)) for code in codes], dtype=object)
    written = [f"<br>{escape(_format_short(value / scale.divisor))}" for value in values[there].tolist()]
    texts[there] += np.array(written, dtype=object)
    customdata = _describe_empty(tiles, language)
    customdata[there] = make_customdata(shown, language)
    figure = FigureSpec(
        {
            "type": "bar",
            "x": columns,
            "y": np.full(len(codes), TILE),
            "base": rows - TILE / 2,
            "width": TILE,
            "marker": {
                "color": shades,
                "line": {"color": frames, "width": np.where(frames == COLOURS[1], 2.6, OUTLINE)},
                "cornerradius": 4,
                "pattern": {"shape": np.where(hollow, "/", ""), "fillmode": "overlay", "fgcolor": HATCH, "size": 10} | THIN,
            },
            "customdata": customdata,
            "hovertemplate": HOVER,
        }
    )
    letters = np.where(shades == COLOURS[0], WHITE, DARK)
    for some, colour in ((there, letters), (~there, None)):  # None: the theme's own
        font = {"size": LETTER} if colour is None else {"size": LETTER, "color": colour[some]}
        figure.add_trace(
            {
                "type": "scatter",
                "x": columns[some],
                "y": rows[some],
                "mode": "text",
                "text": texts[some],
                "textfont": font,
                "hoverinfo": "skip",
                "cliponaxis": False,
            }
        )
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(visible=False, range=[columns.min() - 0.5, columns.max() + 0.5])
    has_key = there.sum() > 1
    foot = rows.min() - (KEY if has_key else 0)
    figure.update_yaxes(visible=False, range=[foot - 0.5, rows.max() + 0.5])
    if has_key:
        _draw_key(figure, bounds / scale.divisor, (columns.min() - 0.5, columns.max() + 0.5), foot)
    notes = [translate("charts.note_hatched", language)] if hollow.any() else []
    if not there.all():
        notes.append(translate("charts.note_grey_tile", language))
    notes.append(translate("charts.note_not_included", language))
    names = tiles.loc[tiles["region_code"] == chosen, f"name_{language}"].tolist()
    legend = [(FRAME, translate("charts.legend_framed", language, region=names[0]))] if names else []
    return polish(figure, caption, round(ROW * (rows.max() - foot + 1)), right=0, notes=notes, legend=legend)


def _describe_empty(tiles: pd.DataFrame, language: Language) -> np.ndarray[Any, Any]:
    """The customdata of tiles without a figure, which are called after their regions."""
    data = np.full((len(tiles), 4), "", dtype=object)
    data[:, 2] = tiles["region_code"]
    data[:, 3] = [describe_fact({f"subject_{language}": name}, language) for name in tiles[f"name_{language}"].tolist()]
    return data


def _tile_label(region_code: str, language: Language) -> str:
    key = f"charts.tile_{region_code}"
    return translate(key, language) if key in all_messages() else region_code


def _format_short(value: float) -> str:
    """Three digits and two decimals at most; what that makes nothing is less than a hundredth."""
    rounded = round(value, DECIMALS)
    return "<0.01" if rounded == 0 and value > 0 else format_number(rounded, DIGITS)


def _shade(values: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Blue in four equal steps, the darker the greater, faint for tiles without a figure; and the five ends of the steps."""
    there = ~np.isnan(values)
    low = min(0.0, float(values[there].min())) if there.any() else 0.0
    span = (float(values[there].max()) - low if there.any() else 0.0) or 1.0
    steps = np.minimum(np.nan_to_num((values - low) / span * len(SHADES)).astype("int64"), len(SHADES) - 1)
    shades = np.where(there, np.array(SHADES, dtype=object)[steps], FAINT)
    return shades, low + span * np.arange(len(SHADES) + 1) / len(SHADES)


def _draw_key(figure: FigureSpec, bounds: np.ndarray[Any, Any], across: tuple[float, float], down: float) -> None:
    """A bar of the shades below the tiles, each with the values that it stands for."""
    ends = np.linspace(*across, len(SHADES) + 1)
    for place, shade in enumerate(SHADES):
        box = {"x0": ends[place] + 0.05, "x1": ends[place + 1] - 0.05, "y0": down - 0.28, "y1": down + 0.28}
        figure.add_shape(type="rect", fillcolor=shade, line={"width": 0}, **box)
        figure.add_annotation(
            x=(ends[place] + ends[place + 1]) / 2,
            y=down,
            text=escape(f"{_format_short(bounds[place])}–{_format_short(bounds[place + 1])}"),
            showarrow=False,
            font={"size": LETTER, "color": WHITE if shade == COLOURS[0] else DARK},
        )
