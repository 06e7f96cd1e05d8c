"""What is fetched to place a body among its peers is less than all their figures, and says the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from benchmarks.generated import publish_generated
from yearbook.analysis.peers import Place, find_places
from yearbook.catalogue.files import Home
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.warehouse import Warehouse, open_warehouse

FACTS, BODIES = 30_000, 3


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    home = Home(Path(tmp_path_factory.mktemp("generated")))
    publish_generated(home, FACTS)
    with open_warehouse(home) as opened:
        yield opened


@pytest.mark.parametrize("statuses", [(), ("verified",)], ids=["all", "verified"])
@pytest.mark.parametrize("level", ["province", "prefecture"])
def test_the_places_are_those_among_all_figures_of_the_level(generated: Warehouse, level: str, statuses: Sequence[str]) -> None:
    agencies = generated.ask("agencies")
    bodies = agencies.loc[agencies["admin_level"] == level, "agency_id"].tolist()
    peers = figures_of(generated, bodies, statuses)
    found = 0
    for body in bodies[:BODIES]:
        own = figures_of(generated, [body], statuses)
        fetched = generated.ask("peer_figures", agency=body, statuses=statuses)
        places = find_places(own, fetched, len(bodies))
        assert list(map(describe, places)) == list(map(describe, find_places(own, peers, len(bodies))))
        assert len(fetched) < len(peers)
        found += len(places)
    assert found > BODIES


def figures_of(warehouse: Warehouse, bodies: Sequence[str], statuses: Sequence[str]) -> pd.DataFrame:
    return warehouse.ask("figures", **Filters(agencies=tuple(bodies), statuses=tuple(statuses)).parameters())


def describe(place: Place) -> tuple[Any, ...]:
    told = place.own["fact_id"], place.rank, place.bodies, place.is_approximate, place.to_verify
    return *told, place.values.tolist(), sorted(place.figures["fact_id"])
