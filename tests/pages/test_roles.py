"""Pages for those who may: a viewer is told calmly, a steward works under their own name, a role that was taken away holds."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import SAMPLES, Visit, open_sharing, prepare_page
from yearbook.catalogue.files import Home
from yearbook.catalogue.messages import translate
from yearbook.store.audit import list_entries, log_sign_out
from yearbook.store.decisions import list_decisions
from yearbook.store.views import list_views
from yearbook.ui.auth import visitor
from yearbook.ui.auth.roles import NEEDED, STEWARD_HERE, Role, session_of
from yearbook.ui.auth.visitor import list_signed_out
from yearbook.ui.navigation import PLACES
from yearbook.warehouse.registry import current_number

AUTH = {
    "redirect_uri": "http://h/oauth2callback",
    "cookie_secret": "q7Vd2mX9eR4tB8nK1zL6wY3cH5uJ0aPs",
    "client_id": "i",
    "client_secret": "s",
}
SECRETS = {"auth": AUTH, "roles": {"claim": "groups", "steward": ["data"], "administrator": ["admins"]}}
WRITING = [place.name for place in PLACES if NEEDED[place.action] > Role.VIEWER]
NAME = "王明（wang@example.org）"


def _person(**claims: Any) -> dict[str, Any]:
    told = {"sub": "1", "name": "王明", "email": "wang@example.org", "email_verified": True, "iat": int(time.time())}
    return {"is_logged_in": True} | told | claims


@pytest.fixture(scope="module")
def data_folder(data_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shared installation: decisions taken here must not reach other modules."""
    return Path(shutil.copytree(data_folder, tmp_path_factory.mktemp("roles") / "data"))


@pytest.fixture
def open_as(visit: Visit) -> Any:  # noqa: ARG001
    """Open a page on a server with sign-in, as somebody; None is nobody."""

    def open_page(page: str, user: dict[str, Any] | None, **query: str) -> AppTest:
        app = prepare_page(page, **query)
        app.secrets, app.user = dict(SECRETS), user or {"is_logged_in": False}
        return app.run()

    return open_page


@pytest.mark.parametrize("page", WRITING)
def test_who_is_not_signed_in_is_shown_the_way_in_and_nothing_else(open_as: Any, page: str) -> None:
    app = open_as(page, None)
    assert not app.exception
    assert [info.value for info in app.info] == [translate("roles.sign_in_first")]
    assert not app.file_uploader
    assert not app.text_input
    assert not app.dataframe
    assert {button.label for button in app.button if button.key != "find"} == {
        translate("roles.sign_in")
    }  # "find": in every head
    assert translate("roles.sign_in") in {button.label for button in app.main.button}


@pytest.mark.parametrize("page", WRITING)
@pytest.mark.parametrize("claims", [{}, {"groups": ["others"]}, {"email": "data"}])
def test_a_viewer_is_told_whose_page_it_is(open_as: Any, page: str, claims: dict[str, Any]) -> None:
    app = open_as(page, _person(**claims))
    assert not app.exception
    [told] = app.info
    assert told.value.startswith("您已登录为 王明（")
    assert not app.file_uploader


def test_a_sign_in_of_yesterday_is_to_be_renewed(open_as: Any) -> None:
    app = open_as("import", _person(groups=["data"], iat=int(time.time()) - 86_400))
    assert [info.value for info in app.info] == [translate("roles.stale", hours=12)]
    assert not app.file_uploader


def test_the_switch_of_this_machine_means_nothing_where_people_sign_in(open_as: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STEWARD_HERE, "1")
    app = open_as("import", None)
    assert [info.value for info in app.info] == [translate("roles.sign_in_first")]


def test_whoever_signed_out_is_nobody_any_more_with_the_cookie_of_before(open_as: Any, data_folder: Path) -> None:
    claims = _person(groups=["data"], sub="leaving")
    log_sign_out(Home(data_folder), NAME, session_of(claims))
    list_signed_out.cache_clear()
    assert [info.value for info in open_as("import", claims).info] == [translate("roles.sign_in_first")]
    assert not open_as("import", claims | {"iat": claims["iat"] + 1}).info  # who signed in again


def test_nobody_writes_where_no_guard_stands_before_the_pages(open_as: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitor, "guarded", Event())
    app = open_as("import", _person(groups=["admins"]))
    assert not app.file_uploader
    assert app.info[0].value.startswith("您已登录为 王明（")


