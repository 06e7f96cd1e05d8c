"""Cards of headline figures: the number is never cut off by its unit."""

from __future__ import annotations

import pytest

from yearbook.catalogue.messages import Language
from yearbook.ui.sections.topic_page import set_unit_small


@pytest.mark.parametrize(
    ("language", "written", "value", "unit", "shown"),
    [
        ("zh", "317.2千克标准煤/人", 317.2, "kgce_per_person", ("317.2 :small[千克标准煤/人]", "")),
        ("en", "165 million tce", 1.65e8, "tce", ("165 :small[million tce]", "")),
        ("en", "about 187 thousand chargers", 187_000, "pile", ("about 187 :small[thousand]", "chargers")),
        ("en", "about 317.2 kgce per person", 317.2, "kgce_per_person", ("about 317.2", "kgce per person")),
        ("en", "about 35%", 35, "percent", ("about 35%", "")),
    ],
)
def test_a_unit_that_would_cut_the_number_off_comes_apart(
    language: Language, written: str, value: float, unit: str, shown: tuple[str, str]
) -> None:
    assert set_unit_small(language, written, value, unit) == shown
