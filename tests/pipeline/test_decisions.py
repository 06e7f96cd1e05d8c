"""What people decided holds in every edition: through re-extraction, changes of the catalogue, and other cuts of the words."""

from __future__ import annotations

import shutil
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import orjson
import pytest
import yaml

from tests.warehouse.invented import understand
from yearbook.catalogue.catalogue import load_catalogue
from yearbook.catalogue.files import PROJECT, Home
from yearbook.extraction.linking.facts import identify_fact
from yearbook.pipeline.build import build_edition, is_up_to_date
from yearbook.pipeline.ingest import ingest
from yearbook.pipeline.preview import Preview
from yearbook.pipeline.read import ReadJob, read_report
from yearbook.records.rows import DecisionRow, FigureRow, ReportExtraction
from yearbook.records.state import Action, Decision
from yearbook.store.decisions import decide, undo
from yearbook.store.record import read_record
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.judging import judge_record, judge_report
from yearbook.warehouse.statement import see
from yearbook.warehouse.warehouse import open_warehouse

CATALOGUE = load_catalogue()
DAY = "2026-01-01T00:00:00Z"
LANZHOU, HUNAN = "620100-goa", "430000-goa"
WITHDRAWN, AUCTIONED, FLEET = "vehicles.withdrawn", "vehicles.auctioned", "vehicles.fleet"  # the first two are of one length
TEXT = "兰州市机关事务管理局 2021\nvehicles.withdrawn=120\nvehicles.fleet=900\nunclaimed.quantity=77\n"
SPAN = (TEXT.index("120"), TEXT.index("120") + 3)


def read(as_read: str = TEXT, text: str = TEXT) -> ReportExtraction:
    """The report `text` as an extractor understands it that takes its words for `as_read`, which is as long."""
    assert len(as_read) == len(text)
    job = ReadJob(Home(Path("nowhere")), "report.txt", as_read.encode(), "2026-01-01T00:00:00Z", understand=understand)
    extraction = read_report(job)
    assert isinstance(extraction, ReportExtraction), extraction
    report_id = "r" * 64
    return ReportExtraction(
        replace(extraction.report, report_id=report_id, text=text),
        [replace(one, report_id=report_id, text=text[one.span_start : one.span_end]) for one in extraction.mentions],
        [replace(figure, report_id=report_id) for figure in extraction.figures],
    )


def about(reading: ReportExtraction, words: str, action: Action, **change: str | None) -> Decision:
    """A decision about the numeral `words`, as a person takes it who sees `reading`."""
    mention = next(mention for mention in reading.mentions if mention.text == words)
    place = mention.report_id, mention.span_start, mention.span_end
    return Decision("王审核", action, *place, change=change, seen=see(asdict(mention)), decision_id="d1", decided_at=DAY)


def judge(reading: ReportExtraction, *decisions: Decision) -> tuple[ReportExtraction, list[DecisionRow]]:
    return judge_report(reading, decisions, CATALOGUE)


def figure_at(reading: ReportExtraction, span: tuple[int, int] = SPAN) -> FigureRow | None:
    return next((one for one in reading.figures if (one.span_start, one.span_end) == span), None)


def identity(metric_id: str, value: str, scope: str = "region_wide") -> str:
    day = date(2021, 12, 31)
    return identify_fact(LANZHOU, metric_id, scope, day if metric_id == FLEET else date(2021, 1, 1), day, None, Decimal(value))


AS_BEFORE = TEXT
ANOTHER_VALUE = TEXT.replace("=120", "=999")
ANOTHER_METRIC = TEXT.replace(WITHDRAWN, AUCTIONED)
NO_METRIC = TEXT.replace(WITHDRAWN, "unclaimed.quantity")
NO_NUMERAL = TEXT.replace("=120", ":120")
CUT_SHORT = TEXT.replace("=120", "=12 ")
AS_CORRECTED = TEXT.replace("=120", "=125")

