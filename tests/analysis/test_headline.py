"""Headlines: the latest figure of the widest scope, never a sum of what is not alike."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.analysis.edition import headlines_in
from tests.analysis.factory import make_facts
from yearbook.analysis.kpi import Headline

NATION = {"agency": "国", "region_code": "100000", "scope": "national", "admin_level": "national", "demonstration": False}
METRIC, REAL = ("energy.use",), {"demonstration": False}


def first_of(*rows: dict[str, Any], region: str = "100000") -> Headline:
    return headlines_in(make_facts(*rows), METRIC, region)[0]


def test_the_nation_has_its_own_latest_figure_with_its_change() -> None:
    headline = first_of(
        NATION | {"year": 2019, "value": 200}, NATION | {"year": 2020, "value": 150}, {"agency": "甲", "year": 2023}
    )
    assert (headline.state, headline.year, headline.row["value"], headline.row["change_percent"]) == ("figure", 2020, 150, -25)
    assert headline.is_consecutive
    assert headline.sparkline == [200, 150]
    assert headline.sparkline_type == "line"


def test_a_gap_stays_a_gap_in_the_sparkline() -> None:
    headline = first_of(NATION | {"year": 2018, "value": 200}, NATION | {"year": 2020, "value": 150})
    assert not headline.is_consecutive
    assert np.isnan(headline.sparkline[1])
    assert headline.sparkline_type == "bar"


def test_without_a_figure_of_the_nation_neither_a_median_nor_a_sum_stands_in() -> None:
    assert first_of(*(REAL | {"agency": agency} for agency in "甲乙丙丁戊己")).state == "none"


def test_figures_of_central_units_are_not_the_nation() -> None:
    assert first_of(NATION | {"scope": "direct_units"}).state == "none"


def test_a_region_shows_its_widest_scope() -> None:
    own = {"agency": "甲", "region_code": "910000"}
    headline = first_of(
        own | {"value": 1, "scope": "direct_units", "year": 2021}, own | {"value": 2, "year": 2020}, region="910000"
    )
    assert headline.row["value"] == 2


def test_a_region_without_figures_has_nothing_not_its_neighbours() -> None:
    assert first_of({"agency": "甲", "region_code": "910000"}, region="920000").state == "none"


def test_headlines_come_in_the_order_asked_for_even_from_nothing() -> None:
    assert [headline.metric_id for headline in headlines_in(make_facts(), ("b.x", "a.y"))] == ["b.x", "a.y"]


def test_without_unsettled_figures_the_latest_settled_one_shows() -> None:
    facts = make_facts(NATION | {"year": 2019, "value": 200}, NATION | {"year": 2020, "value": 150, "status": "unverified"})
    assert [headlines_in(facts, METRIC, settled=settled)[0].year for settled in (False, True)] == [2020, 2019]
