"""Teaching on the page: what a wording would do shows before it is written, and nothing is written that is not sound."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
import yaml
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Visit
from yearbook.catalogue.catalogue import forget_catalogue, load_catalogue
from yearbook.catalogue.files import PROJECT, Home, catalogue_folder
from yearbook.catalogue.messages import translate
from yearbook.pipeline.ingest import ingest
from yearbook.ui.auth.roles import STEWARD_HERE
from yearbook.warehouse.registry import current_number
from yearbook.warehouse.warehouse import open_warehouse

LEAFLETS, SATISFIED, GUESTS = "800", "100%", "3.1万人次"  # quantities of the samples that no metric claims


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample reports, read with the shipped catalogue."""
    folder = tmp_path_factory.mktemp("samples")
    ingest([PROJECT / "data" / "samples"], Home(folder))
    return folder


@pytest.fixture
def edition(samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A copy of it for each test, on a server where writing is on."""
    shutil.copytree(samples, tmp_path / "data")
    monkeypatch.setenv("YEARBOOK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv(STEWARD_HERE, "1")
    _forget()
    yield 1
    monkeypatch.undo()
    _forget()


@pytest.fixture
def home(edition: int, tmp_path: Path) -> Home:  # noqa: ARG001
    return Home(tmp_path / "data")


def _forget() -> None:
    st.cache_data.clear()
    st.cache_resource.clear()
    catalogue_folder.cache_clear()
    forget_catalogue()


def address_of(home: Home, figure: str) -> dict[str, str]:
    """The address of an unclaimed quantity of the samples."""
    with open_warehouse(home) as warehouse:
        found = warehouse.ask("unclaimed_quantities", regions=[], left_out=[], most=100)
    row = next(row for _, row in found.iterrows() if "".join(row["figure"].split()).startswith(figure))
    return {"report": row["report_id"], "mention": str(row["ordinal"])}


def field(app: AppTest, kind: str, name: str) -> Any:
    """The widget of a field: its key begins with its name, the rest tells the quantity."""
    return next(widget for widget in app.get(kind) if str(widget.key).startswith(f"{name} of "))


def own_entries(home: Home) -> dict[str, Any]:
    """What was taught: the entries of the installation's own catalogue by file."""
    return {file.name: yaml.safe_load(file.read_bytes()) for file in (home.own_catalogue / "metrics").glob("*.yaml")}


def write(app: AppTest) -> AppTest:
    labels = {translate("teach.write"), translate("teach.write_anyway")}
    return next(button for button in app.button if button.label in labels).click().run()


def counts_of(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def test_all_unclaimed_quantities_are_listed_with_their_words(visit: Visit, home: Home) -> None:
    app = visit("teach")
    table = app.dataframe[0].value
    assert "800余份" in set(table["figure"])
    assert any("发放资料【800余份】" in words for words in table["words"])
    assert not any("个百分点" in figure for figure in table["figure"])  # no metric is in it
    assert translate("teach.count", count=len(table)) in [caption.value for caption in app.caption]
    assert address_of(home, LEAFLETS)["report"] in {row["report_id"] for row in _unclaimed(home)}


def _unclaimed(home: Home) -> list[dict[str, Any]]:
    with open_warehouse(home) as warehouse:
        return warehouse.ask("unclaimed_quantities", regions=[], left_out=[], most=100).to_dict("records")


def test_where_writing_is_off_nothing_can_be_taught(visit: Visit, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    address = address_of(home, LEAFLETS)
    monkeypatch.delenv(STEWARD_HERE)
    app = visit("teach", **address)
    assert [info.value for info in app.info] == [translate("interface.writing_off")]
    assert not app.text_input
    assert not app.metric


def test_a_suggested_wording_is_filled_in_and_its_impact_shows_at_once(visit: Visit, home: Home) -> None:
    app = visit("teach", **address_of(home, LEAFLETS))
    assert field(app, "text_input", "wording").value == "资料"
    assert translate("teach.claims_sample_new") in [block.value for block in app.success]
    assert counts_of(app)[translate("teach.gained")] == "1"
    assert counts_of(app)[translate("teach.breaks")] == "0"
    assert own_entries(home) == {}


def test_no_metric_is_chosen_for_the_steward(visit: Visit, home: Home) -> None:
    app = visit("teach", **address_of(home, "1件"))
    assert field(app, "selectbox", "metric").value is None
    assert translate("teach.needs_metric") in [info.value for info in app.info]
    assert not app.metric
    app = field(app, "selectbox", "metric").set_value("law.standard_documents").run()
    assert field(app, "text_input", "wording").value == "文件"
    assert counts_of(app)[translate("teach.gained")] == "1"


def test_a_wording_that_is_too_wide_shows_what_it_breaks_before_it_is_written(visit: Visit, home: Home) -> None:
    app = visit("teach", **address_of(home, "1件"))
    app = field(app, "selectbox", "metric").set_value("law.standard_documents").run()
    app = field(app, "text_input", "wording").set_value("文件|全年出具法律意见书").run()
    assert int(counts_of(app)[translate("teach.breaks")]) > 0
    assert int(counts_of(app)[translate("teach.broken")]) > 0
    changes = next(frame.value for frame in app.dataframe if "change" in frame.value and "report" in frame.value)
    opinions, documents = (load_catalogue().metrics[f"law.{name}"].name.zh for name in ("legal_opinions", "standard_documents"))
    assert set(changes["change"]) == {translate("teach.change", before=opinions, after=documents)}
    assert translate("teach.write_anyway") in [button.label for button in app.button]


def test_a_wording_is_taught_written_published_and_then_claims_the_figure(visit: Visit, home: Home) -> None:
    address = address_of(home, "1件")
    app = visit("teach", **address)
    app = field(app, "selectbox", "metric").set_value("law.standard_documents").run()
    app = write(field(app, "text_input", "wording").set_value("文件").run())
    assert not app.exception
    assert own_entries(home) == {"law.yaml": [{"id": "law.standard_documents", "wordings": ["文件"]}]}
    app = next(button for button in app.button if button.label == translate("teach.publish")).click().run()
    assert not app.exception
    assert current_number(home) == 2
    listed = visit("teach")
    next(button for button in listed.button if button.label == translate("teach.own_remove")).click().run()
    assert translate("teach.own_removed") in [success.value for success in listed.success]
    assert own_entries(home) == {"law.yaml": None}
    with open_warehouse(home) as warehouse:
        rows = warehouse.ask("mentions", report_id=address["report"]).set_index("ordinal")
    assert rows.loc[int(address["mention"]), "metric_id"] == "law.standard_documents"
    assert any(link.proto.page == "comparison" or "metric=" in link.proto.query_string for link in app.get("page_link"))


def test_a_new_metric_is_written_only_when_it_is_whole(visit: Visit, home: Home) -> None:
    app = visit("teach", **address_of(home, LEAFLETS))
    button = next(button for button in app.button if button.label == translate("teach.write"))
    assert button.disabled
    for name, text in {
        "name_zh": "普法宣传资料发放数",
        "name_en": "Law leaflets handed out",
        "definition_zh": "期内发放的普法宣传资料份数。",
        "definition_en": "Leaflets on the law handed out in the period.",
    }.items():
        app = field(app, "text_input", name).set_value(text).run()
    app = write(field(app, "selectbox", "topic").set_value("law").run())
    assert not app.exception
    metric = load_catalogue(home).metrics["law.law_leaflets_handed_out"]
    assert (metric.name.zh, metric.unit, metric.wordings) == ("普法宣传资料发放数", "item", ("资料",))
    assert [entry["id"] for entry in own_entries(home)["law.yaml"]] == [metric.id]
    assert translate("teach.publish") in [button.label for button in app.button]


@pytest.mark.parametrize(
    ("wording", "key", "values"),
    [
        ("{没有}…资料", "wording_group", {"group": "没有"}),
        ("资料…", "wording_gap", {"wording": "资料…"}),
    ],
)
def test_a_wording_that_is_not_well_written_says_the_hint(
    visit: Visit, home: Home, wording: str, key: str, values: dict[str, str]
) -> None:
    app = field(visit("teach", **address_of(home, LEAFLETS)), "text_input", "wording").set_value(wording).run()
    assert translate(f"teach.refused_{key}", **values) in [warning.value for warning in app.warning]
    assert not any(button.label == translate("teach.write") for button in app.button)
    assert own_entries(home) == {}


def test_what_stands_in_the_way_of_a_claim_is_said(visit: Visit, home: Home) -> None:
    app = field(visit("teach", **address_of(home, LEAFLETS)), "text_input", "wording").set_value("热泵").run()
    why = translate("teach.obstacle_words", words="热泵")
    assert translate("teach.misses_sample", why=why) in [warning.value for warning in app.warning]
    assert all(button.disabled for button in app.button if button.label == translate("teach.write"))


def test_a_catalogue_broken_by_hand_is_not_made_worse(visit: Visit, home: Home) -> None:
    app = visit("teach", **address_of(home, "1件"))
    app = field(app, "selectbox", "metric").set_value("law.standard_documents").run()
    app = field(app, "text_input", "wording").set_value("文件").run()
    broken = home.own_catalogue / "metrics" / "safety.yaml"
    broken.parent.mkdir(parents=True)
    broken.write_text("- {id: safety.nothing, wordings: [演练]}\n", encoding="utf-8")
    before = own_entries(home)
    app = write(app)
    assert any("safety.yaml" in error.value.replace("\\", "") for error in app.error)
    assert own_entries(home) == before


@pytest.mark.parametrize("mention", ["x", "99999", "1"])
def test_what_is_no_unclaimed_quantity_leads_back_to_the_list(visit: Visit, home: Home, mention: str) -> None:
    app = visit("teach", report=address_of(home, LEAFLETS)["report"], mention=mention)
    assert not app.exception
    assert app.info
    assert "words" in app.dataframe[0].value


def test_a_figure_that_a_metric_claims_is_not_taught(visit: Visit, home: Home) -> None:
    report = address_of(home, LEAFLETS)["report"]
    with open_warehouse(home) as warehouse:
        rows = warehouse.ask("mentions", report_id=report)
    claimed = rows[rows["role"] == "metric"].iloc[0]
    app = visit("teach", report=report, mention=str(claimed["ordinal"]))
    name = load_catalogue().metrics[claimed["metric_id"]].name.zh
    assert translate("teach.claimed", metric=name) in [info.value for info in app.info]


def test_the_reports_page_leads_here_from_an_unclaimed_quantity(
    visit: Visit, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = address_of(home, LEAFLETS)

    def links() -> list[str]:
        return [link.proto.label for link in visit("reports", **address).get("page_link")]

    assert translate("teach.link") in links()
    monkeypatch.delenv(STEWARD_HERE)
    assert translate("teach.link") not in links()