# what was decided about the 120 · how a later extractor reads the words · the fact they make then · what becomes of the decision
TABLE: list[tuple[Action, dict[str, str], str, tuple[str, str] | None, str]] = [
    ("confirm", {}, AS_BEFORE, (WITHDRAWN, "120"), "holds"),
    ("confirm", {}, ANOTHER_VALUE, (WITHDRAWN, "120"), "conflict"),
    ("confirm", {}, ANOTHER_METRIC, (WITHDRAWN, "120"), "conflict"),
    ("confirm", {}, NO_METRIC, (WITHDRAWN, "120"), "conflict"),
    ("confirm", {}, NO_NUMERAL, (WITHDRAWN, "120"), "conflict"),
    ("confirm", {}, CUT_SHORT, (WITHDRAWN, "120"), "conflict"),
    ("correct", {"value": "125"}, AS_BEFORE, (WITHDRAWN, "125"), "holds"),
    ("correct", {"value": "125"}, AS_CORRECTED, (WITHDRAWN, "125"), "holds"),
    ("correct", {"value": "125"}, ANOTHER_VALUE, (WITHDRAWN, "125"), "conflict"),
    ("correct", {"value": "125"}, NO_METRIC, (WITHDRAWN, "125"), "conflict"),
    ("correct", {"value": "125"}, NO_NUMERAL, (WITHDRAWN, "125"), "conflict"),
    ("correct", {"value": "125"}, CUT_SHORT, (WITHDRAWN, "125"), "conflict"),
    ("correct", {"metric_id": AUCTIONED}, AS_BEFORE, (AUCTIONED, "120"), "holds"),
    ("correct", {"metric_id": AUCTIONED}, ANOTHER_METRIC, (AUCTIONED, "120"), "holds"),
    ("correct", {"metric_id": AUCTIONED}, ANOTHER_VALUE, (AUCTIONED, "120"), "conflict"),
    ("reject", {}, AS_BEFORE, None, "holds"),
    ("reject", {}, NO_METRIC, None, "holds"),
    ("reject", {}, NO_NUMERAL, None, "holds"),
    ("reject", {}, ANOTHER_METRIC, None, "conflict"),
    ("reject", {}, CUT_SHORT, None, "conflict"),
    ("not_a_figure", {}, AS_BEFORE, None, "holds"),
    ("not_a_figure", {}, ANOTHER_METRIC, None, "conflict"),
]


@pytest.mark.parametrize(("action", "change", "as_read", "fact", "state"), TABLE, ids=range(len(TABLE)))
def test_a_decision_holds_whatever_is_extracted_later(
    action: Action, change: dict[str, str], as_read: str, fact: tuple[str, str] | None, state: str
) -> None:
    reading, rows = judge(read(as_read), about(read(), "120", action, **change))
    figure = figure_at(reading)
    assert [row.state for row in rows] == [state]
    if fact is None:
        assert figure is None
        assert not any(one.value in (120, 12, 999) for one in reading.figures)
        return
    assert figure is not None
    metric_id, value = fact
    scope = CATALOGUE.metrics[WITHDRAWN].usual_scope or "direct_units"
    assert (figure.metric_id, figure.value, figure.scope) == (metric_id, float(value), scope)
    assert figure.fact_id == identity(metric_id, value, scope)
    assert figure.status == {"confirm": "confirmed", "correct": "corrected"}[action]
    assert sum(one.metric_id in (WITHDRAWN, AUCTIONED) for one in reading.figures) == 1


@pytest.mark.parametrize(("action", "change", "as_read", "fact", "state"), TABLE, ids=range(len(TABLE)))
def test_every_numeral_stays_accounted_for_once(
    action: Action, change: dict[str, str], as_read: str, fact: tuple[str, str] | None, state: str
) -> None:
    del fact, state
    reading, _ = judge(read(as_read), about(read(), "120", action, **change))
    spans = [(mention.span_start, mention.span_end) for mention in reading.mentions]
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert [mention.ordinal for mention in reading.mentions] == list(range(1, len(spans) + 1))
    facts = {figure.fact_id for figure in reading.figures}
    assert {mention.fact_id for mention in reading.mentions if mention.fact_id} == facts
    assert all(mention.text == TEXT[mention.span_start : mention.span_end] for mention in reading.mentions)


def test_what_nobody_decided_about_stays_as_it_was() -> None:
    before = read()
    after, _ = judge(before, about(before, "120", "correct", value="125"))
    assert [figure for figure in after.figures if figure.metric_id == FLEET] == [
        figure for figure in before.figures if figure.metric_id == FLEET
    ]
    assert judge(before)[0] == before


