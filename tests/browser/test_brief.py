"""A leader opens her province, takes the brief along and prints it: one file, A4, no network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from tests.browser.conftest import Visitor
from yearbook.catalogue.messages import Language, translate

A4 = (595, 842)  # points


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_brief_is_downloaded_opens_alone_and_prints_on_a4(
    visitor: Callable[..., Visitor], tmp_path: Path, language: Language
) -> None:
    guest = visitor()
    opened = guest.open(f"profile?agency=430000-goa&lang={language}")
    with opened.expect_download() as coming:
        opened.get_by_role("button", name=translate("profile.brief_button_html", language)).click()
    file = tmp_path / coming.value.suggested_filename
    coming.value.save_as(file)
    assert file.suffix == ".html"

    alone = opened.context.new_page()
    asked: list[str] = []
    alone.on("request", lambda request: asked.append(request.url))
    alone.goto(file.as_uri())
    alone.set_viewport_size({"width": 390, "height": 800})
    assert alone.evaluate("document.documentElement.scrollWidth") <= 390
    alone.pdf(path=tmp_path / "brief.pdf", prefer_css_page_size=True)
    assert asked == [file.as_uri()]

    printed = pypdfium2.PdfDocument(tmp_path / "brief.pdf")
    assert 1 <= len(printed) <= 4
    assert all((round(width), round(height)) == A4 for width, height in (page.get_size() for page in printed))
    text = "".join(page.get_textpage().get_text_range() for page in printed)
    for said in (translate("interface.status_unverified", language), translate("interface.sources", language)):
        assert said in text
    printed.close()
