"""The filters that all pages share, in the sidebar: region, only verified figures, language."""

from __future__ import annotations

import streamlit as st

from yearbook.interface import address, store
from yearbook.interface.view import View
from yearbook.meaning.catalogue import Region, load_catalogue
from yearbook.words import LANGUAGES, Language, say

LANGUAGE_NAMES = {"zh": "中文", "en": "English"}


def settle_language() -> Language:
    """The language of this run, known before anything is drawn."""
    return "en" if address.settle_one("lang", LANGUAGES, LANGUAGES[0]) == "en" else "zh"


def show_filters(edition: int, language: Language) -> View:
    """Draw the shared filters; the view that they choose."""
    regions = load_catalogue().regions
    nation = next(code for code, region in regions.items() if region.parent_code is None)
    known = set(store.ask(edition, "regions_with_facts")["region_code"])
    with st.sidebar:
        region = address.choose_one(
            say("interface.region", language),
            [code for code in regions if code in known or code == nation],
            key="region",
            default=nation,
            name=lambda code: _indented(regions[code], language),
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
    return View(language, region, verified_only, edition)


def _indented(region: Region, language: Language) -> str:
    depth = {"national": 0, "province": 1, "prefecture": 2, "county": 3}[region.level]
    return " " * max(0, depth - 1) + (region.name_zh if language == "zh" else region.name_en)