def test_a_claimed_quantity_becomes_a_fact() -> None:
    change = {
        "metric_id": FLEET, "value": "77", "scope": "direct_units", "qualifier": "exact",
        "period_start": "2021-12-31", "period_end": "2021-12-31",
    }  # fmt: skip
    reading, _ = judge(read(), about(read(), "77", "claim", **change))
    span = TEXT.index("77"), TEXT.index("77") + 2
    figure = figure_at(reading, span)
    assert figure is not None
    assert (figure.fact_id, figure.status, figure.confidence) == (identity(FLEET, "77", "direct_units"), "corrected", None)
    assert figure.evidence.endswith("unclaimed.quantity=77")
    assert figure.value_as_written == "77"
    mention = next(one for one in reading.mentions if one.span_start == span[0])
    assert (mention.role, mention.metric_id, mention.unit, mention.reason) == ("metric", FLEET, "vehicle", "decided_claim")


def test_the_claims_of_a_later_extraction_agree_with_the_person_or_come_back() -> None:
    change = {"metric_id": WITHDRAWN, "value": "120", "scope": "direct_units", "qualifier": "exact"}
    change |= {"period_start": "2021-01-01", "period_end": "2021-12-31"}
    claim = about(read(NO_METRIC), "120", "claim", **change)
    scope = CATALOGUE.metrics[WITHDRAWN].usual_scope or "direct_units"
    same = replace(claim, change=change | {"scope": scope})
    assert [row.state for row in judge(read(NO_METRIC), same)[1]] == ["holds"]
    assert [row.state for row in judge(read(), same)[1]] == ["holds"]
    assert [row.state for row in judge(read(ANOTHER_VALUE), same)[1]] == ["conflict"]


def test_a_rejected_figure_is_a_quantity_and_says_why() -> None:
    reading, _ = judge(read(), about(read(), "120", "reject"))
    mention = next(mention for mention in reading.mentions if mention.text == "120")
    assert (mention.role, mention.metric_id, mention.fact_id, mention.reason) == ("quantity", None, None, "decided_reject")
    assert mention.value == 120
    reading, _ = judge(read(), about(read(), "120", "not_a_figure"))
    mention = next(mention for mention in reading.mentions if mention.text == "120")
    assert (mention.role, mention.reason) == ("name", "decided_not_a_figure")


def test_what_was_assumed_is_no_caveat_once_a_person_confirmed_it() -> None:
    assert read().figures[0].caveats == ("scope_assumed",)
    figure = figure_at(judge(read(), about(read(), "120", "confirm"))[0])
    assert figure is not None
    assert figure.caveats == ()


def test_a_metric_that_the_catalogue_no_longer_has_makes_the_decision_void() -> None:
    decision = about(read(), "120", "correct", metric_id=AUCTIONED)
    without = replace(CATALOGUE, metrics={name: one for name, one in CATALOGUE.metrics.items() if name != AUCTIONED})
    reading, rows = judge_report(read(), [decision], without)
    assert [(row.state, row.fault) for row in rows] == [("void", "fault_metric")]
    figure = figure_at(reading)
    assert figure is not None
    assert (figure.metric_id, figure.status) == (WITHDRAWN, "extracted")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"value": "many"}, "fault_value"),
        ({"value": "NaN"}, "fault_value"),
        ({"value": "-5"}, "fault_sign"),
        ({"value_max": "130"}, "fault_range"),
        ({"qualifier": "range"}, "fault_range"),
        ({"qualifier": "range", "value_max": "100"}, "fault_range"),
        ({"unit": "yuan"}, "fault_unit"),
        ({"metric_id": "vehicles.unheard_of"}, "fault_metric"),
        ({"metric_id": FLEET}, "fault_period"),  # a stock has one day
        ({"period_start": "2022-01-01"}, "fault_period"),
        ({"period_end": "2021-13-01"}, "fault_period"),
        ({"scope": "everywhere"}, "fault_scope"),
        ({"baseline": "some day"}, "fault_baseline"),
        ({"agency_id": "000000-x"}, "fault_agency"),
        ({"metric_id": "energy.per_capita_use_change", "value": "-3"}, "fault_baseline"),
    ],
)
def test_a_correction_that_makes_no_sense_is_void_and_stops_no_build(change: dict[str, str], fault: str) -> None:
    reading, rows = judge(read(), about(read(), "120", "correct", **change))
    assert [(row.state, row.fault) for row in rows] == [("void", fault)]
    assert reading.figures == read().figures


def test_a_figure_of_another_body_is_filed_with_that_body() -> None:
    figure = figure_at(judge(read(), about(read(), "120", "correct", agency_id=HUNAN))[0])
    assert figure is not None
    assert (figure.agency_id, figure.region_code) == (HUNAN, "430000")
    assert figure.fact_id != read().figures[0].fact_id


