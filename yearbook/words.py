"""What the product says to people, in Chinese and English: every sentence stands in data/catalogue/words/*.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from yearbook.data import DataError, catalogue_folder, read_yaml

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def say(key: str, language: Language = "zh", /, **values: object) -> str:
    """The words of `key` ("file.entry") with `values` filled in. Raises KeyError for words that do not exist."""
    return all_words()[key][language].format(**values)


@cache
def all_words() -> dict[str, dict[Language, str]]:
    """Every entry as {"file.entry": {"zh": …, "en": …}}. Raises DataError where a language is missing."""
    words: dict[str, dict[Language, str]] = {}
    for file in sorted((catalogue_folder() / "words").glob("*.yaml")):
        for entry, texts in _entries(file):
            for language in LANGUAGES:
                if not isinstance(texts.get(language), str):
                    raise DataError(file, entry, f"lacks its words in {language!r}; add a line '{language}: …'")
            words[f"{file.stem}.{entry}"] = {language: texts[language] for language in LANGUAGES}
    return words


def _entries(file: Path) -> list[tuple[str, dict[Language, str]]]:
    content = read_yaml(file) or {}
    if not isinstance(content, dict) or not all(isinstance(texts, dict) for texts in content.values()):
        raise DataError(file, "whole file", "must be a mapping of entries, each with 'zh:' and 'en:'")
    return list(content.items())
