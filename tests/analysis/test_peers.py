"""Where a body stands among its peers: a table of cases, each a few figures and what is said of them."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from tests.analysis.edition import make_edition, standings_of
from tests.analysis.factory import make_facts
from yearbook.analysis.kpi import list_headlines
from yearbook.analysis.peers import Peers, Standing, narrow_standing

OWN = "甲"


class Case(NamedTuple):
    """Values of one metric and year by body; what they make of the first."""

    values: dict[str, float]
    better: str
    rank: int
    median: float
    quartiles: tuple[float, float]


CASES = {
    "the largest is first where more is better": Case({"甲": 90, "乙": 80, "丙": 70, "丁": 60}, "up", 1, 75, (67.5, 82.5)),
    "the smallest is first where less is better": Case({"甲": 90, "乙": 80, "丙": 70, "丁": 60}, "down", 4, 75, (67.5, 82.5)),
    "the largest is first where neither is better": Case({"甲": 80, "乙": 90, "丙": 70}, "neither", 2, 80, (75, 85)),
    "equal values share the better rank": Case({"甲": 80, "乙": 80, "丙": 90, "丁": 70}, "up", 2, 80, (77.5, 82.5)),
    "all equal are all first": Case({"甲": 5, "乙": 5, "丙": 5}, "down", 1, 5, (5, 5)),
    "two bodies": Case({"甲": 1, "乙": 2}, "up", 2, 1.5, (1.25, 1.75)),
    "three bodies": Case({"甲": 1, "乙": 2, "丙": 6}, "up", 3, 2, (1.5, 4)),
    "a fall is below a rise": Case({"甲": -3, "乙": 2, "丙": -1, "丁": 0}, "down", 1, -0.5, (-1.5, 0.5)),
    "nought is a value": Case({"甲": 0, "乙": 4, "丙": 2}, "down", 1, 2, (1, 3)),
    "five bodies": Case({"甲": 30, "乙": 10, "丙": 20, "丁": 40, "戊": 50}, "up", 3, 30, (20, 40)),
}


def find(*rows: dict[str, Any], bodies: int = 0) -> list[Standing]:
    facts = make_facts(*rows)
    return standings_of(facts, f"{OWN}-goa", bodies)


def place_of(*rows: dict[str, Any], bodies: int = 0) -> Standing:
    return find(*rows, bodies=bodies)[0]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_peers_statistics(case: Case) -> None:
    place = place_of(*({"agency": agency, "value": value, "better": case.better} for agency, value in case.values.items()))
    assert (place.rank, place.reported) == (case.rank, len(case.values))
    assert place.own["median"] == pytest.approx(case.median)
    assert (place.own["lower_quartile"], place.own["upper_quartile"]) == pytest.approx(case.quartiles)
    assert place.is_tied == (list(case.values.values()).count(case.values[OWN]) > 1)


OTHERS = dict(zip("丙丁戊己庚辛", range(2, -4, -1), strict=True))
QUARTERS: dict[str, tuple[dict[str, float], str, str]] = {
    "the best of eight": ({"甲": 4, "乙": 3} | OTHERS, "up", "best"),
    "the highest of eight where less is better": ({"甲": 4, "乙": 3} | OTHERS, "down", "worst"),
    "the second of eight": ({"甲": 3, "乙": 4} | OTHERS, "up", "best"),
    "the third of eight": ({"甲": 2.5, "乙": 3, "壬": 4} | OTHERS, "up", "middle"),
    "the second of eight, far from the rest": ({"甲": 8, "乙": 9} | dict.fromkeys("丙丁戊己庚辛", 1), "up", "best"),
    "one of many at the end": ({"甲": 1, "乙": 9} | dict.fromkeys("丙丁戊己庚辛", 1), "up", "middle"),
    "all are equal": ({"甲": 5, "乙": 5} | dict.fromkeys("丙丁戊己庚辛", 5), "up", "middle"),
    "seven bodies": ({"甲": 4} | OTHERS, "up", ""),
    "neither way is better": ({"甲": 4, "乙": 3} | OTHERS, "neither", ""),
}


@pytest.mark.parametrize(("values", "better", "quarter"), QUARTERS.values(), ids=QUARTERS)
def test_the_best_and_the_worst_quarter(values: dict[str, float], better: str, quarter: str) -> None:
    place = place_of(*({"agency": agency, "value": value, "better": better} for agency, value in values.items()))
    assert place.quarter == quarter


NARROWED = {  # the values of the first and of those that are chosen: what they make of the first
    "the smallest of all is last of two": ("甲丁", "up", {"rank": 2, "reported": 2, "median": 25}),
    "where less is better it is first": ("甲丁", "down", {"rank": 1, "reported": 2, "median": 25}),
    "five of six": ("甲乙丙丁戊", "up", {"rank": 4, "reported": 5, "median": 30, "lower_quartile": 20, "upper_quartile": 40}),
    "it counts itself, whoever is chosen": ("丁", "up", {"rank": 2, "reported": 2}),
}


@pytest.mark.parametrize(("chosen", "better", "said"), NARROWED.values(), ids=NARROWED)
def test_a_place_among_chosen_peers(chosen: str, better: str, said: dict[str, float]) -> None:
    values = {"甲": 20, "乙": 50, "丙": 40, "丁": 30, "戊": 10, "己": 60}
    place = place_of(*({"agency": agency, "value": value, "better": better} for agency, value in values.items()))
    codes = dict(zip(place.cell.columns["agency_id"], place.cell.columns["region_code"], strict=True)) if place.cell else {}
    agencies = frozenset(f"{agency}-goa" for agency in chosen)
    narrowed = narrow_standing(place, Peers("", agencies, frozenset(codes[agency] for agency in agencies)))
    assert narrowed is not None
    assert {name: narrowed.own[name] for name in said} == pytest.approx(said)
    assert len(narrowed.values) == narrowed.reported == said["reported"]


def test_nobody_chosen_beside_it_is_no_place() -> None:
    place = place_of({"agency": OWN}, {"agency": "乙"})
    assert narrow_standing(place, Peers("", frozenset(), frozenset())) is None


APART = {
    "another scope": {"scope": "direct_units"},
    "another year": {"year": 2019},
    "another length of period": {"months": 6},
    "another baseline": {"baseline": "previous_year", "kind": "change"},
    "a total of another level": {"admin_level": "county"},
    "another metric": {"metric_id": "energy.other"},
    "no value": {"value": None},
}


@pytest.mark.parametrize("given", APART.values(), ids=APART)
def test_what_does_not_compare_is_no_peer(given: dict[str, Any]) -> None:
    assert find({"agency": OWN}, {"agency": "乙", **given}) == []


def test_a_body_alone_has_no_place() -> None:
    assert find({"agency": OWN, "year": 2019}, {"agency": OWN, "year": 2020}) == []
    assert find({"agency": "乙"}) == []
    assert find() == []


def test_a_year_in_which_three_reported_goes_before_a_later_one_with_fewer() -> None:
    crowded = [{"agency": agency, "year": 2019, "value": 10} for agency in (OWN, "乙", "丙")]
    place = place_of(*crowded, {"agency": OWN, "year": 2021}, {"agency": "乙", "year": 2021})
    assert (place.own["year"], place.reported) == (2019, 3)


def test_the_latest_of_the_crowded_years_counts() -> None:
    years = [{"agency": agency, "year": year} for agency in (OWN, "乙", "丙") for year in (2018, 2020)]
    assert place_of(*years, {"agency": "丁", "year": 2018}).own["year"] == 2020


def test_of_one_year_the_wider_scope_counts() -> None:
    both = [{"agency": agency, "scope": scope} for agency in (OWN, "乙", "丙") for scope in ("direct_units", "region_wide")]
    assert place_of(*both).own["scope"] == "region_wide"


def test_two_bodies_of_one_area_are_one_figure() -> None:
    """The finance bureau of a province may publish what its office-affairs administration does."""
    beside = {"agency": "丙", "region_code": "920000", "value": 7}
    place = place_of({"agency": OWN}, {"agency": "乙", "region_code": "920000", "value": 9}, beside)
    assert place.reported == 2


def test_the_same_area_is_no_peer_of_itself() -> None:
    assert find({"agency": OWN, "region_code": "920000"}, {"agency": "乙", "region_code": "920000"}) == []


def test_offices_of_one_area_are_two_bodies_where_they_speak_of_themselves() -> None:
    rows = [{"agency": agency, "region_code": "920000", "scope": "agency"} for agency in (OWN, "乙")]
    assert place_of(*rows).reported == 2


def test_several_figures_of_a_body_count_once() -> None:
    place = place_of({"agency": OWN}, {"agency": "乙", "value": 1}, {"agency": "乙", "value": 2, "status": "unverified"})
    assert list(place.values) == [1, 100]


def test_a_figure_that_is_not_exact_makes_the_place_uncertain() -> None:
    exact = [{"agency": OWN}, {"agency": "乙", "value": 7}]
    assert not place_of(*exact).is_approximate
    assert place_of(*exact, {"agency": "丙", "qualifier": "more_than"}).is_approximate


def test_how_many_are_to_be_verified_is_said() -> None:
    assert place_of({"agency": OWN, "status": "unverified"}, {"agency": "乙"}).to_verify == 1


def test_of_how_many_bodies_is_never_less_than_reported() -> None:
    two = [{"agency": OWN}, {"agency": "乙"}]
    assert (place_of(*two).bodies, place_of(*two, bodies=31).bodies) == (2, 31)


def test_headline_metrics_come_first_then_what_most_reported() -> None:
    rows = [{"agency": agency, "metric_id": "energy.few"} for agency in (OWN, "乙")]
    rows += [{"agency": agency, "metric_id": "energy.many", "headline": False} for agency in (OWN, "乙", "丙", "丁")]
    rows += [{"agency": agency, "metric_id": "energy.some", "headline": False} for agency in (OWN, "乙", "丙")]
    assert [place.metric_id for place in find(*rows)] == ["energy.few", "energy.many", "energy.some"]


def test_a_place_says_what_the_figures_have_in_common() -> None:
    place = place_of({"agency": OWN}, {"agency": "乙"})
    assert place.describe("zh") == "全省（区、市）口径 · 全年"
    assert place.describe("en") == "province-wide · full year"


def test_the_latest_of_each_metric_of_a_body() -> None:
    facts = make_facts(
        {"agency": OWN, "year": 2019, "value": 200},
        {"agency": OWN, "year": 2020, "value": 150},
        {"agency": OWN, "metric_id": "energy.other", "year": 2018, "value": 5},
    )
    rows = make_edition(facts)("latest_figures", agency=f"{OWN}-goa", region=None, settled=False)
    latest = list_headlines(rows)
    assert [(headline.metric_id, headline.year) for headline in latest] == [("energy.other", 2018), ("energy.use", 2020)]
    assert latest[1].row["change_percent"] == -25
    assert latest[1].is_consecutive
