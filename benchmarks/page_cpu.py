"""CPU time of the server by page, over views that nobody has opened before, and its resident memory afterwards.

Against an empty script in plain Streamlit, or with `--against` that build of the product over its own data.
The views are drawn by a seed, the same for both, and opened by turns.
"""

from __future__ import annotations

import random
import statistics
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import duckdb

from benchmarks.measure import Measure, Settings
from benchmarks.serving.servers import TICK, Served, cpu_of, memory_of, serve_checkout, serve_ours, serve_script
from benchmarks.serving.viewer import Viewer
from yearbook.catalogue.files import home
from yearbook.catalogue.messages import translate

PAGES = ("", "vehicles", "energy", "comparison", "year_on_year", "profile", "coverage", "explore")
SEED, VIEWS, FEW_VIEWS = 1, 12, 3
View = dict[str, str]


def measure_page_cpu(settings: Settings) -> Iterator[Measure]:
    """A page each: the mean of its views. A clock tick (10 ms) is too coarse for a single one."""
    from yearbook.warehouse.registry import edition_file, require_edition

    drawn = draw_views(edition_file(home(), require_edition(home())), FEW_VIEWS if settings.short else VIEWS, SEED)
    with ExitStack() as stack:
        ours = stack.enter_context(serve_ours(home().root))
        served = serve_checkout(settings.against) if settings.against else serve_script("no_chart.py")
        other = stack.enter_context(served)
        against = settings.against.name if settings.against else "an empty script"
        viewers = [(server, stack.enter_context(Viewer(server.address))) for server in (ours, other)]
        for page in PAGES:  # imports and what is made once
            for server, viewer in viewers:
                _open(server, viewer, page if server is ours or settings.against else "", {})
        for page, views in drawn.items():
            taken: list[list[float]] = [[], []]
            for turn, view in enumerate(views):
                for at in (0, 1) if turn % 2 else (1, 0):
                    server, viewer = viewers[at]
                    shown = (page, view) if server is ours or settings.against else ("", View())
                    taken[at].append(_open(server, viewer, *shown))
            mean = statistics.mean(taken[0]), max(statistics.mean(taken[1]), TICK / len(views))
            yield Measure(f"processor time of {page or 'overview'}", against, f"{len(views)} views nobody had opened", (mean,))
        memory = memory_of(ours.process), memory_of(other.process)
        yield Measure("memory after all pages", against, f"{len(drawn)} pages", (memory,), unit="MB")


def _open(served: Served, viewer: Viewer, page: str, view: View) -> float:
    """Seconds of the server's processor for one view."""
    before = cpu_of(served)
    run = viewer.open(page, **view)
    if run.failures:
        raise RuntimeError(translate("bench_pages.failed_run", page=page, failure=run.failures[0]))
    return cpu_of(served) - before


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
