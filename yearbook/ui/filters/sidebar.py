"""Shared filters of the sidebar (region, verified only, language), and the filters of Explore with their URL state."""

from __future__ import annotations

from typing import Any

import streamlit as st

from yearbook.catalogue.messages import LANGUAGES, Language, translate
from yearbook.ui import edition_access as store
from yearbook.ui import url_state as address
from yearbook.ui.cache import memoize
from yearbook.ui.filters.memory import recall_region
from yearbook.ui.filters.peers import choose_peers, keep_peers
from yearbook.ui.view import NATION, View
from yearbook.warehouse.filters import Filters

LEVELS = ("national", "province", "prefecture", "county")
STATUSES = ("verified", "unverified", "extracted", "confirmed", "corrected")


def choose_filters(view: View) -> Filters:
    """Draw the filters; what they let through. Regions chosen here take the place of the one in the sidebar."""
    with st.container(border=True):
        left, middle, right = st.columns(3)
        with left:
            regions = _choose_regions(view)
            levels = _choose(view, "levels", "level", LEVELS, lambda level: view.translate(f"interface.level_{level}"))
        with middle:
            topics = _choose(
                view,
                "topics",
                "topic",
                tuple(view.catalogue.topics),
                lambda topic: view.catalogue.topics[topic].name[view.language],
            )
            metrics = _choose(
                view,
                "metrics",
                "metric",
                tuple(metric.id for metric in view.catalogue.metrics.values() if not topics or metric.topic in topics),
                view.metric_name,
            )
        with right:
            bodies = memoize(_name_bodies, view)
            agencies = _choose(view, "agencies", "agency", tuple(bodies), bodies.__getitem__)
            statuses = _choose(
                view,
                "statuses",
                "status",
                tuple(status for status in STATUSES if status != "unverified" or not view.verified_only),
                lambda status: view.translate(f"interface.status_{status}"),
            )
        left, right = st.columns([1, 2], gap="medium")
        with left:
            words = st.text_input(
                view.translate("interface.search"),
                key="text",
                bind="query-params",
                type="search",
                placeholder=view.translate("interface.search_hint"),
            )
        with right:
            from_year, to_year = _choose_years(view)
    widened = {name: codes for name, codes in (("regions", regions), ("statuses", statuses)) if codes}
    return view.filters(
        topics=topics,
        levels=levels,
        metrics=metrics,
        agencies=agencies,
        text=words.strip(),
        from_year=from_year,
        to_year=to_year,
        **widened,
    )


def choose_topic(view: View, key: str, default: str = "all", **look: Any) -> str:
    """A topic, or `all` where that is the default; in the address it is called `topic`."""
    names = {"all": view.translate("interface.all_topics")} if default == "all" else {}
    names |= {topic.topic: topic.name[view.language] for topic in view.catalogue.topics.values()}
    label, options = view.translate("interface.topic"), list(names)
    return address.pick_preferred(label, options, key=key, default=default, parameter="topic", name=names.__getitem__, **look)


def _choose_regions(view: View) -> tuple[str, ...]:
    """Any regions of the tree, each named by its way from the province down; those below a region come with it."""
    ways = memoize(_name_ways, view)
    return address.choose_many(
        view.translate("interface.regions"),
        list(ways),
        key="regions",
        name=ways.__getitem__,
        placeholder=view.region_name,
        help=view.translate("interface.regions_help"),
    )


def _name_bodies(view: View) -> dict[str, str]:
    bodies = view.ask("agencies")
    return dict(zip(bodies["agency_id"].astype(str), bodies[view.column("name")].astype(str), strict=True))


def _name_ways(view: View) -> dict[str, str]:
    """The regions by their codes, each named by its way from the province down."""
    regions = view.ask("regions_with_facts")
    regions = regions[regions["region_code"] != NATION]
    codes = regions["region_code"].astype(str)
    names = dict(zip(codes, regions[view.column("name")].astype(str), strict=True))
    parents = dict(zip(codes, regions["parent_code"], strict=True))

    def name_way(code: str) -> str:
        parent = parents.get(code)
        above = f"{name_way(parent)} › " if isinstance(parent, str) and parent in names else ""
        return f"{above}{names[code]}"

    return {code: name_way(code) for code in names}


def _choose(view: View, key: str, label: str, options: tuple[str, ...], name: address.Name) -> tuple[str, ...]:
    return address.choose_many(
        view.translate(f"interface.{label}"),
        options,
        key=key,
        parameter=label,
        name=name,
        placeholder=view.translate("interface.choose_all"),
    )


def _choose_years(view: View) -> tuple[int | None, int | None]:
    """The first and the last year; None at an end that restricts nothing."""
    span = view.ask("years_with_facts").iloc[0]
    first, last = int(span["first_year"]), int(span["last_year"])
    low, high = st.slider(view.translate("interface.years"), first, last, (first, last), key="years", bind="query-params")
    return (low if low > first else None), (high if high < last else None)


LANGUAGE_NAMES = {"zh": "中文", "en": "English"}
DEPTHS = {"national": 0, "province": 0, "prefecture": 1, "county": 2}
INDENT = "\u3000"  # a blank as wide as a Chinese character


DEFAULTS = ("section", "metric", "group", "series", "year", "map")  # choices that begin at what the region has


def settle_language() -> Language:
    """The language of this run, known before anything is drawn."""
    return "en" if address.settle_one("lang", LANGUAGES, LANGUAGES[0]) == "en" else "zh"


def show_filters(edition: int, language: Language, compares: bool) -> View:
    """Draw the shared filters; the view that they choose, to begin with the one that was remembered. With whom the region is
    compared is asked where the page `compares`, and kept elsewhere."""
    recall_region()
    regions = memoize(_list_regions, edition, store.build_of(edition), language)
    with st.sidebar:
        region = address.pick_preferred(
            translate("interface.region", language),
            list(regions),
            key="region",
            default=NATION,
            name=regions.__getitem__,
            help=translate("interface.region_help", language),
            placeholder=translate("interface.choose", language),
        )
        address.follow(DEFAULTS, region)
        name = regions.get(region, region).lstrip(INDENT)
        peers, benchmarks = choose_peers(edition, region, name, language) if compares else keep_peers()
        verified_only = st.toggle(
            translate("interface.verified_only", language),
            key="verified",
            bind="query-params",
            help=translate("interface.verified_only_help", language),
        )
        address.pick_preferred(
            translate("interface.language", language),
            LANGUAGES,
            key="lang",
            default=LANGUAGES[0],
            name=LANGUAGE_NAMES.__getitem__,
            widget=st.segmented_control,
            label_visibility="collapsed",
            required=True,
        )
        st.caption(translate("interface.edition_line", language, number=edition))
    return View(language, region, name, verified_only, edition, store.build_of(edition), peers, benchmarks)


def _list_regions(edition: int, _build: str, language: Language) -> dict[str, str]:
    """The regions that hold figures by their codes, each name as far in as its level lies."""
    regions = store.ask(edition, "regions_with_facts")
    named_regions = zip(regions["region_code"], regions[f"name_{language}"], regions["level"], strict=True)
    return {str(code): INDENT * DEPTHS[str(level)] + str(name) for code, name, level in named_regions}
