"""What stands on bars, beside lines and under the pointer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from yearbook.analysis.comparability import describe_baseline, describe_period, describe_scope, list_rows, make_block, read_months
from yearbook.catalogue.denominators import load_denominators
from yearbook.catalogue.messages import Language, translate
from yearbook.charts.number_format import format_number, format_value, is_missing, read_unit
from yearbook.charts.template import LETTER, FigureSpec
from yearbook.charts.text_metrics import balance_text, escape, join_lines, measure_text, shorten_text

NAME_WIDTH = 112  # px, the widest name before it is wrapped: a third of a phone
ROW = 27  # px, the least height of a row


def label_rows(
    figure: FigureSpec,
    names: list[str],
    grid: bool = False,
    row: int = ROW,
    bold: Sequence[bool] | np.ndarray[Any, Any] = (),
    width: int = NAME_WIDTH,
) -> tuple[int, int]:
    """Write the names, the first at the top (place len-1, down to 0), some in bold; left margin and height of the rows in px."""
    wrapped = [balance_text(name, width, LETTER) for name in names]
    strong = bold if len(bold) else [False] * len(names)
    texts = [f"<b>{join_lines(name)}</b>" if is_bold else join_lines(name) for name, is_bold in zip(wrapped, strong, strict=True)]
    figure.update_yaxes(
        tickvals=place_rows(len(names)),
        ticktext=texts,
        tickfont={"size": LETTER},
        range=[-0.6, len(names) - 0.4],
        ticklabeloverflow="allow",  # else Plotly measures and styles them one by one, and all is laid out for each: seconds
        showgrid=grid,
        zeroline=False,
    )
    widest = max(measure_text(line, LETTER) for lines in wrapped for line in lines)
    tallest = max(len(lines) for lines in wrapped)
    return round(widest) + 10, max(row, 15 * tallest + 10) * len(names) + 8


def place_rows(count: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The y of each row: the first is at the top."""
    return np.arange(count)[::-1]


HOLLOW = frozenset({"unverified"})
END = "<extra></extra>"  # no name of the trace beside the words
HOVER = f"%{{customdata[3]}}{END}"
HOVER_COLUMNS = (  # what the words of a point are made of
    "fact_id", "agency_id", "region_code", "subject_id", "subject_zh", "subject_en", "metric_id", "metric_zh",
    "metric_en", "value", "value_max", "unit", "kind", "qualifier", "value_as_written", "unit_as_written", "year", "scope",
    "admin_level", "baseline", "months", "period_end", "scope_assumed", "region_zh",
    "status", "source_title", "total_value", "total_unit", "divisor_value", "divisor_unit", "divisor_year", "divisor_source",
    "divided_by",
)  # fmt: skip
NAMES = ("subject_zh", "subject_en")
CHART_COLUMNS = (  # all that charts read of facts and of compare_years
    *HOVER_COLUMNS, *NAMES, "series", "state", "index", "approximate", "is_finding", "direction", "previous_year",
    "years_apart", "since_change", "since_percent", "since_points", "last_digit", "within_rounding", "previous_value",
    "published_change", "published_fact_id", "contradicts", "restated_value", "restated_fact_id",
)  # fmt: skip
SOURCE_WIDTH = 260  # px
METRIC: dict[Language, str] = {"zh": "metric_zh", "en": "metric_en"}
SUBJECT: dict[Language, str] = {"zh": "subject_zh", "en": "subject_en"}


def select_columns(facts: pd.DataFrame) -> pd.DataFrame:
    """The columns that charts read: a chart cuts its rows many times."""
    return make_block(facts, dict.fromkeys(CHART_COLUMNS))