def test_the_figure_said_again_elsewhere_still_stands_where_one_place_is_rejected() -> None:
    text = TEXT + "vehicles.withdrawn=120\n"
    again = read(text, text)
    figures = judge(again, about(again, "120", "reject"))[0].figures
    [figure] = [figure for figure in figures if figure.metric_id == WITHDRAWN]
    assert figure.span_start == text.rindex("120")


def test_a_contradiction_ends_with_the_correction_of_one_side() -> None:
    text = TEXT + "vehicles.withdrawn=210\n"
    both = judge(read(text, text), about(read(text, text), "900", "confirm"))[0]
    assert all("contradicts_itself" in figure.caveats for figure in both.figures if figure.metric_id == WITHDRAWN)
    after = judge(read(text, text), about(read(text, text), "210", "correct", value="120"))[0]
    figures = [figure for figure in after.figures if figure.metric_id == WITHDRAWN]
    assert {figure.fact_id for figure in figures} == {identity(WITHDRAWN, "120", figures[0].scope)}
    assert not any("contradicts_itself" in figure.caveats for figure in figures)


def test_a_decision_about_a_report_that_is_gone_waits(home: Home) -> None:
    kept = decide(home, about(read(), "120", "reject"))
    build_edition(home)
    with open_warehouse(home) as warehouse:
        assert warehouse.ask("decisions")[["decision_id", "state"]].values.tolist() == [[kept.decision_id, "absent"]]


def test_a_decision_beyond_the_text_is_void() -> None:
    far = Decision("王审核", "reject", "r" * 64, 5000, 5003, decided_at=DAY)
    assert [row.fault for row in judge(read(), far)[1]] == ["fault_place"]


# Of the public record


def unverified(home: Home) -> FigureRow:
    return next(figure for figure in read_record(home.record, CATALOGUE) if figure.status == "unverified")


SOURCE = {"source_title": "某市年报", "source_url": "https://www.example.gov.cn/a", "published_on": "2022-03-01"}


def test_a_figure_of_the_record_is_verified_by_its_source(home: Home) -> None:
    figure = unverified(home)
    build_edition(home)
    decide(home, Decision("王审核", "verify", fact_id=figure.fact_id, change=SOURCE))
    build_edition(home)
    with open_warehouse(home) as warehouse:
        fact = warehouse.ask("fact", fact_id=figure.fact_id).iloc[0]
        [source] = warehouse.ask("sources", fact_id=figure.fact_id).to_dict("records")
    assert (fact["status"], fact["source_title"], fact["source_url"]) == ("verified", "某市年报", SOURCE["source_url"])
    assert (source["source_kind"], source["status"]) == ("official", "verified")
    assert f"{fact['published_on']:%Y-%m-%d}" == "2022-03-01"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (SOURCE | {"source_url": "javascript:alert(1)"}, "fault_address"),
        (SOURCE | {"source_url": "ftp://example.org/a"}, "fault_address"),
        (SOURCE | {"source_title": "  "}, "fault_title"),
        (SOURCE | {"published_on": "last year"}, "fault_date"),
    ],
)
def test_what_is_no_source_verifies_nothing(home: Home, change: dict[str, str], fault: str) -> None:
    figure = unverified(home)
    decision = Decision("王审核", "verify", fact_id=figure.fact_id, change=change, decided_at=DAY)
    record, rows = judge_record([figure], [decision], CATALOGUE)
    assert [(row.state, row.fault) for row in rows] == [("void", fault)]
    assert record == [figure]


def test_a_figure_of_the_record_is_corrected_or_left_out(home: Home) -> None:
    figure = next(one for one in read_record(home.record, CATALOGUE) if one.qualifier == "exact" and one.value > 10)
    other = f"{int(figure.value) + 1}"
    correction = Decision("王审核", "correct", fact_id=figure.fact_id, change={"value": other}, decided_at=DAY)
    [after], [row] = judge_record([figure], [correction], CATALOGUE)
    assert (after.value, after.status) == (float(other), "corrected")
    assert after.fact_id == row.fact_id != figure.fact_id
    assert row.fact_before == figure.fact_id
    rejection = Decision("王审核", "reject", fact_id=figure.fact_id, decided_at=DAY)
    assert judge_record([figure], [rejection], CATALOGUE)[0] == []


