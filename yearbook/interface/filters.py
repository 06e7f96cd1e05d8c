"""The filters that all pages share, in the sidebar: region, only verified figures, language."""

from __future__ import annotations

import streamlit as st

from yearbook.interface import address, store
from yearbook.interface.view import NATION, View
from yearbook.words import LANGUAGES, Language, say

LANGUAGE_NAMES = {"zh": "中文", "en": "English"}
DEPTHS = {"national": 0, "province": 0, "prefecture": 1, "county": 2}
INDENT = "\u3000"  # a blank as wide as a Chinese character


def settle_language() -> Language:
    """The language of this run, known before anything is drawn."""
    return "en" if address.settle_one("lang", LANGUAGES, LANGUAGES[0]) == "en" else "zh"


def show_filters(edition: int, language: Language) -> View:
    """Draw the shared filters; the view that they choose."""
    regions = store.ask(edition, "regions_with_facts").set_index("region_code")
    names = regions[f"name_{language}"].astype(str)
    depths = regions["level"].astype(str).map(DEPTHS)
    with st.sidebar:
        region = address.choose_one(
            say("interface.region", language),
            list(regions.index),
            key="region",
            default=NATION,
            name=lambda code: INDENT * int(depths[code]) + names[code],
            help=say("interface.region_help", language),
            placeholder=say("interface.choose", language),
        )
        verified_only = st.toggle(
            say("interface.verified_only", language),
            key="verified",
            bind="query-params",
            help=say("interface.verified_only_help", language),
        )
        address.choose_one(
            say("interface.language", language),
            LANGUAGES,
            key="lang",
            default=LANGUAGES[0],
            name=LANGUAGE_NAMES.__getitem__,
            widget=st.segmented_control,
            label_visibility="collapsed",
            required=True,
        )
        st.caption(say("interface.edition_line", language, number=edition))
    return View(language, region, str(names.get(region, region)), verified_only, edition)
