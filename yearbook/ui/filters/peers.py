"""With whom the chosen region is compared: its level, its province, what lies below it, a part of the country, an own choice.

The region is never left alone: its own bodies are always among those compared, and charts highlight them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from yearbook.analysis.comparability import list_rows
from yearbook.analysis.peers import OF_BODIES, Peers
from yearbook.catalogue.areas import load_areas
from yearbook.catalogue.catalogue import load_catalogue
from yearbook.catalogue.files import home
from yearbook.catalogue.messages import Language, translate
from yearbook.catalogue.samples import catalogue_for
from yearbook.ui import edition_access as store
from yearbook.ui import url_state as address
from yearbook.ui.cache import memoize
from yearbook.ui.view import NATION, View

LEVEL, PROVINCE, BELOW, OWN = "level", "province", "below", "own"
POPULATIONS = {  # what a page counts: subjects beside cards of the region itself, subjects, or the bodies that publish
    **dict.fromkeys(("overview", "vehicles", "energy"), "cards"),
    **dict.fromkeys(("comparison", "year_on_year", "ratios"), "subjects"),
    "coverage": "bodies",
}
FEWEST = 2  # peers besides the region's own bodies that make a group worth offering
Row = dict[str, Any]


def choose_peers(edition: int, region: str, region_name: str, language: Language) -> tuple[str, tuple[str, ...]]:
    """The group with which the region is compared, and for OWN the bodies of it."""
    build = store.build_of(edition)
    counts = memoize(_count_groups, edition, build, region)
    names = {group: _name_group(group, region, region_name, count, language) for group, count in counts.items()}
    chosen = address.pick_preferred(
        translate("peers.group", language),
        list(names),
        key="peers",
        default=LEVEL,
        name=names.__getitem__,
        help=translate("peers.group_help", language),
        placeholder=translate("interface.choose", language),
    )
    if chosen != OWN:
        return chosen, ()
    bodies = memoize(_name_bodies, edition, build, region, language)
    benchmarks = address.choose_many(
        translate("peers.benchmarks", language),
        list(bodies),
        key="benchmarks",
        name=bodies.__getitem__,
        placeholder=translate("peers.benchmarks_choose", language),
    )
    return chosen, benchmarks


def keep_peers() -> tuple[str, tuple[str, ...]]:
    """What was chosen last, kept for the pages that ask for it: Streamlit forgets a widget that a page does not draw."""
    for key in ("peers", "benchmarks"):
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]
    return st.session_state.get("peers", LEVEL), tuple(st.session_state.get("benchmarks", ()))


def find_peers(view: View) -> tuple[str, ...]:
    """The agency_ids of those that are compared, the region's own among them; empty for the nation, which is compared with
    nobody: then all real bodies are."""
    return memoize(_find_peers, view.edition, view.build, view.region, view.peers, view.benchmarks)


def describe_population(view: View, page: str) -> str:
    """Whom the cards, statistics and charts of a page speak of, in one sentence; "" where none is set side by side."""
    if page not in POPULATIONS:
        return ""
    bodies, _ = memoize(_count_population, view.edition, view.build, find_peers(view))
    words = view.translate(
        f"peers.population_{POPULATIONS[page]}", group=name_peers(view), region=view.region_name, agencies=bodies
    )
    return words + (view.translate("peers.population_settled") if view.verified_only else "")


def find_level_peers(view: View, agency_id: str) -> Peers | None:
    """Those of one body's level among whom the reader compares, itself one of them; None where that is the whole level."""
    if view.peers == LEVEL or (view.peers == OWN and not view.benchmarks):
        return None
    return memoize(_find_level_peers, view, agency_id)


def _find_level_peers(view: View, agency_id: str) -> Peers | None:
    bodies = {body["agency_id"]: body for body in memoize(_list_bodies, view.edition, view.build)}
    own = bodies.get(agency_id)
    if own is None:
        return None
    among = frozenset((agency_id, *find_peers(view)))
    mates = [body for code, body in bodies.items() if code in among and body["admin_level"] == own["admin_level"]]
    regions = frozenset(body["region_code"] for body in mates)
    name = _name_group(view.peers, view.region, view.region_name, len(regions), view.language)
    return Peers(name, frozenset(body["agency_id"] for body in mates), regions)


def name_peers(view: View) -> str:
    """What those are called that are compared, with how many regions they are of."""
    _, regions = memoize(_count_population, view.edition, view.build, find_peers(view))
    return _name_group(view.peers, view.region, view.region_name, regions, view.language)


def _count_population(edition: int, build: str, agencies: tuple[str, ...]) -> tuple[int, int]:
    """How many bodies are compared, and of how many regions; all real ones where none is named."""
    among = frozenset(agencies)
    bodies = memoize(_list_bodies, edition, build)
    kept = [body for body in bodies if (body["agency_id"] in among if among else not body["demonstration"])]
    return len(kept), len({body["region_code"] for body in kept})


