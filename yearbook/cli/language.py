"""Language of the command line: --language, else the locale's, Chinese where neither says English."""

from __future__ import annotations

import argparse
import locale
import sys
from collections.abc import Mapping, Sequence
from contextvars import ContextVar

from yearbook.catalogue import messages
from yearbook.catalogue.messages import LANGUAGES as LANGUAGES
from yearbook.catalogue.messages import Language

_LANGUAGE: ContextVar[Language] = ContextVar("language", default="zh")
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set decides: POSIX 1003.1, chapter 8.2


def choose_language(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """The language that the arguments name, else that of the locale; set for this run of the command line."""
    named = _read_option(arguments)
    chosen = next((language for language in LANGUAGES if language == named), None) or _read_locale(environment)
    _LANGUAGE.set(chosen)
    return chosen


def current_language() -> Language:
    return _LANGUAGE.get()


def translate(key: str, /, **values: object) -> str:
    """The words of `key` in the language of this run, with reasons and errors among the values in it too."""
    shown = {name: localize(value) if isinstance(value, str | BaseException) else value for name, value in values.items()}
    return messages.translate(key, _LANGUAGE.get(), **shown)


def localize(words: str | BaseException) -> str:
    """A reason or an error in the language of this run, as far as it holds a message and not a plain string."""
    return messages.localize(words, _LANGUAGE.get())


def _read_option(arguments: Sequence[str]) -> str | None:
    """The value of --language wherever it stands: the parser itself is made with words in that language."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--language", nargs="?")
    value: str | None = parser.parse_known_args(arguments)[0].language
    return value


def _read_locale(environment: Mapping[str, str]) -> Language:
    name = next((environment[variable] for variable in _VARIABLES if environment.get(variable)), "")
    if not name and sys.platform == "win32":
        name = locale.getlocale()[0] or ""  # English_United States
    return "en" if name.lower().startswith("en") else "zh"
