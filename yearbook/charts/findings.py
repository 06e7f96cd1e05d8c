"""Sentences around a chart: the finding as its title, ranks among peers, unit, scope and coverage, source and edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from yearbook.analysis.admissibility import may_say
from yearbook.analysis.comparability import Group, list_rows
from yearbook.analysis.coverage import Count
from yearbook.analysis.peers import Standing
from yearbook.analysis.ranking import DOUBTFUL, Ranking
from yearbook.catalogue.messages import Language, translate
from yearbook.charts.hover import NAME_WIDTH
from yearbook.charts.movement import describe_movement, describe_stated_change, find_measure, format_moved, name_changed
from yearbook.charts.number_format import (
    choose_scale,
    find_scale,
    format_value,
    is_missing,
    read_unit,
    read_unit_of,
)
from yearbook.charts.template import LETTER, Caption
from yearbook.charts.text_metrics import NARROW, shorten_text


def format_rank(place: Standing, language: Language, direction: bool = True) -> str:
    """10家中第2, 10家中并列第2, 10家中约第2（由高到低）: about, where a figure among them is not exact.

    "" where too few reported for a place. `direction` says where neither way is better that the highest is the first.
    """
    if not may_say("rank", place.reported):
        return ""
    said = {"reported": place.reported, "rank": place.rank}
    rank = translate(
        f"profile.rank_{'tied' if place.is_tied else 'about' if place.is_approximate else 'alone'}", language, **said
    )
    return translate("profile.rank_high_to_low", language, rank=rank) if direction and place.better == "neither" else rank


def format_own_value(place: Standing, language: Language) -> str:
    """The body's own figure with its marks."""
    own = place.own
    return format_value(
        own["value"], read_unit(own), language, str(own["qualifier"]), own["value_max"], signed=own["kind"] == "change"
    )


def format_median(place: Standing, language: Language) -> str:
    """The median, said to be about where a figure among them is not exact; "" where there are too few for one."""
    return "" if is_missing(place.median) else _write(place, place.median, language)


def format_quartiles(place: Standing, language: Language) -> str:
    """The middle half: 40–52%; "" where there are too few for quartiles."""
    lower, upper = place.quartiles
    if is_missing(lower):
        return ""
    unit = read_unit(place.own)
    if lower >= 0 and find_scale([lower], unit, language) == find_scale([upper], unit, language):
        return format_value(lower, unit, language, _exactness(place), value_max=upper)
    return translate("profile.from_to", language, lower=_write(place, lower, language), upper=_write(place, upper, language))


def format_terms(place: Standing, language: Language) -> str:
    """Year, scope and period: 2024年 · 省直口径 · 全年."""
    year = translate("charts.year", language, year=int(place.own["year"]))
    return translate("charts.subtitle_separator", language).join((year, place.describe(language)))


def format_coverage(place: Standing, language: Language) -> str:
    """27家中8家有可比数据，其中3家待核实."""
    line = translate("profile.coverage", language, bodies=place.bodies, reported=place.reported)
    return line + (translate("profile.coverage_to_verify", language, count=place.to_verify) if place.to_verify else "")


def format_standing(places: Sequence[Standing], language: Language) -> str:
    """One sentence on all places: 66项指标有同级可比；能分优劣的38项中，12项居前四分之一，9项居后四分之一. "" without any."""
    if not places:
        return ""
    quarters = [place.quarter for place in places if place.quarter]
    best, worst = quarters.count("best"), quarters.count("worst")
    if not best and not worst:
        return translate("profile.standing_few", language, count=len(places))
    return translate("profile.standing", language, count=len(places), judged=len(quarters), best=best, worst=worst)


def _write(place: Standing, value: float, language: Language) -> str:
    return format_value(value, read_unit(place.own), language, _exactness(place), signed=place.own["kind"] == "change")


def _exactness(place: Standing) -> str:
    """The qualifier of what is worked out from the figures."""
    return "approx" if place.is_approximate else "exact"


SENTENCE_COLUMNS = (  # what the sentence on a series is made of
    "metric_id", "metric_zh", "metric_en", "kind", "unit", "value", "value_max", "qualifier", "approximate", "is_finding",
    "year", "baseline",
    "previous_year", "previous_value", "years_apart", "since_change", "since_percent", "since_points", "last_digit",
    "within_rounding",
    "subject_zh", "subject_en",
)  # fmt: skip


def format_ranking(ranking: Ranking, language: Language) -> str:
    """Who stands first, with what, and where the median lies: 2024年新能源汽车占比：常州最高，93%；中位数80.41%."""
    frame = ranking.frame
    if frame.empty:
        return translate("charts.no_figure", language)
    first = _row(frame, 0)
    tied = int(np.count_nonzero(frame["rank"].to_numpy() == 1))
    said: dict[str, Any] = {"year": ranking.year, "metric": _metric_label(first, language), "count": tied}
    said |= {"subject": _subject_label(first, language)}
    if len(frame) > 1 and not (may_say("rank", len(frame)) and set(frame["status"]) - DOUBTFUL):
        return translate("charts.finding_few", language, year=ranking.year, metric=said["metric"], count=len(frame))
    if first["kind"] == "change":
        sentence = _describe_extreme(ranking, first, said, language)
    else:
        low = "_low" if not ranking.best_is_highest else ""
        form = "one" if len(frame) == 1 else f"tied{low}" if tied > 1 else f"best{low}"
        sentence = translate(f"charts.finding_rank_{form}", language, value=_format_value(first, language), **said)
    if not may_say("median", len(frame)):
        return sentence
    median = format_median_of(ranking, read_unit(first), language)
    return translate("charts.finding_rank_with_median", language, first=sentence, median=median)


