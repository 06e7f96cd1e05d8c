"""editions: list what is kept, compare two, go back to one, remove old ones; and the log of every write."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

from yearbook.catalogue.files import home
from yearbook.cli.language import LANGUAGES, Parser, translate


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="list|diff|rollback|parquet|prune|log")
    language = Parser(add_help=False)
    # suppressed: else the default of the action would overwrite what stands before it
    language.add_argument("--language", choices=LANGUAGES, default=argparse.SUPPRESS, help=translate("commands.language_option"))
    add = partial(actions.add_parser, parents=[language])
    add("list")
    diff = add("diff")
    diff.add_argument("before", type=int, metavar="A", help=translate("commands.edition_number"))
    diff.add_argument("after", type=int, metavar="B", help=translate("commands.edition_number"))
    rollback = add("rollback")
    rollback.add_argument("number", type=int, metavar="N", help=translate("commands.edition_number"))
    parquet = add("parquet", help=translate("machines.parquet"))
    parquet.add_argument("number", type=int, nargs="?", metavar="N", help=translate("commands.edition_number"))
    parquet.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER", help=translate("machines.parquet_folder"))
    prune = add("prune")
    prune.add_argument("--keep", type=_at_least_one, required=True, metavar="K", help=translate("commands.keep"))

    log = add("log", help=translate("audit.log"))
    log.add_argument("--last", type=_at_least_one, metavar="N", help=translate("audit.last"))
    tables = ("audit", "decisions", "reports")
    log.add_argument("--jsonl", nargs="?", const="audit", choices=tables, help=translate("audit.jsonl"))


def run(arguments: argparse.Namespace) -> int:
    actions = {"diff": _show_difference, "rollback": _roll_back, "parquet": _write_parquet, "prune": _prune, "log": _show_log}
    actions.get(arguments.action, _show_list)(arguments)
    return 0


def _show_list(_: argparse.Namespace) -> None:
    from yearbook.warehouse.registry import current_number, list_editions, require_edition

    require_edition(home())
    for note in list_editions(home()):
        values = {name: getattr(note, name) for name in ("number", "built_at", "facts", "reports", "added", "revised", "removed")}
        line = translate("commands.edition_line", mark="*" if note.number == current_number(home()) else " ", **values)
        print(f"{line}  {note.who}".rstrip())


def _show_difference(arguments: argparse.Namespace) -> None:
    from yearbook.warehouse.warehouse import compare_editions

    changes = compare_editions(home(), arguments.before, arguments.after)
    for change in changes.itertuples():
        values = {
            "change": translate(f"commands.change_{change.change}"),
            "agency": change.agency_id,
            "metric": change.metric_id,
            "year": change.year,
            "before": _number(change.value_before),
            "after": _number(change.value_after),
        }
        print(translate("commands.change_line", **values))
    if changes.empty:
        print(translate("commands.change_none"))


def _roll_back(arguments: argparse.Namespace) -> None:
    from yearbook.warehouse.registry import is_old, read_note, rollback

    rollback(home(), arguments.number)
    print(translate("commands.rolled_back", number=arguments.number))
    if is_old(read_note(home(), arguments.number)):
        print(translate("keeping.old_schema", number=arguments.number))


def _write_parquet(arguments: argparse.Namespace) -> None:
    from yearbook.warehouse.partitions import write_partitions

    manifest = write_partitions(home(), arguments.output, arguments.number)
    tables = manifest["tables"]
    counts = {"facts": tables["facts"]["rows"], "files": sum(len(table["files"]) for table in tables.values())}
    print(translate("machines.parquet_written", number=manifest["edition"], folder=arguments.output, **counts))


def _prune(arguments: argparse.Namespace) -> None:
    from yearbook.warehouse.registry import prune

    removed = prune(home(), arguments.keep)
    numbers = "、".join(map(str, removed))
    print(translate("commands.pruned", count=len(removed), numbers=numbers) if removed else translate("commands.pruned_none"))


def _show_log(arguments: argparse.Namespace) -> None:
    from yearbook.store.audit import list_entries
    from yearbook.store.state import list_json_lines

    if arguments.jsonl:
        for line in list(list_json_lines(home(), arguments.jsonl))[-(arguments.last or 0) :]:
            print(line.decode(), end="")
        return
    for entry in list_entries(home())[-(arguments.last or 0) :]:
        what = " ".join(f"{name}={_write(value)}" for name, value in entry.what.items())
        values = {
            "at": entry.at,
            "who": entry.who,
            "origin": entry.origin,
            "act": translate(f"audit.act_{entry.act}"),
            "what": what,
        }
        number = translate("audit.edition", number=entry.edition) if entry.edition is not None else ""
        print(
            translate("audit.line", edition=number, failed=translate("audit.failed") if entry.failed else "", **values).rstrip()
        )


def _write(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def _number(value: object) -> str:
    from yearbook.extraction.mentions.mention import format_float

    return format_float(value) if isinstance(value, float) and value == value else "—"


def _at_least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(translate("commands.keep_at_least_one"))
    return int(text)
