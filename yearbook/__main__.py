"""The command line: python -m yearbook COMMAND. Exit status 0 done, 1 some inputs were refused, 2 wrong usage.

`review` says 1 of a draft with findings and 2 of one that cannot be read.
"""

from __future__ import annotations

import argparse
import io
import os
import signal
import sys
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from yearbook.catalogue.files import DataError
from yearbook.cli.language import LANGUAGES, Parser, choose_language, describe_system_error, localize, translate

COMMANDS = (
    *("extract", "review", "ingest", "collect", "watch", "build", "export", "evaluate", "editions"),
    *("check", "backup", "restore", "bench", "serve"),
)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; its exit status. Errors are one line each on stderr, in words."""
    _use_utf8()
    given = sys.argv[1:] if arguments is None else arguments
    choose_language(given, os.environ)
    try:
        chosen = _make_parser(given).parse_args(given)
        return int(chosen.run(chosen))
    except BrokenPipeError:  # whoever read our output has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print(translate("commands.stopped"), file=sys.stderr)
        return 1
    except (DataError, RuntimeError, OSError) as error:
        if isinstance(error, RuntimeError) and not type(error).__module__.startswith("yearbook"):
            raise
        print(*_describe_error(error), sep="\n", file=sys.stderr)
        return 1


def _make_parser(given: list[str]) -> argparse.ArgumentParser:
    """The parser; a command's module is imported only where that command is asked for, so that all start fast."""
    called = Path(sys.argv[0]).stem
    parser = Parser("yearbook" if called == "yearbook" else "python -m yearbook", description=translate("commands.about"))
    parser.add_argument("--language", dest="shown_in", choices=LANGUAGES, help=translate("commands.language_option"))
    parsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    language = Parser(add_help=False)
    language.add_argument("--language", choices=LANGUAGES, help=translate("commands.language_option"))
    asked = next((word for word in given if word in COMMANDS), None)
    for name in COMMANDS:
        about = translate(f"commands.{name}")
        command = parsers.add_parser(name, help=about, description=about, parents=[] if name == "export" else [language])
        if name == asked:
            module = import_module(f"yearbook.cli.{name}")
            module.add_arguments(command)
            command.set_defaults(run=module.run)
    return parser


def _use_utf8() -> None:
    """Read and write UTF-8 on every system, whatever code page the console has."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="strict" if stream is sys.stdin else "replace")


def _describe_error(error: Exception) -> list[str]:
    """One line a fault, in the language of this run."""
    if isinstance(error, OSError) and error.filename:
        return [describe_system_error(error)]
    faults = error.faults if isinstance(error, DataError) else (error,)
    return [" ".join(localize(fault).split()) or type(fault).__name__ for fault in faults]


def run_command_line() -> NoReturn:
    """Entry point of `yearbook` and `python -m yearbook`: SIGTERM ends a command as Ctrl-C does, with clean-up and children."""
    signal.signal(signal.SIGTERM, _raise_interrupt)
    try:
        status = main()
    except KeyboardInterrupt:  # before the command had begun, or while its end was reported
        status = 1
    sys.exit(status)


class Terminated(KeyboardInterrupt):
    """SIGTERM. A plain KeyboardInterrupt that passes through exec() of a text, as dataclasses use it, ends `python -m` by SIGINT
    even where it is caught (CPython 3.11, run_eval_code_obj in pythonrun.c); a subclass does not."""


def _raise_interrupt(*_: object) -> NoReturn:
    raise Terminated


if __name__ == "__main__":
    run_command_line()