def read_numbers(rows: pd.DataFrame, name: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    """A column as floats, NaN where a value is missing."""
    return np.array([np.nan if value is None or value is pd.NA else value for value in rows[name].tolist()], dtype="float64")


def subject_labels(rows: pd.DataFrame, language: Language) -> list[str]:
    """Whom each row speaks of: 湖南省直, 濮阳全市."""
    return [_text(name) for name in rows[f"subject_{language}"].tolist()]


def agency_label(row: Mapping[str, Any], language: Language) -> str:
    """A short name for a publisher: in Chinese the agency's own, in English the region's, or the agency's where it is not the
    region's government-offices administration."""
    if language == "zh":
        return _text(row["agency_short_zh"])
    return _text(row["region_en"] if row["body_kind"] == "office_affairs" else row["agency_en"])


def series_labels(rows: pd.DataFrame, language: Language) -> list[str]:
    """A short name for each series (one row each): its subject, and what else tells the series apart."""
    names = subject_labels(rows, language)
    extras: list[list[str]] = [[] for _ in names]
    if _count_kinds(rows["metric_id"]) > 1:
        for extra, name in zip(extras, rows[f"metric_{language}"], strict=True):
            extra.append(_text(name))
    if len(set(map(_text, rows["baseline"]))) > 1:
        for extra, baseline in zip(extras, rows["baseline"], strict=True):
            if not is_missing_text(baseline):
                extra.append(describe_baseline(str(baseline), language))
    if _count_kinds(rows["months"]) > 1:
        for extra, months in zip(extras, rows["months"], strict=True):
            extra.append(describe_period(read_months(months), language))
    if _count_kinds(rows["subject_id"]) == 1 and any(extras):
        names = [""] * len(names)
    return [" ".join(part for part in (name, *extra) if part) for name, extra in zip(names, extras, strict=True)]


def make_customdata(rows: pd.DataFrame, language: Language) -> np.ndarray[Any, Any]:
    """An object array (rows × 4): fact_id, agency_id, region_code, and the text for the pointer."""
    data = np.empty((len(rows), 4), dtype=object)
    for position, row in enumerate(list_rows(rows, HOVER_COLUMNS)):
        ids = [_text(row.get(name)) for name in ("fact_id", "agency_id", "region_code")]
        data[position] = [*ids, describe_fact(row, language)]
    return data


def share_words(texts: Sequence[str]) -> tuple[str, list[list[str]]]:
    """Texts of some lines each as one template and what differs: the template holds what each line has in common with the same
    line of the others and names the rest as customdata[1], customdata[2] …; thousands of points then say their metric once."""
    lines = [text.split("<br>") for text in texts]
    most = max(map(len, lines))
    template, rests = [], []
    for place in range(most):
        parts = [("<br>" if place else "") + line[place] if place < len(line) else "" for line in lines]
        begins = _find_beginning(parts)
        rest = [part[len(begins) :] for part in parts]
        ends = _find_end(rest)
        if "%{" in begins + ends:  # what a source says is not to be read as a template
            begins, ends, rest = "", "", parts
        elif ends:
            rest = [part[: -len(ends)] for part in rest]
        if any(rest):
            rests.append(rest)
            template.append(f"{begins}%{{customdata[{len(rests)}]}}{ends}")
        else:
            template.append(begins + ends)
    return "".join(template), [list(rest) for rest in zip(*rests, strict=True)] if rests else [[] for _ in texts]


def share_customdata(rows: Sequence[Mapping[str, Any]], language: Language) -> tuple[str, np.ndarray[Any, Any]]:
    """The template for the pointer on the points of one line, and an object array of what differs: fact_id, then what share_words
    leaves; nothing for rows without a value, which are not drawn."""
    there = [at for at, row in enumerate(rows) if not is_missing(row["value"])]
    template, rests = share_words([describe_fact(rows[at], language) for at in there])
    data = np.full((len(rows), 1 + len(rests[0])), "", dtype=object)
    for at, rest in zip(there, rests, strict=True):
        data[at] = [_text(rows[at]["fact_id"]), *rest]
    return template + END, data


def _find_beginning(texts: Sequence[str]) -> str:
    """What all texts begin with."""
    common = texts[0]
    for text in texts:
        while not text.startswith(common):
            common = common[:-1]
    return common


def _find_end(texts: Sequence[str]) -> str:
    """What all texts end with."""
    common = texts[0]
    for text in texts:
        while not text.endswith(common):
            common = common[1:]
    return common


def describe_fact(row: Mapping[str, Any], language: Language) -> str:
    """Who, what, how much, when, of what scope, how sure, from where: in Plotly's small HTML."""
    get = row.get
    subject, value, most, end = _text(get(SUBJECT[language])), get("value"), get("value_max"), get("period_end", "")
    if is_missing(value):
        return f"<b>{escape(subject)}</b><br>{escape(translate('charts.hover_no_figure', language))}"
    given = (
        subject, _text(get(METRIC[language])), value, None if most is None or is_missing(most) else most, read_unit(row),
        _text(row["qualifier"]) or "exact", get("kind") == "change",
        f"{_text(get('value_as_written'))}{_text(get('unit_as_written'))}", int(row["year"]),
        "" if get("scope_assumed") else row["scope"], _text(get("admin_level")), _text(get("baseline")),
        None if end is None or end is pd.NaT or end != end else read_months(row["months"]), row["status"],
        _text(get("source_title")), language, _text(get("region_zh")),
    )  # fmt: skip
    divided = () if is_missing(get("divisor_value")) else tuple(describe_division(row, language))
    return _describe_figure(*given, divided)


@lru_cache(maxsize=16_384)  # the same peers stand on the page of every body of their level
def _describe_figure(
    subject: str, metric: str, value: float, value_max: float | None, unit: str, qualifier: str, signed: bool, written: str,
    year: int, scope: str, level: str, baseline: str, months: int | None, status: str, title: str, language: Language,
    region: str = "", divided: tuple[str, ...] = (),
) -> str:  # fmt: skip
    """The text for the pointer from what it is made of."""
    lines = (
        f"{metric} {format_value(value, unit, language, qualifier, value_max, signed)}",
        *divided,
        _describe_terms(year, scope, level, baseline, months, language, region),
        translate("charts.hover_written", language, value=written) if written else "",
    )
    about = (escape(line) for line in lines if line)
    return "<br>".join([f"<b>{escape(subject)}</b>", *about, _describe_source(status, title, language)])


@lru_cache(maxsize=4096)
def _describe_terms(
    year: int, scope: str, level: str, baseline: str, months: int | None, language: Language, region: str = ""
) -> str:
    """2020年 · 省直口径 · 较上年 · 上半年; without a scope and with months None what is not stated is said to be so."""
    about = (
        translate("charts.year", language, year=year),
        describe_scope(scope, level, language, region) if scope else translate("interface.scope_not_stated", language),
        describe_baseline(baseline, language) if baseline else "",
        "" if months in (0, 12) else describe_period(months, language),
    )
    return " · ".join(part for part in about if part)


@lru_cache(maxsize=4096)
def _describe_source(status: str, title: str, language: Language) -> str:
    source = translate("charts.hover_source", language, source=shorten_text(title, SOURCE_WIDTH)) if title else ""
    return "<br>".join(escape(line) for line in (translate(f"charts.hover_status_{status}", language), source) if line)


def describe_division(row: Mapping[str, Any], language: Language) -> list[str]:
    """What was divided by what, and where the denominator stands; for rows of analysis.division.divide."""
    return [
        translate(
            "comparable.hover_divided",
            language,
            total=format_value(row["total_value"], str(row["total_unit"]), language),
            what=load_denominators()[str(row["divided_by"])].what[language],
            divisor=format_divisor(row, language),
            year=int(row["divisor_year"]),
        ),
        translate("comparable.hover_divisor_source", language, source=shorten_text(str(row["divisor_source"]), SOURCE_WIDTH)),
    ]


def format_divisor(row: Mapping[str, Any], language: Language) -> str:
    """The denominator with its unit: 9,916万人."""
    return format_value(float(row["divisor_value"]), str(row["divisor_unit"]), language)


def find_hollow(rows: pd.DataFrame) -> np.ndarray[Any, Any]:
    """Which rows are drawn hollow: those to be verified."""
    return np.array([status in HOLLOW for status in rows["status"].tolist()], dtype=bool)


def find_marks(rows: pd.DataFrame, language: Language) -> list[str]:
    """约, 超, 近 … before what is not exact; "" before what is."""
    return [translate(f"charts.mark_{_text(qualifier) or 'exact'}", language) for qualifier in rows["qualifier"].tolist()]


def format_labels(rows: pd.DataFrame, values: Iterable[float], suffix: str, language: Language) -> np.ndarray[Any, Any]:
    """What stands beside the points: mark, value (scaled already), suffix; nothing for a missing value."""
    pairs = zip(find_marks(rows, language), values, strict=True)
    texts = ["" if is_missing(value) else escape(f"{mark}{format_number(value)}{suffix}") for mark, value in pairs]
    return np.array(texts, dtype=object)


def explain_hollow(rows: pd.DataFrame, language: Language) -> list[str]:
    """The note on hollow marks, where there are any."""
    return [translate("charts.note_unverified", language)] if find_hollow(rows).any() else []


def is_missing_text(value: Any) -> bool:
    return not isinstance(value, str) or not value


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _count_kinds(values: pd.Series) -> int:
    return len({value for value in values.tolist() if pd.notna(value)})
