"""Compared on purpose: totals divided by what is on record, peers of one level, and what stands behind a cell of the coverage."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import SAMPLES, Visit, open_tabs
from yearbook.catalogue.messages import translate
from yearbook.ui.sections.coverage import Coverage, cover, format_coverage

SHARE = {"metric": "finance.reception_spending", "per": "share_of_three_public"}


def captions_of(app: AppTest) -> str:
    return " ".join(caption.value for caption in app.caption)


def box_of(app: AppTest, label: str) -> Any:
    return next(box for box in app.selectbox if box.label == translate(label, "zh"))


def test_a_total_is_offered_by_what_is_on_record_and_says_so(visit: Visit) -> None:
    app = visit("comparison", metric="finance.reception_spending")
    offered = box_of(app, "comparable.measure").options
    assert len(offered) > 1
    assert any("占“三公”经费比例" in option for option in offered)
    assert "只与同一行政层级的主体比较" in captions_of(app)


def test_a_rate_needs_no_denominator(visit: Visit) -> None:
    app = visit("comparison", metric="energy.per_capita_use")
    assert translate("comparable.measure", "zh") not in [box.label for box in app.selectbox]


def test_a_total_without_denominators_says_that_it_stands_beside_its_level_only(visit: Visit) -> None:
    assert translate("comparable.totals_only", "zh") in captions_of(visit("comparison", metric="law.normative_documents"))


def test_what_was_divided_shows_the_total_the_denominator_and_both_sources(visit: Visit) -> None:
    app = open_tabs(visit("comparison", **SHARE))
    table = app.dataframe[0].value
    assert {"total", "divisor", "divisor_year", "source", "divisor_source"} <= set(table)
    assert (table["divisor_source"] != "").all()
    assert "除以同一主体的“三公”经费支出" in captions_of(app)


def test_peers_of_one_level_are_chosen_and_the_others_counted(visit: Visit) -> None:
    app = visit("comparison", **SHARE, level="county")
    assert "条不列" in captions_of(app)
    everyone = visit("comparison", **SHARE)
    assert len(box_of(app, "interface.year").options) < len(box_of(everyone, "interface.year").options)


def test_a_measure_that_means_nothing_for_a_metric_is_no_error(visit: Visit) -> None:
    app = visit("comparison", metric="energy.per_capita_use", per="fleet", level="nowhere")
    assert not app.exception


@pytest.mark.parametrize("edition", [SAMPLES], indirect=True)
def test_a_cell_leads_to_all_its_figures_and_reports(visit: Visit) -> None:
    app = visit("coverage", region="990000")
    spec = json.loads(app.get("plotly_chart")[0].proto.spec)
    cells = [cell for trace in spec["data"] for cell in trace["customdata"] if cell[1:3] == ["990000-goa", "2022"]]
    app.session_state["cell asked for"] = (cells[0], "coverage year")
    app.run()
    assert not app.exception
    assert len(app.dataframe[0].value) > 10
    assert any("report=" in link.proto.query_string for link in app.get("page_link"))


def _cells_of(page: Coverage | None) -> list[tuple[str, str]]:
    """The body and the year or metric of each cell of a grid."""
    return [] if page is None else [(cell[1], cell[2]) for trace in page.figure.data for cell in trace["customdata"]]


@pytest.mark.parametrize(("by", "side"), [("year", "year"), ("metric", "metric_id")])
def test_every_body_has_a_page_of_the_coverage_and_the_file_has_them_all(visit: Visit, by: str, side: str) -> None:
    view = visit("coverage", by=by, topic="energy").session_state["view"]
    bodies = set(view.ask("coverage_bodies", topic="energy", settled=False, invented=False)["agency_id"])
    first = cover(view, by, ("energy",))
    assert first is not None
    drawn = [_cells_of(cover(view, by, ("energy",), page)) for page in range(1, first.pages + 1)]
    cells = [cell for page in drawn for cell in page]
    assert len(cells) == len(set(cells))
    assert {agency for agency, _ in cells} == bodies
    assert _cells_of(cover(view, by, ("energy",), first.pages + 5)) == drawn[-1]
    listed = list(csv.DictReader(io.StringIO(format_coverage(view, by, ("energy",)).decode("utf-8-sig"))))
    assert {(row["agency_id"], row[side]) for row in listed} == set(cells)


@pytest.mark.parametrize(("measure", "said"), [("index", "定基指数"), ("value", "单位：")])
def test_the_words_above_years_say_what_the_axis_shows(visit: Visit, measure: str, said: str) -> None:
    app = visit("year_on_year", metric="energy.per_capita_use", measure=measure)
    [above] = [
        note["text"] for note in json.loads(app.get("plotly_chart")[0].proto.spec)["layout"]["annotations"] if note["y"] == 1
    ]
    assert above.startswith(said)
