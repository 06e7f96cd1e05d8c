"""What a report leaves open stays open: in what is filed, shown and compared, and in what people decide."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
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
from yearbook.pipeline.read import ReadJob, read_report
from yearbook.records.rows import FigureRow, MentionRow, ReportExtraction
from yearbook.records.state import Action, Decision
from yearbook.warehouse.filters import Filters
from yearbook.warehouse.judging import judge_report
from yearbook.warehouse.statement import see
from yearbook.warehouse.warehouse import open_warehouse

CATALOGUE = load_catalogue()
DAY = "2026-01-01T00:00:00Z"
LANZHOU, WITHDRAWN, FLEET = "620100-goa", "vehicles.withdrawn", "vehicles.fleet"
HEAD = "兰州市机关事务管理局 2021\n"
LEFT_OPEN = ("period_assumed", "scope_assumed")


def understand(document: Document, catalogue: Catalogue, publisher: str | None = None, year: int | None = None) -> Reading:
    """The invented language; a text with a line 未注明 states no period and no scope."""
    reading = invented.understand(document, catalogue, publisher, year)
    if "未注明" not in document.text:
        return reading
    nothing: dict[str, Any] = {"period_start": None, "period_end": None}
    mentions = [replace(one, scope=None, notes=[*LEFT_OPEN], **nothing) if one.metric else one for one in reading.mentions]
    return Reading(reading.report, mentions, [replace(fact, notes=LEFT_OPEN, **nothing) for fact in reading.facts])


def read(text: str) -> ReportExtraction:
    extraction = read_report(ReadJob(Home(Path("nowhere")), "a.txt", text.encode(), DAY, understand=understand))
    assert isinstance(extraction, ReportExtraction), extraction
    return replace(extraction, report=replace(extraction.report, report_id="r" * 64))


STATED, OPEN = read(f"{HEAD}  \n{WITHDRAWN}=120\n"), read(f"{HEAD}未注明\n{WITHDRAWN}=120\n")


def decide(reading: ReportExtraction, action: Action, **change: str | None) -> Decision:
    [mention] = reading.mentions
    place = "r" * 64, mention.span_start, mention.span_end
    return Decision("王审核", action, *place, change=change, seen=see(asdict(mention)), decision_id="d1", decided_at=DAY)


def judge(reading: ReportExtraction, decision: Decision) -> tuple[str, MentionRow, FigureRow]:
    """What became of a decision, and of the mention and the figure that it is about."""
    after, [row] = judge_report(reading, [decision], CATALOGUE)
    [mention], [figure] = after.mentions, after.figures
    return row.state, mention, figure


def test_a_figure_has_one_identity_whether_its_period_is_stated_or_not() -> None:
    [stated], [open_] = STATED.figures, OPEN.figures
    assert stated.fact_id == open_.fact_id
    assert (stated.period_end, open_.period_start, open_.period_end) == (date(2021, 12, 31), None, None)
    assert (OPEN.mentions[0].scope, open_.scope) == (None, stated.scope)


@pytest.mark.parametrize(("before", "now"), [(STATED, OPEN), (OPEN, STATED)], ids=["then assumed", "then open"])
def test_a_decision_meets_its_figure_whether_its_period_is_stated_or_assumed(
    before: ReportExtraction, now: ReportExtraction
) -> None:
    state, _, figure = judge(now, decide(before, "confirm"))
    assert (state, figure.fact_id, figure.status) == ("holds", STATED.figures[0].fact_id, "confirmed")


def test_a_person_who_confirms_a_figure_says_nothing_about_its_period() -> None:
    _, mention, figure = judge(OPEN, decide(OPEN, "confirm"))
    assert (figure.period_end, figure.caveats, mention.scope, figure.scope) == (None, LEFT_OPEN, None, STATED.figures[0].scope)


def test_what_a_person_says_about_period_and_scope_is_no_caveat_any_more() -> None:
    said = {"period_start": "2021-01-01", "period_end": "2021-06-30", "scope": "direct_units"}
    state, mention, figure = judge(OPEN, decide(OPEN, "correct", **said))
    assert (state, mention.scope, figure.scope, figure.caveats) == ("holds", "direct_units", "direct_units", ())
    assert (figure.period_start, figure.period_end) == (date(2021, 1, 1), date(2021, 6, 30))
    assert figure.fact_id != STATED.figures[0].fact_id


def test_a_period_that_ends_and_does_not_begin_is_none() -> None:
    _, [row] = judge_report(OPEN, [decide(OPEN, "correct", period_end="2021-06-30")], CATALOGUE)
    assert (row.state, row.fault) == ("void", "fault_period")


def facts_of(home: Home, tmp_path: Path, *texts: str) -> pd.DataFrame:
    """Lanzhou's facts in an edition of some reports."""
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
        ingest([tmp_path / f"{number}.txt"], home, understand=understand)
    build_edition(home, understand=understand)
    with open_warehouse(home) as warehouse:
        return warehouse.facts(Filters(agencies=(LANZHOU,), from_year=2021, to_year=2021)).set_index("metric_id")


def test_an_open_period_is_filed_under_the_reports_year_and_compared_with_nothing(home: Home, tmp_path: Path) -> None:
    facts = facts_of(home, tmp_path, f"{HEAD}未注明\n{WITHDRAWN}=7123\n{FLEET}=8123\n")
    assert facts["period_end"].isna().all()
    assert facts["year"].eq(2021).all()
    assert facts["scope_assumed"].all()
    assert facts.loc[FLEET, "months"] == 0, "a stock is of one day, whichever"
    assert pd.isna(facts.loc[WITHDRAWN, "months"])
    with open_warehouse(home) as warehouse:
        placed = warehouse.ask("standings", agency=LANZHOU, settled=False)
    assert facts.loc[WITHDRAWN, "fact_id"] not in set(placed["fact_id"])


def test_of_two_sources_the_one_that_states_the_period_gives_it(home: Home, tmp_path: Path) -> None:
    other_words = "".join(map(chr, range(0x4E00, 0x4F00)))  # else it would be a version of the first
    texts = f"{HEAD}未注明\n{WITHDRAWN}=7123\n", f"{HEAD}{WITHDRAWN}=7123\n{other_words}\n"
    fact = facts_of(home, tmp_path, *texts).loc[WITHDRAWN]
    assert (fact["source_count"], fact["period_end"].date(), fact["months"]) == (2, date(2021, 12, 31), 12)
    assert "period_assumed" not in fact["caveats"]
