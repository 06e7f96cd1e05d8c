"""What the choices of a comparison offer: metrics, comparable groups, years and bodies, each with its name."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from yearbook.analysis.comparability import Group
from yearbook.analysis.preferred import choose_year
from yearbook.analysis.rows import count_distinct, encode, find_firsts, take_rows
from yearbook.ui.view import View

MOST_GROUPS = 60  # figures of some units only are a group for each body
LINE = 3  # years that make a line worth showing


@dataclass(frozen=True, slots=True)
class Offer:
    """What a widget offers: codes with their names, and the code to begin with."""

    names: dict[str, str]
    default: str = ""


def offer_metrics(view: View, metrics: tuple[str, ...] | None, telling: str) -> Offer:
    """Those of `metrics` (all by default) that have figures here, with how many bodies; first that with most in `telling`."""
    counts = view.ask("metric_counts", regions=view.regions, statuses=view.filters().statuses)
    bodies = _read(counts, "agencies")
    told = {metric: count for metric, count in bodies.items() if not metrics or metric in metrics}
    if not told:
        return Offer({})
    if telling == "comparable":  # every figure is looked at for it
        counts = view.ask("metrics_beside", regions=view.regions, statuses=view.filters().statuses)
    most = _read(counts, telling)
    order = {metric: place for place, metric in enumerate(metrics or view.catalogue.metrics)}
    offered = sorted(told.keys() & most.keys(), key=lambda metric: (order.get(metric, len(order)), metric))
    names = {
        metric: view.translate("interface.metric_with_count", name=view.metric_name(metric), count=told[metric])
        for metric in offered
    }
    return Offer(names, max(offered, key=lambda metric: most[metric]))


def _read(counts: pd.DataFrame, name: str) -> dict[str, int]:
    """A number for each metric."""
    return dict(zip(counts["metric_id"].tolist(), counts[name].tolist(), strict=True))


def offer_groups(view: View, groups: list[Group]) -> Offer:
    """Comparable groups, with how many bodies; those that say most."""
    names = {
        code_of(group): view.translate("interface.group_with_count", name=group.describe(view.language), count=group.bodies)
        for group in groups[:MOST_GROUPS]
    }
    return Offer(names, next(iter(names)))


def offer_years(view: View, frame: pd.DataFrame) -> Offer:
    """The years of the figures, the latest first; to begin with that of most bodies."""
    years = sorted(frame["year"].unique(), reverse=True)
    return Offer({str(year): view.translate("interface.year_name", year=year) for year in years}, str(choose_year(frame)))


def offer_agencies(view: View, frame: pd.DataFrame, most: int) -> tuple[dict[str, str], tuple[str, ...]]:
    """Bodies with their names, those with most years first, and those to begin with."""
    numbers = encode(frame["agency_id"])
    firsts, years = find_firsts(numbers), count_distinct(frame["agency_id"], frame["year"])
    agencies, named = (take_rows(frame[name], firsts).tolist() for name in ("agency_id", view.column("agency")))
    order = sorted(range(len(firsts)), key=lambda number: (-years[number], agencies[number]))
    long = [agencies[number] for number in order if years[number] >= min(LINE, years[order[0]])]
    return {agencies[number]: named[number] for number in order}, tuple(long[:most])


def name_bodies(view: View, facts: pd.DataFrame, shown: pd.DataFrame) -> dict[str, str]:
    """The bodies that are `shown`, of all the `facts` and in their order, with their names."""
    firsts = find_firsts(encode(facts["agency_id"]))
    agencies, names = (take_rows(facts[name], firsts).tolist() for name in ("agency_id", view.column("agency")))
    there = set(shown["agency_id"].unique())
    return {agency: name for agency, name in zip(agencies, names, strict=True) if agency in there}


def code_of(group: Group) -> str:
    """What tells the groups of one metric apart, for the address: region_wide-previous_year-12."""
    aspects = group.aspects
    return "-".join(aspects[name] for name in ("scope", "baseline", "period", "part_of_year", "level", "sample") if aspects[name])
