"""Find anything: what is typed leads to the right page with its filters set. The box itself is tested in a browser."""

from __future__ import annotations

import pytest

from tests.pages.conftest import SAMPLES, Visit
from yearbook.catalogue.messages import Language
from yearbook.ui.navigation import SHARED_PARAMETERS, place_of
from yearbook.ui.search.destinations import Destination, find_destination, find_quotations
from yearbook.ui.search.index import load_index
from yearbook.ui.view import NATION, View


def look(edition: int, language: Language = "zh", region: str = NATION, verified_only: bool = False) -> View:
    return View(language, region, region, verified_only, edition)


def ways_to(view: View, typed: str) -> dict[str, Destination]:
    """The first destination of each kind."""
    found = load_index(view.edition, view.language).find(typed)
    return {kind: find_destination(view, entries[0]) for kind, entries in found.items()}


def test_a_metric_leads_to_its_comparison(edition: int) -> None:
    destination = ways_to(look(edition), "rjzhnh")["metrics"]
    assert destination.page == "comparison"
    assert destination.name == "人均综合能耗"
    assert destination.parameters == {"region": NATION, "metric": "energy.per_capita_use"}


def test_what_reports_call_a_metric_finds_it(edition: int) -> None:
    assert ways_to(look(edition), "人均用能")["metrics"].parameters["metric"] == "energy.per_capita_use"


def test_a_metric_without_figures_leads_to_the_dictionary(edition: int) -> None:
    destination = ways_to(look(edition), "新能源公务用车保有量占比")["metrics"]
    assert destination.page == "dictionary"
    assert destination.parameters["q"] == destination.name == "新能源公务用车保有量占比"


def test_the_shared_filters_stay_where_they_hide_nothing(edition: int) -> None:
    view = look(edition, region="430000")
    metric = str(view.ask("metric_counts", region=view.region, settled=view.verified_only)["metric_id"].iloc[0])
    destination = ways_to(view, view.metric_name(metric))["metrics"]
    assert destination.parameters == {"region": "430000", "metric": metric}


def test_a_metric_that_the_filters_hide_is_shown_without_them(edition: int) -> None:
    destination = ways_to(look(edition, region="650500", verified_only=True), "人均综合能耗")["metrics"]
    assert destination.parameters == {"region": NATION, "verified": "false", "metric": "energy.per_capita_use"}


def test_a_body_leads_to_its_profile_and_a_region_to_its_overview(edition: int) -> None:
    destinations = ways_to(look(edition), "hunan")
    assert destinations["agencies"].page == "profile"
    assert destinations["agencies"].name == "湖南省机关事务管理局"
    assert destinations["regions"].page == "overview"
    assert destinations["regions"].parameters["region"] == "430000"


@pytest.mark.parametrize("edition", [SAMPLES], indirect=True, ids=["samples"])
def test_a_report_leads_to_its_text(edition: int) -> None:
    destination = ways_to(look(edition), "canglan")["reports"]
    assert destination.page == "reports"
    assert destination.parameters["report"]
    assert "示例" in destination.about


@pytest.mark.parametrize("edition", [SAMPLES], indirect=True, ids=["samples"])
def test_words_of_a_report_lead_to_the_number_beside_them(edition: int, visit: Visit) -> None:
    quoted = [destination for destination in find_quotations(look(edition), "新能源汽车") if destination.page == "reports"]
    assert quoted
    assert all("新能源汽车" in destination.about and destination.parameters["mention"] for destination in quoted)
    assert not visit("reports", **quoted[0].parameters).exception


def test_words_lead_to_the_figures_that_hold_them(edition: int, visit: Visit) -> None:
    (destination,) = find_quotations(look(edition), "新能源")
    count = int(destination.name.partition("见于")[2].partition("条")[0])
    shown = visit("explore", **destination.parameters)
    assert f"共 **{count}** 条" in " ".join(block.value for block in shown.markdown)


def test_words_that_the_region_lacks_are_looked_for_everywhere(edition: int) -> None:
    (destination,) = find_quotations(look(edition, region="650500"), "新能源")
    assert destination.parameters["region"] == NATION


@pytest.mark.parametrize("typed", ["%", "_%", "'; drop table facts", "{0}", "\\", "【没有这样的词】"])
def test_marks_that_mean_something_elsewhere_are_only_marks(edition: int, typed: str) -> None:
    assert find_quotations(look(edition), typed) == [] or typed in ("%",)


@pytest.mark.parametrize("edition", [SAMPLES], indirect=True, ids=["samples"])
def test_every_entry_has_a_way_that_opens(edition: int) -> None:
    for language in ("zh", "en"):
        view = look(edition, language)
        for entry, _, _ in load_index(edition, language).entries:
            destination = find_destination(view, entry)
            assert destination.name
            assert set(destination.parameters) <= {*place_of(destination.page).parameters, *SHARED_PARAMETERS}


def test_a_body_is_found_by_the_pinyin_of_its_region(edition: int, visit: Visit) -> None:  # noqa: ARG001
    """The gazetteer's pinyin counts: characters alone have several readings."""
    view = look(edition)
    regions = view.ask("regions_with_facts").set_index("region_code")["pinyin"].dropna()
    bodies = [row for row in view.ask("agencies").to_dict("records") if row["region_code"] in regions.index]
    index = load_index(edition, "zh")
    lost = [
        row["name_zh"]
        for row in bodies
        if row["agency_id"] not in {entry.id for entry in index.find(regions[row["region_code"]]).get("agencies", ())}
    ]
    assert bodies
    assert lost == []