def find_own(view: View) -> tuple[str, ...]:
    """The agency_ids of the region's own bodies that have figures; empty for the nation."""
    return memoize(_find_own, view.edition, view.build, view.region)


def count_possible(view: View, agencies: tuple[str, ...], scope: str, levels: tuple[str, ...]) -> int:
    """How many subjects of a scope and some levels the figures of some bodies, by default of all real ones, may speak of: each of
    them for itself, else one a region."""
    return memoize(_count_possible, view.edition, view.build, agencies, scope in OF_BODIES, levels)


def _count_possible(edition: int, build: str, agencies: tuple[str, ...], each: bool, levels: tuple[str, ...]) -> int:
    among = frozenset(agencies)
    bodies = [body for body in memoize(_list_bodies, edition, build) if body["admin_level"] in levels]
    kept = [body for body in bodies if (body["agency_id"] in among if among else not body["demonstration"])]
    return len({body["agency_id" if each else "region_code"] for body in kept})


def _find_peers(edition: int, build: str, region: str, group: str, benchmarks: tuple[str, ...]) -> tuple[str, ...]:
    if group == OWN and benchmarks:
        return tuple(dict.fromkeys((*_find_own(edition, build, region), *benchmarks)))
    if region == NATION and group not in load_areas():
        return ()
    return tuple(body["agency_id"] for body in _list_group(edition, build, region, group if group != OWN else LEVEL))


def _find_own(edition: int, build: str, region: str) -> tuple[str, ...]:
    return tuple(body["agency_id"] for body in _list_own(edition, build, region))


def _list_own(edition: int, build: str, region: str) -> list[Row]:
    return [body for body in memoize(_list_bodies, edition, build) if body["region_code"] == region != NATION]


def _list_group(edition: int, build: str, region: str, group: str) -> list[Row]:
    """The bodies of a group and the region's own, in the order of their ids: equal groups of several regions are equal."""
    level = None if region == NATION or group == BELOW else _find_level(region)
    alike = memoize(_list_alike, edition, build, _is_invented(region), level)
    if group == BELOW:
        alike = [body for body in alike if region in body["within"]]
    elif group != LEVEL:
        codes = (region,) if group == PROVINCE else load_areas()[group].provinces
        provinces = {code[:2] for code in codes}  # GB/T 2260: the first two digits
        alike = [body for body in alike if body["region_code"][:2] in provinces]
    bodies = {body["agency_id"]: body for body in (*_list_own(edition, build, region), *alike)}
    return [bodies[agency] for agency in sorted(bodies)]


def _list_alike(edition: int, build: str, invented: bool, level: str | None) -> list[Row]:
    """The real or the invented bodies, of one level or of all."""
    bodies = memoize(_list_bodies, edition, build)
    return [body for body in bodies if body["demonstration"] == invented and level in (None, body["admin_level"])]


def _count_groups(edition: int, build: str, region: str) -> dict[str, int]:
    """How many regions each group has that is worth offering; the usual one first."""
    level, own = _find_level(region), _list_own(edition, build, region)
    narrower = () if region == NATION else (BELOW,) if level == "province" else (PROVINCE, BELOW)
    counted: dict[str, int] = {}
    for group in (LEVEL, *narrower, *load_areas(), OWN):
        bodies = _list_group(edition, build, region, LEVEL if group == OWN else group)
        if group in (LEVEL, OWN) or len(bodies) - len(own) >= FEWEST:
            counted[group] = len({body["region_code"] for body in bodies})
    return counted


def _name_group(group: str, region: str, region_name: str, count: int, language: Language) -> str:
    areas = load_areas()
    if group in areas:
        return translate("peers.area", language, area=areas[group].name[language], count=count)
    if group == LEVEL:
        name = "everyone" if region == NATION else f"level_{_find_level(region)}"
        return translate(f"peers.{name}", language, count=count)
    return translate(f"peers.{group}", language, region=region_name, count=count)


def _is_invented(region: str) -> bool:
    """Whether the region is one of the samples, which stand beside each other only."""
    return region not in load_catalogue().regions


def _find_level(region: str) -> str:
    regions = catalogue_for(home(), True).regions
    return regions[region].level if region in regions else "national"


def _name_bodies(edition: int, build: str, region: str, language: Language) -> dict[str, str]:
    """The bodies of which a reader's own group may be made."""
    bodies = memoize(_list_bodies, edition, build)
    chosen = [body for body in bodies if body["demonstration"] == _is_invented(region)]
    return {body["agency_id"]: str(body[f"name_{language}"]) for body in chosen}


def _list_bodies(edition: int, _build: str) -> Sequence[Row]:
    """The bodies that have figures."""
    names = ("agency_id", "name_zh", "name_en", "region_code", "admin_level", "within", "demonstration", "figures")
    return [body for body in list_rows(store.ask_cells(edition, "bodies"), names) if body["figures"]]
