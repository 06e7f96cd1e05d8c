"""Who may do what, as tables of cases: nothing is allowed that no line allows."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from secrets import token_bytes, token_hex, token_urlsafe
from typing import Any
from uuid import uuid4

import pytest

from yearbook.catalogue.files import DataError
from yearbook.ui.auth.roles import (
    CHECK_HERE,
    FETCH_HERE,
    HOURS,
    NEEDED,
    SQL_HERE,
    STEWARD_HERE,
    Role,
    Rules,
    Visitor,
    local_user,
    read_rules,
    recognise,
)
from yearbook.ui.auth.visitor import list_providers, require_sound_sign_in

NOW = 1_800_000_000.0
RULES = Rules(
    "groups",
    {"data": Role.STEWARD, "admins": Role.ADMINISTRATOR},
    {"li@example.org": Role.STEWARD, "oidc|7": Role.ADMINISTRATOR, "https://a.example 7": Role.ADMINISTRATOR},
)
SIGNED_IN = {"is_logged_in": True, "sub": "oidc|1", "email": "wang@example.org", "email_verified": True, "iat": NOW - 60}


def _role(rules: Rules = RULES, **claims: Any) -> Role:
    return recognise(SIGNED_IN | claims, rules, NOW).role


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        ({}, Role.VIEWER),
        ({"groups": ["data"]}, Role.STEWARD),
        ({"groups": "data"}, Role.STEWARD),
        ({"groups": ["other", "admins", "data"]}, Role.ADMINISTRATOR),
        ({"groups": "data admins"}, Role.VIEWER),  # one value, and not one that is named
        ({"groups": ["Data"]}, Role.VIEWER),
        ({"groups": {"data": True}}, Role.VIEWER),
        ({"groups": None}, Role.VIEWER),
        ({"groups": 7}, Role.VIEWER),
        ({"groups": [["data"]]}, Role.VIEWER),
        ({"roles": ["data"]}, Role.VIEWER),
        ({"email": "li@example.org"}, Role.STEWARD),
        ({"email": "LI@Example.org"}, Role.VIEWER),  # another address, for all that is known
        ({"sub": "li@example.org", "email_verified": None}, Role.VIEWER),  # a `sub` that reads like an address is none
        ({"iss": "https://a.example", "sub": "7"}, Role.ADMINISTRATOR),
        ({"iss": "https://b.example", "sub": "7"}, Role.VIEWER),
        ({"sub": "https://a.example 7"}, Role.VIEWER),
        ({"email": "li@example.org", "email_verified": False}, Role.VIEWER),
        ({"email": "li@example.org", "email_verified": "true"}, Role.VIEWER),
        ({"email": "li@example.org", "email_verified": None}, Role.VIEWER),
        ({"name": "li@example.org", "preferred_username": "li@example.org"}, Role.VIEWER),
        ({"sub": "oidc|7"}, Role.ADMINISTRATOR),
        ({"sub": "OIDC|7"}, Role.VIEWER),
        ({"sub": "", "email": "", "groups": ["admins"]}, Role.VIEWER),  # nobody to write down
        ({"is_logged_in": False, "sub": "oidc|7"}, Role.VIEWER),
        ({"is_logged_in": "yes", "sub": "oidc|7"}, Role.VIEWER),
    ],
)
def test_a_role_comes_from_a_claim_or_from_the_list(claims: dict[str, Any], role: Role) -> None:
    assert _role(**claims) == role


def test_a_claim_within_a_claim_is_found_by_its_path() -> None:
    rules = Rules("realm_access.roles", {"data": Role.STEWARD})
    assert _role(rules, realm_access={"roles": ["data"]}) == Role.STEWARD
    assert _role(rules, realm_access=["roles"]) == Role.VIEWER


@pytest.mark.parametrize(
    ("issued", "may_write"),
    [
        (NOW, True),
        (NOW - HOURS * 3600 + 1, True),
        (NOW - HOURS * 3600 - 1, False),
        (NOW + 60, True),
        (NOW + 3600, False),
        (None, False),
        ("soon", False),
        (True, False),
    ],
)
def test_a_sign_in_of_long_ago_is_for_reading(issued: object, may_write: bool) -> None:
    seen = recognise(SIGNED_IN | {"sub": "oidc|7", "iat": issued}, RULES, NOW)
    assert seen.signed_in
    assert (seen.role == Role.ADMINISTRATOR, seen.stale) == (may_write, not may_write)


def test_nobody_has_a_role_without_rules() -> None:
    assert _role(Rules(), groups=["data", "admins"]) == Role.VIEWER


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({}, "wang@example.org"),
        ({"name": "王明"}, "王明（wang@example.org）"),
        ({"name": "王明", "email_verified": False}, "王明（oidc|1）"),
        ({"name": "王\n\u202e明\x00  "}, "王明（wang@example.org）"),
        ({"name": "长" * 500}, f"{'长' * 50}（wang@example.org）"),
    ],
)
def test_the_name_that_is_kept_holds_what_nobody_can_choose(claims: dict[str, Any], name: str) -> None:
    assert recognise(SIGNED_IN | claims, RULES, NOW).name == name


@pytest.mark.parametrize(
    ("action", "least"),
    [
        ("read", Role.VIEWER),
        ("check", Role.STEWARD),
        ("import", Role.STEWARD),
        ("decide", Role.STEWARD),
        ("teach", Role.STEWARD),
        ("publish", Role.STEWARD),
        ("roll_back", Role.ADMINISTRATOR),
        ("prune", Role.ADMINISTRATOR),
    ],
)
def test_each_action_needs_its_role(action: str, least: Role) -> None:
    assert [role for role in Role if Visitor("w", role).may(action)] == [role for role in Role if role >= least]


def test_every_action_is_in_the_table_above_or_is_sql() -> None:
    assert set(NEEDED) == {"read", "query", "check", "import", "fetch", "decide", "teach", "publish", "roll_back", "prune"}


def test_drafts_are_looked_through_for_whoever_reads_only_where_that_is_turned_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CHECK_HERE, "1")
    assert Visitor("", Role.VIEWER).may("check")
    assert not Visitor("", Role.VIEWER).may("import")


def test_what_is_not_named_nobody_may() -> None:
    assert not Visitor("w", Role.ADMINISTRATOR).may("delete_everything")


def test_sql_is_for_everybody_where_it_is_turned_on_and_else_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SQL_HERE, raising=False)
    assert not Visitor("w", Role.ADMINISTRATOR).may("query")
    monkeypatch.setenv(SQL_HERE, "1")
    assert Visitor("", Role.VIEWER).may("query")


@pytest.mark.parametrize(
    ("fetch", "steward", "may"), [(None, "1", True), (None, "0", False), ("1", "0", True), ("0", "1", False), (None, None, False)]
)
def test_addresses_are_asked_for_stewards_where_it_is_turned_on(
    monkeypatch: pytest.MonkeyPatch, fetch: str | None, steward: str | None, may: bool
) -> None:
    for name, value in ((FETCH_HERE, fetch), (STEWARD_HERE, steward)):
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
    assert Visitor("w", Role.STEWARD).may("fetch") is may
    assert not Visitor("w", Role.VIEWER).may("fetch")


@pytest.mark.parametrize(
    ("turned_on", "local", "role"),
    [("1", True, Role.ADMINISTRATOR), ("1", False, Role.VIEWER), ("0", True, Role.VIEWER), ("", True, Role.VIEWER)],
)
def test_without_sign_in_only_this_machine_writes_and_only_if_told(
    monkeypatch: pytest.MonkeyPatch, turned_on: str, local: bool, role: Role
) -> None:
    monkeypatch.setenv(STEWARD_HERE, turned_on)
    assert local_user("wang", local).role == role


def test_rules_are_read_from_secrets_and_the_environment_outranks_them() -> None:
    secrets = {"roles": {"claim": "groups", "steward": ["data"], "people": {"li@example.org": "administrator"}}}
    assert read_rules(secrets, {}) == Rules("groups", {"data": Role.STEWARD}, {"li@example.org": Role.ADMINISTRATOR})
    environment = {"YEARBOOK_ROLE_CLAIM": "roles", "YEARBOOK_ROLE_STEWARD": "a, b", "YEARBOOK_ROLE_PEOPLE": "oidc|7=steward"}
    assert read_rules(secrets, environment) == Rules(
        "roles", {"a": Role.STEWARD, "b": Role.STEWARD}, {"li@example.org": Role.ADMINISTRATOR, "oidc|7": Role.STEWARD}
    )
    assert read_rules({}, {}) == Rules()


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("steward", "roles"),
        ({"stewards": ["data"]}, "roles.stewards"),
        ({"claim": ["groups"]}, "roles.claim"),
        ({"steward": "data", "claim": "groups"}, "roles.steward"),
        ({"steward": [7], "claim": "groups"}, "roles.steward"),
        ({"steward": ["data"]}, "roles.claim"),
        ({"people": ["li@example.org"]}, "roles.people"),
        ({"people": {"li@example.org": "boss"}}, "roles.people.li@example.org"),
        ({"people": {"": "steward"}}, "roles.people."),
    ],
)
def test_rules_that_are_not_understood_are_named(said: object, place: str) -> None:
    with pytest.raises(DataError) as error:
        read_rules({"roles": said}, {})
    assert error.value.place == place


RANDOM = "q7Vd2mX9eR4tB8nK1zL6wY3cH5uJ0aPs"
AUTH = {"redirect_uri": "http://h/oauth2callback", "cookie_secret": RANDOM, "client_id": "i", "client_secret": "s"}


def test_providers_are_those_of_the_auth_table() -> None:
    assert list_providers({}) == []
    assert list_providers({"auth": {"cookie_secret": "x", "client_kwargs": {"prompt": "login"}}}) == []
    assert list_providers({"auth": AUTH}) == [""]
    assert list_providers({"auth": AUTH | {"keycloak": {"client_id": "k"}}}) == ["", "keycloak"]


WEAK = [
    "a1" * 20,
    "abcdefghijklmnopqrstuvwxyz0123456789",
    "please-change-this-cookie-secret-now",  # words
    "secret-1-secret-2-secret-3-secret-4-",
    RANDOM[:31],
]


@pytest.mark.parametrize(
    "make",
    [
        lambda: RANDOM,
        lambda: token_urlsafe(32),
        lambda: token_hex(32),
        lambda: str(uuid4()),
        lambda: b64encode(token_bytes(32)).decode(),
    ],
    ids=["fixed", "base64 of URLs", "hexadecimal", "UUID", "base64"],
)
def test_a_random_secret_is_taken(make: Callable[[], str]) -> None:
    require_sound_sign_in({"auth": AUTH | {"cookie_secret": make()}})


@pytest.mark.parametrize(
    ("secrets", "place"),
    [
        ({"auth": {"cookie_secret": RANDOM}}, "auth"),
        *(({"auth": AUTH | {"cookie_secret": weak}}, "auth.cookie_secret") for weak in WEAK),
        ({"auth": AUTH | {"k": {"client_id": "k"}}, "roles": {"people": {"7": "steward"}}}, "roles.people.7"),
        ({"auth": AUTH | {"cookie_secret": "short"}}, "auth.cookie_secret"),
        ({"auth": {name: value for name, value in AUTH.items() if name != "cookie_secret"}}, "auth.cookie_secret"),
        ({"auth": AUTH, "roles": {"claims": "x"}}, "roles.claims"),
    ],
)
def test_sign_in_that_could_not_work_or_could_be_forged_is_named(secrets: dict[str, Any], place: str) -> None:
    with pytest.raises(DataError) as error:
        require_sound_sign_in(secrets)
    assert error.value.place == place
