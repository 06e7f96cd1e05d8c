"""What Streamlit says in English is said in Chinese, and each of these texts is one that the installed Streamlit has."""

from __future__ import annotations

import re

import pytest

from yearbook.catalogue.messages import all_messages
from yearbook.web.page_files import PREFIX, list_words, render_words
from yearbook.web.streamlit_internals import SCRIPTS

PUT_TOGETHER = ("mark_", "press_", "options", "slider_")
OWN = {key: texts["en"] for key, texts in all_messages().items() if key.startswith(PREFIX)}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("No results", "没有匹配项"),
        ("163 options available.", "有163项可选。"),
        ("Help for 地区", "“地区”的说明"),
        ("Help", "说明"),
        ("Help yourself", None),  # a text is replaced as a whole or not at all
        ("Reopen", None),
        ("200.0MB per file", "每个文件不超过200.0MB"),
    ],
)
def test_a_text_is_replaced_as_a_whole(text: str, told: str | None) -> None:
    found = ((pattern, words) for pattern, words in list_words("zh") if re.search(pattern, text))
    pattern, words = next(found, ("", ""))
    assert (re.sub(pattern, words.replace("$1", r"\1"), text) if pattern else None) == told


def test_each_text_is_in_the_scripts_of_the_installed_streamlit() -> None:
    """One that is not has been reworded: see what it is called now. Some are put together when they are shown."""
    scripts = "\0".join(file.read_text("utf-8", errors="ignore") for file in SCRIPTS.glob("*.js"))
    pieces = {key: [piece.strip() for piece in re.split(r"\{\w+\}", text) if piece.strip(" .")] for key, text in OWN.items()}
    pieces |= {key: re.findall(r"\w+", OWN[key]) for key in OWN if key.removeprefix(PREFIX).startswith(PUT_TOGETHER)}
    assert {key: OWN[key] for key, own in pieces.items() if not all(piece in scripts for piece in own)} == {}


def test_an_english_page_replaces_nothing() -> None:
    assert "= []" in render_words("en")
    assert "没有匹配项" in render_words("zh")
