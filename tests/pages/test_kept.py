"""What page runs work out is shared by all visitors, so no page may write into it."""

from __future__ import annotations

import pandas as pd

from tests.pages.conftest import Visit
from yearbook.ui.cache import results
from yearbook.ui.navigation import PLACES

NEITHER = ("import", "sql")  # they keep nothing
PAGES = tuple(place.name for place in PLACES if place.name not in NEITHER)


def read_kept_frames() -> dict[int, str]:
    """All that the kept tables hold, by their identity."""
    frames = [result for result in results.values() if isinstance(result, pd.DataFrame)]
    return {id(frame): repr((list(frame.columns), list(frame.index), frame.to_dict("list"))) for frame in frames}


def test_pages_leave_the_tables_that_they_share_as_they_were(visit: Visit) -> None:
    for page in PAGES:
        visit(page)
    before = read_kept_frames()
    assert len(before) > 20
    for page in PAGES:
        assert not visit(page).exception
    after = read_kept_frames()
    assert before.keys() <= after.keys()
    assert [one for one in before if before[one] != after[one]] == []
