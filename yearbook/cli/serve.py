"""serve: the pages in a browser."""

from __future__ import annotations

import argparse
import os
import sys

from yearbook.cli.language import current_language, translate
from yearbook.logs import FORMS, configure_logging

OWN_MACHINE = ("127.0.0.1", "localhost", "::1")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help=translate("commands.host"))
    parser.add_argument("--port", type=int, default=8501, help=translate("commands.port"))
    parser.add_argument("--workers", type=int, default=1, metavar="N", help=translate("machines.server_workers"))
    parser.add_argument("--log", choices=FORMS, help=translate("machines.log"))
    parser.add_argument("--steward", action="store_true", help=translate("commands.steward"))
    parser.add_argument("--sql", action="store_true", help=translate("commands.sql"))


def run(arguments: argparse.Namespace) -> int:
    import streamlit as st

    from yearbook.catalogue.files import PROJECT
    from yearbook.catalogue.installation import require_sound_settings
    from yearbook.ui.auth.roles import SQL_HERE, STEWARD_HERE, is_on
    from yearbook.ui.auth.visitor import is_login_configured, require_sound_sign_in
    from yearbook.web.server import serve

    if arguments.steward and arguments.host not in OWN_MACHINE:
        print(translate("commands.steward_elsewhere", host=arguments.host), file=sys.stderr)
        return 2
    if arguments.steward and arguments.workers > 1:
        print(translate("machines.workers_and_steward", workers=arguments.workers), file=sys.stderr)
        return 2
    st.App(PROJECT / "app.py")  # the first app of a process names the script whose folder holds Streamlit's settings
    require_sound_sign_in()
    require_sound_settings()
    configure_logging(arguments.log)
    if arguments.steward:
        os.environ[STEWARD_HERE] = "1"
        if is_login_configured():
            print(translate("roles.steward_and_login"), file=sys.stderr)
    elif is_on(STEWARD_HERE) and arguments.host not in OWN_MACHINE:
        os.environ[STEWARD_HERE] = "0"  # whoever set it meant this machine
    if arguments.sql:
        os.environ[SQL_HERE] = "1"
    if arguments.workers > 1:
        print(translate("machines.workers_share", workers=arguments.workers), file=sys.stderr)
    _warn_of_stale_edition()
    serve(arguments.host, arguments.port, arguments.workers, current_language())
    return 0


def _warn_of_stale_edition() -> None:
    """One line where the current edition was built by another version; it is served as it is, as replicas may not write."""
    from yearbook.catalogue.files import home
    from yearbook.warehouse.registry import current_number, is_old, read_note

    number = current_number(home())
    if number is not None and is_old(read_note(home(), number)):
        print(translate("keeping.old_schema", number=number), file=sys.stderr)
