"""The provinces as a grid of tiles, each with its name and its figure: a map that needs no map."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from yearbook.charts.labels import HOVER, explain_marks, find_hollow, find_marks, make_customdata
from yearbook.charts.lettering import escape
from yearbook.charts.numbers import choose_scale, format_number
from yearbook.charts.template import CLEAR, COLOURS, FAINT, OUTLINE, Caption, polish
from yearbook.words import Language, all_words, say

ROW = 44  # px, the height of a tile with its air
TILE = 0.93  # of its place
LETTER = 10.5  # px: five letters fit into a tile on a phone
PALE, STRONG = 0.16, 0.72  # opacity of the smallest and of the greatest value: the theme's text is legible on both
DIGITS = 3
BLUE = tuple(int(COLOURS[0][at : at + 2], 16) for at in (1, 3, 5))


def draw_tile_map(
    facts: pd.DataFrame, regions: pd.DataFrame, caption: Caption, language: Language = "zh", chosen: str | None = None
) -> go.Figure:
    """Tiles for the regions that have tile_row and tile_col, shaded by the figures (at most one a region; the first counts).

    The greater the value, the stronger the blue; hollow is to be verified, grey has no figure. Bars are the tiles, so
    that a click selects one: customdata is fact_id ("" without a figure), agency_id, region_code, hover text. `chosen` is
    the region_code of a tile to be framed. Values stand in the unit that choose_scale picks for them.
    """
    tiles = regions[regions["tile_row"].notna() & regions["tile_col"].notna()].drop_duplicates("region_code")
    given = facts[facts["value"].notna()].astype({"region_code": "object"}).drop_duplicates("region_code")
    names = [_name_tile(str(code), language) for code in tiles["region_code"]]
    frame = tiles[["region_code", "name_zh", "name_en", "tile_row", "tile_col"]].astype({"region_code": "object"})
    frame = frame.merge(given, on="region_code", how="left")
    frame = frame.assign(
        agency_zh=frame["agency_zh"].fillna(frame["name_zh"]), agency_en=frame["agency_en"].fillna(frame["name_en"])
    )
    there, values = frame["value"].notna().to_numpy(dtype=bool), frame["value"].to_numpy(dtype="float64")
    hollow = find_hollow(frame)
    scale = choose_scale(values, str(given["unit"].iloc[0]) if len(given) else "", language)
    columns, rows = frame["tile_col"].to_numpy(dtype="float64"), -frame["tile_row"].to_numpy(dtype="float64")
    frames = np.where(frame["region_code"] == chosen, COLOURS[1], np.where(hollow, COLOURS[0], CLEAR))
    marks = find_marks(frame.assign(qualifier=frame["qualifier"].fillna("exact")), language)
    texts = [
        escape(name) + (f"<br>{escape(mark + format_number(value / scale.divisor, DIGITS))}" if is_there else "")
        for name, mark, value, is_there in zip(names, marks, values, there, strict=True)
    ]
    figure = go.Figure(
        [
            go.Bar(
                x=columns,
                y=np.full(len(frame), TILE),
                base=rows - TILE / 2,
                width=TILE,
                marker={
                    "color": np.array(_shade(values, hollow), dtype=object),
                    "line": {"color": frames, "width": np.where(frames == COLOURS[1], 2.6, OUTLINE)},
                    "cornerradius": 4,
                },
                customdata=make_customdata(frame, language),
                hovertemplate=HOVER,
            ),
            go.Scatter(
                x=columns,
                y=rows,
                mode="text",
                text=np.array(texts, dtype=object),
                textfont={"size": LETTER},
                hoverinfo="skip",
                cliponaxis=False,
            ),
        ]
    )
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(visible=False, range=[columns.min() - 0.5, columns.max() + 0.5])
    figure.update_yaxes(visible=False, range=[rows.min() - 0.5, rows.max() + 0.5])
    notes = [*explain_marks(frame[there], language), *([] if there.all() else [say("charts.note_grey_tile", language)])]
    return polish(figure, caption, round(ROW * (rows.max() - rows.min() + 1)), right=0, notes=notes)


def _name_tile(region_code: str, language: Language) -> str:
    key = f"charts.tile_{region_code}"
    return say(key, language) if key in all_words() else region_code


def _shade(values: np.ndarray[tuple[int], np.dtype[np.float64]], hollow: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[str]:
    """Blue, the stronger the greater the value; clear for hollow tiles, faint for those without a figure."""
    if np.isnan(values).all():
        return [FAINT] * len(values)
    low, high = min(0.0, float(np.nanmin(values))), float(np.nanmax(values))
    shares = (values - low) / ((high - low) or 1.0)
    red, green, blue = BLUE
    shades = (f"rgba({red},{green},{blue},{PALE + share * (STRONG - PALE):.2f})" for share in np.nan_to_num(shares))
    pairs = zip(values, hollow, shades, strict=True)
    return [FAINT if np.isnan(value) else CLEAR if is_hollow else shade for value, is_hollow, shade in pairs]
