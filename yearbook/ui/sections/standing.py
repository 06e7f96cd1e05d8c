"""Where figures on cards stand among their peers, in a few words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from yearbook.analysis.kpi import Headline
from yearbook.analysis.peers import Standing, list_standings, make_cells
from yearbook.charts.findings import format_median, format_rank
from yearbook.ui.cache import memoize
from yearbook.ui.filters.peers import find_level_peers, find_own
from yearbook.ui.formatting import escape_markdown
from yearbook.ui.view import View


def note_standings(view: View, headlines: Iterable[Headline], standings: Iterable[Standing]) -> dict[str, str]:
    """同级10家中第2 · 中位数46%, by metric, for the headlines whose figure is that of a standing."""
    own = {one.own["fact_id"]: one for one in standings}
    notes = {}
    for headline in headlines:
        standing = own.get(headline.row.get("fact_id"))
        words = [] if standing is None else _describe(view, standing)
        if words:
            notes[headline.metric_id] = escape_markdown(view.translate("charts.subtitle_separator").join(words))
    return notes


def _describe(view: View, standing: Standing) -> list[str]:
    rank, median = format_rank(standing, view.language), format_median(standing, view.language)
    words = [view.translate("profile.among_peers", rank=rank)] if rank else []
    return [*words, view.translate("charts.median_label", value=median)] if median else words


def note_region(view: View, headlines: Iterable[Headline]) -> Mapping[str, str]:
    """The same for the figures of the chosen region's own bodies, among those that the reader compares."""
    return note_standings(view, headlines, memoize(_find_standings, view))


def _find_standings(view: View) -> list[Standing]:
    found = []
    for agency in find_own(view):
        placed, peers = view.ask_cells("standings", agency=agency, settled=view.verified_only), find_level_peers(view, agency)
        cells = make_cells(view.ask_cells("peers", cells=tuple(placed["cell"]), settled=view.verified_only)) if peers else {}
        found += list_standings(placed, cells, 0, peers=peers)
    return found
