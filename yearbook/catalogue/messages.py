"""What the product says to people, in Chinese and English: every sentence stands in data/catalogue/words/*.yaml."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Literal

from yearbook.catalogue.files import DataError, catalogue_folder, read_yaml

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def translate(key: str, language: Language = "zh", /, **values: object) -> str:
    """The words of `key` ("file.entry") with `values` filled in. Raises KeyError for words that do not exist."""
    return all_messages()[key][language].format(**values)


def retranslate(said: str, language: Language, *files: str) -> str:
    """A sentence of words/<files>.yaml that was said in Chinese, as an error's reason is, in another language.

    What none of them says stays as it is, and so does what is filled in.
    """
    if language == "zh":
        return said
    for file in files:
        for pattern, key in _patterns(file):
            found = pattern.fullmatch(said)
            if found:
                return translate(key, language, **found.groupdict())
    return said


@cache
def _patterns(file: str) -> list[tuple[re.Pattern[str], str]]:
    """What finds the sentences of a file again, those with the most words of their own first."""
    found = []
    for key, texts in all_messages().items():
        parts = list(Formatter().parse(texts["zh"])) if key.startswith(f"{file}.") else []
        names = [name for _, name, _, _ in parts if name is not None]
        own = sum(len(words) for words, _, _, _ in parts)
        if own >= 4 and len(set(names)) == len(names):
            blanks = ("" if name is None else f"(?P<{name}>.+?)" for _, name, _, _ in parts)
            pattern = "".join(re.escape(words) + blank for (words, _, _, _), blank in zip(parts, blanks, strict=True))
            found.append((own, re.compile(pattern, re.DOTALL), key))
    return [(pattern, key) for _, pattern, key in sorted(found, key=lambda entry: -entry[0])]


@cache
def all_messages() -> dict[str, dict[Language, str]]:
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
