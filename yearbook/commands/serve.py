"""serve: the pages in a browser."""

from __future__ import annotations

import argparse

from yearbook.words import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help=say("commands.host"))
    parser.add_argument("--port", type=int, default=8501, help=say("commands.port"))


def run(arguments: argparse.Namespace) -> int:
    from yearbook.interface.server import serve

    serve(arguments.host, arguments.port)
    return 0
