"""How a metric is compared: as published, or divided by what is on record; among all bodies, or among those of one level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from yearbook.analysis.comparability import TOTALS, Group
from yearbook.analysis.division import Division, divide
from yearbook.interface import address
from yearbook.interface.memory import remember
from yearbook.interface.view import View
from yearbook.meaning.denominators import load_denominators

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
    divisions = remember(find_divisions, view, facts)
    if not divisions:
        said = view.say("comparable.totals_only") if _is_total(facts) else ""
        return Measure(facts, said)
    known = load_denominators()
    chosen = address.choose_one(
        view.say("comparable.measure"),
        [TOTAL, *divisions],
        key=key,
        default=TOTAL,
        name=remember(_name_measures, view, divisions, facts).__getitem__,
        help=view.say("comparable.measure_help"),
        placeholder=view.say("interface.choose"),
    )
    if chosen == TOTAL:
        offered = view.say("comparable.or").join(known[code].name[view.language] for code in divisions)
        return Measure(facts, view.say("comparable.totals_offered", measures=offered))
    return Measure(divisions[chosen].frame, divisions[chosen].explain(known[chosen], view.language))


def find_divisions(view: View, facts: pd.DataFrame) -> dict[str, Division]:
    """The figures of one metric divided by every denominator that at least two bodies have, by the denominator's id."""
    if not _is_total(facts):
        return {}
    metric = str(facts["metric_id"].iloc[0])
    fitting = [one for one in load_denominators().values() if not one.metric or metric in one.of]
    wanted = tuple({one.metric for one in fitting if one.metric})
    figures = view.facts(metrics=wanted) if wanted else facts.iloc[:0]
    residents = view.ask("population")
    divided = {one.id: divide(facts, one, figures if one.metric else residents) for one in fitting}
    return {code: division for code, division in divided.items() if division.frame["agency_id"].nunique() >= ENOUGH}


def choose_level(view: View, groups: Sequence[Group], key: str = "level") -> tuple[list[Group], str]:
    """The first group with the bodies of one level only, or of all, and a sentence on what that leaves out.

    The choice is shown only where the group mixes levels, as rates and changes may.
    """
    group, rest = groups[0], list(groups[1:])
    told = remember(_count_levels, group)
    offered = [level for level in LEVELS if level in told]
    if len(offered) < ENOUGH:
        return [group, *rest], ""
    chosen = address.choose_one(
        view.say("comparable.level"),
        [ALL, *offered],
        key=key,
        default=ALL,
        name=lambda level: view.say(f"comparable.level_{level}", count=told[level]),
        placeholder=view.say("interface.choose"),
    )
    if chosen == ALL:
        return [group, *rest], ""
    narrowed = remember(_keep_level, group, chosen)
    level = view.say(f"comparable.level_{chosen}", count=told[chosen])
    left = len(group.frame) - len(narrowed.frame)
    return [narrowed, *rest], view.say("comparable.level_kept", level=level, count=left)


def show_notes(sentences: Sequence[str]) -> None:
    """What the measure and the level mean for what is shown, under the choices."""
    said = " ".join(sentence for sentence in sentences if sentence)
    if said:
        st.caption(said)


def _name_measures(view: View, divisions: dict[str, Division], facts: pd.DataFrame) -> dict[str, str]:
    names = {TOTAL: view.say("comparable.total")} | {code: load_denominators()[code].name[view.language] for code in divisions}
    frames = {TOTAL: facts} | {code: division.frame for code, division in divisions.items()}
    return {
        code: view.say("comparable.measure_with_count", name=name, count=frames[code]["agency_id"].nunique())
        for code, name in names.items()
    }


def _count_levels(group: Group) -> dict[str, int]:
    """How many bodies of each level a group holds, and of all."""
    counts = group.frame.groupby("admin_level", observed=True)["agency_id"].nunique()
    return {level: int(counts[level]) for level in LEVELS if counts.get(level, 0)} | {ALL: group.bodies}


def _keep_level(group: Group, level: str) -> Group:
    return replace(group, levels=(level,), frame=group.frame[group.frame["admin_level"].astype(str) == level])


def _is_total(facts: pd.DataFrame) -> bool:
    return len(facts) > 0 and bool(facts["additive"].iloc[0]) and str(facts["kind"].iloc[0]) in TOTALS
