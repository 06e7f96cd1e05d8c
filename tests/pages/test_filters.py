"""The filters that all pages share, and the address that keeps them."""

from __future__ import annotations

import json

import pytest
import streamlit as st

from tests.pages.conftest import SAMPLES, Visit
from tests.recorded import FIGURES, SETTLED
from yearbook.catalogue.messages import translate

SELECTION, INSIDE = 46, 358  # px of the boxes that select rows, and of a table on a phone of 390
LEAST = 110  # px in which a name can be read


def test_a_link_opens_the_region_it_names(visit: Visit) -> None:
    app = visit("explore", region="430000")
    assert app.selectbox(key="region").value == "430000"
    assert "湖南省" in app.markdown[0].value


def test_a_region_chosen_on_one_page_stays_on_the_next(visit: Visit) -> None:
    app = visit()
    app.selectbox(key="region").select("430000").run()
    app.switch_page("pages/leaders/energy.py").run()
    assert app.selectbox(key="region").value == "430000"
    assert app.query_params["region"] == "430000"


def test_a_link_followed_later_wins_over_what_was_chosen(visit: Visit) -> None:
    app = visit("comparison")
    app.selectbox(key="metric").select("energy.per_capita_use").run()
    app.query_params["metric"] = "vehicles.auctioned"
    app.run()
    assert app.selectbox(key="metric").value == "vehicles.auctioned"


def test_the_language_changes_nothing_but_the_language(visit: Visit) -> None:
    app = visit("comparison", metric="energy.per_capita_use", region="430000")
    before = {box.key: box.value for box in app.selectbox}
    app.segmented_control(key="lang").select("en").run()
    assert app.title[0].value == translate("pages.comparison", "en")
    assert {box.key: box.value for box in app.selectbox} == before


def test_a_default_stays_out_of_the_address_unless_it_may_change(visit: Visit) -> None:
    app = visit("comparison")
    assert "region" not in app.query_params
    assert {"metric", "group", "year"} <= set(app.query_params)


def test_only_verified_hides_what_is_to_be_verified(visit: Visit) -> None:
    app = visit("explore")
    everything = app.dataframe[0].value
    app.toggle(key="verified").set_value(True).run()
    settled = app.dataframe[0].value
    unverified = translate("interface.status_unverified", "zh")
    assert (everything["status"] == unverified).sum() == FIGURES - SETTLED
    assert (settled["status"] == unverified).sum() == 0
    assert len(settled) == SETTLED


def test_an_unverified_status_cannot_be_asked_for_behind_the_switch(visit: Visit) -> None:
    app = visit("explore", verified="true", statuses=["unverified"])
    assert not app.exception
    assert (app.dataframe[0].value["status"] == translate("interface.status_unverified", "zh")).sum() == 0


@pytest.mark.parametrize("edition", [SAMPLES], indirect=True)
def test_an_invented_region_is_called_by_its_name(visit: Visit) -> None:
    app = visit("explore", region="990100")
    told = " ".join(str(element.value) for element in [*app.caption, *app.markdown])
    assert "芷岸市" in told
    assert "990100" not in told


@pytest.mark.parametrize("query", [{}, {"region": "430000"}, {"region": "430000", "lang": "en"}, {"lang": "en"}])
def test_a_phone_shows_each_metric_with_its_whole_number(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, query: dict[str, str]
) -> None:
    monkeypatch.setattr(type(st.context), "headers", {"User-Agent": "Mozilla/5.0 (Linux; Android 14) Chrome/130 Mobile Safari"})
    table = visit("explore", **query).dataframe[0]
    columns = json.loads(table.proto.columns)
    name, value = (columns[column]["width"] for column in list(table.value)[:2])
    assert SELECTION + name + value <= INSIDE
    assert name >= LEAST


def test_a_wide_screen_has_rows_of_one_line(visit: Visit) -> None:
    assert not visit("explore", lang="en").dataframe[0].proto.row_height
