"""Views saved by name: each their own, one of a name, no more than a person may have."""

from __future__ import annotations

import pytest

from yearbook.catalogue.files import Home
from yearbook.store.views import LONGEST_NAME, LONGEST_QUERY, MOST, TooManyViews, list_views, remove_view, save_view


def names(home: Home, who: str) -> list[str]:
    return [view.name for view in list_views(home, who)]


def test_views_are_their_own_and_by_name(home: Home) -> None:
    save_view(home, "甲", "能耗", "comparison", "metric=a")
    save_view(home, "甲", "车辆", "vehicles", "")
    save_view(home, "乙", "能耗", "comparison", "metric=b")
    assert (names(home, "甲"), names(home, "乙"), names(home, "丙")) == (["能耗", "车辆"], ["能耗"], [])


def test_a_name_is_given_again_to_another_view(home: Home) -> None:
    save_view(home, "甲", "能耗", "comparison", "metric=a")
    save_view(home, "甲", "  能耗 ", "year_on_year", "metric=b")
    assert [(view.page, view.query) for view in list_views(home, "甲")] == [("year_on_year", "metric=b")]


def test_nobody_removes_the_view_of_another(home: Home) -> None:
    save_view(home, "甲", "能耗", "comparison", "")
    remove_view(home, "乙", "能耗")
    assert names(home, "甲") == ["能耗"]
    remove_view(home, "甲", "能耗")
    assert names(home, "甲") == []


def test_a_person_has_so_many_at_most_and_may_still_replace_one(home: Home) -> None:
    for number in range(MOST):
        save_view(home, "甲", str(number), "comparison", "")
    with pytest.raises(TooManyViews):
        save_view(home, "甲", "又一个", "comparison", "")
    save_view(home, "甲", "0", "explore", "")
    assert len(names(home, "甲")) == MOST


@pytest.mark.parametrize(
    ("who", "name", "query"),
    [("", "能耗", ""), ("甲", "  ", ""), ("甲", "长" * (LONGEST_NAME + 1), ""), ("甲", "能耗", "x" * (LONGEST_QUERY + 1))],
)
def test_what_is_no_view_is_refused(home: Home, who: str, name: str, query: str) -> None:
    with pytest.raises(ValueError, match="a view needs"):
        save_view(home, who, name, "comparison", query)
    assert names(home, who) == []
