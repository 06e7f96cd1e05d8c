"""Page questions at a thousand to fifty million facts, snapshots, and what an edition costs to open, against other ways.

The facts are generated in a temporary folder; YEARBOOK_GENERATED names one that keeps them for the next time.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.measure import Measure, Settings, generated_folder, generated_home, take_pairs, time_of
from benchmarks.peers import start_script
from benchmarks.questions import NARROW, filter_frame, find_questions, write_frames
from benchmarks.scripts.opening import open_in_new_process
from benchmarks.serving.checkouts import Checkout, run_command, this_checkout
from yearbook.catalogue.files import Home, home
from yearbook.exports.snapshot import make_snapshot
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.warehouse import Warehouse, open_warehouse

AMOUNTS, SHORT_AMOUNTS = (1_000, 1_000_000, 10_000_000, 50_000_000), (1_000, 100_000)
LARGE, MOST_IN_MEMORY = 10_000_000, 1_000_000  # facts: from large on targets hold; a larger frame takes gigabytes
DATASETTE, OPENING = 0.2, 3.0
MEMORY = 400.0  # MB
SNAPSHOT, SHORT_SNAPSHOT = 1_000_000, 20_000  # rows


def measure_warehouse(settings: Settings) -> Iterator[Measure]:
    """Each amount in turn: its questions and its opening; a snapshot of the first amount that holds as many rows.

    With `--against` instead the CSV of all figures by `yearbook export`, by each build over its own edition.
    """
    if settings.against:
        yield _measure_export(settings.against, settings.runs)
        return
    amounts, rows = (SHORT_AMOUNTS, SHORT_SNAPSHOT) if settings.short else (AMOUNTS, SNAPSHOT)
    with generated_folder() as folder:
        for amount in (some for some in amounts if some <= settings.most):
            generated = generated_home(folder, amount)
            with open_warehouse(generated) as warehouse, tempfile.TemporaryDirectory(dir=folder) as scratch:
                yield from _measure_questions(warehouse, amount, Path(scratch), settings)
                if amount == min(size for size in amounts if size >= rows):
                    yield from _measure_snapshot(warehouse, rows, Path(scratch), settings)
            yield from _measure_opening(generated, amount, settings)


def _measure_questions(warehouse: Warehouse, amount: int, scratch: Path, settings: Settings) -> Iterator[Measure]:
    """Each question against pandas and Polars with a few columns of all facts in memory."""
    if amount > MOST_IN_MEMORY:
        return
    questions, frame = find_questions(warehouse), warehouse.facts()[NARROW]
    with start_script("frames.py", *write_frames(frame, questions, scratch)) as polars:
        for question in (one for one in questions if one.columns):
            name = f"{question.name}, {len(question.ask(warehouse)):,} rows"
            ours = time_of(partial(question.ask, warehouse))
            others = {"pandas": time_of(partial(filter_frame, frame, question))}
            if question.name in polars:
                others["Polars"] = polars[question.name]
            for against, other in others.items():
                yield Measure(name, against, f"{amount:,} facts", take_pairs(ours, other, settings.runs))


def _measure_snapshot(warehouse: Warehouse, rows: int, scratch: Path, settings: Settings) -> Iterator[Measure]:
    """The CSV of a choice of about so many facts, against Datasette's export of the same rows in SQLite."""
    filters = _choose(warehouse, rows)
    snapshot, file = make_snapshot(warehouse, filters, "csv"), scratch / "snapshot.csv"
    with file.open("wb") as stream:
        stream.writelines(snapshot.pieces())
    with start_script("datasette_csv.py", file, scratch) as timers:
        for name, other in timers.items():
            pairs = take_pairs(time_of(lambda: sum(map(len, snapshot.pieces()))), other, min(settings.runs, 3))
            yield Measure("snapshot as CSV", name, f"{snapshot.rows:,} rows", pairs, None if settings.short else DATASETTE)


def _measure_export(other: Checkout, runs: int) -> Measure:
    with tempfile.TemporaryDirectory() as folder:

        def export(checkout: Checkout) -> float:
            return run_command(checkout, checkout.data, "export", "--format", "csv", "-o", Path(folder) / "figures.csv")[1]

        pairs = take_pairs(partial(export, this_checkout()), partial(export, other), runs)
    return Measure("processor time of `yearbook export`", other.name, "all figures as CSV", pairs)


def _choose(warehouse: Warehouse, rows: int) -> Filters:
    """Metrics that together have so many figures, or a little more; all where that takes all."""
    counted = warehouse.ask("facts_counted", **Filters().parameters())
    together = counted["figures"].cumsum()
    return (
        Filters()
        if together.iloc[-1] <= rows
        else Filters(metrics=tuple(counted["metric_id"][together.shift(fill_value=0) < rows]))
    )


def _measure_opening(generated: Home, amount: int, settings: Settings) -> Iterator[Measure]:
    """A process that opens the edition and asks for what every page offers, against the same with the edition in use."""
    taken = [(open_in_new_process(generated), open_in_new_process(home())) for _ in range(1 + settings.runs)][1:]
    seconds = tuple((ours[0], other[0]) for ours, other in taken)
    target = OPENING if amount >= LARGE else None
    yield Measure("opening an edition", "the edition in use", f"{amount:,} facts", seconds, target)
    warm = tuple((ours[1], other[1]) for ours, other in taken)
    yield Measure("its first question after that", "the edition in use", f"{amount:,} facts", warm)
    memory = tuple((ours[2], MEMORY) for ours, _ in taken)
    yield Measure("memory of a process that opened it", "a limit", f"{amount:,} facts", memory, 1.0, "MB")
