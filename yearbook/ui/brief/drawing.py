"""The two small pictures of the brief, as inline SVG: a line over the years, and a strip of peers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from yearbook.analysis.peers import Place
from yearbook.analysis.preferred import DOUBTFUL
from yearbook.charts.number_format import is_missing
from yearbook.ui.brief.markup import Markup, element

ENOUGH = 3  # values that make a line
EDGE = 4.0  # user units, kept free on every side for the dots
LABEL, STEM = 11.0, 5.0  # user units: the height of the years, and of the stem below the lowest value


def draw_line(
    years: Sequence[int], values: Sequence[float], hollow: bool, title: str, width: float = 150, height: float = 38
) -> Markup:
    """A line over the years; stems instead where years are missing, as a line would hide them. The first and the last year below.

    The last dot is large, and hollow where it is in doubt. Nothing with fewer than three values: the change says it all.
    """
    given = np.asarray(values, dtype="float64")
    known = np.flatnonzero(~np.isnan(given))
    if len(known) < ENOUGH:
        return Markup()
    low, high = given[known].min(), given[known].max()
    floor = height - LABEL
    across = EDGE + np.arange(len(given)) * (width - 2 * EDGE) / (len(given) - 1)
    share = (given - low) / (high - low) if high > low else np.full(len(given), 0.5)
    down = floor - STEM - share * (floor - STEM - EDGE)
    places = [(float(across[at]), float(down[at])) for at in known]
    if len(known) == len(given):
        parts = [element("polyline", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in places), class_="run")]
    else:
        parts = [element("line", x1=x, x2=x, y1=floor, y2=y, class_="stem") for x, y in places]
        parts += [_dot(x, y, 1.8, "lone") for x, y in places]
    parts.append(_dot(*places[-1], 3.0, "own hollow" if hollow else "own"))
    for x, year, anchor in ((0.0, years[0], "start"), (width, years[-1], "end")):
        parts.append(element("text", str(year), x=x, y=height - 1, text_anchor=anchor))
    return _picture(parts, title, width, height, "line")


def draw_strip(place: Place, title: str, width: float = 190, height: float = 18) -> Markup:
    """The peers as dots from the lowest to the highest value, the middle half as a band, the median a tick, the body large."""
    low, high = place.values.min(), place.values.max()

    def at(value: float) -> float:
        share = (value - low) / (high - low) if high > low else 0.5
        return float(EDGE + 2 + share * (width - 2 * EDGE - 4))

    middle = height / 2
    parts = [element("line", x1=at(low), x2=at(high), y1=middle, y2=middle, class_="scale")]
    lower, upper = place.quartiles
    if not is_missing(lower):
        parts.append(element("rect", x=at(lower), width=at(upper) - at(lower), y=middle - 4, height=8, class_="middle"))
    if not is_missing(place.median):
        across = at(place.median)
        parts.append(element("line", x1=across, x2=across, y1=middle - 6, y2=middle + 6, class_="median"))
    own: list[Markup] = []
    for agency, value, status in zip(place.figures["agency_id"], place.values, place.figures["status"], strict=True):
        mine = str(agency) == str(place.own["agency_id"])
        hollow = " hollow" if str(status) in DOUBTFUL else ""
        (own if mine else parts).append(_dot(at(value), middle, 4.2 if mine else 2.6, f"{'own' if mine else 'peer'}{hollow}"))
    return _picture(parts + own, title, width, height, "strip")


def _dot(across: float, down: float, radius: float, kind: str) -> Markup:
    return element("circle", cx=float(across), cy=float(down), r=radius, class_=kind)


def _picture(parts: Sequence[Markup], title: str, width: float, height: float, kind: str) -> Markup:
    """One SVG of so many user units, said in words for those who do not see it."""
    return element(
        "svg", element("title", title), *parts, viewBox=f"0 0 {width:g} {height:g}", role="img", class_=kind, aria_label=title
    )
