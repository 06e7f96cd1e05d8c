"""No dead ends: whatever region is chosen, every page that it filters opens with something to see."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.pages.conftest import SAMPLES, Visit
from yearbook.analysis.admissibility import may_rank, may_say
from yearbook.catalogue.messages import translate
from yearbook.ui.filters.compared import (
    FEWEST,
    LINE,
    Measure,
    count_metrics,
    count_own_metrics,
    find_bodies,
    find_default_metric,
    find_figures,
    find_groups,
    offer_metrics,
    offer_years,
)
from yearbook.ui.filters.peers import find_own, find_peers
from yearbook.ui.profile.page import find_profile, offer_bodies
from yearbook.ui.sections.below import list_below
from yearbook.ui.sections.coverage import cover
from yearbook.ui.sections.ratios import find_paired_metric
from yearbook.ui.sections.topic_page import choose_headlines, load_board
from yearbook.ui.view import View

EMPTY = ("interface.nothing", "interface.nothing_verified")
PAGES = ("overview", "vehicles", "energy", "comparison", "year_on_year", "profile", "coverage", "explore")


def shows_overview(view: View) -> bool:
    return bool(choose_headlines(view, tuple(view.catalogue.metrics)) or list_below(view))


def shows_comparison(view: View, metrics: tuple[str, ...] | None = None) -> bool:
    """Whether the metric with which the page begins has a group with a year and figures."""
    offered = offer_metrics(view, metrics)
    if not offered:
        return False
    measure = Measure(find_default_metric(view, tuple(offered), "comparable"))
    [group, *_] = find_groups(view, measure)
    year = int(offer_years(view, find_bodies(view, measure, group)).default)
    return len(find_figures(view, measure, (group,), years=(year, year))) > 0


def shows_topic(topic: str) -> Callable[[View], bool]:
    def shows(view: View) -> bool:
        told = count_metrics(view, "figures")
        sections = [section.metrics for section in load_board(topic).values() if told.keys() & set(section.metrics)]
        return bool(sections) and shows_comparison(view, sections[0])

    return shows


SHOWS: dict[str, Callable[[View], bool]] = {
    "overview": shows_overview,
    "vehicles": shows_topic("vehicles"),
    "energy": shows_topic("energy"),
    "comparison": shows_comparison,
    "profile": lambda view: bool(find_profile(view, offer_bodies(view, "")[1]).figures),
    "coverage": lambda view: cover(view, "year", ()) is not None,
    "explore": lambda view: int(view.ask("facts_counted", **view.filters().parameters())["figures"].sum()) > 0,
}


def list_regions(edition: int) -> list[str]:
    return [str(code) for code in View("zh", "100000", "", False, edition).ask("regions_with_facts")["region_code"]]


@pytest.mark.parametrize("edition", [SAMPLES], indirect=True)
@pytest.mark.parametrize("page", SHOWS)
def test_every_region_with_data_finds_something_on_every_page(edition: int, page: str) -> None:
    regions = list_regions(edition)
    assert len(regions) > 100
    assert [code for code in regions if not SHOWS[page](View("zh", code, code, False, edition))] == []


@pytest.mark.parametrize("edition", [SAMPLES], indirect=True)
def test_no_region_is_alone_where_others_of_its_level_report(edition: int) -> None:
    views = [View("zh", code, code, False, edition) for code in list_regions(edition)[1:]]
    alone = [view.region for view in views if find_own(view) and set(find_peers(view)) <= set(find_own(view))]
    assert [code for code in alone if not code.startswith("99")] == []


@pytest.mark.parametrize("edition", [SAMPLES], indirect=True)
@pytest.mark.parametrize("region", ["100000", "430000", "410900", "610500", "110105", "990000"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_each_kind_of_region_shows_figures_at_once(visit: Visit, page: str, region: str) -> None:
    """A nation, a province, a city, one that has nothing itself but what lies below it, a county, a sample."""
    app = visit(page, region=region)
    assert not app.exception
    assert not {info.value for info in app.info} & {translate(words, "zh") for words in EMPTY}
    assert app.metric or app.get("plotly_chart") or app.dataframe


@pytest.mark.parametrize("edition", [SAMPLES], indirect=True)
def test_pairs_begin_with_the_metrics_that_most_subjects_have(edition: int) -> None:
    view = View("zh", "100000", "", False, edition)

    def most(metric: str) -> int:
        found = view.ask("metric_partners", metric=metric, settled=False, agencies=find_peers(view))
        told = zip(found["metric_id"], found["subjects"], strict=True)
        return max((int(count) for one, count in told if may_rank(one)), default=0)

    begun = most(find_paired_metric(view))
    assert may_say("rank", begun)
    assert begun > most(find_default_metric(view, tuple(offer_metrics(view, None)), "comparable"))


@pytest.mark.parametrize("edition", [SAMPLES], indirect=True)
def test_bars_of_ratios_say_the_unit_in_which_they_are_drawn(visit: Visit) -> None:
    app = visit("ratios", metric="vehicles.auction_proceeds", partner="vehicles.auctioned")
    assert not app.exception
    drawn = str(json.loads(app.get("plotly_chart")[-1].proto.spec)["layout"])
    assert "单位：万元/辆" in drawn


def test_comparison_begins_with_a_main_metric_and_provinces_with_a_late_year(visit: Visit, edition: int) -> None:
    view = View("zh", "100000", "", False, edition)
    compared = count_metrics(view, "comparable")
    begun = find_default_metric(view, tuple(offer_metrics(view, None)), "comparable")
    assert view.catalogue.metrics[begun].headline
    assert max(compared.values()) > compared[begun] >= FEWEST  # else no preference would be seen
    found = view.ask("most_reported", metrics=tuple(compared), level="province", settled=False).set_index("metric_id")
    shown = found.loc[visit("overview").selectbox(key="map").value]
    assert shown["year"] > found.loc[found["reported"].idxmax(), "year"]
    assert shown["reported"] >= FEWEST


def test_years_begin_with_a_main_metric_that_has_a_line(visit: Visit, edition: int) -> None:
    view = View("zh", "100000", "", False, edition)
    years = count_own_metrics(view, "years")
    begun = visit("year_on_year").selectbox(key="metric").value
    assert view.catalogue.metrics[begun].headline
    assert max(years.values()) > years[begun] >= LINE  # else no preference would be seen
