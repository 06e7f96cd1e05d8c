"""What a visitor's browser gets: nothing from elsewhere, not too much, no error, nothing clipped."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable

import pytest

from tests.browser.conftest import Visitor
from yearbook.ui.navigation import PLACES

PAGES = ["", *(place.name for place in PLACES[1:])]  # the first is the front page
FIRST_VISIT = 4 * 1024 * 1024  # bytes over the wire
SAMPLE_REGION = "region=990000"

# What is there for the ear alone stands in a box of one pixel that cuts it off.
WIDER = """() => [...document.querySelectorAll('[data-testid="stMain"] *')]
    .filter(e => e.getClientRects().length && e.getBoundingClientRect().right > innerWidth + 1)
    .filter(e => { let box = e.parentElement;
        while (box && !(box.clientWidth <= 1 && getComputedStyle(box).overflow === 'hidden')) box = box.parentElement;
        return !box; })
    .filter(e => !e.closest('[data-testid="stDataFrame"], [role="tablist"], .js-plotly-plot'))
    .filter(e => !e.parentElement.closest('[data-testid="stMultiSelect"]'))  // what is chosen scrolls in it
    .map(e => e.outerHTML.slice(0, 120))"""
CLIPPED_IN_CHARTS = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap(plot => {
    const box = plot.getBoundingClientRect();
    return [...plot.querySelectorAll('text')].filter(text => text.textContent.trim() && text.getClientRects().length)
        .filter(text => { const at = text.getBoundingClientRect(); return at.left < box.left - 1 || at.right > box.right + 1; })
        .map(text => text.textContent)})"""


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_without_error_and_asks_nobody_else(visitor: Callable[..., Visitor], page: str) -> None:
    guest = visitor()
    guest.open(page)
    assert guest.errors == []
    assert guest.elsewhere == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_wider_than_a_phone(visitor: Callable[..., Visitor], page: str, language: str) -> None:
    opened = visitor(width=390).open(f"{page}?lang={language}&{SAMPLE_REGION}")
    assert opened.evaluate(WIDER) == []
    assert opened.evaluate(CLIPPED_IN_CHARTS) == []


@pytest.mark.parametrize("page", PAGES)
def test_no_letter_of_a_chart_is_cut_off_on_a_desk(visitor: Callable[..., Visitor], page: str) -> None:
    assert visitor(dark=True).open(page).evaluate(CLIPPED_IN_CHARTS) == []


def test_a_first_visit_is_light(visitor: Callable[..., Visitor]) -> None:
    guest = visitor()
    wire = guest.page.context.new_cdp_session(guest.page)
    received: list[float] = []
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    guest.open()
    guest.page.wait_for_selector(".js-plotly-plot .main-svg")
    assert received
    assert sum(received) <= FIRST_VISIT


def test_a_first_visitor_who_follows_a_link_finds_the_page(visitor: Callable[..., Visitor]) -> None:
    opened = visitor().open("vehicles")
    assert opened.get_by_role("heading", name="公务用车").count() == 1
    assert opened.get_by_role("dialog").count() == 0
    assert opened.get_by_role("link", name="总览").count() == 1


def test_only_this_server_may_be_asked_and_framed(site: str) -> None:
    with urllib.request.urlopen(site) as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'self'" in policy
        assert "http" not in policy.replace("https:", "")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"


def test_the_health_check_names_the_edition(site: str) -> None:
    with urllib.request.urlopen(f"{site}/healthz") as answer:
        assert json.load(answer) == {"status": "ok", "edition": 1}
        assert answer.headers["Content-Security-Policy"]
