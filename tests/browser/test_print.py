"""A page on paper: A4, without the sidebar, with every heading, card and chart, nothing over the edge, dark on white."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from tests.browser.conftest import Visitor

A4 = {(595, 842), (842, 595)}  # points
MARGIN = 26  # points on the right side that stay white, of the 28 of static/page.css
WORDS = "[data-testid=stMain] :is(h1, h2, h3), [data-testid=stMetricValue], [data-testid=stMain] .main-svg text"


COLOURS = "all => all.map(one => getComputedStyle(one)[one.tagName === 'text' ? 'fill' : 'color'].match(/[\\d.]+/g).map(Number))"
WHITE = [255, 255, 255]  # words on a coloured mark


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (1920, True)])
@pytest.mark.parametrize("place", ["overview", "vehicles", "profile?agency=430000-goa", "targets?region=990000&lang=en"])
def test_nothing_is_cut_off_on_paper(visitor: Callable[..., Visitor], tmp_path: Path, place: str, width: int, dark: bool) -> None:
    guest = visitor(width, dark)
    page = guest.open(place)
    shown = page.eval_on_selector_all(WORDS, "all => all.map(one => one.textContent)")
    links = page.eval_on_selector_all('[data-testid="stSidebarNavLink"]', "all => all.map(one => one.innerText)")
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    printed = ""
    with pypdfium2.PdfDocument(tmp_path / "page.pdf") as document:
        assert {tuple(map(round, sheet.get_size())) for sheet in document} <= A4
        for sheet in document:
            printed += sheet.get_textpage().get_text_range()
            dots = sheet.render().to_numpy()
            assert dots[:, -MARGIN:].min() == 255  # what stood over the edge would begin here
            assert dots.mean() > 215  # of a dark page it is below 60
    printed = "".join(printed.split())
    assert len(shown) > 5
    assert [text for text in shown if "".join(text.split()) not in printed] == []
    assert "".join(links[-1].split()) not in printed  # the sidebar stays on the screen


@pytest.mark.parametrize("place", ["overview", "reports?lang=en", "targets?region=990000"])
def test_a_dark_page_is_printed_in_dark_words_and_stays_dark_on_the_screen(visitor: Callable[..., Visitor], place: str) -> None:
    page = visitor(dark=True).open(place)
    before = page.eval_on_selector_all(WORDS, COLOURS)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    printed = [colour[:3] for colour in page.eval_on_selector_all(WORDS, COLOURS)]
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert max(max(colour) for colour in before) > 200
    assert [colour for colour in printed if min(colour) > 160 and colour != WHITE] == []
    assert page.eval_on_selector_all(WORDS, COLOURS) == before
