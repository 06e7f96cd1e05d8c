"""The figures of one metric that are compared, as published or divided by a denominator: groups, bodies, figures, medians."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from yearbook.analysis.comparability import KEYS, Across, Group, count_groups, list_groups
from yearbook.analysis.per_capita import Division, divide
from yearbook.analysis.preferred import pick_preferred
from yearbook.catalogue.denominators import Denominator, load_denominators
from yearbook.ui.cache import memoize
from yearbook.ui.view import View

ALL = 10_000_000  # rows


@dataclass(frozen=True, slots=True)
class Measure:
    """A metric as it is compared; `per` is the id of a denominator, empty for figures as published."""

    metric: str
    per: str = ""

    @property
    def denominators(self) -> list[Denominator]:
        """Those that the metric may be divided by."""
        return [one for one in load_denominators().values() if not one.metric or self.metric in one.of]


def find_groups(view: View, measure: Measure, across: Across = "bodies") -> list[Group]:
    """The comparable groups, those that say most first."""
    return memoize(_find_groups, view, measure, across)


def _find_groups(view: View, measure: Measure, across: Across) -> list[Group]:
    if measure.per:
        return list_groups(count_groups(find_division(view, measure).frame, across), across)
    return list_groups(view.ask("comparison_groups", across=across, **_filter(view, measure)), across)


def find_bodies(view: View, measure: Measure, group: Group) -> pd.DataFrame:
    """The bodies of a group with the years of their figures, the columns those of group_bodies.sql."""
    if not measure.per:
        return view.ask("group_bodies", across=group.across, key=group.key, **_filter(view, measure, group))
    return memoize(_find_divided_bodies, view, measure, group)


def _find_divided_bodies(view: View, measure: Measure, group: Group) -> pd.DataFrame:
    figures = find_figures(view, measure, (group,)).sort_values(["year", "period_end"], kind="stable")
    bodies = figures.assign(unverified=figures["status"].eq("unverified")).groupby(["region_code", "agency_id"])
    return bodies.agg(
        agency_zh=("agency_zh", "first"),
        agency_en=("agency_en", "first"),
        admin_level=("admin_level", "first"),
        years=("year", lambda years: sorted(set(years))),
        figures=("year", "size"),
        unverified=("unverified", "sum"),
        last_value=("value", "last"),
    ).reset_index()


def find_figures(
    view: View,
    measure: Measure,
    groups: Sequence[Group],
    agencies: tuple[str, ...] = (),
    years: tuple[int | None, int | None] = (None, None),
    most: int = ALL,
) -> pd.DataFrame:
    """The figures of some groups, one group after the other, of some bodies (all by default) and from one year to another."""
    if not groups:
        return view.facts(metrics=(measure.metric,)).iloc[:0]
    across, keys = groups[0].across, tuple(group.key for group in groups)
    if not measure.per:
        filters = _filter(view, measure, *groups) | {"agencies": agencies, "from_year": years[0], "to_year": years[1]}
        return view.ask("group_figures", across=across, keys=keys, most=most, **filters)
    frame = find_division(view, measure).frame
    order = frame[KEYS[across]].map({key: place for place, key in enumerate(keys)})
    kept = order.notna() & frame["year"].between(years[0] or 0, years[1] or 9999)
    if agencies:
        kept &= frame["agency_id"].isin(agencies)
    if len(groups) == 1:
        kept &= frame["admin_level"].isin(groups[0].levels)
    return frame[kept].loc[order[kept].sort_values(kind="stable").index].head(most)


def find_medians(view: View, measure: Measure, group: Group) -> pd.DataFrame:
    """Median, lowest and highest value of a group by year, the columns those of group_medians.sql."""
    if not measure.per:
        return view.ask("group_medians", across=group.across, key=group.key, **_filter(view, measure, group))
    chosen = pick_preferred(find_figures(view, measure, (group,)), ["agency_id", "year"])
    medians = chosen.groupby("year")["value"].agg(median="median", lowest="min", highest="max")
    return medians.reset_index()


def count_divisible(view: View, metric: str) -> dict[str, int]:
    """How many bodies have a figure that can be divided, by the id of the denominator."""
    by_metric = [one for one in Measure(metric).denominators if one.metric]
    [residents] = [one for one in load_denominators().values() if not one.metric]
    counts = view.ask(
        "divisible_bodies",
        divisors=tuple(one.metric for one in by_metric),
        ids=tuple(one.id for one in by_metric),
        years_apart=tuple(one.years_apart for one in by_metric),
        residents=residents.id,
        residents_years_apart=residents.years_apart,
        **_filter(view, Measure(metric)),
    )
    found = dict(zip(counts["id"], counts["bodies"], strict=True))
    return {one.id: int(found[one.id]) for one in Measure(metric).denominators if one.id in found}


def find_division(view: View, measure: Measure) -> Division:
    """All figures of the metric divided by the denominator."""
    return memoize(_divide, view, measure)


def _divide(view: View, measure: Measure) -> Division:
    denominator = load_denominators()[measure.per]
    divisors = view.facts(metrics=(denominator.metric,)) if denominator.metric else view.ask("population")
    return divide(view.facts(metrics=(measure.metric,)), denominator, divisors)


def _filter(view: View, measure: Measure, *groups: Group) -> dict[str, Any]:
    """The $parameters of the shared filters; one group may be narrowed to a level of bodies."""
    levels = groups[0].levels if len(groups) == 1 and len(groups[0].levels) == 1 and not groups[0].aspects["level"] else ()
    return view.filters(metrics=(measure.metric,), levels=levels).parameters()
