"""Questions and answers: exact parameters, honest types, many threads, no way out of the editions' folder."""

from __future__ import annotations

import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from tests.recorded import FIGURES
from yearbook.catalogue.files import Home
from yearbook.warehouse.checks import find_faults
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.names import ADDED
from yearbook.warehouse.questions import list_questions, read_question
from yearbook.warehouse.warehouse import SETTINGS, Warehouse, open_warehouse


def test_a_question_takes_exactly_its_parameters(warehouse: Warehouse) -> None:
    with pytest.raises(TypeError, match="fact_id"):
        warehouse.ask("sources")
    with pytest.raises(TypeError, match="extra"):
        warehouse.ask("sources", fact_id="f", extra=1)
    with pytest.raises(KeyError, match="no_such"):
        warehouse.ask("no_such")
    with pytest.raises(KeyError):
        warehouse.ask("../build/facts")


@pytest.mark.parametrize("filters", [Filters(), Filters(regions=("000000",))], ids=["all", "none"])
def test_types_do_not_depend_on_the_rows(warehouse: Warehouse, filters: Filters) -> None:
    facts = warehouse.facts(filters)
    objects = [name for name in facts.columns if facts[name].dtype == object]
    assert objects == ["caveats"]
    assert str(facts["metric_id"].dtype) == "str"
    assert str(facts["year"].dtype) == "int64"
    assert str(facts["value"].dtype) == "float64"
    assert pd.api.types.is_datetime64_any_dtype(facts["published_on"].dtype)
    assert all(isinstance(item, list) for item in facts["caveats"])


def test_missing_text_is_missing_not_a_word(warehouse: Warehouse) -> None:
    facts = warehouse.facts()
    assert facts.loc[facts["status"] == "unverified", "source_url"].isna().all()
    assert facts["report_id"].isna().all()


def test_facts_come_by_metric_region_and_period(warehouse: Warehouse) -> None:
    places = list(warehouse.facts()[["metric_id", "region_code", "period_start"]].itertuples(index=False, name=None))
    assert places == sorted(places)


def test_eight_threads_get_no_wrong_answer(warehouse: Warehouse) -> None:
    provinces = sorted(warehouse.ask("regions")["region_code"])[:20]
    expected = {code: warehouse.facts(Filters(regions=(code,)))["fact_id"].tolist() for code in provinces}

    def ask(turn: int) -> bool:
        code = provinces[turn % len(provinces)]
        return warehouse.facts(Filters(regions=(code,)))["fact_id"].tolist() == expected[code]

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(400)))


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_text('/etc/hostname')",
        "copy (select 1) to 'leak.csv'",
        "create table edition.mine as select 1",
        "delete from edition.facts",
        "set memory_limit = '99GB'",
        "set enable_external_access = true",
        "install httpfs",
    ],
)
def test_no_statement_reaches_files_or_settings_or_writes(warehouse: Warehouse, statement: str) -> None:
    with warehouse._connection.cursor() as cursor, pytest.raises(duckdb.Error):
        cursor.execute(statement).fetchall()


