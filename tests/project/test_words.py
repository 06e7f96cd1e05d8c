"""What the product says: both languages, the same blanks to fill in, and nothing that the code asks for is missing."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from yearbook.catalogue.files import PROJECT
from yearbook.catalogue.messages import all_messages

CODE = [PROJECT / "app.py", *sorted((PROJECT / "yearbook").rglob("*.py")), *sorted((PROJECT / "pages").rglob("*.py"))]


def test_every_entry_says_something_in_both_languages() -> None:
    assert all_messages()
    assert [key for key, texts in all_messages().items() if bool(texts["zh"].strip()) != bool(texts["en"].strip())] == []


def test_both_languages_fill_in_the_same_things() -> None:
    """They may count differently (等{count}项, and {more} more), but neither keeps to itself what the other tells."""
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


@pytest.mark.parametrize("file", CODE, ids=lambda file: file.relative_to(PROJECT).as_posix())
def test_the_code_says_only_words_that_exist(file: Path) -> None:
    if not file.is_file():
        pytest.skip("not there yet")
    said = re.findall(r"""\b(?:translate|Message)\(\s*["']([a-z_]+\.[a-z_0-9]+)["']""", file.read_text(encoding="utf-8"))
    assert [key for key in said if key not in all_messages()] == []


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _chinese(text: str) -> int:
    return len(re.findall(r"[\u4e00-\u9fff]", text))


def _blanks(text: str) -> set[str]:
    """The names in braces; English says the name of what Chinese counts (month_name for month)."""
    return {name.removesuffix("_name") for _, name, _, _ in Formatter().parse(text) if name is not None}
