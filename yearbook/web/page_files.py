"""What every page carries out of static/: one element of styles and one of scripts, which a browser is sent once (see
`minCachedMessageSize` in .streamlit/config.toml)."""

from __future__ import annotations

import json
import re
from functools import cache

from yearbook.catalogue.files import PROJECT
from yearbook.catalogue.messages import Language, all_messages

PREFIX = "streamlit."  # of Streamlit's own texts in data/catalogue/words/
_BLANK = re.compile(r"\\?\{\w+\\?\}")
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


@cache
def render_words(language: Language) -> str:
    """static/words.html with what replaces Streamlit's English; with nothing where that is the reader's language."""
    words = [] if language == "en" else list_words(language)
    page = _read("words.html")
    return page.replace("= WORDS", f"= {json.dumps(words, ensure_ascii=False)}", 1).replace('"LANGUAGE"', f'"{language}"', 1)


def list_words(language: Language) -> list[tuple[str, str]]:
    """For each text of Streamlit a regular expression that matches it whole, and what takes its place; those without blanks
    first: `Help for {label}` would take any label."""
    texts = [told for key, told in all_messages().items() if key.startswith(PREFIX)]
    texts.sort(key=lambda told: "{" in told["en"])
    return [(f"^{_BLANK.sub('(.+)', re.escape(told['en']))}$", _BLANK.sub("$1", told[language])) for told in texts]


def _read(name: str) -> str:
    return (PROJECT / "static" / name).read_text("utf-8")
