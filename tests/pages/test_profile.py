"""The profile page: whose it is, what it shows of one body, and the brief that it hands out."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import SAMPLES, Visit
from yearbook.analysis.coverage import STATES
from yearbook.catalogue.messages import Language, translate
from yearbook.ui.view import SETTLED

HUNAN, NATION, CHANGZHOU, SICHUAN = "430000-goa", "100000-goa", "320400-goa", "510000-goa"
CANGLAN, CANGLAN_BODY = "990000", "990000-goa"


def body_of(app: AppTest) -> str:
    return str(app.selectbox(key="agency").value)


def words_of(app: AppTest) -> str:
    return " ".join(block.value for kind in ("subheader", "caption", "markdown", "info", "text") for block in app.get(kind))


def points_of(app: AppTest) -> list[list[Any]]:
    charts = [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]
    return [row for chart in charts for trace in chart["data"] for row in trace["customdata"]]


def test_the_nation_opens_with_the_body_that_has_most_figures(visit: Visit) -> None:
    assert body_of(visit("profile")) == NATION


@pytest.mark.parametrize(("region", "body"), [("430000", HUNAN), ("320400", CHANGZHOU), ("310117", "310117-goa")])
def test_a_region_opens_with_its_own_body(visit: Visit, region: str, body: str) -> None:
    assert body_of(visit("profile", region=region)) == body


def test_a_region_without_a_body_of_its_own_opens_with_one_below_it(visit: Visit) -> None:
    app = visit("profile", region="330000")
    assert body_of(app)[:2] == "33"
    assert not app.exception


def test_the_address_names_the_body_whatever_the_region(visit: Visit) -> None:
    assert body_of(visit("profile", agency=HUNAN)) == HUNAN
    assert body_of(visit("profile", agency=HUNAN, region="320000")) == HUNAN


def test_another_region_leads_to_its_body(visit: Visit) -> None:
    app = visit("profile", agency=HUNAN)
    app.selectbox(key="region").set_value("320400").run()
    assert body_of(app) == CHANGZHOU
    app.selectbox(key="agency").set_value(HUNAN).run()
    assert body_of(app) == HUNAN
    app.toggle(key="verified").set_value(True).run()
    assert body_of(app) == HUNAN


def test_marks_and_doubts_show_on_the_cards(visit: Visit) -> None:
    app = visit("profile", agency=HUNAN)
    assert ":gray[3.1万余 :small[辆]]" in [metric.value for metric in app.metric]
    assert any("待核实" in caption.value for caption in app.caption)


def test_the_place_says_of_how_many_and_what_the_median_is(visit: Visit) -> None:
    said = words_of(visit("profile", agency=SICHUAN)).replace("\\", "")
    assert re.search(r"同级在\d+个主体中(约居|居|并列)第\d+位", said)


def test_a_body_without_peers_says_so_calmly(visit: Visit) -> None:
    app = visit("profile", agency=NATION)
    assert translate("profile.standing_none") in [info.value for info in app.info]


def test_what_a_body_publishes_of_others_names_them(visit: Visit) -> None:
    words = words_of(visit("profile", agency="100000-mof"))
    assert "中央本级" in words
    assert "财政部“三公”" not in words


def test_what_only_peers_report_is_listed_by_how_many_do(visit: Visit) -> None:
    app = visit("profile", agency=HUNAN)
    missing = next(table.value for table in app.dataframe if "state" in table.value)
    counts = missing["reported"].tolist()
    assert counts == sorted(counts, reverse=True)
    assert set(missing["state"]) == {translate("analysis.state_absent")}
    reported = {row["metric"] for table in app.dataframe for row in table.value.to_dict("records") if "value" in table.value}
    assert not reported & set(missing["metric"])


def test_a_metric_that_only_peers_report_leads_to_its_comparison(visit: Visit) -> None:
    app = visit("profile", agency=HUNAN)
    app.session_state["missing"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    app.run()
    assert [link.proto.page for link in app.get("page_link") if "metric=" in link.proto.query_string] == ["comparison"]


def test_every_metric_has_its_latest_figure_in_the_table(visit: Visit) -> None:
    app = visit("profile", agency=HUNAN)
    latest = next(table.value for table in app.dataframe if "topic" in table.value)
    assert len(latest) == latest["metric"].nunique() > 30
    assert "待核实" in set(latest["status"])


def test_only_verified_hides_what_is_to_be_verified(visit: Visit) -> None:
    app = visit("profile", agency=HUNAN, verified="true")
    latest = next(table.value for table in app.dataframe if "topic" in table.value)
    assert "待核实" not in set(latest["status"])


def test_every_point_of_a_chart_leads_to_a_figure(visit: Visit) -> None:
    points = points_of(visit("profile", agency=SICHUAN))
    assert points
    assert all(row[0] or STATES[row[4]] == "absent" for row in points)


def test_sources_are_listed_by_year_and_open_only_where_the_address_was_verified(visit: Visit) -> None:
    said = [block.value for block in visit("profile", agency=HUNAN).markdown]
    years = [line.strip("*") for line in said if line.startswith("**2")]
    assert years == sorted(years, reverse=True)
    assert any(line.startswith("[:material/open_in_new:") and "](https://" in line for line in said)
    assert any(line.startswith(":material/article:") for line in said)


@pytest.mark.parametrize("edition", [SAMPLES], indirect=True)
def test_a_report_opens_in_the_reader(visit: Visit) -> None:
    links = [link.proto for link in visit("profile", region=CANGLAN).get("page_link") if "report=" in link.proto.query_string]
    years = [int(re.findall(r"20\d\d", link.label)[0]) for link in links]
    assert len(years) > 1
    assert years == sorted(set(years), reverse=True)
    assert {link.page for link in links} == {"reports"}


@pytest.mark.parametrize("edition", [SAMPLES], indirect=True)
def test_an_invented_body_never_stands_among_real_ones(visit: Visit) -> None:
    real = visit("profile", region="430000")
    assert CANGLAN_BODY not in real.selectbox(key="agency").options
    assert not any("示例" in option for option in real.selectbox(key="agency").options)
    invented = visit("profile", region=CANGLAN)
    assert body_of(invented) == CANGLAN_BODY
    assert {row[1] for row in points_of(invented)} == {CANGLAN_BODY}


@pytest.mark.parametrize(("language", "verified"), [("zh", ""), ("en", ""), ("zh", "true")])
def test_the_brief_is_handed_out_and_leads_to_its_word_file(visit: Visit, language: Language, verified: str) -> None:
    app = visit("profile", agency=HUNAN, lang=language, **({"verified": verified} if verified else {}))
    assert [one.proto.label for one in app.get("download_button")] == [translate("profile.brief_button_html", language)]
    (word,) = (one.proto for one in app.get("link_button") if one.proto.url.startswith("brief.html"))
    asked = parse_qs(urlsplit(word.url).query)
    assert word.label == translate("profile.brief_button_docx", language)
    assert (asked["agency"], asked["language"], asked["edition"]) == ([HUNAN], [language], ["1"])
    assert asked.get("status", []) == (list(SETTLED) if verified else [])


def test_a_body_whose_figures_are_all_to_be_verified_says_what_to_do(visit: Visit) -> None:
    app = visit("profile", region="650500", verified="true")
    assert [info.value for info in app.info] == [translate("interface.nothing_verified")]
    assert not app.get("download_button")
