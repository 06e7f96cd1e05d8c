"""The queue of the review: what awaits judgement, in the order of its urgency."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.warehouse import invented
from yearbook.catalogue.catalogue import Catalogue, load_catalogue
from yearbook.catalogue.files import Home
from yearbook.documents.document import Document
from yearbook.extraction.linking.facts import Reading
from yearbook.pipeline.build import build_edition
from yearbook.pipeline.ingest import ingest
from yearbook.records.state import Action, Decision
from yearbook.store.decisions import decide
from yearbook.store.files import sum_of
from yearbook.warehouse.statement import see
from yearbook.warehouse.warehouse import StaleEdition, open_warehouse

METRICS = load_catalogue().metrics
FLOWS = [metric for metric in METRICS.values() if metric.kind == "flow"]
HEADLINE = next(metric.id for metric in FLOWS if metric.headline)
OTHERS = [metric.id for metric in FLOWS if not metric.headline][:3]
DOUBTS = {"11": 0.6, "12": 0.85, "13": 0.7}  # the confidence in a figure, by its words; else 0.9
TEXT = (
    f"兰州市机关事务管理局 2021\n{HEADLINE}=11\n{OTHERS[0]}=12\n{OTHERS[1]}=13\n{OTHERS[2]}=14\n"
    f"{OTHERS[2]}=15\nclaimable.quantity=16\nunclaimed.quantity=17\n"
)


def understand(document: Document, catalogue: Catalogue, publisher: str | None, year: int | None) -> Reading:
    """As the invented reader, with doubts, a quantity that a metric might claim, and figures that contradict each other."""
    from yearbook.extraction.linking.facts import note_contradictions

    reading = invented.understand(document, catalogue, publisher, year)
    for mention in reading.mentions:
        mention.confidence = DOUBTS.get(mention.text, 0.9)
        if document.text[: mention.start].endswith("claimable.quantity="):
            mention.runners_up = [f"{HEADLINE} 2.1 说法"]
    facts = [
        replace(fact, fact_id=str(number), confidence=DOUBTS.get(fact.value_as_written, 0.9))
        for number, fact in enumerate(reading.facts)
    ]
    return replace(reading, facts=note_contradictions(facts))


@pytest.fixture
def reported(home: Home, tmp_path: Path) -> Home:
    (tmp_path / "report.txt").write_text(TEXT, encoding="utf-8")
    ingest([tmp_path / "report.txt"], home, understand=understand)
    return home


def queue_of(home: Home, *regions: str) -> pd.DataFrame:
    with open_warehouse(home) as warehouse:
        return warehouse.ask("review_queue", regions=regions, doubted=0.9)


def words_of(home: Home, queue: pd.DataFrame) -> list[tuple[str, str]]:
    """Kind and words of what the report says in the queue, in its order."""
    rows = queue[queue["report_id"].notna()].to_dict("records")
    with open_warehouse(home) as warehouse:
        text = str(warehouse.ask("report", report_id=warehouse.ask("reports")["report_id"].iloc[0])["text"].iloc[0])
    return [(str(row["kind"]), text[int(row["span_start"]) : int(row["span_end"])]) for row in rows]


def decide_about(home: Home, words: str, action: Action, seen: dict[str, Any] | None = None, **change: str) -> Decision:
    with open_warehouse(home) as warehouse:
        mentions = warehouse.ask("mentions", report_id=warehouse.ask("reports")["report_id"].iloc[0]).to_dict("records")
    mention = {str(name): value for name, value in next(one for one in mentions if one["text"] == words).items()}
    place = str(mention["report_id"]), int(mention["span_start"]), int(mention["span_end"])
    return decide(home, Decision("王审核", action, *place, change=change, seen=see(mention) | (seen or {})))


def test_the_gravest_comes_first(reported: Home) -> None:
    queue = queue_of(reported)
    assert words_of(reported, queue) == [
        ("contradiction", "14"),
        ("contradiction", "15"),
        ("headline", "11"),
        ("doubtful", "13"),
        ("doubtful", "12"),
        ("unclaimed", "16"),
    ]
    assert queue["turn"].is_monotonic_increasing
    rest = queue[queue["report_id"].isna()]
    assert set(rest["kind"]) <= {"contradiction", "unverified"}
    assert "unverified" in set(rest["kind"])


def test_headlines_come_first_within_a_kind(reported: Home) -> None:
    unverified = queue_of(reported).query("kind == 'unverified'")
    assert unverified["headline"].tolist() == sorted(unverified["headline"], reverse=True)
    assert unverified["headline"].nunique() == 2


def test_a_conflict_comes_before_everything(reported: Home) -> None:
    decide_about(reported, "12", "correct", seen={"value": "120"}, value="125")
    build_edition(reported, understand=understand)
    assert words_of(reported, queue_of(reported))[0] == ("conflict", "12")


def test_what_was_decided_does_not_come_back(reported: Home) -> None:
    decide_about(reported, "11", "confirm")
    decide_about(reported, "12", "correct", value="125")
    decide_about(reported, "13", "reject")
    decide_about(reported, "15", "correct", value="14")
    decide_about(reported, "16", "not_a_figure")
    build_edition(reported, understand=understand)
    assert words_of(reported, queue_of(reported)) == []


def test_a_confirmed_side_of_a_contradiction_leaves_the_other_to_be_judged(reported: Home) -> None:
    decide_about(reported, "14", "confirm")
    build_edition(reported, understand=understand)
    assert [words for kind, words in words_of(reported, queue_of(reported)) if kind == "contradiction"] == ["15"]


def test_a_rejected_quantity_is_not_offered_again(reported: Home) -> None:
    decide_about(reported, "16", "reject")
    build_edition(reported, understand=understand)
    assert "unclaimed" not in dict(words_of(reported, queue_of(reported)))


def test_a_void_decision_comes_back(reported: Home) -> None:
    decide_about(reported, "14", "correct", metric_id="vehicles.no_such_metric")
    build_edition(reported, understand=understand)
    queue = queue_of(reported)
    assert words_of(reported, queue)[0] == ("conflict", "14")
    places = queue[["report_id", "span_start", "fact_id"]].astype(str)
    assert not places.duplicated().any()


def test_a_verified_figure_leaves_the_queue(reported: Home) -> None:
    first = queue_of(reported).query("kind == 'unverified'").iloc[0]["fact_id"]
    source = {"source_title": "年报", "source_url": "https://example.org/1"}
    decide(reported, Decision("王审核", "verify", fact_id=first, change=source))
    build_edition(reported, understand=understand)
    assert first not in set(queue_of(reported)["fact_id"])


def test_the_queue_of_a_region_holds_that_region_only(reported: Home) -> None:
    queue = queue_of(reported, "620000")
    assert set(queue["region_code"].str[:2]) == {"62"}
    assert len(words_of(reported, queue)) == 6


def test_an_edition_of_another_program_says_so(reported: Home) -> None:
    import duckdb

    with open_warehouse(reported) as warehouse:
        number = warehouse.number
    with duckdb.connect(str(reported.editions / f"{number}.duckdb")) as connection:
        connection.execute("alter table decisions drop column state")
    note = reported.editions / f"{number}.json"
    told = json.loads(note.read_text(encoding="utf-8"))
    note.write_text(
        json.dumps(told | {"sha256": sum_of(reported.editions / f"{number}.duckdb"), "schema": "older"}), encoding="utf-8"
    )
    with open_warehouse(reported) as warehouse, pytest.raises(StaleEdition, match="build"):
        warehouse.ask("review_queue", regions=(), doubted=0.9)


def test_rivals_are_the_other_values_of_the_same_thing(reported: Home) -> None:
    row = queue_of(reported).query("kind == 'contradiction'").iloc[0]
    with open_warehouse(reported) as warehouse:
        rivals = warehouse.ask("rivals", fact_id=row["fact_id"])
    assert rivals[["value", "relation"]].to_numpy().tolist() == [[15.0, "same"]]
