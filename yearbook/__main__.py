"""The command line: python -m yearbook COMMAND. Exit status 0 done, 1 some inputs were refused, 2 wrong usage."""

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
from yearbook.catalogue.messages import translate

COMMANDS = ("extract", "ingest", "build", "export", "evaluate", "editions", "check", "backup", "restore", "bench", "serve")


class Parser(argparse.ArgumentParser):
    """Wrong usage is one line on stderr and exit status 2."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\n")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; its exit status. Errors are one line each on stderr, in words."""
    _speak_utf8()
    given = sys.argv[1:] if arguments is None else arguments
    parser = _make_parser(given)
    chosen = parser.parse_args(given)
    try:
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
        print(_in_one_line(error), file=sys.stderr)
        return 1


def _make_parser(given: list[str]) -> argparse.ArgumentParser:
    """The parser; a command's module is imported only where that command is asked for, so that all start fast."""
    called = Path(sys.argv[0]).stem
    parser = Parser("yearbook" if called == "yearbook" else "python -m yearbook", description=translate("commands.about"))
    parsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    asked = next((word for word in given if not word.startswith("-")), None)
    for name in COMMANDS:
        about = translate(f"commands.{name}")
        command = parsers.add_parser(name, help=about, description=about)
        if name == asked:
            module = import_module(f"yearbook.cli.{name}")
            module.add_arguments(command)
            command.set_defaults(run=module.run)
    return parser


def _speak_utf8() -> None:
    """Chinese goes in and out as UTF-8 on every system, whatever the console is set to."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace" if stream is sys.stderr else "strict")


def _in_one_line(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    return " ".join(str(error).split()) or type(error).__name__


def run_command_line() -> NoReturn:
    """Entry point of `yearbook` and `python -m yearbook`: SIGTERM ends a command as Ctrl-C does, with clean-up and children."""
    signal.signal(signal.SIGTERM, _raise_interrupt)
    sys.exit(main())


def _raise_interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    run_command_line()
