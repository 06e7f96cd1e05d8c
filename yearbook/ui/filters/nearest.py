"""Where there is no figure to show: the nearest thing that exists, as links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from yearbook.analysis.admissibility import may_rank
from yearbook.analysis.comparability import KEYS, Group, list_rows
from yearbook.catalogue.catalogue import load_catalogue
from yearbook.catalogue.messages import Language
from yearbook.ui import edition_access as store
from yearbook.ui import url_state as address
from yearbook.ui.cache import memoize
from yearbook.ui.filters.compared import Measure, count_own_metrics, find_lines
from yearbook.ui.filters.peers import find_own
from yearbook.ui.navigation import show_link
from yearbook.ui.view import View

ANY_METRIC = ("comparison", "year_on_year")  # pages that offer every metric
Way = tuple[str, Mapping[str, str]]
"""The words of a link, and the parameters that it sets."""


def show_nothing(view: View, words: str = "") -> None:
    """Shown where the filters leave no figure: `words`, and links to the same page with more: what is to be verified too, the
    regions above."""
    hint = "interface.nothing_verified" if view.verified_only else "interface.nothing"
    st.info(words or view.translate(hint), icon=":material/search_off:")
    ways: list[Way] = []
    if view.verified_only:
        ways.append((view.translate("peers.with_unverified"), {"region": view.region, "verified": "false"}))
    ways += [(view.translate("peers.go_to", place=name), {"region": code}) for code, name in find_above(view)]
    if ways:
        with st.container(horizontal=True, gap="small"):
            _show_ways(view, ways)


def find_above(view: View) -> list[tuple[str, str]]:
    """The regions above the chosen one that have figures of their own, the nearest first, with their names."""
    held = memoize(_name_regions, view.edition, view.build, view.language)
    found: list[tuple[str, str]] = []
    code = held.get(view.region, ("", None, False))[1]
    while code is not None and code in held:
        name, above, has_own = held[code]
        if has_own:
            found.append((code, name))
        code = above
    return found


def _name_regions(edition: int, _build: str, language: Language) -> dict[str, tuple[str, str | None, bool]]:
    """The regions that have figures, or have some below them: name, the region above, whether they have figures of their own."""
    own = set(store.ask_cells(edition, "regions")["region_code"])
    rows = list_rows(store.ask_cells(edition, "regions_with_facts"))
    return {row["region_code"]: (row[f"name_{language}"], row["parent_code"], row["region_code"] in own) for row in rows}


def show_gap(view: View, measure: Measure, groups: Sequence[Group], year: int | None, offered: Sequence[str] = ()) -> None:
    """Where the region stands not among the figures of the first group and the year (None for any): say so, with links to where
    it does.

    `offered` are the metrics among which another one is looked for first.
    """
    if not view.regions:
        return
    code_of_group = "group" if groups[0].across == "bodies" else "series"
    own, lines = find_own(view), find_lines(view, measure)
    mine = lines[lines["agency_id"].isin(own)]
    here = mine[mine[KEYS[groups[0].across]] == groups[0].key]
    years = sorted({told for line in here["years"] for told in line})
    if year in years or (years and year is None):
        return
    ways: list[Way] = []
    if years and year is not None:
        nearest = min(years, key=lambda told: (abs(told - year), -told))
        ways.append((view.translate("peers.other_year", region=view.region_name, year=nearest), {"year": str(nearest)}))
    elif len(mine):
        keys = set(mine[KEYS[groups[0].across]])
        other = next((group for group in groups if group.key in keys), None)
        if other is not None:
            name = other.describe(view.language)
            ways.append((view.translate("peers.other_group", region=view.region_name, group=name), {code_of_group: other.code}))
    else:
        if view.verified_only and measure.metric in count_own_metrics(replace(view, verified_only=False), "figures"):
            ways.append((view.translate("peers.with_unverified"), {"verified": "false"}))
        ways += _find_other_metric(view, offered)
        ways += [(view.translate("peers.go_to", place=above), {"region": code}) for code, above in find_above(view)[:1]]
    name = view.metric_name(measure.metric)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        missing = "no_year" if years else "no_group" if len(mine) else "no_metric"
        st.caption(view.translate(f"peers.{missing}", region=view.region_name, metric=name, year=year), width="content")
        _show_ways(view, ways)


def _show_ways(view: View, ways: Sequence[Way]) -> None:
    """Links to the same page; from one that has not all metrics, to the page that compares any."""
    here = address.current_run().page
    for label, parameters in ways:
        page = "comparison" if "metric" in parameters and here not in ANY_METRIC else here
        if page:
            show_link(view, page, label, icon="arrow_forward", **{"region": view.region, **parameters})


def _find_other_metric(view: View, offered: Sequence[str]) -> list[Way]:
    """The metric of which the region has most: one of `offered`, if it has any of them."""
    counts, known = count_own_metrics(view, "figures"), load_catalogue().metrics
    held = [metric for metric in counts if metric in known and may_rank(metric)]
    if not held:
        return []
    best = max(held, key=lambda metric: (metric in offered, known[metric].headline, counts[metric]))
    words = view.translate("peers.other_metric", region=view.region_name, metric=view.metric_name(best))
    return [(words, {"metric": best})]
