"""Translations: every sentence shown to people stands in data/catalogue/words/*.yaml, in Chinese and English."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal

from yearbook.catalogue.files import DataError, catalogue_folder, read_yaml

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def translate(key: str, language: Language = "zh", /, **values: object) -> str:
    """The words of `key` ("file.entry") with `values` filled in. Raises KeyError for words that do not exist."""
    return all_messages()[key][language].format(**values)


class Message(str):
    """A sentence of words/*.yaml that an error or an outcome holds until it is known who reads it.

    As a string it is the Chinese sentence, so that it goes into JSON and logs as it is; `text` renders it in another language
    from its key and values, of which some may be messages themselves. It pickles and copies with both.
    """

    key: str
    values: dict[str, object]

    def __new__(cls, key: str, /, **values: object) -> Message:
        message = super().__new__(cls, translate(key, "zh", **values))
        message.key, message.values = key, values
        return message

    def text(self, language: Language) -> str:
        values = {name: localize(value, language) if isinstance(value, str) else value for name, value in self.values.items()}
        return translate(self.key, language, **values)

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore_message, (self.key, self.values)


def _restore_message(key: str, values: dict[str, object]) -> Message:
    return Message(key, **values)


def localize(words: str | BaseException, language: Language) -> str:
    """Words, or those of an error, in a language: of a Message its translation, of anything else the words as they are."""
    if isinstance(words, BaseException):
        for held in words.args:
            if isinstance(held, Message):
                return str(words).replace(str(held), held.text(language))
        return str(words)
    return words.text(language) if isinstance(words, Message) else words


def dump_message(words: object) -> Any:
    """Words as a plain value for JSON, from which `load_message` makes them again, a Message too."""
    if not isinstance(words, Message):
        return words if isinstance(words, int | float) else str(words).encode(errors="replace").decode()
    values = {name: dump_message(value) for name, value in words.values.items()}
    return {"key": words.key, "values": values}


def load_message(value: Any) -> Any:
    """The words that `dump_message` packed."""
    if not isinstance(value, dict):
        return value
    return Message(value["key"], **{name: load_message(held) for name, held in value["values"].items()})


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