# Through editions


def publish(home: Home, tmp_path: Path, text: str = TEXT) -> None:
    file = tmp_path / "lanzhou.txt"
    file.write_text(text, encoding="utf-8")
    ingest([file], home, understand=understand)


def decide_about(home: Home, words: str, action: Action, **change: str) -> Decision:
    """Decide as the page does: about a mention of the edition in use."""
    with open_warehouse(home) as warehouse:
        [report] = warehouse.ask("reports")["report_id"]
        mentions = warehouse.ask("mentions", report_id=report).to_dict("records")
    mention = {str(name): value for name, value in next(one for one in mentions if one["text"] == words).items()}
    place = str(mention["report_id"]), int(mention["span_start"]), int(mention["span_end"])
    return decide(home, Decision("王审核", action, *place, change=change, seen=see(mention), why="与原文不符"))


def test_a_correction_makes_a_new_edition_with_a_new_fact_and_no_old_one(home: Home, tmp_path: Path) -> None:
    publish(home, tmp_path)
    decision = decide_about(home, "120", "correct", value="125")
    assert not is_up_to_date(home)
    build_edition(home, understand=understand)
    assert is_up_to_date(home)
    with open_warehouse(home) as warehouse:
        facts = warehouse.facts(Filters(agencies=(LANZHOU,), metrics=(WITHDRAWN,), from_year=2021, to_year=2021))
        changes = warehouse.ask("changes")
        kept = warehouse.ask("decisions").to_dict("records")
    [fact] = facts.to_dict("records")
    assert (fact["value"], fact["status"], fact["method"]) == (125, "corrected", "corrected")
    assert fact["fact_id"] == identity(WITHDRAWN, "125", fact["scope"])
    [change] = changes.to_dict("records")
    assert (change["change"], change["value_before"], change["value_after"], change["reason"]) == ("revised", 120, 125, "decided")
    [row] = kept
    assert (row["decision_id"], row["who"], row["why"], row["state"]) == (
        decision.decision_id, "王审核", "与原文不符", "holds",
    )  # fmt: skip
    assert orjson.loads(row["change"]) == {"value": "125"}
    assert row["fact_before"] == identity(WITHDRAWN, "120", fact["scope"])


def test_a_decision_survives_reading_the_report_anew(home: Home, tmp_path: Path) -> None:
    publish(home, tmp_path)
    decide_about(home, "120", "correct", value="125")
    decide_about(home, "900", "reject")
    shutil.rmtree(home.extractions)
    assert build_edition(home, understand=understand).reports_read == 1
    with open_warehouse(home) as warehouse:
        facts = warehouse.facts(Filters(agencies=(LANZHOU,), from_year=2021, to_year=2021))
        mentions = warehouse.ask("mentions", report_id=warehouse.ask("reports")["report_id"].iloc[0])
    assert facts["value"].tolist() == [125]
    assert mentions["role"].tolist() == ["metric", "quantity", "quantity"]


def test_what_is_undone_is_undone_in_the_next_edition(home: Home, tmp_path: Path) -> None:
    publish(home, tmp_path)
    decision = decide_about(home, "120", "reject")
    build_edition(home, understand=understand)
    undo(home, "李主任", decision)
    build_edition(home, understand=understand)
    with open_warehouse(home) as warehouse:
        facts = warehouse.facts(Filters(agencies=(LANZHOU,), metrics=(WITHDRAWN,), from_year=2021, to_year=2021))
        assert facts["value"].tolist() == [120]
        assert warehouse.ask("decisions").empty
        assert warehouse.faults() == []


def test_a_withdrawn_report_leaves_with_the_next_edition_and_comes_back(home: Home, tmp_path: Path) -> None:
    publish(home, tmp_path)
    report_id = str(open_warehouse(home).ask("reports")["report_id"].iloc[0])
    before = set(open_warehouse(home).facts(Filters(agencies=(LANZHOU,)))["fact_id"])
    withdrawn = set(open_warehouse(home).ask("mentions", report_id=report_id)["fact_id"].dropna())
    assert withdrawn <= before
    assert withdrawn
    withdrawal = decide(home, Decision("王审核", "withdraw", report_id, why="误传"))
    assert not is_up_to_date(home)
    build_edition(home, understand=understand)
    warehouse = open_warehouse(home)
    assert warehouse.ask("reports").empty
    assert set(warehouse.facts(Filters(agencies=(LANZHOU,)))["fact_id"]) == before - withdrawn
    assert warehouse.ask("decisions")[["action", "state"]].to_numpy().tolist() == [["withdraw", "holds"]]
    undo(home, "王审核", withdrawal)
    build_edition(home, understand=understand)
    assert set(open_warehouse(home).facts(Filters(agencies=(LANZHOU,)))["fact_id"]) == before