@pytest.mark.parametrize("edition", [SAMPLES], indirect=True)
def test_a_steward_decides_under_the_name_of_the_sign_in(open_as: Any, data_folder: Path) -> None:
    before = len(list_decisions(Home(data_folder)))
    app = open_as("review", _person(groups=["data"]))
    assert not app.exception
    _press_not_a_figure(app)
    [kept] = list_decisions(Home(data_folder))[before:]
    assert kept.who == NAME


@pytest.mark.parametrize("edition", [SAMPLES], indirect=True)
def test_a_button_that_was_drawn_does_nothing_once_the_role_is_gone(open_as: Any, data_folder: Path) -> None:
    before = len(list_decisions(Home(data_folder)))
    app = open_as("review", _person(groups=["data"]))
    app.user = _person()
    _press_not_a_figure(app)
    assert len(list_decisions(Home(data_folder))) == before
    assert app.info[0].value.startswith("您已登录为")


def test_who_is_signed_in_stands_in_the_sidebar(open_as: Any) -> None:
    app = open_as("overview", _person(groups=["admins"]))
    shown = {re.sub(r"[\\\u2060]", "", caption.value) for caption in app.sidebar.caption}
    assert f"{NAME} · {translate('roles.role_administrator')}" in shown
    assert translate("roles.sign_out") in {button.label for button in app.sidebar.button}
    assert translate("roles.sign_in") in {button.label for button in open_as("overview", None).sidebar.button}


def test_what_the_provider_calls_somebody_is_text_and_nothing_more(open_as: Any) -> None:
    hostile = _person(groups=["visitors"]) | {"name": "[领奖](https://elsewhere.example) ![](https://elsewhere.example/x.png)"}
    app = open_as("import", hostile)
    for said in (one.value.replace("\u2060", "") for one in (app.info[0], app.sidebar.caption[-1])):
        assert r"\[领奖\]\(https\:" in said
        assert r"\!\[\]\(https\:" in said


def test_who_published_an_edition_is_shown_to_stewards_only(open_as: Any) -> None:
    assert "who" in open_as("editions", _person(groups=["data"])).dataframe[0].value
    assert "who" not in open_as("editions", _person()).dataframe[0].value
    assert "who" not in open_as("editions", None).dataframe[0].value


def test_an_administrator_makes_another_edition_the_current_one(open_as: Any, data_folder: Path) -> None:
    app = open_as("editions", _person(groups=["admins"]), of="2")
    app.button(key="roll back").click().run()
    assert not app.exception
    assert current_number(Home(data_folder)) == 2
    last = list_entries(Home(data_folder))[-1]
    assert (last.act, last.edition, last.who, last.origin) == ("roll_back", 2, NAME, "page: editions")


@pytest.mark.parametrize("groups", [["data"], [], None])
def test_nobody_else_is_offered_that_or_may_do_it(open_as: Any, data_folder: Path, groups: list[str] | None) -> None:
    app = open_as("editions", None if groups is None else _person(groups=groups), of="2")
    assert "roll back" not in {button.key for button in app.button}
    app = open_as("editions", _person(groups=["admins"]), of="2")
    app.user = {"is_logged_in": False} if groups is None else _person(groups=groups)
    app.button(key="roll back").click().run()
    assert current_number(Home(data_folder)) == 1


def test_rules_that_are_not_understood_give_nobody_anything(open_as: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YEARBOOK_ROLE_PEOPLE", "wang@example.org=boss")
    app = open_as("import", _person(groups=["admins"]))
    assert not app.exception
    assert not app.file_uploader


def _press_not_a_figure(app: AppTest) -> None:
    next(button for button in app.button if button.key and button.key.startswith(("not_a_figure", "reject"))).click().run()


def test_whoever_has_signed_in_keeps_views_by_name_and_nobody_else_sees_them(open_as: Any, data_folder: Path) -> None:
    app = open_sharing(open_as("comparison", _person(), view="湖南能耗", metric="energy.total_use"))
    app.button("save view").click().run()
    assert not app.exception
    [saved] = list_views(Home(data_folder), NAME)
    assert (saved.name, saved.page) == ("湖南能耗", "comparison")
    assert "metric=energy.total_use" in saved.query
    assert [link.label for link in open_sharing(open_as("explore", _person())).get("page_link") if link.label == "湖南能耗"]
    for other in (None, _person(sub="2", name="李四", email="li@example.org")):
        again = open_sharing(open_as("explore", other))
        assert "湖南能耗" not in [link.label for link in again.get("page_link")]
    open_sharing(open_as("explore", _person())).button("remove view 0").click().run()
    assert list_views(Home(data_folder), NAME) == []
