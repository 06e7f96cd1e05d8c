"""Streamlit's own texts in the reader's language: data/catalogue/words/streamlit.yaml as a script for the page."""

from __future__ import annotations

import json
import re
from functools import cache

from yearbook.catalogue.files import PROJECT
from yearbook.catalogue.messages import Language, all_messages

PREFIX = "streamlit."
_BLANK = re.compile(r"\\?\{\w+\\?\}")


@cache
def render_words(language: Language) -> str:
    """static/words.html with what replaces Streamlit's English; with nothing where that is the reader's language."""
    words = [] if language == "en" else list_words(language)
    page = (PROJECT / "static" / "words.html").read_text("utf-8")
    return page.replace("= WORDS", f"= {json.dumps(words, ensure_ascii=False)}", 1).replace('"LANGUAGE"', f'"{language}"', 1)


def list_words(language: Language) -> list[tuple[str, str]]:
    """For each text of Streamlit a regular expression that matches it whole, and what takes its place; those without blanks
    first: `Help for {label}` would take any label."""
    texts = [told for key, told in all_messages().items() if key.startswith(PREFIX)]
    texts.sort(key=lambda told: "{" in told["en"])
    return [(f"^{_BLANK.sub('(.+)', re.escape(told['en']))}$", _BLANK.sub("$1", told[language])) for told in texts]
