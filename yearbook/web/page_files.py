"""What every page carries out of static/: one element of styles and one of scripts, which a browser is sent once (see
`minCachedMessageSize` in .streamlit/config.toml)."""

from __future__ import annotations

from functools import cache

from yearbook.catalogue.files import PROJECT
from yearbook.catalogue.messages import Language
from yearbook.web.streamlit_words import render_words

SCRIPTS = ("history.html", "print.html")  # the first for `streamlit run`: `yearbook serve` has it in the page's head


@cache
def render_styles(language: Language) -> str:
    """The style sheets of every page, and those of a Chinese one."""
    names = ("page.css", "zh.css") if language == "zh" else ("page.css",)
    return f"<style>{''.join(_read(name) for name in names)}</style>"


@cache
def render_scripts(language: Language) -> str:
    """The scripts of every page; each of them takes care to run once."""
    return "".join(_read(name) for name in SCRIPTS) + render_words(language)


def _read(name: str) -> str:
    return (PROJECT / "static" / name).read_text("utf-8")
