"""What a visitor of a page waits for and receives, against what a user would take instead: first chart, bytes, processor.

The comparison of the whole country is drawn by us and, as one writes it in an hour, with Dash and with Panel on the same DuckDB
file; then the region is changed to some that nobody had seen, and to the same again. All take turns.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from benchmarks.measure import Measure, Settings, generated_folder, generated_home
from benchmarks.serving.browser import Browser, start_browser, wait_until_quiet
from benchmarks.serving.servers import Served, cpu_of, serve_checkout, serve_ours, serve_peer, serve_script
from benchmarks.serving.viewer import wait_for_pages
from benchmarks.serving.wire import Wire, tap_wire
from yearbook.catalogue.files import Home, home

if TYPE_CHECKING:
    from playwright.sync_api import Page

MANY = 1_000_000  # facts
FOUR_CHARTS = "year_on_year"
MINIMAL, MINIMAL_OF_MANY, DASH = 1.08, 1.15, 1.2  # first chart: ours over a minimal page's, and over Dash's
NEW_VIEW, SEEN_VIEW = 1.0, 0.7  # processor of a change of region, ours over Dash's
VISIT, CHANGE = 3000.0, 60.0  # KB on the wire
COLD_START = 1.3
REGIONS, FEW_REGIONS = 8, 2
STREAMLIT = "one chart in plain Streamlit"
Region = tuple[str, str]  # code and name
Choose = Callable[["Page", Region], None]


@dataclass(frozen=True, slots=True)
class Contender:
    """A server of the comparison: what it is called, the page's path, how its region is chosen, and what each change cost."""

    name: str
    served: Served
    path: str
    choose: Choose
    sent: list[float] = field(default_factory=list)  # KB
    worked: list[float] = field(default_factory=list)  # seconds of processor


def measure_visits(settings: Settings) -> Iterator[Measure]:
    """The edition in use; unless in short or against another build, a generated one of a million facts too."""
    with start_browser() as browser:
        if browser is None:
            return
        yield from _measure_home(browser, home(), settings)
        if not settings.short and not settings.against and settings.most >= MANY:
            with generated_folder() as folder:
                yield from _measure_home(browser, generated_home(folder, MANY), settings)


def _measure_home(browser: Browser, where: Home, settings: Settings) -> Iterator[Measure]:
    from yearbook.warehouse.registry import edition_file, read_note, require_edition

    number = require_edition(where)
    facts = read_note(where, number).facts
    amount = f"{facts:,} facts"
    metric, regions = find_regions(edition_file(where, number), FEW_REGIONS if settings.short else REGIONS)
    with ExitStack() as stack:
        ours = stack.enter_context(serve_ours(where.root))
        minimal = stack.enter_context(serve_script("one_chart.py"))
        before = stack.enter_context(serve_checkout(settings.against)) if settings.against else None
        wait_for_pages(minimal)
        sights = [(ours, FOUR_CHARTS), (minimal, ""), *([(before, FOUR_CHARTS)] if before else [])]
        target = MINIMAL_OF_MANY if facts >= MANY else MINIMAL
        yield from _measure_charts(browser, sights, settings.runs, "first chart", STREAMLIT, amount, target)
        yield Measure("bytes of a first visit", "a limit", amount, ((_weigh(browser, ours), VISIT),), 1.0, "KB")
        environment = {"EDITION": str(edition_file(where, number)), "METRIC": metric}
        path = f"comparison?metric={metric}"
        peers = {
            "Dash": (stack.enter_context(serve_peer("dash_page.py", **environment)), _choose_in_dash),
            "Panel": (stack.enter_context(serve_peer("panel_page.py", **environment)), _choose_in_panel),
        }
        contenders = [
            Contender("ours", ours, path, _choose_in_ours),
            *(Contender(name, served, "", choose) for name, (served, choose) in peers.items() if served),
            *([Contender("before", before, path, _choose_in_ours)] if before else []),
        ]
        yield from _compare(browser, contenders, regions, amount, settings)
    yield from _measure_start(browser, where, settings, amount)


def _compare(
    browser: Browser, contenders: Sequence[Contender], regions: Sequence[Region], amount: str, settings: Settings
) -> Iterator[Measure]:
    """The first chart of the comparison, then its regions, new and seen."""
    ours, before = contenders[0], [one for one in contenders if one.name == "before"]
    peers = [one for one in contenders[1:] if one.name != "before"]
    for peer in peers:
        sights = [(one.served, one.path) for one in (ours, peer, *before)]
        target = DASH if peer.name == "Dash" else None
        yield from _measure_charts(browser, sights, settings.runs, "first chart of the comparison", peer.name, amount, target)
    for views, limit in (("nobody had seen", NEW_VIEW), ("seen before", SEEN_VIEW)):
        _change_regions(browser, contenders, regions)
        counted = f"{amount}, {len(regions)} regions {views}"
        yield Measure("bytes of a change of region", "a limit", counted, tuple((sent, CHANGE) for sent in ours.sent), 1.0, "KB")
        for peer in peers:
            compared = (ours, peer, *before)
            sent = tuple(zip(*(one.sent for one in compared), strict=True))
            yield Measure("bytes of a change of region", peer.name, counted, sent, unit="KB")
            mean = tuple(statistics.mean(one.worked) for one in compared)
            yield Measure("processor of a change of region", peer.name, counted, (mean,), limit if peer.name == "Dash" else None)


