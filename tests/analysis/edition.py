"""A facts frame as an edition in memory: the comparison tables that a build makes, and the questions that pages ask of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import pandas as pd

from yearbook.analysis.kpi import Headline
from yearbook.analysis.peers import Standing, list_standings, make_cells
from yearbook.ui.sections.topic_page import find_latest
from yearbook.warehouse.build import STAGES_OF_COMPARISONS
from yearbook.warehouse.names import Names
from yearbook.warehouse.questions import QUERIES, read_question

TABLES = ("subjects", "holdings", *STAGES_OF_COMPARISONS, "group_statistics", "latest", "standings", "peers", "lines")
ENUMS = {
    "kind": ("flow", "stock", "rate", "change", "score"),
    "admin_level": ("national", "province", "prefecture", "county"),
    "scope": ("national", "region_wide", "direct_units", "agency", "sample"),
    "status": ("verified", "unverified", "extracted", "confirmed", "corrected"),
}
METRICS = "metric_id, topic, metric_zh as name_zh, metric_en as name_en, kind, better, unit, headline, dimension"
AGENCIES = "agency_id, agency_zh as name_zh, agency_en as name_en, agency_short_zh as short_zh, body_kind, admin_level"
REGIONS = "region_code, region_zh as name_zh, region_en as name_en, [region_code] as within"
NO_TARGETS = (
    "metric_id varchar, agency_id varchar, agencies varchar[], subject_id varchar, region_code varchar, year integer, "
    "report_year integer, period_end date, target_id varchar, status varchar, demonstration boolean"
)
Ask = Callable[..., pd.DataFrame]


def make_edition(facts: pd.DataFrame) -> Ask:
    """What asks queries/pages/ of an edition that holds just these facts."""
    connection = duckdb.connect()
    connection.execute("attach ':memory:' as edition")
    connection.execute("use edition")
    for name, values in ENUMS.items():
        connection.execute(f"create type {name} as enum {values}")
    for statement in (QUERIES / "build" / "types.sql").read_text(encoding="utf-8").split(";"):
        if "macro" in statement:
            connection.execute(statement)
    given = facts.drop(columns=["series_group", "comparison_group"]).assign(  # noqa: F841  # DuckDB reads it
        **{name: facts[name].astype(object).where(facts[name].notna(), None) for name in ("baseline", "qualifier")}
    )
    enums = ", ".join(f"{name}::{name} as {name}" for name in ENUMS)
    dates = ", ".join(f"{name}::date as {name}" for name in ("period_start", "period_end", "published_on"))
    integers = "year::integer as year, months::integer as months, baseline::varchar as baseline"
    connection.execute(f"create table typed as select * replace ({enums}, {dates}, {integers}) from given")
    connection.execute(
        """create table facts as select *,
            series_group(metric_id, scope, baseline, months, period_start, wider_extent) as series_group,
            comparison_group(series_group, kind, admin_level, scope, agency_id) as comparison_group
        from typed"""
    )
    connection.execute(f"create table metrics as select distinct {METRICS} from facts")
    connection.execute(f"create table agencies as select distinct {AGENCIES} from facts")
    connection.execute(f"create table regions as select distinct on (region_code) {REGIONS} from facts")
    connection.execute("create table population (region_code varchar, date date, population bigint)")
    connection.execute(
        "create table raw_denominators (id varchar, metric_id varchar, divided varchar[], years_apart integer, least integer)"
    )
    connection.execute(f"create table targets ({NO_TARGETS})")
    connection.execute("create table edition as select timestamp '2026-01-01' as built_at")
    for table in TABLES:
        connection.execute(f"create table {table} as {read_question('build', table).sql}")

    names = Names(lambda sql: connection.execute(sql).fetchall())

    def ask(name: str, **parameters: Any) -> pd.DataFrame:
        given = {key: list(value) if isinstance(value, tuple) else value for key, value in parameters.items()}
        frame = connection.execute(read_question("pages", name).sql, given or None).df()
        return frame.assign(**names.follow(name, {column: frame[column].tolist() for column in frame}))

    return ask


def headlines_in(facts: pd.DataFrame, metrics: tuple[str, ...], region: str = "100000", settled: bool = False) -> list[Headline]:
    """What the cards of a region show."""
    ask = make_edition(facts)
    found = {one.metric_id: one for one in find_latest(ask, region, settled)}
    return [found.get(metric) or Headline(metric, "none") for metric in metrics]


def standings_of(facts: pd.DataFrame, agency_id: str, bodies: int = 0, settled: bool = False) -> list[Standing]:
    """The standings of a body, all with their figures."""
    if agency_id not in set(facts["agency_id"]):
        return []
    return standings_in(make_edition(facts), agency_id, bodies, settled)


def standings_in(ask: Ask, agency_id: str, bodies: int = 0, settled: bool = False) -> list[Standing]:
    rows = ask("standings", agency=agency_id, settled=settled)
    return list_standings(rows, make_cells(ask("peers", cells=tuple(rows["cell"]), settled=settled)), bodies)
