"""The comparison of one metric: its options, and groups, bodies, figures and medians as totals or per capita."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from statistics import median
from typing import Any, Literal

import numpy as np
import pandas as pd

from yearbook.analysis.admissibility import may_rank, may_say
from yearbook.analysis.comparability import KEYS, Across, Group, list_groups, list_rows, make_block, order_figures
from yearbook.analysis.per_capita import Division, divide
from yearbook.analysis.ranking import list_lines
from yearbook.catalogue.denominators import Denominator, load_denominators
from yearbook.ui import edition_access as store
from yearbook.ui.cache import memoize
from yearbook.ui.filters.peers import find_own, find_peers
from yearbook.ui.view import NATION, View

MOST_GROUPS = 60  # figures of some units only are a group for each body
FEWEST = 3  # bodies that are worth a look around
LINE = 3  # years that make a line worth showing


@dataclass(frozen=True, slots=True)
class Offer:
    """What a widget offers: codes with their labels, and the code to begin with."""

    names: dict[str, str]
    default: str = ""


def count_metrics(view: View, name: str) -> dict[str, int]:
    """How much there is of each metric among those that are compared, as the column `name` of peer_metrics.sql counts it."""
    counts = memoize(_count_metrics, view.edition, view.build, find_peers(view), view.verified_only)
    return dict(zip(counts["metric_id"], counts[name], strict=True))


def count_own_metrics(view: View, name: Literal["figures", "years"]) -> dict[str, int]:
    """The same of the region's own bodies; all that there is where no region is chosen."""
    if not view.regions:
        return count_metrics(view, name)
    counts = memoize(_count_own_metrics, view.edition, view.build, view.region, view.verified_only)
    return dict(zip(counts["metric_id"], counts[name], strict=True))


def _count_own_metrics(edition: int, _build: str, region: str, settled: bool) -> dict[str, list[Any]]:
    return store.ask_cells(edition, "region_metrics", region=region, settled=settled)


def _count_metrics(edition: int, _build: str, agencies: tuple[str, ...], settled: bool) -> dict[str, list[Any]]:
    if agencies:
        return store.ask_cells(edition, "peer_metrics", agencies=agencies, settled=settled)
    return store.ask_cells(edition, "metric_counts", region=NATION, settled=settled)


def offer_metrics(view: View, metrics: tuple[str, ...] | None) -> dict[str, str]:
    """Those of `metrics` (all that may be compared by default) that have figures here, labelled with how many subjects: first
    those of which the region itself has any."""
    subjects, own = count_metrics(view, "subjects"), count_own_metrics(view, "figures")
    order = {metric: place for place, metric in enumerate(metrics or view.catalogue.metrics)}
    held = [metric for metric in subjects if (not metrics or metric in order) and may_rank(metric)]

    def label(metric: str) -> str:
        words = "interface.metric_with_count" if metric in own else "peers.metric_without_own"
        return view.translate(words, name=view.metric_name(metric), count=subjects[metric], region=view.region_name)

    return {metric: label(metric) for metric in sorted(held, key=lambda one: (one not in own, order.get(one, len(order)), one))}


def find_default_metric(view: View, offered: tuple[str, ...], telling: str) -> str:
    """The metric of which most bodies compare in a year (`comparable`), or that which an agency has for most `years`; one of
    those that the region has, if it has any, and a main one where several bodies compare or its years make a line."""
    most, own, beside = count_metrics(view, telling), count_own_metrics(view, "years"), count_metrics(view, "comparable")
    main = {metric.id for metric in view.catalogue.metrics.values() if metric.headline}

    def tell(metric: str) -> tuple[int, int, int, int]:
        enough = own.get(metric, 0) >= LINE if telling == "years" else most.get(metric, 0) >= FEWEST
        is_main, counts = metric in main and enough, (most.get(metric, 0), beside.get(metric, 0))
        return (is_main, own.get(metric, 0), *counts) if telling == "years" else (metric in own, is_main, *counts)

    return max(offered, key=tell)


