"""Language of the command line: --language, else the locale's, Chinese where neither says English; the parser that follows it."""

from __future__ import annotations

import argparse
import errno
import locale
import re
import sys
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from typing import Any, NoReturn

from yearbook.catalogue import messages
from yearbook.catalogue.messages import LANGUAGES as LANGUAGES
from yearbook.catalogue.messages import Language

_LANGUAGE: ContextVar[Language] = ContextVar("language", default="zh")
_SECTIONS = {"positional arguments": "commands.help_arguments", "options": "commands.help_options"}
_FAULTS = {  # of argparse, which words them in English: the key of each in words/commands.yaml, and how it begins and goes on
    "usage_required": re.compile(r"the following arguments are required: (?P<names>.+)"),
    "usage_unknown": re.compile(r"unrecognized arguments: (?P<names>.+)"),
    "usage_choice": re.compile(r"argument (?P<name>.+?): invalid choice: (?P<given>.+?) \(choose from (?P<choices>.+)\)"),
    "usage_missing": re.compile(r"argument (?P<name>.+?): expected (?:at least )?one argument"),
    "usage_value": re.compile(r"argument (?P<name>.+?): invalid \w+ value: (?P<given>.+)"),
    "usage_other": re.compile(r"argument (?P<name>.+?): (?P<reason>.+)"),
}
_SYSTEM_ERRORS = {  # the system words them in English, and names no way out
    "warehouse.file_missing": {errno.ENOENT, errno.ENOTDIR},
    "commands.is_folder": {errno.EISDIR},
    "commands.no_room": {errno.ENOSPC, errno.EDQUOT},
    "commands.no_access": {errno.EACCES, errno.EPERM, errno.EROFS},
}
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


def describe_system_error(error: OSError) -> str:
    """The file that an error names and what befell it, with the mend of the common ones."""
    words = next((translate(key) for key, numbers in _SYSTEM_ERRORS.items() if error.errno in numbers), error.strerror)
    return f"{error.filename}: {words}"


class Parser(argparse.ArgumentParser):
    """Help in the language of this run; wrong usage is one line on stderr and exit status 2."""

    def __init__(self, prog: str | None = None, add_help: bool = True, **named: Any) -> None:
        super().__init__(prog, **named, add_help=False, formatter_class=_HelpFormatter)
        if add_help:
            self.add_argument("-h", "--help", action="help", help=translate("commands.help_option"))

    def error(self, message: str) -> NoReturn:
        found = ((key, fault.fullmatch(message)) for key, fault in _FAULTS.items())
        words = next((translate(f"commands.{key}", **match.groupdict()) for key, match in found if match), message)
        self.exit(2, f"{self.prog}: {words}\n")


class _HelpFormatter(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, translate("commands.help_usage") if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        super().start_section(translate(_SECTIONS[heading]) if heading in _SECTIONS else heading)


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