def _change_regions(browser: Browser, contenders: Sequence[Contender], regions: Sequence[Region]) -> None:
    """Choose each region at each contender by turns, on pages that are open, and note what that cost."""
    with ExitStack() as stack:
        opened: list[tuple[Contender, Wire, Page]] = []
        for one in contenders:
            one.sent.clear()
            one.worked.clear()
            wire = stack.enter_context(tap_wire(one.served.address))
            page = stack.enter_context(browser.visit(f"{wire.address}/{one.path}"))
            wait_until_quiet(page, one.served, wire)
            opened.append((one, wire, page))
        for region in regions:
            for one, wire, page in opened:
                received, worked = wire.received, cpu_of(one.served)
                one.choose(page, region)
                wait_until_quiet(page, one.served, wire)
                one.sent.append((wire.received - received) / 1000)
                one.worked.append(cpu_of(one.served) - worked)


def _choose_in_ours(page: Page, region: Region) -> None:
    box = page.locator(".st-key-region input")
    box.fill(region[1])
    page.get_by_role("option").first.wait_for()
    box.press("Enter")


def _choose_in_dash(page: Page, region: Region) -> None:
    page.evaluate("code => dash_clientside.set_props('region', {value: code})", region[0])


def _choose_in_panel(page: Page, region: Region) -> None:
    page.locator("select").nth(1).select_option(label=region[1])


def find_regions(edition: Path, count: int) -> tuple[str, list[Region]]:
    """The metric that most bodies have for a whole year, and so many regions that have it, of two levels by turns."""
    with duckdb.connect(str(edition), read_only=True) as connection:
        [(metric,)] = connection.execute(
            """
            select metric_id::varchar from facts where months = 12
            group by metric_id order by count(distinct agency_id) desc, metric_id limit 1
            """
        ).fetchall()
        found = connection.execute(
            """
            with named as (
                select distinct region_code::varchar as code, region_zh::varchar as name, admin_level::varchar as level
                from facts
                where metric_id = ? and admin_level in ('province', 'prefecture')
            ),
            told as (select *, row_number() over (partition by level order by code) as place from named)
            select code, name from told order by place, level limit ?
            """,
            [metric, count],
        ).fetchall()
    return metric, found


def _measure_charts(
    browser: Browser,
    sights: Sequence[tuple[Served, str]],
    runs: int,
    name: str,
    against: str,
    amount: str,
    target: float | None,
) -> Iterator[Measure]:
    """A first chart of each sight by turns, after one of each that warms up: what a visitor waits, and the processor's work."""
    turns = [[browser.wait_for_chart(*sight) for sight in sights] for _ in range(1 + runs)][1:]
    waited, worked = (tuple(tuple(seen[at] for seen in turn) for turn in turns) for at in (0, 1))
    yield Measure(name, against, amount, waited, target)
    yield Measure(f"processor until the {name}", against, amount, worked)


def _weigh(browser: Browser, served: Served) -> float:
    """KB of a first visit: all that a browser with an empty cache is sent for the front page."""
    with tap_wire(served.address) as wire, browser.visit(f"{wire.address}/") as page:
        wait_until_quiet(page, served, wire)
        return wire.received / 1000


def _measure_start(browser: Browser, where: Home, settings: Settings, amount: str) -> Iterator[Measure]:
    """From the start of a process to its first byte, and on to the first chart in a browser."""

    def start(served: Served, page: str) -> tuple[float, float]:
        begin = time.perf_counter()
        browser.wait_for_chart(served, page)
        return served.first_byte, served.first_byte + time.perf_counter() - begin

    taken = []
    for _ in range(max(1, settings.runs // 2)):
        with serve_ours(where.root) as served:
            ours = start(served, FOUR_CHARTS)
        with serve_script("one_chart.py") as served:
            other = start(served, "")
        taken.append((ours, other))
    firsts, charts = (tuple((ours[at], other[at]) for ours, other in taken) for at in (0, 1))
    yield Measure("cold start to the first byte", STREAMLIT, amount, firsts, COLD_START)
    yield Measure("cold start to the first chart", STREAMLIT, amount, charts)
