"""How a metric is compared: as published, or divided by what is on record; among all bodies, or among those of one level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from yearbook.analysis.comparability import TOTALS, Group, take_frame
from yearbook.analysis.per_capita import Division, count_divisible, divide
from yearbook.analysis.rows import count_distinct, is_any_of
from yearbook.catalogue.denominators import Denominator, load_denominators
from yearbook.ui import url_state as address
from yearbook.ui.cache import memoize
from yearbook.ui.view import View

TOTAL, ALL = "total", "all"
LEVELS = ("national", "province", "prefecture", "county")
ENOUGH = 2  # bodies for a comparison


@dataclass(frozen=True, slots=True)
class Measure:
    """What is compared: `facts` as published or divided, and a sentence on what that means (empty where nothing needs saying)."""

    facts: pd.DataFrame
    sentence: str


def choose_measure(view: View, facts: pd.DataFrame, key: str = "per") -> Measure:
    """The figures of one metric as published, or per resident, vehicle, square metre or as a share, where bodies can be divided.

    The choice is shown only where a denominator is on record for at least two bodies.
    """
    divisible = memoize(find_divisible, view, facts)
    if not divisible:
        said = view.translate("comparable.totals_only") if _is_total(facts) else ""
        return Measure(facts, said)
    known = load_denominators()
    chosen = address.pick_preferred(
        view.translate("comparable.measure"),
        [TOTAL, *divisible],
        key=key,
        default=TOTAL,
        name=memoize(_name_measures, view, divisible, facts).__getitem__,
        help=view.translate("comparable.measure_help"),
        placeholder=view.translate("interface.choose"),
    )
    if chosen == TOTAL:
        offered = view.translate("comparable.or").join(known[code].name[view.language] for code in divisible)
        return Measure(facts, view.translate("comparable.totals_offered", measures=offered))
    division = memoize(divide_by, view, facts, chosen)
    return Measure(division.frame, division.explain(known[chosen], view.language))


def find_divisible(view: View, facts: pd.DataFrame) -> dict[str, int]:
    """Every denominator's id by which figures of one metric can be divided for at least two bodies, with how many bodies."""
    if not _is_total(facts):
        return {}
    counts = {one.id: count_divisible(facts, one, _ask_divisors(view, facts, one)) for one in _find_fitting(facts)}
    return {code: count for code, count in counts.items() if count >= ENOUGH}


def divide_by(view: View, facts: pd.DataFrame, code: str) -> Division:
    """The figures of one metric divided by a denominator."""
    denominator = load_denominators()[code]
    return divide(facts, denominator, _ask_divisors(view, facts, denominator))


def _find_fitting(facts: pd.DataFrame) -> list[Denominator]:
    metric = str(facts["metric_id"].iloc[0])
    return [one for one in load_denominators().values() if not one.metric or metric in one.of]


def _ask_divisors(view: View, facts: pd.DataFrame, denominator: Denominator) -> pd.DataFrame:
    """Residents, or the figures of all metrics that the facts may be divided by: one question for all of them."""
    if not denominator.metric:
        return view.ask("population")
    return view.facts(metrics=tuple({one.metric for one in _find_fitting(facts) if one.metric}))


def choose_level(view: View, groups: Sequence[Group], key: str = "level") -> tuple[list[Group], str]:
    """The first group with the bodies of one level only, or of all, and a sentence on what that leaves out.

    The choice is shown only where the group mixes levels, as rates and changes may.
    """
    group, rest = groups[0], list(groups[1:])
    told = memoize(_count_levels, group)
    offered = [level for level in LEVELS if level in told]
    if len(offered) < ENOUGH:
        return [group, *rest], ""
    chosen = address.pick_preferred(
        view.translate("comparable.level"),
        [ALL, *offered],
        key=key,
        default=ALL,
        name=lambda level: view.translate(f"comparable.level_{level}", count=told[level]),
        placeholder=view.translate("interface.choose"),
    )
    if chosen == ALL:
        return [group, *rest], ""
    narrowed = memoize(_keep_level, group, chosen)
    level = view.translate(f"comparable.level_{chosen}", count=told[chosen])
    left = len(group) - len(narrowed)
    return [narrowed, *rest], view.translate("comparable.level_kept", level=level, count=left)


def show_notes(sentences: Sequence[str]) -> None:
    """What the measure and the level mean for what is shown, under the choices."""
    said = " ".join(sentence for sentence in sentences if sentence)
    if said:
        st.caption(said)


def _name_measures(view: View, divisible: dict[str, int], facts: pd.DataFrame) -> dict[str, str]:
    names = {TOTAL: view.translate("comparable.total")} | {
        code: load_denominators()[code].name[view.language] for code in divisible
    }
    counts = {TOTAL: facts["agency_id"].nunique()} | divisible
    return {code: view.translate("comparable.measure_with_count", name=name, count=counts[code]) for code, name in names.items()}


def _count_levels(group: Group) -> dict[str, int]:
    """How many bodies of each level a group holds, and of all."""
    levels = group.frame["admin_level"]
    bodies = dict(zip(levels.dropna().unique(), count_distinct(levels, group.frame["agency_id"]).tolist(), strict=True))
    return {level: bodies[level] for level in LEVELS if bodies.get(level, 0)} | {ALL: group.bodies}


def _keep_level(group: Group, level: str) -> Group:
    kept = is_any_of(group.frame["admin_level"], level)
    bodies = int(group.frame["agency_id"].iloc[kept].nunique())
    return take_frame(replace(group, levels=(level,), bodies=bodies, places=group.places[kept]))


def _is_total(facts: pd.DataFrame) -> bool:
    return len(facts) > 0 and bool(facts["additive"].iloc[0]) and str(facts["kind"].iloc[0]) in TOTALS
