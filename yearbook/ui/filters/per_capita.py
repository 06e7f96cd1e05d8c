"""How a metric is compared: as published, or divided by what is on record; among all bodies, or among those of one level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from yearbook.analysis.comparability import TOTALS, Group
from yearbook.catalogue.denominators import load_denominators
from yearbook.ui import edition_access as store
from yearbook.ui import url_state as address
from yearbook.ui.cache import memoize
from yearbook.ui.filters.compared import Measure, count_divisible, count_metrics, find_bodies, find_division, find_groups
from yearbook.ui.view import View

TOTAL, ALL = "total", "all"
LEVELS = ("national", "province", "prefecture", "county")
ENOUGH = 2  # bodies for a comparison


def choose_measure(view: View, metric: str, key: str = "per") -> tuple[Measure, str]:
    """The figures of a metric as published, or per resident, vehicle, square metre or as a share, where bodies can be divided;
    and a sentence on what that means (empty where nothing needs saying).

    The choice is shown only where a denominator is on record for at least two bodies.
    """
    published = Measure(metric)
    if not _is_total(view, published):
        return published, ""
    divisible = {code: count for code, count in count_divisible(view, metric).items() if count >= ENOUGH}
    if not divisible:
        return published, view.translate("comparable.totals_only")
    known = load_denominators()
    names = {TOTAL: view.translate("comparable.total")} | {code: known[code].name[view.language] for code in divisible}
    reported = {TOTAL: count_metrics(view, "subjects")[metric]} | divisible
    chosen = address.pick_preferred(
        view.translate("comparable.measure"),
        [TOTAL, *divisible],
        key=key,
        default=TOTAL,
        name=lambda code: view.translate("comparable.measure_with_count", name=names[code], count=reported[code]),
        help=view.translate("comparable.measure_help"),
        placeholder=view.translate("interface.choose"),
    )
    if chosen == TOTAL:
        offered = view.translate("comparable.or").join(known[code].name[view.language] for code in divisible)
        return published, view.translate("comparable.totals_offered", measures=offered)
    measure = Measure(metric, chosen)
    return measure, find_division(view, measure).explain(known[chosen], view.language)


def choose_level(view: View, measure: Measure, groups: Sequence[Group], key: str = "level") -> tuple[list[Group], str]:
    """The first group with the bodies of one level only, or of all, and a sentence on what that leaves out.

    The choice is shown only where the group mixes levels, as rates and changes may.
    """
    group, rest = groups[0], list(groups[1:])
    if len(group.levels) < ENOUGH:
        return [group, *rest], ""
    bodies = find_bodies(view, measure, group)
    counts = bodies["admin_level"].value_counts().to_dict()
    offered = {level: int(counts[level]) for level in LEVELS if level in counts} | {ALL: group.bodies}
    chosen = address.pick_preferred(
        view.translate("comparable.level"),
        [ALL, *(level for level in offered if level != ALL)],
        key=key,
        default=ALL,
        name=lambda level: view.translate(f"comparable.level_{level}", count=offered[level]),
        placeholder=view.translate("interface.choose"),
    )
    if chosen == ALL:
        return [group, *rest], ""
    figures = int(bodies.loc[bodies["admin_level"] == chosen, "figures"].sum())
    narrowed = replace(group, levels=(chosen,), bodies=offered[chosen], figures=figures)
    level = view.translate(f"comparable.level_{chosen}", count=offered[chosen])
    return [narrowed, *rest], view.translate("comparable.level_kept", level=level, count=group.figures - figures)


def show_notes(sentences: Sequence[str]) -> None:
    """What the measure and the level mean for what is shown, under the choices."""
    notes = " ".join(sentence for sentence in sentences if sentence)
    if notes:
        st.caption(notes)


def _is_total(view: View, measure: Measure) -> bool:
    groups = find_groups(view, measure)
    is_additive = memoize(_find_additive, view.edition, view.build).get(measure.metric, True)
    return bool(groups) and groups[0].aspects["kind"] in TOTALS and is_additive


def _find_additive(edition: int, _build: str) -> dict[str, bool]:
    metrics = store.ask(edition, "metrics")
    return dict(zip(metrics["metric_id"].tolist(), metrics["additive"].tolist(), strict=True))