def offer_groups(view: View, measure: Measure, groups: Sequence[Group]) -> Offer:
    """Comparable groups, with how many bodies; those that say most, to begin with the first that has the region itself. Of
    figures without a stated period only where all are."""
    offered = [group for group in groups if group.comparable] or groups
    lines = find_lines(view, measure)
    own = set(lines.loc[lines["agency_id"].isin(find_own(view)), KEYS[groups[0].across]])
    names = {
        group.code: view.translate("interface.group_with_count", name=group.describe(view.language), count=group.bodies)
        for group in offered[:MOST_GROUPS]
    }
    return Offer(names, next((group.code for group in offered[:MOST_GROUPS] if group.key in own), next(iter(names))))


def offer_years(view: View, bodies: pd.DataFrame) -> Offer:
    """The years of a group's bodies, the latest first; to begin with that of most bodies, of several the latest, among those that
    the region itself has, if it has any."""
    counts, own = count_years(bodies), count_years(bodies[bodies["agency_id"].isin(find_own(view))])
    names = {
        str(year): view.translate("interface.year_with_count", year=year, count=counts[year])
        for year in sorted(counts, reverse=True)
    }
    return Offer(names, str(max(own or counts, key=lambda year: (counts[year], year))))


def count_years(bodies: pd.DataFrame) -> Counter[int]:
    """How many of a group's subjects have a figure in each year."""
    subjects, years = bodies["subject_id"].tolist(), bodies["years"].tolist()
    if len(set(subjects)) == len(subjects):
        return Counter(chain.from_iterable(years))
    return Counter(year for year, _ in {(year, subject) for subject, told in zip(subjects, years, strict=True) for year in told})


def offer_agencies(view: View, bodies: pd.DataFrame, most: int) -> tuple[dict[str, str], tuple[str, ...]]:
    """A group's bodies with their names, those with most years first, and those to begin with, the region's own before others."""
    own = find_own(view)
    counts = dict(zip(bodies["agency_id"], bodies["years"].map(len), strict=True))
    names = dict(zip(bodies["agency_id"], bodies[view.column("subject")], strict=True))
    order = sorted(counts, key=lambda agency: (agency not in own, -counts[agency], agency))
    least = min(LINE, max(counts.values(), default=0))
    long = [agency for agency in order if agency in own or counts[agency] >= least]
    return {agency: names[agency] for agency in order}, tuple(long[:most])


ALL = 10_000_000  # rows
WHOLE = 400  # figures of a group that are fetched all at once, whatever bodies or years are looked at


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
    return list_groups(find_lines(view, measure), across)


def find_lines(view: View, measure: Measure) -> pd.DataFrame:
    """The lines of the measure in the view, of which groups and bodies are counted (lines.sql, list_lines)."""
    if measure.per:
        return memoize(_list_quotients, view, measure)
    return memoize(_ask_lines, view, measure.metric)


def _ask_lines(view: View, metric: str) -> pd.DataFrame:
    return make_block(view.ask_cells("lines", metric=metric, agencies=find_peers(view), settled=view.verified_only))


def _list_quotients(view: View, measure: Measure) -> pd.DataFrame:
    return make_block(list_lines(find_division(view, measure).frame))


def find_bodies(view: View, measure: Measure, group: Group) -> pd.DataFrame:
    """The bodies of a group by region: a line each."""
    return memoize(_find_bodies, view, measure, group)


def _find_bodies(view: View, measure: Measure, group: Group) -> pd.DataFrame:
    lines = select_figures(find_lines(view, measure), (group,))
    return lines.sort_values(["region_code", "subject_id"], kind="stable", ignore_index=True)


def find_figures(
    view: View,
    measure: Measure,
    groups: Sequence[Group],
    subjects: tuple[str, ...] = (),
    years: tuple[int | None, int | None] = (None, None),
    most: int = ALL,
) -> pd.DataFrame:
    """The figures of some groups, one group after the other, of some bodies (all by default) and from one year to another."""
    if measure.per:
        return select_figures(find_division(view, measure).frame, groups, subjects, years).head(most)
    is_small = most == ALL and sum(map(len, groups)) <= WHOLE
    if is_small:
        whole = memoize(_ask_figures, view, measure.metric, tuple(groups), (), (None, None), most)
        return select_figures(whole, groups, subjects, years)
    return _ask_figures(view, measure.metric, tuple(groups), subjects, years, most)


