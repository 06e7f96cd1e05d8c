"""The comparison of one metric: its options, and groups, bodies, figures and medians as totals or per capita."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from yearbook.analysis.comparability import KEYS, Across, Group, count_groups, list_bodies, list_groups
from yearbook.analysis.per_capita import Division, divide
from yearbook.analysis.ranking import pick_preferred
from yearbook.catalogue.denominators import Denominator, load_denominators
from yearbook.ui.cache import memoize
from yearbook.ui.view import View

MOST_GROUPS = 60  # figures of some units only are a group for each body
LINE = 3  # years that make a line worth showing


@dataclass(frozen=True, slots=True)
class Offer:
    """What a widget offers: codes with their labels, and the code to begin with."""

    names: dict[str, str]
    default: str = ""


def offer_metrics(view: View, metrics: tuple[str, ...] | None) -> dict[str, str]:
    """Those of `metrics` (all by default) that have figures here, labelled with how many bodies."""
    bodies = _read(view.ask("metric_counts", regions=view.regions, statuses=view.statuses), "agencies")
    order = {metric: place for place, metric in enumerate(metrics or view.catalogue.metrics)}
    held = [metric for metric in bodies if not metrics or metric in order]
    return {
        metric: view.translate("interface.metric_with_count", name=view.metric_name(metric), count=bodies[metric])
        for metric in sorted(held, key=lambda metric: (order.get(metric, len(order)), metric))
    }


def find_default_metric(view: View, offered: tuple[str, ...], all_metrics: bool, telling: str) -> str:
    """The metric of which most bodies compare in a year (`comparable`), or that which an agency has for most `years`."""
    if telling == "comparable":
        asked = () if all_metrics else offered
        counts = view.ask("metrics_beside", regions=view.regions, statuses=view.statuses, metrics=asked)
    else:
        counts = view.ask("metric_counts", regions=view.regions, statuses=view.statuses)
    most = _read(counts, telling)
    return max(offered, key=lambda metric: most.get(metric, 0))


def _read(counts: pd.DataFrame, name: str) -> dict[str, int]:
    """A number for each metric."""
    return dict(zip(counts["metric_id"].tolist(), counts[name].tolist(), strict=True))


def offer_groups(view: View, groups: Sequence[Group]) -> Offer:
    """Comparable groups, with how many bodies; those that say most. Of figures without a stated period only where all are."""
    offered = [group for group in groups if group.comparable] or groups
    names = {
        group.code: view.translate("interface.group_with_count", name=group.describe(view.language), count=group.bodies)
        for group in offered[:MOST_GROUPS]
    }
    return Offer(names, next(iter(names)))


def offer_years(view: View, bodies: pd.DataFrame) -> Offer:
    """The years of a group's bodies, the latest first; to begin with that of most bodies, of several the latest."""
    counts = count_years(bodies)
    names = {str(year): view.translate("interface.year_name", year=year) for year in sorted(counts, reverse=True)}
    return Offer(names, str(max(counts, key=lambda year: (counts[year], year))))


def count_years(bodies: pd.DataFrame) -> Counter[int]:
    """How many of a group's bodies have a figure in each year."""
    return Counter(year for years in bodies["years"] for year in years)


def offer_agencies(view: View, bodies: pd.DataFrame, most: int) -> tuple[dict[str, str], tuple[str, ...]]:
    """A group's bodies with their names, those with most years first, and those to begin with."""
    counts = dict(zip(bodies["agency_id"], bodies["years"].map(len), strict=True))
    names = dict(zip(bodies["agency_id"], bodies[view.column("agency")], strict=True))
    order = sorted(counts, key=lambda agency: (-counts[agency], agency))
    long = [agency for agency in order if counts[agency] >= min(LINE, counts[order[0]])]
    return {agency: names[agency] for agency in order}, tuple(long[:most])


ALL = 10_000_000  # rows
WHOLE = 2_000  # figures of a group that are fetched all at once, whatever bodies or years are looked at


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
    return list_groups(count_groups(find_compared(view, measure), across), across)


def find_compared(view: View, measure: Measure) -> pd.DataFrame:
    """All figures of the measure in the view, with at least the columns of compared_figures.sql: asked once for groups, bodies,
    medians and breaks, because to plan a question takes DuckDB longer than to answer it."""
    if measure.per:
        return find_division(view, measure).frame
    return view.ask("compared_figures", **_filter(view, measure))


def find_bodies(view: View, measure: Measure, group: Group) -> pd.DataFrame:
    """The bodies of a group with the years of their figures, see list_bodies."""
    return memoize(_find_bodies, view, measure, group)


def _find_bodies(view: View, measure: Measure, group: Group) -> pd.DataFrame:
    return list_bodies(select_figures(find_compared(view, measure), (group,)))


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
    if measure.per:
        return select_figures(find_division(view, measure).frame, groups, agencies, years).head(most)
    asked = {"across": groups[0].across, "keys": tuple(group.key for group in groups), "most": most}
    filters = _filter(view, measure, *groups)
    if most == ALL and sum(map(len, groups)) <= WHOLE:
        return select_figures(view.ask("group_figures", **asked, **filters), groups, agencies, years)
    return view.ask("group_figures", **asked, **filters | {"agencies": agencies, "from_year": years[0], "to_year": years[1]})


def select_figures(
    frame: pd.DataFrame,
    groups: Sequence[Group],
    agencies: tuple[str, ...] = (),
    years: tuple[int | None, int | None] = (None, None),
) -> pd.DataFrame:
    """The rows of some groups, one group after the other, of some bodies and years; one group may be narrowed to a level."""
    keys = frame[KEYS[groups[0].across]].to_numpy()
    kept = np.isin(keys, [group.key for group in groups])
    if years != (None, None):
        kept &= frame["year"].between(years[0] or 0, years[1] or 9999).to_numpy(dtype=bool)
    if agencies:
        kept &= frame["agency_id"].isin(agencies).to_numpy(dtype=bool)
    if len(groups) == 1:
        if len(groups[0].levels) == 1:
            kept &= frame["admin_level"].isin(groups[0].levels).to_numpy(dtype=bool)
        return frame if kept.all() else frame[kept]
    places = np.flatnonzero(kept)
    order = {group.key: place for place, group in enumerate(groups)}
    return frame.iloc[places[np.argsort([order[key] for key in keys[places].tolist()], kind="stable")]]


def find_medians(view: View, measure: Measure, group: Group) -> pd.DataFrame:
    """Median, lowest and highest value of a group by year, one figure a body."""
    return memoize(_find_medians, view, measure, group)


def _find_medians(view: View, measure: Measure, group: Group) -> pd.DataFrame:
    chosen = pick_preferred(select_figures(find_compared(view, measure), (group,)), ["agency_id", "year"])
    return chosen.groupby("year")["value"].agg(median="median", lowest="min", highest="max").reset_index()


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
