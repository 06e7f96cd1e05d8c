"""Signing in at a provider, as people do: a viewer is told, a steward gets the page, and the cookie alone opens the door."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import PATIENCE, Visitor
from tests.browser.provider import Provider, provide
from tests.serving import find_port, serve
from yearbook.catalogue.files import Home
from yearbook.catalogue.messages import translate
from yearbook.pipeline.build import build_edition

pytestmark = pytest.mark.skipif(
    find_spec("authlib") is None or find_spec("httpx") is None, reason="requirements-login.txt is not installed"
)
COOKIE_SECRET = "q7Vd2mX9eR4tB8nK1zL6wY3cH5uJ0aPs"
LI = {"sub": "oidc|li", "name": "李明", "email": "li@example.org", "email_verified": True, "groups": ["data"]}
WANG = {"sub": "oidc|wang", "name": "王明", "email": "wang@example.org", "email_verified": True, "groups": ["visitors"]}


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with provide() as given:
        yield given


@pytest.fixture(scope="module")
def signed_site(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server where stewards are those of the group `data`."""
    folder = tmp_path_factory.mktemp("signed")
    build_edition(Home(folder))
    port = find_port()
    address = f"http://127.0.0.1:{port}"
    secrets = folder / ".streamlit" / "secrets.toml"  # found in the home of whoever runs the server
    secrets.parent.mkdir()
    secrets.write_text(
        f'[auth]\nredirect_uri = "{address}/oauth2callback"\ncookie_secret = "{COOKIE_SECRET}"\nclient_id = "yearbook"\n'
        f'client_secret = "{"s" * 20}"\nserver_metadata_url = "{provider.address}/.well-known/openid-configuration"\n'
        '[roles]\nclaim = "groups"\nsteward = ["data"]\n',
        encoding="utf-8",
    )
    with serve(folder, folder / "server.log", port=port, HOME=str(folder), USERPROFILE=str(folder)):
        yield address


@pytest.fixture
def person(browser: Browser, signed_site: str) -> Iterator[Visitor]:
    context = browser.new_context(locale="zh-CN")
    yield Visitor(context, signed_site)
    context.close()


def test_a_steward_signs_in_and_may_import_and_signs_out_again(person: Visitor, provider: Provider) -> None:
    provider.person = LI
    page = person.open("import")
    expect(page.get_by_text(translate("roles.sign_in_first"))).to_be_visible()
    assert page.locator('[data-testid="stFileUploader"]').count() == 0
    page.locator('[data-testid="stMain"]').get_by_role("button", name=translate("roles.sign_in")).click()
    expect(page.get_by_text("李明（li@\u2060example.org）")).to_be_visible(timeout=PATIENCE)
    page = person.open("import")
    expect(page.locator('[data-testid="stFileUploader"]').first).to_be_visible(timeout=PATIENCE)
    with page.expect_response(lambda answer: "/auth/logout" in answer.url, timeout=PATIENCE):  # this takes the cookie away
        page.get_by_role("button", name=translate("roles.sign_out")).click()
    page.wait_for_load_state()
    expect(page.get_by_role("button", name=translate("roles.sign_in")).first).to_be_visible(timeout=PATIENCE)
    page = person.open("import")
    assert page.locator('[data-testid="stFileUploader"]').count() == 0


def test_somebody_of_another_group_reads(person: Visitor, provider: Provider) -> None:
    provider.person = WANG
    page = person.open("review")
    page.locator('[data-testid="stMain"]').get_by_role("button", name=translate("roles.sign_in")).click()
    expect(page.get_by_text("王明（wang@\u2060example.org）").first).to_be_visible(timeout=PATIENCE)
    page = person.open("review")
    expect(page.get_by_text(translate("roles.needs_steward", name="王明（wang@\u2060example.org）"))).to_be_visible()


def test_a_cookie_that_somebody_made_is_nobodys(browser: Browser, signed_site: str) -> None:
    context = browser.new_context(locale="zh-CN")
    context.add_cookies([{"name": "_streamlit_user", "value": "eyJpc19sb2dnZWRfaW4iOnRydWV9.x.y", "url": signed_site}])
    page = Visitor(context, signed_site).open("import")
    expect(page.get_by_text(translate("roles.sign_in_first"))).to_be_visible()
    context.close()
