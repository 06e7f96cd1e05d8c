"""What the choices of a comparison offer: metrics, comparable groups, years and bodies, each with its name."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from yearbook.analysis.choice import choose_year
from yearbook.analysis.comparability import Group
from yearbook.interface.view import View

LINE = 3  # years that make a line worth showing


@dataclass(frozen=True, slots=True)
class Offer:
    """What a widget offers: codes with their names, and the code to begin with."""

    names: dict[str, str]
    default: str = ""


def offer_metrics(view: View, metrics: tuple[str, ...] | None, telling: str) -> Offer:
    """Those of `metrics` (all by default) that have figures here, with how many bodies; first that with most in `telling`."""
    counts = view.ask("metric_counts", regions=view.regions, statuses=view.filters().statuses)
    counts = counts[counts["metric_id"].isin(metrics)] if metrics else counts
    if counts.empty:
        return Offer({})
    if telling == "comparable":  # every figure is looked at for it
        beside = view.ask("metrics_beside", regions=view.regions, statuses=view.filters().statuses)
        counts = counts.merge(beside, on="metric_id")
    order = {metric: place for place, metric in enumerate(metrics or view.catalogue.metrics)}
    counts = counts.assign(place=counts["metric_id"].map(order)).sort_values("place").set_index("metric_id")
    names = {
        metric: view.say("interface.metric_with_count", name=view.metric_name(metric), count=int(agencies))
        for metric, agencies in zip(counts.index.astype(str), counts["agencies"], strict=True)
    }
    return Offer(names, str(counts[telling].idxmax()))


def offer_groups(view: View, groups: list[Group]) -> Offer:
    """Comparable groups, with how many bodies."""
    names = {
        code_of(group): view.say("interface.group_with_count", name=group.describe(view.language), count=group.bodies)
        for group in groups
    }
    return Offer(names, next(iter(names)))


def offer_years(view: View, frame: pd.DataFrame) -> Offer:
    """The years of the figures, the latest first; to begin with that of most bodies."""
    years = sorted(frame["year"].unique(), reverse=True)
    return Offer({str(year): view.say("interface.year_name", year=year) for year in years}, str(choose_year(frame)))


def offer_agencies(view: View, frame: pd.DataFrame, most: int) -> tuple[dict[str, str], tuple[str, ...]]:
    """Bodies with their names, those with most years first, and those to begin with."""
    years = frame.groupby("agency_id", observed=True)["year"].nunique().sort_values(ascending=False, kind="stable")
    long = years[years >= min(LINE, years.iloc[0])].index[:most]
    names = frame.drop_duplicates("agency_id").set_index("agency_id")[view.column("agency")]
    return {str(agency): str(names[agency]) for agency in years.index}, tuple(str(agency) for agency in long)


def name_bodies(view: View, facts: pd.DataFrame, shown: pd.DataFrame) -> dict[str, str]:
    """The bodies that are `shown`, of all the `facts` and in their order, with their names."""
    heads = facts.drop_duplicates("agency_id")
    heads = heads[heads["agency_id"].isin(shown["agency_id"].unique())]
    return dict(zip(heads["agency_id"].astype(str), heads[view.column("agency")].astype(str), strict=True))


def code_of(group: Group) -> str:
    """What tells the groups of one metric apart, for the address: region_wide-previous_year-12."""
    aspects = group.aspects
    return "-".join(aspects[name] for name in ("scope", "baseline", "period", "part_of_year", "level", "sample") if aspects[name])