def test_a_withdrawn_report_that_comes_again_says_that_it_was_withdrawn(home: Home, tmp_path: Path) -> None:
    publish(home, tmp_path)
    report_id = str(open_warehouse(home).ask("reports")["report_id"].iloc[0])
    decide(home, Decision("王审核", "withdraw", report_id, why="误传"))
    build_edition(home, understand=understand)
    content = (home.reports / report_id / "source").read_bytes()
    with Preview(home, understand) as preview:
        prepared = preview.examine("report.txt", "report.txt", content)
    assert (prepared.state, prepared.left_out) == ("known", "withdrawn")


@pytest.mark.parametrize("given", [{}, {"why": "误传", "span_start": 1, "span_end": 2}, {"why": "误传", "report_id": None}])
def test_a_withdrawal_is_of_a_report_as_a_whole_and_has_a_reason(given: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="withdrawal"):
        Decision(**{"who": "王审核", "action": "withdraw", "report_id": "r" * 64} | given)  # type: ignore[arg-type]


def test_a_confirmed_figure_says_so(home: Home, tmp_path: Path) -> None:
    publish(home, tmp_path)
    decide_about(home, "120", "confirm")
    build_edition(home, understand=understand)
    with open_warehouse(home) as warehouse:
        [fact] = warehouse.facts(Filters(agencies=(LANZHOU,), metrics=(WITHDRAWN,), from_year=2021, to_year=2021)).to_dict(
            "records"
        )
        assert warehouse.ask("changes").empty
    assert (fact["status"], fact["method"], fact["caveats"]) == ("confirmed", "extracted", [])


def test_a_decision_while_an_edition_is_built_is_not_lost(home: Home, tmp_path: Path) -> None:
    """The journal has its own lock: deciding never waits for a build."""
    from yearbook.store.lock import writer_lock

    publish(home, tmp_path)
    with writer_lock(home):
        decision = decide_about(home, "120", "reject")
    build_edition(home, understand=understand)
    with open_warehouse(home) as warehouse:
        assert warehouse.ask("decisions")["decision_id"].tolist() == [decision.decision_id]


def test_decisions_hold_when_the_catalogue_no_longer_finds_the_figures(home: Home) -> None:
    """Read by the real extractor: its metric is confirmed, then loses every wording that found it."""
    shutil.copytree(PROJECT / "data" / "catalogue", home.root / "catalogue")
    ingest([PROJECT / "data" / "samples" / "canglan-2021.txt"], home)
    with open_warehouse(home) as warehouse:
        fact = warehouse.facts(Filters(regions=("990000",), metrics=(WITHDRAWN,))).iloc[0]
        rows = warehouse.ask("mentions", report_id=fact["report_id"]).to_dict("records")
    mention = {str(name): value for name, value in next(one for one in rows if one["fact_id"] == fact["fact_id"]).items()}
    place = str(mention["report_id"]), int(mention["span_start"]), int(mention["span_end"])
    decide(home, Decision("王审核", "confirm", *place, seen=see(mention)))
    build_edition(home)
    file = home.catalogue / "metrics" / "vehicles.yaml"
    topic = yaml.safe_load(file.read_text(encoding="utf-8"))
    for metric in topic["metrics"]:
        if metric["id"] == WITHDRAWN:
            metric["wordings"] = ["查无此词"]
    file.write_text(yaml.safe_dump(topic, allow_unicode=True), encoding="utf-8")
    load_catalogue.cache_clear()
    built = build_edition(home)
    with open_warehouse(home) as warehouse:
        after = warehouse.ask("fact", fact_id=fact["fact_id"]).iloc[0]
        states = warehouse.ask("decisions")["state"].tolist()
        queue = warehouse.ask("review_queue", regions=(), doubted=0.9)
    assert built.reports_read == 1
    assert (after["status"], after["value"], after["period_end"]) == ("confirmed", fact["value"], fact["period_end"])
    assert states == ["conflict"]
    assert queue.iloc[0]["kind"] == "conflict"
