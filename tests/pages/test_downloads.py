"""Taking figures away: from every table, what it lists or all there is, in every format."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any
from urllib.parse import quote

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import SAMPLES, Visit, open_tabs
from tests.recorded import FIGURES, SETTLED
from yearbook.catalogue.messages import translate
from yearbook.ui.auth.roles import guarded
from yearbook.ui.downloads import OFFERED


def buttons(app: AppTest, key: str) -> dict[str, Any]:
    """The download buttons whose key begins so, by format."""
    found = [button.proto for kind in ("link_button", "download_button") for button in app.get(kind)]
    return {proto.id.rpartition(" ")[2]: proto for proto in found if f"{key} " in proto.id}


def opened(visit: Visit, popover: str, page: str, **query: str) -> AppTest:
    """A page whose popover of that key is open, with the tables that stand behind a tab."""
    app = visit(page, **query)
    app.session_state[popover] = True
    return open_tabs(app)


def test_explore_offers_every_format_with_its_count(visit: Visit) -> None:
    app = visit("explore", region="430000", text="能源")
    rows = len(app.dataframe[0].value)
    found = buttons(app, "download")
    assert list(found) == list(OFFERED)
    for format, button in found.items():
        assert button.label == translate(f"interface.download_{format}", "zh", count=rows)
        assert button.help


def test_a_button_leads_to_the_address_that_gives_the_file(visit: Visit) -> None:
    """What Streamlit hands out itself it keeps in memory."""
    app = visit("explore", region="430000", text="能源", lang="en")
    found = buttons(app, "download")
    assert not app.get("download_button")
    assert found["xlsx"].url == f"./snapshot.xlsx?edition=1&region=430000&text={quote('能源')}&language=en"
    listed = buttons(visit("dictionary"), "list metrics")
    assert listed["csv"].url == "./metrics.csv?edition=1"


def test_without_the_addresses_or_for_more_than_one_can_name_the_page_makes_the_file(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yearbook.ui.downloads.LONGEST", 10)
    assert len(visit("explore").get("download_button")) == len(OFFERED)
    monkeypatch.undo()
    guarded.clear()  # as by `streamlit run app.py`
    assert len(visit("explore").get("download_button")) == len(OFFERED)


def test_explore_leads_to_everything(visit: Visit) -> None:
    found = buttons(opened(visit, "whole edition", "explore", region="430000"), "whole")
    assert list(found) == list(OFFERED)
    assert found["csv"].label == translate("interface.download_csv", "zh", count=f"{FIGURES:,}")
    settled = buttons(opened(visit, "whole edition", "explore", region="430000", verified="true"), "whole")
    assert settled["csv"].label == translate("interface.download_csv", "zh", count=SETTLED)
    assert not buttons(visit("explore"), "whole")


def test_a_table_gives_what_it_lists_and_all_of_its_metrics(visit: Visit) -> None:
    metric = "vehicles.new_energy_acquired_share"
    app = opened(visit, "downloads of bodies table", "comparison", metric=metric)
    listed = len(app.dataframe[0].value)
    shown, whole = buttons(app, "bodies table shown"), buttons(app, "bodies table all")
    assert list(shown) == list(whole) == list(OFFERED)
    assert shown["csv"].label == translate("interface.download_csv", "zh", count=listed)
    assert whole["csv"].label == translate("interface.download_csv", "zh", count=12)


def test_nothing_is_counted_until_somebody_opens_the_downloads(visit: Visit) -> None:
    app = visit("comparison")
    assert app.get("popover")
    assert not app.get("download_button")
    assert not app.get("link_button")


@pytest.mark.parametrize("edition", [SAMPLES], indirect=True)
def test_invented_figures_can_be_taken_away_where_they_are_listed(visit: Visit) -> None:
    app = opened(visit, "downloads of years table", "vehicles", region="990000")
    shown, whole = buttons(app, "years table shown"), buttons(app, "years table all")
    assert list(shown) == list(whole) == list(OFFERED)
    assert translate("interface.download_csv", "zh", count=0) not in (shown["csv"].label, whole["csv"].label)


@pytest.mark.parametrize(("page", "name"), [("dictionary", "metrics"), ("editions", "changes")])
def test_lists_can_be_taken_away(visit: Visit, page: str, name: str) -> None:
    assert list(buttons(visit(page), f"list {name}")) == ["csv", "json"]


def test_what_a_button_hands_out_is_what_its_table_lists(visit: Visit) -> None:
    from yearbook.ui import downloads
    from yearbook.ui import edition_access as store
    from yearbook.warehouse.filters import Filters

    app = visit("comparison", metric="vehicles.new_energy_acquired_share")
    view = app.session_state["view"]
    ids = tuple(view.facts(metrics=("vehicles.new_energy_acquired_share",))["fact_id"][:3])
    snapshot = downloads.make_snapshot(store.warehouse(view.edition), Filters(facts=ids), "zip", "zh")
    with zipfile.ZipFile(io.BytesIO(snapshot.content)) as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("data.csv").decode("utf-8-sig"), newline="")))
        manifest = json.loads(archive.read("manifest.json"))
    assert {row["fact_id"] for row in rows} == set(ids)
    assert manifest["address"] == f"/snapshot.zip?edition=1&{'&'.join(f'fact={fact}' for fact in sorted(ids))}"
