"""The speed of a page's questions, beside the same asked of what a user would take instead."""

from __future__ import annotations

from collections.abc import Iterator

from yearbook.commands.measure import Measure, Settings, take_pairs, time_of
from yearbook.data import home


def measure_warehouse(settings: Settings) -> Iterator[Measure]:
    """A page's question of the current edition, against the same filter over a pandas frame in memory."""
    from yearbook.warehouse.filters import Filters
    from yearbook.warehouse.warehouse import open_warehouse

    with open_warehouse(home()) as warehouse:
        everything = warehouse.facts()
        topic = str(everything["topic"].mode().iloc[0])
        year = int(everything["year"].mode().iloc[0])
        filters = Filters(topics=(topic,), from_year=year, to_year=year)

        def filter_in_pandas() -> object:
            found = everything[(everything["topic"] == topic) & (everything["year"] == year)]
            return found.sort_values(["metric_id", "region_code", "period_start", "period_end", "value", "fact_id"])

        pairs = take_pairs(time_of(lambda: warehouse.facts(filters)), time_of(filter_in_pandas), settings.runs)
    yield Measure("facts.sql", "pandas", f"{len(everything)} facts", pairs)
