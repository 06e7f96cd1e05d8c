"""Words on screen: both languages, the same placeholders in each, and no key in the code without its words."""

from __future__ import annotations

import re
from string import Formatter

from yearbook.catalogue.files import PROJECT
from yearbook.catalogue.messages import all_messages

CODE = [PROJECT / "app.py", *sorted((PROJECT / "yearbook").rglob("*.py")), *sorted((PROJECT / "pages").rglob("*.py"))]
ASKED = re.compile(r"""\b(?:translate|Message)\(\s*["']([a-z_]+\.[a-z_0-9]+)["']""")


def test_every_entry_says_something_in_both_languages() -> None:
    assert all_messages()
    assert [key for key, texts in all_messages().items() if bool(texts["zh"].strip()) != bool(texts["en"].strip())] == []


def test_both_languages_fill_in_the_same_things() -> None:
    """They may count differently (等{count}项, and {more} more), but neither leaves out what the other shows."""
    unlike = {
        key: texts
        for key, texts in all_messages().items()
        if bool(_blanks(texts["zh"])) != bool(_blanks(texts["en"])) or len(_blanks(texts["zh"]) ^ _blanks(texts["en"])) > 2
    }
    assert unlike == {}


def test_the_english_of_an_entry_is_english() -> None:
    """A term or a name of the reports may be quoted in it."""
    assert [
        key for key, texts in all_messages().items() if _chinese(texts["en"]) > len(texts["en"]) / 3 and len(texts["en"]) > 12
    ] == []


def test_the_code_shows_only_words_that_exist() -> None:
    missing = {
        f"{file.relative_to(PROJECT).as_posix()}: {key}"
        for file in CODE
        for key in ASKED.findall(file.read_text(encoding="utf-8"))
        if key not in all_messages()
    }
    assert missing == set(), "add each to its file in data/catalogue/words/, in Chinese and English"


def _chinese(text: str) -> int:
    return len(re.findall(r"[\u4e00-\u9fff]", text))


def _blanks(text: str) -> set[str]:
    """The names in braces; English says the name of what Chinese counts (month_name for month)."""
    return {name.removesuffix("_name") for _, name, _, _ in Formatter().parse(text) if name is not None}
