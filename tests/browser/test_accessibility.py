"""What axe finds on every page, in both languages, on white and on dark: nothing serious that is ours to mend."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.conftest import Visitor
from yearbook.ui.navigation import PLACES

PAGES = ["", *(place.name for place in PLACES[1:])]
GRAVE = ("serious", "critical")
SAMPLE_REGION = "region=990000"

# What Streamlit draws itself and gives no way to mend: the rule, what it stands in, and why it must stay.
OUT_OF_REACH = (
    ("list", '[data-testid="stSidebarNav"]', "the sidebar's sections stand as headings among the items of a list"),
    ("listitem", '[data-testid="stSidebarNav"]', "the sidebar's items lie in boxes between the list and them"),
    (
        "svg-img-alt",
        '[data-testid="stMetric"]',
        "the small line of a card has empty groups; its figure stands beside it in words",
    ),
)
LOOK = """async known => {
    const found = await axe.run(document, {resultTypes: ['violations']});
    return found.violations.flatMap(rule => rule.nodes.map(node => {
        const place = document.querySelector(node.target[0]);
        const reach = known.some(([id, selector]) => id === rule.id && place && place.closest(selector));
        return [reach, rule.impact, `${rule.id} at ${node.target}: ${node.html.slice(0, 200)}`];
    }));
}"""


def read_axe() -> str:
    """axe's own script, out of the package that brings it; nothing is fetched."""
    found = importlib.util.find_spec("axe_playwright_python")
    assert found is not None
    assert found.origin is not None
    return (Path(found.origin).parent / "axe.min.js").read_text(encoding="utf-8")


def find_faults(visitor: Visitor) -> list[str]:
    """Every grave finding that is ours: rule, place and HTML, a line each."""
    visitor.page.evaluate(read_axe())
    found = visitor.page.evaluate(LOOK, [[rule, selector] for rule, selector, _ in OUT_OF_REACH])
    return [said for known, impact, said in found if impact in GRAVE and not known]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_nothing_grave_on_a_page(visitor: Callable[..., Visitor], page: str, language: str) -> None:
    guest = visitor(dark=language == "en")
    guest.open(f"{page}?lang={language}&{SAMPLE_REGION}")
    assert find_faults(guest) == []


@pytest.mark.parametrize(
    ("language", "typed"),
    [("zh", "hunan"), ("en", "hunan"), ("zh", "湖南 2020 取消公务用车"), ("en", "vehicles withdrawn Hunan 2020")],
)
def test_axe_finds_nothing_grave_in_the_box_that_finds_anything(
    visitor: Callable[..., Visitor], language: str, typed: str
) -> None:
    guest = visitor(dark=language == "en" and typed != "hunan")
    page = guest.open(f"dictionary?lang={language}")
    page.keyboard.press("Control+k")
    page.locator('[role="dialog"] input').wait_for()
    page.wait_for_function("() => document.activeElement.matches('[role=\"dialog\"] input')")
    page.keyboard.type(typed)
    page.locator('[role="dialog"] a').first.wait_for()
    guest.settle()
    assert find_faults(guest) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_axe_finds_nothing_grave_in_the_brief(visitor: Callable[..., Visitor], language: str) -> None:
    guest = visitor(width=390)
    guest.page.goto(f"{guest.site}/brief.html?agency=430000-goa&language={language}")
    assert find_faults(guest) == []


def test_what_is_found_opens_by_the_keyboard_alone(visitor: Callable[..., Visitor]) -> None:
    guest = visitor()
    page = guest.open("dictionary")
    page.keyboard.press("Control+k")
    page.wait_for_function("() => document.activeElement.matches('[role=\"dialog\"] input')")
    page.keyboard.type("renjunzonghenenghao")
    link = page.locator('[role="dialog"] a').first
    link.wait_for()
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**metric=energy.per_capita_use**")
    page.get_by_role("heading", name="跨机构对比").wait_for()
    assert guest.errors == []
