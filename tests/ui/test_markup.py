"""HTML in which text stays text."""

from __future__ import annotations

import pytest

from yearbook.ui.brief.markup import element, join

CASES = {
    "text": (element("p", "甲"), "<p>甲</p>"),
    "text that looks like markup": (element("p", "<script>x</script>&"), "<p>&lt;script&gt;x&lt;/script&gt;&amp;</p>"),
    "markup within markup": (element("p", element("b", "a<b")), "<p><b>a&lt;b</b></p>"),
    "an attribute with a quote": (element("a", "x", href='"><img>'), '<a href="&quot;&gt;&lt;img&gt;">x</a>'),
    "names of attributes": (element("td", "x", class_="n", aria_label="y"), '<td class="n" aria-label="y">x</td>'),
    "nothing is left out": (element("p", None, "", "x", id=None, class_=""), "<p>x</p>"),
    "what has no end": (element("circle", r=1.5, cx=2.0), '<circle r="1.5" cx="2"/>'),
    "nought is said": (element("td", "0", colspan=0), '<td colspan="0">0</td>'),
    "text beside markup": (join("a<", element("br"), "b"), "a&lt;<br>b"),
}


@pytest.mark.parametrize(("made", "expected"), CASES.values(), ids=CASES)
def test_html(made: str, expected: str) -> None:
    assert made == expected


def test_markup_that_was_changed_is_text_again() -> None:
    assert element("p", element("b", "x").upper()) == "<p>&lt;B&gt;X&lt;/B&gt;</p>"
