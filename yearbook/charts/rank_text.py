"""How a body's place among its peers is said: 10家中第2, the median, the middle half, and how many places are good."""

from __future__ import annotations

from collections.abc import Sequence

from yearbook.analysis.peers import Standing
from yearbook.catalogue.messages import Language, translate
from yearbook.charts.number_format import find_scale, format_value, is_missing


def format_rank(place: Standing, language: Language, direction: bool = True) -> str:
    """10家中第2, 10家中并列第2, 10家中约第2（由高到低）: about, where a figure among them is not exact.

    `direction` says where neither way is better that the highest is the first.
    """
    said = {"reported": place.reported, "rank": place.rank}
    rank = translate(
        f"profile.rank_{'tied' if place.is_tied else 'about' if place.is_approximate else 'alone'}", language, **said
    )
    return translate("profile.rank_high_to_low", language, rank=rank) if direction and place.better == "neither" else rank


def format_own_value(place: Standing, language: Language) -> str:
    """The body's own figure with its marks."""
    own = place.own
    return format_value(
        own["value"], str(own["unit"]), language, str(own["qualifier"]), own["value_max"], signed=own["kind"] == "change"
    )


def format_median(place: Standing, language: Language) -> str:
    """The median with ≈ where a figure among them is not exact; "" where there are too few for one."""
    return "" if is_missing(place.median) else _mark(place, language) + _write(place, place.median, language)


def format_quartiles(place: Standing, language: Language) -> str:
    """The middle half: 40–52%; "" where there are too few for quartiles."""
    lower, upper = place.quartiles
    if is_missing(lower):
        return ""
    unit = str(place.own["unit"])
    if lower >= 0 and find_scale([lower], unit, language) == find_scale([upper], unit, language):
        return _mark(place, language) + format_value(lower, unit, language, value_max=upper)
    ends = {"lower": _write(place, lower, language), "upper": _write(place, upper, language)}
    return _mark(place, language) + translate("profile.from_to", language, **ends)


def format_terms(place: Standing, language: Language) -> str:
    """Year, scope and period: 2024年 · 省直口径 · 全年."""
    year = translate("charts.year", language, year=int(place.own["year"]))
    return translate("charts.subtitle_separator", language).join((year, place.describe(language)))


def format_coverage(place: Standing, language: Language) -> str:
    """27家中8家有可比数据，其中3家待核."""
    line = translate("profile.coverage", language, bodies=place.bodies, reported=place.reported)
    return line + (translate("profile.coverage_to_verify", language, count=place.to_verify) if place.to_verify else "")


def format_standing(places: Sequence[Standing], language: Language) -> str:
    """One sentence on all places: 66项指标有同级可比；能分优劣的38项中，12项居前四分之一，9项居后四分之一. "" without any."""
    if not places:
        return ""
    judged = [place for place in places if place.quarter]
    if not judged:
        return translate("profile.standing_few", language, count=len(places))
    return translate(
        "profile.standing",
        language,
        count=len(places),
        judged=len(judged),
        best=sum(place.quarter == "best" for place in judged),
        worst=sum(place.quarter == "worst" for place in judged),
    )


def _write(place: Standing, value: float, language: Language) -> str:
    return format_value(value, str(place.own["unit"]), language, signed=place.own["kind"] == "change")


def _mark(place: Standing, language: Language) -> str:
    return translate("charts.mark_approx", language) if place.is_approximate else ""