def test_what_memory_does_not_hold_goes_to_a_temporary_folder_and_with_the_warehouse(
    built: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, temporary = tmp_path / "here", tmp_path / "temporary"
    here.mkdir()
    temporary.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setitem(SETTINGS, "memory_limit", "32MB")
    with open_warehouse(built) as warehouse, warehouse._connection.cursor() as cursor:
        cursor.execute("create temp table numbers as select hash(range) as number from range(8_000_000)")  # 64 MB
        assert [file for folder in temporary.iterdir() for file in folder.iterdir()]
        assert not list(here.iterdir())
    assert not list(temporary.iterdir())


def test_an_old_edition_can_be_opened_by_its_number(built: Home) -> None:
    with open_warehouse(built, 1) as warehouse:
        assert warehouse.ask("edition")["number"].tolist() == [1]


@pytest.mark.parametrize("name", list_questions("pages"))
def test_every_question_of_the_pages_is_one_statement_that_runs(warehouse: Warehouse, name: str) -> None:
    question = read_question("pages", name)
    assert len(duckdb.extract_statements(question.sql)) == 1
    answer = warehouse.ask(name, **dict.fromkeys(question.parameters))
    assert len(answer.columns) == len(set(answer.columns)) > 0


def test_the_rules_of_every_edition_hold(warehouse: Warehouse) -> None:
    assert warehouse.faults() == []


BROKEN = """
create table edition.facts as
select
    'f1' as fact_id, -5.0 as value, null::double as value_max, 'flow' as kind, date '2020-01-01' as period_start,
    date '2020-12-31' as period_end, 2 as source_count, 'm' as metric_id, 'r' as region_code, null::varchar as report_id,
    null::integer as span_start, null::integer as span_end;
create table edition.shared_sources as select 'f1' as fact_id;
create table edition.reports as select 'x' as report_id, '' as text where false;
create table edition.mentions as select 'x' as report_id, 1 as ordinal, 'f9' as fact_id;
create table edition.edition as select 1 as number, 7 as facts, 0 as reports, 1 as mentions
"""


def test_a_broken_rule_is_named() -> None:
    with duckdb.connect() as connection:
        connection.execute("attach ':memory:' as edition")
        connection.execute(BROKEN)
        broken = [fault.split(":")[0] for fault in find_faults(connection)]
    assert broken == ["edition_with_counts", "facts_with_signs", "facts_with_sources", "mentions_with_facts"]


def test_an_answer_in_pieces_is_the_same_answer(warehouse: Warehouse) -> None:
    pieces = list(warehouse.stream("facts", rows=100, **Filters().parameters()))
    assert [piece.num_rows for piece in pieces] == [100] * (FIGURES // 100) + [FIGURES % 100]
    ids = [fact_id for piece in pieces for fact_id in piece.column("fact_id").to_pylist()]
    assert ids == warehouse.facts()["fact_id"].tolist()


def test_an_answer_without_rows_is_one_piece_with_its_columns(warehouse: Warehouse) -> None:
    (piece,) = warehouse.stream("facts", **Filters(regions=("000000",)).parameters())
    assert piece.num_rows == 0
    assert piece.schema.names == warehouse.facts().columns.tolist()


def test_an_answer_that_is_left_before_its_end_is_in_nobodys_way(warehouse: Warehouse) -> None:
    begun = [warehouse.stream("facts", rows=10, **Filters().parameters()) for _ in range(20)]
    assert [next(pieces).num_rows for pieces in begun] == [10] * 20
    begun[0].close()  # type: ignore[attr-defined]
    assert len(warehouse.facts()) == sum(piece.num_rows for piece in begun[1]) + 10


def test_an_answer_in_pieces_takes_the_same_parameters(warehouse: Warehouse) -> None:
    with pytest.raises(TypeError, match="regions"):
        next(warehouse.stream("facts"))
    with pytest.raises(KeyError):
        next(warehouse.stream("no_such_question"))


@pytest.mark.parametrize("statuses", [(), ("verified", "extracted", "confirmed", "corrected")], ids=["all", "settled"])
@pytest.mark.parametrize("regions", [(), ("430000",)], ids=["everywhere", "a province"])
def test_what_is_counted_beforehand_is_what_the_facts_come_to(
    warehouse: Warehouse, regions: tuple[str, ...], statuses: tuple[str, ...]
) -> None:
    facts = warehouse.facts(Filters(regions=regions, statuses=statuses))
    asked = {"topic": None, "settled": bool(statuses), "invented": bool(regions)}
    [region] = regions or ("100000",)
    counts = warehouse.ask("metric_counts", region=region, settled=bool(statuses)).set_index("metric_id")
    by_metric = facts.groupby("metric_id")
    assert counts["figures"].to_dict() == by_metric.size().to_dict()
    assert counts["agencies"].to_dict() == by_metric["agency_id"].nunique().to_dict()
    lines = facts.groupby(["metric_id", "agency_id", "scope", "baseline", "months"], dropna=False)["year"].nunique()
    assert counts["years"].to_dict() == lines.groupby("metric_id").max().to_dict()
    ends = facts.groupby(["metric_id", "agency_id"])["year"].max().groupby("metric_id").agg(lambda years: max(years.mode()))
    of_year = facts[facts["year"] == facts["metric_id"].map(ends)]
    beside = of_year.groupby(["metric_id", "scope", "baseline", "months", "admin_level"], dropna=False)["agency_id"].nunique()
    assert counts["comparable"].to_dict() == beside.groupby("metric_id").max().to_dict()
    assert counts["subjects"].to_dict() == by_metric["subject_id"].nunique().to_dict()
    for query, keys in {"coverage": ["agency_id", "metric_id"], "coverage_by_year": ["agency_id", "year"]}.items():
        everybody_asked = tuple(facts["agency_id"].unique())
        cells = warehouse.ask(query, **asked, agencies=everybody_asked).set_index(keys)
        assert cells["figures"].to_dict() == facts.groupby(keys).size().to_dict()
        doubtful = (facts["status"] == "unverified").groupby([facts[key] for key in keys]).sum()
        assert cells["unverified"].to_dict() == doubtful.to_dict()
        chosen = facts.set_index("fact_id").loc[cells["fact_id"], "status"] == "unverified"
        assert chosen.tolist() == (cells["figures"] == cells["unverified"]).tolist()
    bodies = warehouse.ask("coverage_bodies", **asked).set_index("agency_id")
    if regions:
        within = warehouse.ask("bodies").set_index("agency_id")["within"]
        bodies = bodies[[region in within[agency] for agency in bodies.index]]
    assert bodies["figures"].to_dict() == facts.groupby("agency_id").size().to_dict()
    assert bodies["first_year"].to_dict() == facts.groupby("agency_id")["year"].min().to_dict()
    assert bodies["last_year"].to_dict() == facts.groupby("agency_id")["year"].max().to_dict()


@pytest.mark.parametrize("question", ["facts_first", "group_figures", "latest_figures"])
def test_names_that_are_added_are_those_of_the_figures(warehouse: Warehouse, question: str) -> None:
    facts = warehouse.facts().set_index("fact_id", drop=False)
    key = int(warehouse.ask("lines", metric="vehicles.fleet", agencies=(), settled=False)["series_group"].iloc[0])
    everything = dict.fromkeys(("regions", "levels", "subjects", "statuses"), ()) | {"from_year": None, "to_year": None}
    asked = {
        "facts_first": Filters().parameters() | {"most": 50},
        "group_figures": {"metric": "vehicles.fleet", "across": "years", "keys": (key,), **everything},
        "latest_figures": {"agency": None, "region": "430000", "settled": False},
    }[question]
    frame, cells = warehouse.ask(question, **asked), warehouse.ask_cells(question, **asked)
    assert len(frame)
    own = facts.loc[frame["fact_id"]]
    for name in ADDED[question]:
        assert frame[name].tolist() == own[name].tolist() == cells[name]
        assert frame[name].dtype == own[name].dtype


def test_rows_beyond_the_first_few_are_the_same(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Filters(metrics=("vehicles.fleet", "vehicles.withdrawn")).parameters()
    whole = warehouse.ask_cells("figures", **asked)
    assert len(whole["fact_id"]) > 3
    monkeypatch.setattr("yearbook.warehouse.warehouse.FEW", 3)
    assert warehouse.ask_cells("figures", **asked) == whole
