"""What the choices of a comparison offer: metrics, comparable groups, years and bodies, each with its label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from yearbook.analysis.comparability import Group
from yearbook.ui.view import View

MOST_GROUPS = 60  # figures of some units only are a group for each body
LINE = 3  # years that make a line worth showing


@dataclass(frozen=True, slots=True)
class Offer:
    """What a widget offers: codes with their labels, and the code to begin with."""

    names: dict[str, str]
    default: str = ""


def offer_metrics(view: View, metrics: tuple[str, ...] | None, telling: str) -> Offer:
    """Those of `metrics` (all by default) that have figures here, with how many bodies; first that with most in `telling`."""
    counts = view.ask("metric_counts", regions=view.regions, statuses=view.statuses)
    bodies = _read(counts, "agencies")
    held = {metric: count for metric, count in bodies.items() if not metrics or metric in metrics}
    if not held:
        return Offer({})
    if telling == "comparable":
        counts = view.ask("metrics_beside", regions=view.regions, statuses=view.statuses)
    most = _read(counts, telling)
    order = {metric: place for place, metric in enumerate(metrics or view.catalogue.metrics)}
    offered = sorted(held.keys() & most.keys(), key=lambda metric: (order.get(metric, len(order)), metric))
    names = {
        metric: view.translate("interface.metric_with_count", name=view.metric_name(metric), count=held[metric])
        for metric in offered
    }
    return Offer(names, max(offered, key=lambda metric: most[metric]))


def _read(counts: pd.DataFrame, name: str) -> dict[str, int]:
    """A number for each metric."""
    return dict(zip(counts["metric_id"].tolist(), counts[name].tolist(), strict=True))


def offer_groups(view: View, groups: Sequence[Group]) -> Offer:
    """Comparable groups, with how many bodies; those that say most."""
    names = {
        group.code: view.translate("interface.group_with_count", name=group.describe(view.language), count=group.bodies)
        for group in groups[:MOST_GROUPS]
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