def _ask_figures(
    view: View,
    metric: str,
    groups: tuple[Group, ...],
    subjects: tuple[str, ...],
    years: tuple[int | None, int | None],
    most: int,
) -> pd.DataFrame:
    if find_peers(view) and not subjects:
        subjects = tuple(select_figures(find_lines(view, Measure(metric)), groups)["subject_id"].unique())
    across, keys = groups[0].across, tuple(group.key for group in groups)
    asked: dict[str, Any] = {"metric": metric, "across": across, "keys": keys, "regions": (), "levels": _narrow(groups)}
    asked |= {"subjects": subjects, "statuses": view.statuses, "from_year": years[0], "to_year": years[1]}
    if most < sum(map(len, groups)):
        return make_block(view.ask_cells("group_figures_first", **asked, most=most))
    return make_block(order_figures(view.ask_cells("group_figures", **asked), across, keys))


def _narrow(groups: Sequence[Group]) -> tuple[str, ...]:
    """The level that one group is narrowed to; none where it goes without saying."""
    return groups[0].levels if len(groups) == 1 and len(groups[0].levels) == 1 and not groups[0].aspects["level"] else ()


def select_figures(
    frame: pd.DataFrame,
    groups: Sequence[Group],
    subjects: tuple[str, ...] = (),
    years: tuple[int | None, int | None] = (None, None),
) -> pd.DataFrame:
    """The rows of some groups, one group after the other, of some bodies and years; one group may be narrowed to a level."""
    keys = frame[KEYS[groups[0].across]]
    kept = keys.isin([group.key for group in groups]).to_numpy(dtype=bool, copy=True)
    if years != (None, None):
        kept &= frame["year"].between(years[0] or 0, years[1] or 9999).to_numpy(dtype=bool)
    if subjects:
        kept &= frame["subject_id"].isin(subjects).to_numpy(dtype=bool)
    if len(groups) == 1:
        if len(groups[0].levels) == 1:
            kept &= frame["admin_level"].isin(groups[0].levels).to_numpy(dtype=bool)
        return frame if kept.all() else frame[kept]
    places = np.flatnonzero(kept)
    order = {group.key: place for place, group in enumerate(groups)}
    return frame.iloc[places[np.argsort([order[key] for key in keys.iloc[places].tolist()], kind="stable")]]


def find_medians(view: View, measure: Measure, group: Group) -> pd.DataFrame:
    """Median (NaN for few bodies), lowest and highest value of a group by year, one figure a body."""
    values: dict[int, list[float]] = {}
    for line in list_rows(find_bodies(view, measure, group), ("years", "values")):
        for year, value in zip(line["years"], line["values"], strict=True):
            values.setdefault(year, []).append(value)
    rows = [
        (year, median(told) if may_say("median", len(told)) else float("nan"), min(told), max(told))
        for year, told in sorted(values.items())
    ]
    return pd.DataFrame(rows, columns=["year", "median", "lowest", "highest"])


def count_divisible(view: View, metric: str) -> dict[str, int]:
    """How many bodies have a figure that can be divided, by the id of the denominator."""
    lines = find_lines(view, Measure(metric))
    bodies: dict[str, set[str]] = {}
    for subject, denominators in zip(lines["subject_id"].tolist(), lines["denominators"].tolist(), strict=True):
        for denominator in denominators:
            bodies.setdefault(denominator, set()).add(subject)
    return {one.id: len(bodies[one.id]) for one in Measure(metric).denominators if one.id in bodies}


def find_division(view: View, measure: Measure) -> Division:
    """All figures of the metric divided by the denominator."""
    return memoize(_divide, view, measure)


def _divide(view: View, measure: Measure) -> Division:
    denominator, peers = load_denominators()[measure.per], find_peers(view)
    among = {"regions": (), "agencies": peers}
    divisors = view.facts(metrics=(denominator.metric,), **among) if denominator.metric else view.ask("population")
    return divide(view.facts(metrics=(measure.metric,), **among), denominator, divisors)
