"""Invented figures of invented agencies in some provinces, and questions asked of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from typing import Any

import numpy as np
import pandas as pd

from tests.analysis.edition import make_edition
from tests.analysis.factory import make_facts
from yearbook.analysis.answers.answer import Answer
from yearbook.analysis.answers.find import find_answer
from yearbook.analysis.answers.metrics import find_metrics
from yearbook.analysis.answers.question import Names, Place, Question, name_places, read_question
from yearbook.analysis.search import Entry, Index
from yearbook.catalogue.catalogue import load_catalogue
from yearbook.extraction.linking.lexicon import compile_lexicon

THIS_YEAR = 2026
HELD = ("100000", "430000", "430100", "440000")  # regions that have figures


@cache
def ways_to_read() -> tuple[Names, partial[list[str]]]:
    """The names of the shipped catalogue, and what finds its metrics."""
    catalogue = load_catalogue()
    regions: list[dict[str, Any]] = [
        {
            "region_code": one.region_code,
            "name_zh": one.name_zh,
            "short_zh": one.short_zh,
            "name_en": one.name_en,
            "level": one.level,
            "held": one.region_code in HELD,
        }
        for one in catalogue.regions.values()
    ]
    agency = {"agency_id": "430000-x", "name_zh": "湖南省示例局", "short_zh": "湘示例局", "name_en": "Hunan Sample Bureau"}
    agency |= {"region_code": "430000", "admin_level": "province"}
    metrics = list(catalogue.metrics.values())
    index = Index(
        Entry("metrics", one.id, one.name["zh"], (one.name["en"],), int(one.headline) - int(one.kind == "change"))
        for one in metrics
    )
    names = Names(name_places(regions, [{**agency, "aliases": ["示例办"]}]), (one.name["zh"] for one in metrics))
    return names, partial(find_metrics, index=index, lexicon=compile_lexicon(catalogue))


def read(typed: str, here: Place | None = None) -> Question:
    names, find = ways_to_read()
    return read_question(typed, names, find, THIS_YEAR, here)


def answer(typed: str, *figures: Mapping[str, Any], statuses: tuple[str, ...] = ()) -> Answer:
    """The answer out of figures of make_fact: vehicles withdrawn in a whole province where nothing else is said."""
    usual: dict[str, Any] = {"metric_id": "vehicles.withdrawn", "unit": "vehicle", "dimension": "count", "demonstration": False}
    facts = make_facts(*(place_figure({**usual, **one}) for one in figures))
    ask = make_edition(facts)
    return find_answer(read(typed), lambda name, **given: list_cells(ask(name, **given)), statuses, load_catalogue().metrics)


def list_cells(frame: pd.DataFrame) -> dict[str, list[Any]]:
    """A frame as Warehouse.ask_cells answers: plain values, None where one is missing."""
    return {str(name): [plain(cell) for cell in frame[name]] for name in frame}


def plain(cell: Any) -> Any:
    if isinstance(cell, np.ndarray):
        return cell.tolist()
    return None if pd.isna(cell) else cell.item() if isinstance(cell, np.generic) else cell


def place_figure(figure: Mapping[str, Any]) -> dict[str, Any]:
    """A figure of the agency of a region of the catalogue (`region`, by default Hunan)."""
    given = dict(figure)
    region = load_catalogue().regions[given.pop("region", "430000")]
    own = {"agency": region.short_zh, "region_code": region.region_code, "region_zh": region.name_zh, "region_en": region.name_en}
    return {**own, "admin_level": region.level, **given}
