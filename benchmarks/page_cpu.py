"""CPU time of the server by page in two checkouts, over views that nobody has opened before; and resident memory afterwards.

    python -m benchmarks.page_cpu BEFORE DATA_BEFORE AFTER DATA_AFTER [--views 12] [--seed 1] [--repeat] [--pages …]

BEFORE and AFTER are checkouts, each served by its own code over its own data folder (make one with `make generated`).
The views are drawn by a seed and are the same for both, opened by turns. Prints ms of CPU a run: before, after, ratio.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import duckdb

from benchmarks.served import Served, Viewer, memory_of, serve_checkout

PAGES = ("", "vehicles", "energy", "comparison", "year_on_year", "profile", "coverage", "explore")
TICK = 1000 / os.sysconf("SC_CLK_TCK")  # ms
View = dict[str, str]


def cpu_of(served: Served) -> float:
    """User and system time of a process in ms, its ended threads' too, in steps of a clock tick (10 ms)."""
    fields = Path(f"/proc/{served.process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * TICK


def draw_views(edition: Path, count: int, seed: int) -> dict[str, list[View]]:
    """So many different views of each page: a region, a metric, a body, a topic of the edition, drawn by the seed."""
    with duckdb.connect(str(edition), read_only=True) as connection:
        held = connection.sql(
            "select metric_id::varchar, topic::varchar, region_code::varchar, agency_id::varchar from holdings order by all"
        ).fetchall()
    mood = random.Random(seed)
    views: dict[str, list[View]] = {}
    for page in PAGES:
        drawn: dict[tuple[tuple[str, str], ...], View] = {}
        while len(drawn) < count:
            metric, topic, region, agency = mood.choice(held)
            verified = {"verified": "true"} if mood.random() < 0.2 else {}
            part = {"region": mood.choice((region, f"{region[:2]}0000"))} if mood.random() < 0.5 else {}
            own: View = {
                "comparison": {"metric": metric} | part,
                "year_on_year": {"metric": metric} | part,
                "profile": {"agency": agency},
                "coverage": {"coverage_topic": topic, "by": mood.choice(("year", "metric"))} | part,
                "explore": {"metrics": metric} | part,
            }.get(page, {"region": mood.choice((region, f"{region[:2]}0000"))})
            view = own | verified
            drawn[tuple(sorted(view.items()))] = view
        views[page] = list(drawn.values())
    return views


def measure(checkouts: Sequence[tuple[Path, Path]], views: dict[str, list[View]], repeat: bool) -> None:
    """Print a line a page: the mean ms of CPU of each checkout and their ratio; then resident memory in MB."""
    with ExitStack() as stack:
        servers = [stack.enter_context(serve_checkout(checkout, data)) for checkout, data in checkouts]
        viewers = [stack.enter_context(Viewer(server.address)) for server in servers]
        for viewer in viewers:
            for page in PAGES:  # imports and what is made once
                viewer.open(page)
        means: list[list[float]] = []
        for page, drawn in views.items():
            taken: list[list[float]] = [[] for _ in servers]
            for turn, view in enumerate(drawn):
                order = list(enumerate(zip(servers, viewers, strict=True)))
                for at, (server, viewer) in order if turn % 2 else reversed(order):
                    if repeat:
                        viewer.open(page, **view)
                    before = cpu_of(server)
                    run = viewer.open(page, **view)
                    taken[at].append(cpu_of(server) - before)
                    if run.failures:
                        print(f"failed: {page} {view}: {run.failures[0]}", file=sys.stderr)
            means.append([statistics.mean(one) for one in taken])
            _print_line(page or "overview", means[-1])
        _print_line("mean", [statistics.mean(column) for column in zip(*means, strict=True)])
        _print_line("memory, MB", [memory_of(server.process) for server in servers])


def _print_line(name: str, values: Sequence[float]) -> None:
    ratio = f"{values[-1] / values[0]:8.2f}" if len(values) > 1 else ""
    print(f"{name:14}" + "".join(f"{value:10.1f}" for value in values) + ratio, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="CHECKOUT DATA")
    parser.add_argument("--views", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--repeat", action="store_true", help="measure the second run of each view")
    parser.add_argument("--pages", nargs="*", default=PAGES)
    arguments = parser.parse_args()
    folders = [folder.resolve() for folder in arguments.folders]
    checkouts = list(zip(folders[::2], folders[1::2], strict=True))
    [edition, *_] = sorted((checkouts[-1][1] / "editions").glob("*.duckdb"))
    views = draw_views(edition, arguments.views, arguments.seed)
    measure(checkouts, {page: views[page] for page in arguments.pages}, arguments.repeat)


if __name__ == "__main__":
    main()
