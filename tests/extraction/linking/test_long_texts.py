"""Understanding takes as long as a text is: thrice the figures cost thrice the work, whatever their shape."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from yearbook.catalogue.catalogue import load_catalogue
from yearbook.extraction.extractor import understand_text

SHAPES: dict[str, Callable[[int], str]] = {
    "sentences": lambda count: "".join(f"全市公务用车保有量{number}辆。\n" for number in range(count)),
    "bare": lambda count: " ".join(str(number) for number in range(count)),
    "brackets": lambda count: "".join(f"（{number}辆" for number in range(count)),
    "listed": lambda count: "，".join(f"指标{number}" for number in range(count)) + "分别为" + "、".join(["3辆"] * count),
    "table": lambda count: "指标 | 2022年 | 2023年\n" + "\n".join(f"公务用车{number} | 1 | 2" for number in range(count)),
    "Chinese": lambda count: "公务用车三辆，" * count,
    "heights of brackets": lambda count: "(" * count + "公务用车12辆" + ")" * count,
    "units without end": lambda count: "12" + "平方" * count,
}
SMALL, GROWTH = 200, 3


@pytest.mark.parametrize("shape", SHAPES)
def test_work_grows_with_the_text_and_no_faster(shape: str) -> None:
    make, catalogue = SHAPES[shape], load_catalogue()
    understand_text(make(5), catalogue)  # what is loaded once is not counted
    small, large = (_count_steps(make(count), catalogue) for count in (SMALL, SMALL * GROWTH))
    assert large < 1.4 * GROWTH * small


def _count_steps(text: str, catalogue: object) -> int:
    """How many calls reading a text takes: unlike time, the same on every machine."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        understand_text(text, catalogue)  # type: ignore[arg-type]
    finally:
        sys.setprofile(before)
    return calls
