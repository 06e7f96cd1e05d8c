"""What a chart marks: a cross at what was published before, a dotted line where a year is of another kind, bodies highlighted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

import numpy as np
import pandas as pd

from yearbook.analysis.comparability import describe_baseline, describe_period, list_rows, read_months
from yearbook.analysis.year_on_year import BREAK
from yearbook.catalogue.messages import Language, translate
from yearbook.charts.hover import HOVER, read_numbers, subject_labels
from yearbook.charts.number_format import format_value, read_unit
from yearbook.charts.template import COLOURS, GREY, LETTER, FigureSpec
from yearbook.charts.text_metrics import escape, shorten_text

SMALL = LETTER - 1
Numbers = np.ndarray[Any, Any]
Place = Callable[[Numbers, Numbers], tuple[Numbers, Numbers]]
RESTATED = (
    "metric_id", "restated_fact_id", "restated_value", "value", "unit", "year", "agency_id", "region_code", "subject_zh",
    "subject_en",
)  # fmt: skip
MOST = 6  # marks that are named on the chart; a pointer names the rest


def draw_restatements(
    figure: FigureSpec,
    published: pd.DataFrame,
    divisor: int,
    language: Language,
    place: Place = lambda years, values: (years, values),
) -> list[str]:
    """Grey crosses at what was published before, joined to what stands now; the note that explains them, if there are any.

    `place` gives where years and values (divided) stand on the figure, if not on its axes.
    """
    given = published[published["restated_value"].notna()]
    if not len(given):
        return []
    before, now = read_numbers(given, "restated_value") / divisor, read_numbers(given, "value") / divisor
    years, gap = read_numbers(given, "year"), np.full(len(given), np.nan)
    (across, down), (_, foot) = place(years, before), place(years, now)
    figure.add_trace(
        {
            "type": "scatter",
            "x": np.column_stack([across, across, gap]).ravel(),
            "y": np.column_stack([down, foot, gap]).ravel(),
            "mode": "lines",
            "line": {"color": GREY, "width": 1.2, "dash": "dot"},
            "hoverinfo": "skip",
        }
    )
    data = np.empty((len(given), 4), dtype=object)
    for at, row in enumerate(list_rows(given, RESTATED)):
        was, stands = (format_value(row[name], read_unit(row), language) for name in ("restated_value", "value"))
        told = translate("comparable.hover_restated", language, year=row["year"], before=was, now=stands)
        data[at] = [row["restated_fact_id"], *_ids(row), _hover(row, told, language)]
    figure.add_trace(_marks("x-thin-open", across, down, data, size=9))
    return [translate("comparable.note_restated", language)]


def find_breaks_of(breaks: pd.DataFrame, names: Collection[str]) -> pd.DataFrame:
    """The rows of find_breaks that are of some bodies."""
    return breaks[breaks["subject_id"].isin(list(names))]


def draw_breaks(
    figure: FigureSpec,
    breaks: pd.DataFrame,
    names: Mapping[str, str],
    between: tuple[float, float],
    height: int,
    language: Language,
) -> list[str]:
    """Dotted lines at the years of find_breaks_of the bodies in `names` (all of them named if several); the note, if any.

    `between` is the range of the axis, `height` its length in px, which no words outgrow. The figure itself is not drawn: it may
    not stand on the line's scale.
    """
    if not len(breaks):
        return []
    low, high = between
    years = read_numbers(breaks, "year")
    for year in years:
        line = {"color": GREY, "width": 1.2, "dash": "dot"}
        figure.add_shape(type="line", layer="below", x0=year, x1=year, y0=low, y1=high, line=line)
    foot = np.full(len(breaks), low + (high - low) * 0.04)
    figure.add_trace(mark_breaks(breaks, names, years, foot, language))
    told = [(names[row["subject_id"]], _describe(row, language)) for row in list_rows(breaks, BREAK)]
    texts = [f"{body} {what}" if len(names) > 1 else what for body, what in told]
    for year, text in list(dict(zip(years, texts, strict=True)).items())[:MOST]:
        figure.add_annotation(
            x=year, y=high, text=escape(shorten_text(text, height, SMALL)), textangle=-90, xanchor="right", yanchor="top",
            showarrow=False, font={"size": SMALL}, opacity=0.85,
        )  # fmt: skip
    return [translate("comparable.note_break", language)]


def mark_breaks(breaks: pd.DataFrame, names: Mapping[str, str], x: Numbers, y: Numbers, language: Language) -> dict[str, Any]:
    """Marks for the years of find_breaks at x and y, each of a body in `names`; hovering says what was published then, and why it
    is not part of the line."""
    data = np.empty((len(breaks), 4), dtype=object)
    for at, row in enumerate(list_rows(breaks, BREAK)):
        why = translate("analysis.reason_separator", language).join(translate(reason, language) for reason in row["reasons"])
        told = translate("comparable.hover_break", language, year=row["year"], what=_describe(row, language), why=why)
        body = names[row["subject_id"]]
        data[at] = [name_line_year(row), row["agency_id"], "", f"<b>{escape(body)}</b><br>{escape(told)}"]
    return _marks("diamond-wide-open", x, y, data, size=9)


def name_line_year(row: Mapping[str, Any]) -> str:
    """What stands for a fact_id where only the line and the year of a figure are known: line_fact.sql finds it once it is asked
    for."""
    return " ".join(str(row[name]) for name in ("metric_id", "agency_id", "series_group", "year"))


def _marks(symbol: str, x: Any, y: Any, data: Any, size: int) -> dict[str, Any]:
    marker = {"symbol": symbol, "size": size, "color": GREY, "line": {"width": 1.8, "color": GREY}}
    points = {"x": x, "y": y, "mode": "markers", "marker": marker, "customdata": data, "hovertemplate": HOVER}
    return {"type": "scatter", "cliponaxis": False, **points}


def _describe(row: Mapping[str, Any], language: Language) -> str:
    """What the figure of that year is: the aspects in which it differs."""
    reasons: Collection[str] = row["reasons"]
    parts = []
    if "analysis.differs_scope" in reasons:
        parts.append(translate(f"charts.scope_short_{row['scope']}", language))
    if "analysis.differs_extent" in reasons:
        parts.append(translate(f"analysis.extent_{'wider' if row['wider_extent'] else 'usual'}", language))
    if "analysis.differs_baseline" in reasons and isinstance(row["baseline"], str):
        parts.append(describe_baseline(row["baseline"], language))
    if "analysis.differs_period" in reasons:
        parts.append(describe_period(read_months(row["months"]), language))
    return " ".join(parts) or translate(next(iter(reasons)), language)


def _ids(row: Mapping[str, Any]) -> list[str]:
    return [str(row["agency_id"]), str(row["region_code"])]


def _hover(row: Mapping[str, Any], told: str, language: Language) -> str:
    return f"<b>{escape(str(row[f'subject_{language}']))}</b><br>{escape(told)}"


NAMED = 3  # highlighted bodies that the legend names
SIGN = "<span style='color:{}'>■</span>"


def find_highlighted(rows: pd.DataFrame, highlight: Collection[str]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Which rows are of the agency_ids to be highlighted."""
    return np.array([agency in highlight for agency in rows["agency_id"].tolist()], dtype=bool)


def explain_highlighted(
    rows: pd.DataFrame, chosen: np.ndarray[Any, Any], language: Language, shade: str = ""
) -> list[tuple[str, str]]:
    """The legend of what is highlighted: the chosen bodies by name (their names stand in bold too), and the others; none where no
    row or every row is chosen. With a `shade` it lies behind the chosen, and the others look as always."""
    if not chosen.any() or chosen.all():
        return []
    names = list(dict.fromkeys(subject_labels(rows[chosen], language)))
    others = len({*rows["subject_id"].tolist()} - {*rows["subject_id"][chosen].tolist()})
    if not others:
        return []
    listed = translate("interface.comma", language).join(names[:NAMED])
    if len(names) > NAMED:
        listed = translate("profile.and_more", language, listed=listed, count=len(names))
    if shade:
        return [(SIGN.format(shade), listed)]
    return [(SIGN.format(COLOURS[0]), listed), (SIGN.format(GREY), translate("charts.legend_others", language, count=others))]
