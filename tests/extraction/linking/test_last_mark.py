"""The last mark before a place."""

from __future__ import annotations

import pytest

from yearbook.extraction.linking.marks import end_of_last, last_of

TEXT = "甲。乙;丙\n丁戊"


@pytest.mark.parametrize(("floor", "before", "place"), [(0, 8, 6), (0, 5, 4), (0, 3, 2), (2, 3, 2), (0, 1, 0), (7, 8, 7)])
def test_the_place_behind_the_last_mark_between_two_places(floor: int, before: int, place: int) -> None:
    assert end_of_last(last_of("。;\n"), TEXT, floor, before) == place


def test_marks_with_a_meaning_in_patterns_stand_for_themselves() -> None:
    assert end_of_last(last_of("]^-"), "甲]乙^丙-丁", 0, 7) == 6
    assert end_of_last(last_of("^"), "甲乙", 0, 2) == 0
