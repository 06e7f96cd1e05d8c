"""Rankings: order by what is better, ties, duplicates, the median of the peers."""

from __future__ import annotations

import numpy as np
import pytest

from tests.analysis.factory import make_facts
from yearbook.analysis.ranking import choose_year, pick_preferred, rank_figures


def test_where_less_is_better_the_least_is_first() -> None:
    ranking = rank_figures(
        make_facts({"agency": "甲", "value": 30}, {"agency": "乙", "value": 10}, {"agency": "丙", "value": 20})
    )
    assert ranking.frame["agency_short_zh"].tolist() == ["乙", "丙", "甲"]
    assert not ranking.best_is_highest


@pytest.mark.parametrize("better", ["up", "neither"])
def test_otherwise_the_greatest_is_first(better: str) -> None:
    ranking = rank_figures(
        make_facts({"agency": "甲", "value": 30, "better": better}, {"agency": "乙", "value": 40, "better": better})
    )
    assert ranking.frame["agency_short_zh"].tolist() == ["乙", "甲"]


def test_equal_values_share_the_better_rank() -> None:
    values = {"甲": 5, "乙": 5, "丙": 7, "丁": 3}
    ranking = rank_figures(make_facts(*({"agency": agency, "value": value, "better": "up"} for agency, value in values.items())))
    assert dict(zip(ranking.frame["agency_short_zh"], ranking.frame["rank"], strict=True)) == {"丙": 1, "甲": 2, "乙": 2, "丁": 4}
    assert set(ranking.frame.loc[ranking.frame["tied"], "agency_short_zh"]) == {"甲", "乙"}


def test_the_median_and_the_quartiles_are_those_of_the_bodies() -> None:
    ranking = rank_figures(
        make_facts(*({"agency": agency, "value": value} for agency, value in zip("甲乙丙丁戊", (1, 2, 3, 4, 100), strict=True)))
    )
    assert (ranking.lower_quartile, ranking.median, ranking.upper_quartile) == (2, 3, 4)
    assert (ranking.reported, ranking.bodies) == (5, 5)


def test_the_bodies_asked_about_are_counted_even_where_they_did_not_report() -> None:
    assert rank_figures(make_facts({"agency": "甲"}), bodies=31).bodies == 31


def test_figures_that_are_not_alike_are_refused() -> None:
    with pytest.raises(ValueError, match="not all comparable"):
        rank_figures(make_facts({"agency": "甲"}, {"agency": "乙", "scope": "direct_units"}))


def test_only_one_year_is_ranked() -> None:
    frame = make_facts({"agency": "甲", "year": 2020}, {"agency": "乙", "year": 2020}, {"agency": "甲", "year": 2021})
    assert rank_figures(frame).year == 2020
    assert rank_figures(frame, year=2021).reported == 1
    assert rank_figures(frame, year=1999).frame.empty


def test_of_two_figures_of_an_agency_the_verified_one_is_ranked_and_the_other_counted() -> None:
    ranking = rank_figures(
        make_facts(
            {"agency": "甲", "value": 1, "status": "unverified"},
            {"agency": "甲", "value": 2, "status": "verified"},
            {"agency": "乙", "value": 3},
        )
    )
    assert ranking.frame.set_index("agency_short_zh")["value"].to_dict() == {"甲": 2, "乙": 3}
    assert ranking.duplicates == 1


def test_the_later_date_wins_over_verification() -> None:
    frame = make_facts(
        {"kind": "stock", "months": 0, "period_end": "2020-06-30", "value": 1},
        {"kind": "stock", "months": 0, "period_end": "2020-12-31", "value": 2, "status": "unverified"},
    )
    assert pick_preferred(frame, ["agency_id"])["value"].tolist() == [2]


def test_nothing_gives_an_empty_ranking() -> None:
    ranking = rank_figures(make_facts())
    assert ranking.frame.empty
    assert ranking.reported == 0
    assert np.isnan(ranking.median)
    assert choose_year(make_facts()) is None


def test_ranking_leaves_the_frame_as_it_was() -> None:
    frame = make_facts({"agency": "甲", "value": 3}, {"agency": "乙", "value": 1})
    before = frame.copy(deep=True)
    rank_figures(frame)
    assert frame.equals(before)
