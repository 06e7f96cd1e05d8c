"""Translations: every sentence shown to people stands in data/catalogue/words/*.yaml, in Chinese and English.

A data folder may hold a catalogue of its own, written for an older program: its sentences are shown where they still fit, the
shipped ones elsewhere.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, Literal

from yearbook.catalogue.files import PROJECT, DataError, Faults, catalogue_folder, collect_faults, read_yaml

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
Messages = dict[str, dict[Language, str]]
_SHIPPED = PROJECT / "data" / "catalogue"
_known: Messages = {}  # of the files that were asked for so far


def translate(key: str, language: Language = "zh", /, **values: object) -> str:
    """The words of `key` ("file.entry") with `values` filled in. Raises MissingWords, a KeyError, for words that do not exist."""
    texts = _known.get(key) or _find_words(key)
    return texts[language].format(**values)


def _find_words(key: str) -> dict[Language, str]:
    name, _, entry = key.partition(".")
    messages, faults = _read_words(name)
    _known.update(messages)
    if key not in messages:
        file = catalogue_folder() / "words" / f"{name}.yaml"
        broken = next((fault.hint for fault in faults if fault.file == file and fault.place != entry), None)
        raise MissingWords(file, entry, broken or "is missing; add it with 'zh:' and 'en:'")
    return messages[key]


class MissingWords(DataError, KeyError):
    """Words that are asked for and stand in no file."""


class Message(str):
    """A sentence of words/*.yaml that an error or an outcome holds until it is known who reads it.

    As a string it is the Chinese sentence, so that it goes into JSON and logs as it is; `text` renders it in another language
    from its key and values, of which some may be messages themselves. It pickles and copies with both.
    """

    key: str
    values: dict[str, object]

    def __new__(cls, key: str, /, **values: object) -> Message:
        message = super().__new__(cls, translate(key, "zh", **values))
        message.key = key
        message.values = {name: value if isinstance(value, str | int | float) else str(value) for name, value in values.items()}
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
        return words.encode(errors="replace").decode() if isinstance(words, str) else words
    values = {name: dump_message(value) for name, value in words.values.items()}
    return {"key": words.key, "values": values}


def load_message(value: Any) -> Any:
    """The words that `dump_message` packed."""
    if not isinstance(value, dict):
        return value
    return Message(value["key"], **{name: load_message(held) for name, held in value["values"].items()})


def all_messages() -> Messages:
    """Every entry as {"file.entry": {"zh": …, "en": …}}; one that lacks a language has the words of the other."""
    return _read_messages()[0]


def check_messages() -> int:
    """The number of entries. Raises DataError with every entry that lacks a language, and every file that cannot be read."""
    messages, found = _read_messages()
    with collect_faults() as faults:
        faults.extend(found)
    return len(messages)


@cache
def _read_messages() -> tuple[Messages, Faults]:
    faults = Faults()
    words: Messages = {}
    for name in sorted({file.stem for folder in (_SHIPPED, catalogue_folder()) for file in (folder / "words").glob("*.yaml")}):
        messages, found = _read_words(name)
        words |= messages
        faults.extend(found)
    return words, faults


@cache
def _read_words(name: str) -> tuple[Messages, Faults]:
    """The entries of words/<name>.yaml: a command needs few of forty files, which take longer to read than Python to start."""
    faults = Faults()
    own = catalogue_folder()
    words = _read_file(own / "words" / f"{name}.yaml", faults)
    if own.resolve() != _SHIPPED.resolve():
        now = _read_file(_SHIPPED / "words" / f"{name}.yaml", faults)
        words = {**now, **{key: texts for key, texts in words.items() if key not in now or _fits(texts, now[key])}}
    return words, faults


def _fits(texts: dict[Language, str], now: dict[Language, str]) -> bool:
    """Whether a sentence of an older catalogue asks for no value that the program gives no more."""
    given = {name for text in now.values() for _, name, _, _ in Formatter().parse(text)}
    try:
        return given.issuperset(name for text in texts.values() for _, name, _, _ in Formatter().parse(text) if name)
    except ValueError:  # a brace without its other half
        return False


def _read_file(file: Path, faults: Faults) -> Messages:
    words: Messages = {}
    with faults.catch():
        for entry, texts in _entries(file) if file.is_file() else ():
            there = [texts[language] for language in LANGUAGES if isinstance(texts.get(language), str)]
            for language in LANGUAGES:
                if not isinstance(texts.get(language), str):
                    faults.append(DataError(file, entry, f"lacks its words in {language!r}; add a line '{language}: …'"))
                    texts[language] = there[0] if there else entry
            for stray in set(texts) - set(LANGUAGES):
                faults.append(DataError(file, entry, f"has a part {stray!r} beside its languages; quote words with a comma"))
            words[f"{file.stem}.{entry}"] = {language: texts[language] for language in LANGUAGES}
    return words


def _entries(file: Path) -> list[tuple[str, dict[Language, str]]]:
    content = read_yaml(file) or {}
    if not isinstance(content, dict) or not all(isinstance(texts, dict) for texts in content.values()):
        raise DataError(file, "whole file", "must be a mapping of entries, each with 'zh:' and 'en:'")
    return list(content.items())
