"""The filters that all pages share, in the sidebar: region, only verified figures, language."""

from __future__ import annotations

import streamlit as st

from yearbook.catalogue.messages import LANGUAGES, Language, translate
from yearbook.ui import edition_access as store
from yearbook.ui import url_state as address
from yearbook.ui.cache import memoize
from yearbook.ui.view import NATION, View

LANGUAGE_NAMES = {"zh": "中文", "en": "English"}
DEPTHS = {"national": 0, "province": 0, "prefecture": 1, "county": 2}
INDENT = "\u3000"  # a blank as wide as a Chinese character


def settle_language() -> Language:
    """The language of this run, known before anything is drawn."""
    return "en" if address.settle_one("lang", LANGUAGES, LANGUAGES[0]) == "en" else "zh"


def show_filters(edition: int, language: Language) -> View:
    """Draw the shared filters; the view that they choose."""
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
    return View(language, region, regions.get(region, region).lstrip(INDENT), verified_only, edition, store.build_of(edition))


def _list_regions(edition: int, _build: str, language: Language) -> dict[str, str]:
    """The regions that hold figures by their codes, each name as far in as its level lies."""
    regions = store.ask(edition, "regions_with_facts")
    told = zip(regions["region_code"], regions[f"name_{language}"], regions["level"], strict=True)
    return {str(code): INDENT * DEPTHS[str(level)] + str(name) for code, name, level in told}
