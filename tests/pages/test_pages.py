"""What single pages show."""

from __future__ import annotations

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import SAMPLES, Visit, open_tabs
from tests.recorded import FIGURES
from yearbook.catalogue.messages import translate
from yearbook.charts.annotations import name_line_year

CANGLAN = "990000"


def charts_of(app: AppTest) -> list[dict[str, Any]]:
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


def test_the_overview_opens_with_figures_a_map_and_the_coverage(visit: Visit) -> None:
    app = visit("overview")
    assert len(app.metric) >= 4
    assert len(charts_of(app)) == 2


def test_a_card_leads_to_its_evidence(visit: Visit) -> None:
    app = visit("overview")
    next(button for button in app.button if button.label == translate("interface.evidence")).click().run()
    assert not app.exception
    assert translate("interface.sources", "zh") in " ".join(block.value for block in app.markdown)


def test_the_year_of_a_line_leads_to_the_evidence_of_its_figure(visit: Visit) -> None:
    app = visit("overview")
    facts = app.session_state["view"].facts()
    fact = facts[~facts.duplicated(["agency_id", "series_group", "year"], keep=False)].iloc[-1]

    def ask(asked: str) -> list[str]:
        app.session_state["evidence asked for"] = (asked, None)
        return [str(table.value.to_csv()) for table in app.run().table]

    assert ask(name_line_year(fact)) == ask(fact["fact_id"]) != []
    for unknown in ("a b", "a b c d", f"a b {'9' * 30} 2020", f"a b 1 {'9' * 30}"):  # the browser sends what it likes
        assert ask(unknown) == []
        assert not app.exception


def test_the_comparison_keeps_unlike_figures_apart_and_says_why(visit: Visit) -> None:
    app = visit("comparison", metric="energy.per_capita_use_change")
    assert any(translate("analysis.differs_baseline", "zh") in caption.value for caption in app.caption)
    assert any(translate("interface.apart", count="")[-8:] in expander.label for expander in app.expander)


def test_a_metric_with_nothing_to_set_beside_it_shows_its_figures(visit: Visit) -> None:
    app = visit("vehicles", section="reform", metric="vehicles.withdrawn")
    assert charts_of(app) == []
    assert len(app.dataframe[0].value) > 1


def test_every_chart_has_its_table(visit: Visit) -> None:
    app = visit("comparison")
    charts = len(charts_of(app))
    assert len(open_tabs(app).dataframe) >= charts > 0


def test_a_gap_stays_a_gap_in_the_table_of_years(visit: Visit) -> None:
    app = open_tabs(visit("year_on_year", metric="energy.per_capita_use"), "pages.year_on_year_table")
    assert translate("analysis.state_absent", "zh") in set(app.dataframe[0].value["status"])


def test_a_chart_of_chosen_bodies_counts_all_that_published(visit: Visit) -> None:
    app = visit("year_on_year", metric="finance.three_public_spending")
    assert len(app.multiselect[0].value) >= 1
    assert "个有公开数据" in json.dumps(charts_of(app), ensure_ascii=False)


def test_a_word_narrows_the_table_and_the_counts_on_the_buttons(visit: Visit) -> None:
    app = visit("explore", text="充电桩")
    rows = len(app.dataframe[0].value)
    assert 0 < rows < FIGURES
    labels = [button.proto.label for button in app.get("link_button")]
    assert labels[0] == translate("interface.download_csv", "zh", count=rows)


def test_nothing_found_says_what_to_do(visit: Visit) -> None:
    app = visit("explore", text="查无此词")
    assert [info.value for info in app.info] == [translate("interface.nothing", "zh")]
    assert not app.get("download_button") + app.get("link_button")


def test_without_reports_the_page_says_how_to_bring_some(visit: Visit) -> None:
    assert [info.value for info in visit("reports").info] == [translate("pages.reports_none", "zh")]


@pytest.mark.parametrize("edition", [SAMPLES], indirect=True)
def test_a_link_with_a_fact_lands_on_its_words(visit: Visit) -> None:
    app = visit("explore", region=CANGLAN, statuses=["extracted"])
    app.session_state["evidence asked for"] = (_first_fact(app), None)
    app.run()
    target = next(link.proto for link in app.get("page_link") if "report=" in link.proto.query_string)
    query = dict(part.split("=") for part in target.query_string.lstrip("?").split("&"))
    landed = visit("reports", **query)
    assert "chosen" in "".join(block.proto.body for block in landed.get("html"))
    assert translate("pages.reports_click", "zh") not in [block.value for block in landed.markdown]


@pytest.mark.parametrize("edition", [SAMPLES], indirect=True)
def test_invented_figures_never_stand_among_real_ones(visit: Visit) -> None:
    for page in ("overview", "comparison", "explore", "coverage"):
        app = visit(page)
        shown = " ".join(table.value.to_csv() for table in app.dataframe) + json.dumps(charts_of(app), ensure_ascii=False)
        assert "示例" not in shown


def test_the_dictionary_finds_a_metric_by_a_wording(visit: Visit) -> None:
    app = visit("dictionary", q="压减率")
    assert list(app.dataframe[0].value["metric"]) == ["取消车辆比例"]


def test_the_dictionary_says_when_nothing_matches(visit: Visit) -> None:
    assert [info.value for info in visit("dictionary", q="查无此词").info] == [
        translate("pages.dictionary_nothing", "zh", wanted="查无此词")
    ]


def test_the_editions_tell_how_to_go_back(visit: Visit) -> None:
    app = visit("editions")
    assert len(app.dataframe[0].value) == 2
    assert any("rollback" in caption.value for caption in app.caption)


def _first_fact(app: AppTest) -> str:
    from yearbook.ui import edition_access as store

    view = app.session_state["view"]
    return str(store.ask(view.edition, "facts", **view.filters(statuses=("extracted",)).parameters())["fact_id"].iloc[0])
