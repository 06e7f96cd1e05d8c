"""Geometry of the brief's two inline SVG pictures: a sparkline over the years, and a strip plot of peers with quartiles.

All coordinates are in SVG user units, rounded to two decimals; templates/brief_pictures.svg.j2 draws them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from yearbook.analysis.peers import Standing
from yearbook.analysis.ranking import DOUBTFUL
from yearbook.charts.number_format import is_missing

ENOUGH = 3  # values that make a line
EDGE = 4.0  # kept free on every side for the dots
LABEL, STEM = 11.0, 5.0  # the height of the years, and of the stem below the lowest value
LINE_SIZE = (150, 38)  # width, height
STRIP_SIZE = (190, 18)

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sparkline:
    """Points of the known years, left to right. `unbroken` is False where a year is missing: stems are drawn then, no line."""

    title: str
    points: list[Point]
    unbroken: bool
    hollow: bool  # the last value is unverified
    first_year: int
    last_year: int
    floor: float
    width: int = LINE_SIZE[0]
    height: int = LINE_SIZE[1]


@dataclass(frozen=True, slots=True)
class Strip:
    """Peers on one axis from the lowest to the highest value; each dot is (x, unverified)."""

    title: str
    low: float
    high: float
    quartiles: tuple[float, float] | None
    median: float | None
    peers: list[tuple[float, bool]]
    own: list[tuple[float, bool]]
    width: int = STRIP_SIZE[0]
    height: int = STRIP_SIZE[1]
    middle: int = STRIP_SIZE[1] // 2


def draw_line(years: Sequence[int], values: Sequence[float], hollow: bool, title: str) -> Sparkline | None:
    """The sparkline of a series with NaN for missing years; None for fewer than three values: the change says it all then."""
    given = np.asarray(values, dtype="float64")
    known = np.flatnonzero(~np.isnan(given))
    if len(known) < ENOUGH:
        return None
    (width, height), (low, high) = LINE_SIZE, (given[known].min(), given[known].max())
    floor = height - LABEL
    across = EDGE + np.arange(len(given)) * (width - 2 * EDGE) / (len(given) - 1)
    share = (given - low) / (high - low) if high > low else np.full(len(given), 0.5)
    down = floor - STEM - share * (floor - STEM - EDGE)
    points = [(round(float(across[at]), 2), round(float(down[at]), 2)) for at in known]
    return Sparkline(title, points, len(known) == len(given), hollow, int(years[0]), int(years[-1]), floor)


def draw_strip(place: Standing, title: str) -> Strip:
    """The strip plot of a body among its peers: quartile band and median where analysis.peers gives them."""
    values, rows = place.values, place.rows
    low, high = values.min(), values.max()

    def scale(value: float) -> float:
        share = (value - low) / (high - low) if high > low else 0.5
        return round(float(EDGE + 2 + share * (STRIP_SIZE[0] - 2 * EDGE - 4)), 2)

    dots = [(row["fact_id"] == place.own["fact_id"], (scale(row["value"]), row["status"] in DOUBTFUL)) for row in rows]
    lower, upper = place.quartiles
    return Strip(
        title,
        scale(low),
        scale(high),
        None if is_missing(lower) else (scale(lower), scale(upper)),
        None if is_missing(place.median) else scale(place.median),
        peers=[dot for own, dot in dots if not own],
        own=[dot for own, dot in dots if own],
    )
