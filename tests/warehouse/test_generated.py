"""Generated facts: as many as are asked for, sound, the same every time, of all kinds, and never among anything real."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.generated import publish_generated
from yearbook.catalogue.files import DataError, Home
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.warehouse import Warehouse, open_warehouse

FACTS = 2000


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    home = Home(tmp_path_factory.mktemp("generated") / "data")
    note = publish_generated(home, FACTS)
    assert note.facts == FACTS
    return open_warehouse(home)


def test_every_rule_of_an_edition_holds(warehouse: Warehouse) -> None:
    assert warehouse.faults() == []


def test_the_same_amount_gives_the_same_facts(warehouse: Warehouse, tmp_path: Path) -> None:
    publish_generated(Home(tmp_path / "again"), FACTS)
    publish_generated(Home(tmp_path / "otherwise"), FACTS, seed=1)
    with open_warehouse(Home(tmp_path / "again")) as again, open_warehouse(Home(tmp_path / "otherwise")) as otherwise:
        assert again.facts().equals(warehouse.facts())
        assert not otherwise.facts()["value"].equals(warehouse.facts()["value"])


def test_facts_are_as_various_as_real_ones(warehouse: Warehouse) -> None:
    facts = warehouse.facts()
    for column, kinds in {"kind": 5, "status": 5, "qualifier": 4, "scope": 5, "topic": 9, "method": 3}.items():
        assert facts[column].nunique() == kinds, column
    assert facts["year"].value_counts()[2024] > 5 * facts["year"].value_counts()[2006]
    assert facts[facts["headline"]].groupby("metric_id").size().median() > 3 * facts.groupby("metric_id").size().median()
    assert facts.loc[facts["kind"] != "change", "value"].min() >= 0
    assert facts["caveats"].explode().nunique() >= 2


def test_every_body_is_seen_to_be_invented(warehouse: Warehouse) -> None:
    assert warehouse.facts()["agency_zh"].str.contains("示例").all()
    assert warehouse.facts()["agency_en"].str.contains("sample").all()
    assert bool(warehouse.ask("edition")["demonstration"].iloc[0])


def test_a_figure_leads_to_its_words_in_its_report(warehouse: Warehouse) -> None:
    reported = warehouse.facts(Filters(statuses=("extracted",))).iloc[::400]
    for fact in reported.itertuples():
        text = str(warehouse.ask("report", report_id=fact.report_id)["text"].iloc[0])
        words = text[fact.span_start : fact.span_end]
        assert words.startswith(str(fact.value_as_written))
        assert words in str(fact.evidence)
        mentions = warehouse.ask("mentions", report_id=fact.report_id)
        assert all(text[row.span_start : row.span_end] == row.text for row in mentions.itertuples())
        assert fact.fact_id in set(mentions["fact_id"])


def test_generated_facts_do_not_enter_a_folder_that_holds_anything(tmp_path: Path) -> None:
    for folder in ("record", "reports", "decisions", "editions"):
        home = Home(tmp_path / folder)
        (home.root / folder).mkdir(parents=True)
        with pytest.raises(DataError, match=folder):
            publish_generated(home, 10)
        assert [path.name for path in home.root.iterdir()] == [folder]


def test_a_figure_is_found_by_its_id_with_its_sources(warehouse: Warehouse) -> None:
    for fact in warehouse.facts().iloc[::400].itertuples():
        assert warehouse.ask("fact", fact_id=fact.fact_id)["value"].tolist() == [fact.value]
        assert len(warehouse.ask("sources", fact_id=fact.fact_id)) == fact.source_count