def format_median_of(ranking: Ranking, unit: str, language: Language) -> str:
    """The median of a ranking, said to be about where a figure among them is not exact."""
    return format_value(ranking.median, unit, language, "approx" if ranking.is_approximate else "exact")


def _describe_extreme(ranking: Ranking, first: Mapping[str, Any], said: Mapping[str, Any], language: Language) -> str:
    """The same for a metric that is a change: 降幅最大，比上年下降1.45%."""
    named = {**said, "metric": name_changed(first, language)}
    moved = describe_stated_change(first, language)
    if len(ranking.frame) == 1 or first["value"] == 0:
        return translate("charts.finding_change", language, moved=moved, **named)
    rises = first["value"] > 0
    extreme = f"{'largest' if rises == ranking.best_is_highest else 'smallest'}_{'rise' if rises else 'fall'}"
    form = "extreme_tied" if said["count"] > 1 else "extreme"
    return translate(f"charts.finding_{form}", language, extreme=translate(f"charts.{extreme}", language), moved=moved, **named)


def format_years(years: pd.DataFrame, language: Language) -> str:
    """How one series of compare_years stands in its last year, against the year before or the last year that has a figure."""
    published = np.flatnonzero(years["state"] == "published")
    return _describe_row(years.iloc[published[-1:]], language) if len(published) else translate("charts.no_figure", language)


def format_longest(years: pd.DataFrame, language: Language) -> str:
    """The same of that series which has most figures; "" for none."""
    series = years.loc[years["state"] == "published", "series"]
    if series.empty:
        return ""
    longest = series.value_counts(sort=False).idxmax()
    return _describe_row(years.loc[[series.index[series == longest][-1]]], language)


def _describe_row(row: pd.DataFrame, language: Language) -> str:
    [last] = list_rows(row, SENTENCE_COLUMNS)
    said: dict[str, Any] = {
        "subject": _subject_label(last, language),
        "metric": _metric_label(last, language),
        "year": int(last["year"]),
        "value": _format_value(last, language),
    }
    if last["kind"] == "change":  # the change of a change says little
        named = said | {"metric": name_changed(last, language)}
        return translate("charts.finding_change", language, moved=describe_stated_change(last, language), **named)
    moved = describe_movement(last, language)
    return translate("charts.finding_moved" if moved else "charts.finding_latest", language, moved=moved, **said)


def format_change(row: Mapping[str, Any], language: Language) -> str:
    """The change of a row of compare_years for a card: "−1.28%", "+0.8个百分点", about where it is not exact, with a word where
    it lies within rounding; "" without one.

    Against `previous_year`: say so where years_apart is not 1. A published change has no change of its own, and two figures to
    be verified make none.
    """
    if row["kind"] == "change" or not row["is_finding"]:
        return ""
    kind = find_measure(row)
    if kind is None:
        return ""
    moved = format_moved(row, kind, language, signed=True)
    return translate("charts.within_rounding", language, moved=moved) if row["within_rounding"] else moved


def format_subtitle(
    facts: pd.DataFrame, group: Group | None, count: Count | None, language: Language, values: pd.Series | None = None
) -> str:
    """单位：万辆 · 全省（区、市）口径 · 全年 · 89家机构中12家有公开数据. The unit is that of the chart's axis, by default for the
    values of the facts."""
    parts = [describe_group(group, count, language)]
    if len(facts):
        shown = (facts["value"] if values is None else values).to_numpy(dtype="float64")
        unit = choose_scale(shown, read_unit_of(facts), language).unit
        parts.insert(0, translate("charts.subtitle_unit", language, unit=unit))
    return translate("charts.subtitle_separator", language).join(part for part in parts if part)


def describe_group(group: Group | None, count: Count | None, language: Language) -> str:
    """The same without the unit."""
    parts = [part.describe(language) for part in (group, count) if part is not None]
    return translate("charts.subtitle_separator", language).join(parts)


def format_source(edition: int, language: Language, source: str = "") -> str:
    """来源：公开资料与已入库报告 · 第12版."""
    return translate(
        "charts.edition_line", language, source=source or translate("charts.source_record", language), edition=edition
    )


def caption_ranking(
    ranking: Ranking, group: Group | None, count: Count | None, edition: int, language: Language, width: int = NARROW
) -> Caption:
    """All the words of a ranked chart."""
    subtitle = format_subtitle(ranking.frame, group, count, language)
    return Caption(format_ranking(ranking, language), subtitle, format_source(edition, language), width)


def _metric_label(row: Mapping[str, Any], language: Language) -> str:
    return str(row[f"metric_{language}"])


def _subject_label(row: Mapping[str, Any], language: Language) -> str:
    return shorten_text(str(row[f"subject_{language}"]), 2 * NAME_WIDTH, LETTER)


def _row(frame: pd.DataFrame, place: int) -> dict[str, Any]:
    return {str(name): value for name, value in frame.iloc[place].items()}


def _format_value(row: Mapping[str, Any], language: Language) -> str:
    signed = row["kind"] == "change"
    return format_value(row["value"], read_unit(row), language, str(row["qualifier"]), row["value_max"], signed)
