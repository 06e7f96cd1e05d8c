"""check: whether the catalogue, the words, the record, the reports and the current edition are sound."""

from __future__ import annotations

import argparse
import sys
from functools import partial

from yearbook.catalogue.files import DataError, collect_faults, home
from yearbook.catalogue.messages import check_messages
from yearbook.cli.language import localize, translate


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser  # takes none


def run(_: argparse.Namespace) -> int:
    """Every part is looked at, also where one before it is broken; 1 where any is."""
    faults: list[str] = []
    for check in (_check_catalogue, _check_words, _check_record, _check_reports, _check_decisions, _check_log, _check_edition):
        try:
            print(check())
        except (DataError, RuntimeError, OSError) as error:
            for one in error.faults if isinstance(error, DataError) else (error,):
                fault = " ".join(localize(one).split())
                if fault not in faults:  # a part may fail by what another one reported
                    print(translate("commands.check_fault", fault=fault), file=sys.stderr)
                    faults.append(fault)
    return 1 if faults else 0


def _check_catalogue() -> str:
    """The catalogue, the samples, and the language data of the extraction; the faults of all of them in one round."""
    from yearbook.analysis.answers.words import load_question_terms, load_time_patterns
    from yearbook.catalogue.areas import load_areas
    from yearbook.catalogue.denominators import load_denominators
    from yearbook.catalogue.samples import catalogue_for
    from yearbook.catalogue.weights import load_weights
    from yearbook.extraction.drafts.rules import load_draft_rules
    from yearbook.extraction.extractor import load_language

    with collect_faults() as faults:
        for load in (
            partial(catalogue_for, home(), False),
            partial(catalogue_for, home(), True),
            load_areas,
            load_denominators,
            load_weights,
            load_draft_rules,
            load_question_terms,
            load_time_patterns,
        ):
            with faults.catch():
                load()
        load_language(faults)
    catalogue = catalogue_for(home(), False)
    names = ("topics", "metrics", "units", "agencies", "regions")
    return translate("commands.check_catalogue", **{name: len(getattr(catalogue, name)) for name in names})


def _check_words() -> str:
    return translate("commands.check_words", count=check_messages())


def _check_record() -> str:
    from yearbook.catalogue.samples import catalogue_for
    from yearbook.store.record import read_population, read_record, read_targets

    folder, catalogue = home().record, catalogue_for(home(), False)
    figures, targets = read_record(folder, catalogue), read_targets(folder, catalogue)
    read_population(folder, catalogue)
    verified = sum(figure.status == "verified" for figure in figures)
    counts = {"figures": len(figures), "verified": verified, "unverified": len(figures) - verified, "targets": len(targets)}
    return translate("commands.check_record", **counts)


def _check_reports() -> str:
    from yearbook.store.reports import find_orphans, list_reports, read_source

    notes = list_reports(home())
    for note in notes:
        read_source(home(), note.report_id)
    lines = [translate("commands.check_reports", count=len(notes))]
    if orphans := find_orphans(home()):
        lines.append(translate("commands.check_orphans", count=len(orphans), folder=orphans[0]))
    return "\n".join(lines)


def _check_decisions() -> str:
    from yearbook.store.decisions import list_decisions, standing_decisions
    from yearbook.store.state import check_state

    check_state(home())
    return translate("commands.check_decisions", all=len(list_decisions(home())), standing=len(standing_decisions(home())))


def _check_log() -> str:
    """Each entry of the audit log follows from the one before, and the log agrees with what the editions recorded of it."""
    from yearbook.store.audit import find_log_faults, list_entries
    from yearbook.store.state import state_file
    from yearbook.warehouse.checks import Unsound
    from yearbook.warehouse.registry import list_marks

    file, marks = state_file(home()), list_marks(home())
    found = find_log_faults(home(), marks)
    faults = [translate(f"audit.{fault}", file=file, **values) for fault, values in found.items()]
    if faults:
        raise Unsound(" ".join([*faults, translate("audit.hint")]))
    return translate("audit.sound", count=len(list_entries(home())), editions=sum(mark.lines > 0 for mark in marks.values()))


def _check_edition() -> str:
    from yearbook.pipeline.build import is_up_to_date
    from yearbook.warehouse.checks import Unsound
    from yearbook.warehouse.registry import check_edition, is_old, list_numbers, require_edition
    from yearbook.warehouse.warehouse import open_warehouse

    note = check_edition(home(), require_edition(home()))
    with open_warehouse(home(), note.number) as warehouse:
        faults = [] if is_old(note) else warehouse.faults()  # the rules are about what this version builds
    if faults:
        raise Unsound("; ".join(faults))
    lines = [translate("commands.check_edition", number=note.number, facts=note.facts)]
    for other in list_numbers(home()):
        check_edition(home(), other)
    if is_old(note):
        lines.append(translate("keeping.old_schema", number=note.number))
    elif not is_up_to_date(home()):
        lines.append(translate("commands.check_outdated", number=note.number))
    return "\n".join(lines)
