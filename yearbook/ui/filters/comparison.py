"""The choices of a comparison: metric, measure, comparable group, level, year, bodies; each offers only what has figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from yearbook.analysis.comparability import Across, Group
from yearbook.ui import url_state as address
from yearbook.ui.cache import memoize
from yearbook.ui.filters.compared import (
    Measure,
    find_bodies,
    find_default_metric,
    find_groups,
    offer_agencies,
    offer_groups,
    offer_metrics,
    offer_years,
)
from yearbook.ui.filters.per_capita import choose_level, choose_measure, show_notes
from yearbook.ui.view import View


def choose_metric(
    view: View,
    metrics: tuple[str, ...] | None = None,
    key: str = "metric",
    telling: Literal["comparable", "years"] = "comparable",
    find_default: Callable[[View], str] | None = None,
) -> str | None:
    """A metric out of `metrics` (all by default) that has figures here; None without any.

    To begin with that of `find_default`, else that of which most bodies compare in a year or which an agency has for most years.
    """
    offered = memoize(offer_metrics, view, metrics)
    if not offered:
        return None
    is_chosen = address.is_chosen(key, offered)
    default = find_default(view) if find_default and not is_chosen else ""
    if not is_chosen and default not in offered:
        default = memoize(find_default_metric, view, tuple(offered), telling)
    return address.pick_preferred(
        view.translate("interface.metric"),
        list(offered),
        key=key,
        default=default,
        spelled_out=True,
        name=offered.__getitem__,
        cited=view.metric_name,
        placeholder=view.translate("interface.choose"),
    )


def choose_group(view: View, measure: Measure, key: str = "group", across: Across = "bodies") -> list[Group]:
    """The comparable groups of a metric's figures, the chosen one first. Empty without figures."""
    found = find_groups(view, measure, across)
    if not found:
        return []
    groups, offered = {group.code: group for group in found}, offer_groups(view, measure, found)
    chosen = address.pick_preferred(
        view.translate("interface.group"),
        list(offered.names),
        key=key,
        default=offered.default,
        spelled_out=True,
        name=offered.names.__getitem__,
        cited=lambda code: groups[code].describe(view.language),
        help=view.translate("interface.group_help"),
        placeholder=view.translate("interface.choose"),
    )
    return [groups[chosen], *(group for code, group in groups.items() if code != chosen)]


def choose_comparison(view: View, metric: str, column: DeltaGenerator) -> tuple[Measure, list[Group], int]:
    """How a metric's figures are compared: its measure, comparable groups (the chosen one first), level and year.

    The first choice stands in `column`, next to that of the metric; sentences say what each leaves out.
    """
    with column:
        measure, divided = choose_measure(view, metric)
    left, middle, right = st.columns([2, 1, 1])
    with left:
        groups = choose_group(view, measure)
    with right:
        groups, narrowed = choose_level(view, measure, groups)
    with middle:
        year = choose_year_of(view, measure, groups[0])
    show_notes((divided, narrowed))
    return measure, groups, year


def choose_year_of(view: View, measure: Measure, group: Group, key: str = "year") -> int:
    """A year in which the group has figures; that with most bodies to begin with."""
    offered = offer_years(view, find_bodies(view, measure, group))
    return int(
        address.pick_preferred(
            view.translate("interface.year"),
            list(offered.names),
            key=key,
            default=offered.default,
            spelled_out=True,
            name=offered.names.__getitem__,
            cited=lambda year: view.translate("interface.year_name", year=year),
            placeholder=view.translate("interface.choose"),
        )
    )


def choose_subjects(view: View, bodies: pd.DataFrame, key: str = "bodies", most: int = 3) -> tuple[str, ...]:
    """Some of a group's subjects, those with most years to begin with; all where none is chosen. The address names publishers."""
    names, usual = offer_agencies(view, bodies, most)
    chosen = address.choose_many(
        view.translate("interface.subject"),
        list(names),
        key=key,
        default=usual,
        name=names.__getitem__,
        placeholder=view.translate("interface.choose_all"),
    )
    subjects = dict(zip(bodies["agency_id"], bodies["subject_id"], strict=True))
    return tuple(subjects[agency] for agency in chosen)
