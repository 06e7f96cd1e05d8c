"""The current user (OpenID Connect or the local steward), sign-in, and the permission check of pages and actions."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from importlib.util import find_spec
from itertools import pairwise
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

import streamlit as st
from cachetools import TTLCache, cached

from yearbook.catalogue.files import DataError, home
from yearbook.catalogue.messages import Language, Message, localize, translate
from yearbook.store.audit import Actor, account_name, act_for, list_entries, log_sign_out
from yearbook.ui.auth.roles import (
    HOURS,
    NEEDED,
    WHERE,
    Action,
    Role,
    Rules,
    Visitor,
    guarded,
    is_forwarded,
    local_user,
    name_person,
    read_rules,
    recognise,
    session_of,
)

if TYPE_CHECKING:
    from yearbook.ui.view import View

SHARED = frozenset({"redirect_uri", "cookie_secret", "expose_tokens", "client_kwargs"})  # of [auth], for all providers
KEPT = 5.0  # seconds: a page run asks many times, and looking for the file costs a third of a millisecond
LEAST_SECRET = 32  # characters: what signs the cookies must not be guessed
LEAST_KINDS = 10  # different characters in it: random ones of sixteen kinds or more hardly ever have fewer
_REPEATED = re.compile(r"(.{6}).*\1", re.S)  # six random characters hardly ever come twice
_read: tuple[object, float, dict[str, Any]] = (None, 0.0, {})


def read_secrets() -> dict[str, Any]:
    """What secrets.toml says, empty where there is none; a change of it is noticed within seconds."""
    global _read
    source, at, contents = _read
    if source is not st.secrets or time.monotonic() - at > KEPT:
        contents = dict(st.secrets.to_dict()) if st.secrets.load_if_toml_exists() else {}
        _read = st.secrets, time.monotonic(), contents
    return contents


def is_login_configured(secrets: Mapping[str, Any] | None = None) -> bool:
    """Whether secrets.toml names somebody who vouches for visitors."""
    return bool(list_providers(read_secrets() if secrets is None else secrets))


def list_providers(secrets: Mapping[str, Any]) -> list[str]:
    """The providers of [auth] by their names; "" is the one without a name."""
    auth = secrets.get("auth")
    if not isinstance(auth, Mapping):
        return []
    named = sorted(str(name) for name, entry in auth.items() if isinstance(entry, Mapping) and name not in SHARED)
    return [*([""] if "client_id" in auth else []), *named]


def require_sound_sign_in(secrets: Mapping[str, Any] | None = None) -> None:
    """Raises DataError, naming the entry and the mend, where sign-in or roles could not work or could be forged."""
    contents = read_secrets() if secrets is None else secrets
    read_rules(contents)
    if "auth" not in contents:
        return
    if not list_providers(contents):
        raise DataError(WHERE, "auth", "names no provider: client_id, client_secret and server_metadata_url are missing")
    if not _is_random(str(contents["auth"].get("cookie_secret", ""))):
        raise DataError(WHERE, "auth.cookie_secret", Message("roles.weak_secret", least=LEAST_SECRET))
    providers, people = list_providers(contents), read_rules(contents).people
    if len(providers) > 1 and (unbound := [name for name in people if "@" not in name and " " not in name]):
        raise DataError(WHERE, f"roles.people.{min(unbound)}", Message("roles.no_issuer"))
    if find_spec("authlib") is None or find_spec("httpx") is None:
        raise DataError(WHERE, "auth", Message("roles.no_authlib"))


def _is_random(secret: str) -> bool:
    """Whether a secret could be the output of a random generator: long, of many characters, without repeats or sequences."""
    steps = [abs(ord(one) - ord(other)) for one, other in pairwise(secret)]
    mixed = any(one.isdigit() or one.isupper() for one in secret) and any(one.isalpha() for one in secret)
    in_order = sum(step <= 1 for step in steps) > len(steps) / 2
    return (
        len(secret) >= LEAST_SECRET
        and len(set(secret)) >= LEAST_KINDS
        and mixed
        and not in_order
        and not _REPEATED.search(secret)
    )


class NotAllowed(PermissionError):
    """Whoever asked for this may not do it; the message says so in words."""


def visitor() -> Visitor:
    """Who is at the screen in this page run; a viewer where no guard stands before the pages."""
    secrets = read_secrets()
    if is_login_configured(secrets):
        here = recognise(dict(st.user), _rules(secrets), time.time(), list_signed_out())
    else:
        remote = isinstance(st.context.ip_address, str) or is_forwarded(st.context.headers)
        here = local_user(account_name(), local=not remote)
    return here if guarded.is_set() else replace(here, role=Role.VIEWER)


def sign_out() -> None:
    """End the sign-in in the browser, and by an entry of the audit log for whoever kept a copy of its cookie."""
    claims = dict(st.user)
    with suppress(OSError, DataError):  # a folder that is only read: then nobody writes there with the cookie either
        log_sign_out(home(), name_person(claims), session_of(claims))
    list_signed_out.cache_clear()
    st.logout()


@cached(TTLCache(1, KEPT), lock=Lock())
def list_signed_out() -> frozenset[str]:
    """The sessions that were ended while their cookies still count; at most KEPT seconds old."""
    since = datetime.fromtimestamp(time.time() - HOURS * 3600, UTC)
    return frozenset(str(entry.what.get("session")) for entry in list_entries(home(), "sign_out", since))


def may(action: Action) -> bool:
    """Whether whoever is at the screen may do something here."""
    return visitor().may(action)


def require(view: View, action: Action) -> None:
    """End the page run where this visitor may not do something, with the way to it."""
    here = visitor()
    if here.may(action):
        return
    if action == "query":
        st.info(view.translate("sql.turned_off"), icon=":material/lock:")
    elif not is_login_configured():
        st.info(view.translate("interface.writing_off"), icon=":material/lock:")
    elif not here.signed_in:
        st.info(view.translate("roles.sign_in_first"), icon=":material/lock:")
        offer_sign_in(view.language, f"sign in to {action}", first=True)
    elif here.stale:
        st.info(view.translate("roles.stale", hours=HOURS), icon=":material/schedule:")
        offer_sign_in(view.language, f"sign in again to {action}", first=True)
    else:
        words = "roles.needs_administrator" if NEEDED[action] == Role.ADMINISTRATOR else "roles.needs_steward"
        st.info(view.translate(words, name=_spell(here, view.language)), icon=":material/lock:")
    st.stop()


@contextmanager
def acting(action: Action, page: str) -> Iterator[str]:
    """Whatever is written inside is written by whoever is at the screen; the name. Raises NotAllowed where they may not.

    A page asks `require` once and is drawn; a press of its buttons comes later, when a role may have been taken away.
    """
    here = visitor()
    if not here.may(action):
        raise NotAllowed(Message("roles.denied"))
    with act_for(Actor(here.name, f"page: {page}")):
        yield here.name


@contextmanager
def show_failure(view: View, words: str) -> Iterator[None]:
    """Show `words` with the reason where a write inside fails for the data, the disk or another writer."""
    from yearbook.store.lock import WriterBusy
    from yearbook.ui.formatting import escape_markdown
    from yearbook.warehouse.checks import Unsound

    try:
        yield
    except (DataError, OSError, Unsound, WriterBusy) as error:
        st.error(view.translate(words, reason=escape_markdown(localize(error, view.language))), icon=":material/error:")


def show_account(language: Language) -> None:
    """Who is signed in, with the way out; or the way in. Nothing where nobody can sign in."""
    if not is_login_configured():
        return
    here = visitor()
    with st.sidebar:
        if not here.signed_in:
            offer_sign_in(language, "sign in")
            return
        role = translate(f"roles.role_{here.role.name.lower()}", language)
        st.caption(translate("roles.signed_in", language, name=_spell(here, language), role=role))
        st.button(
            translate("roles.sign_out", language), key="sign out", icon=":material/logout:", type="tertiary", on_click=sign_out
        )


def offer_sign_in(language: Language, key: str, *, first: bool = False) -> None:
    """A button for each provider of [auth]; `first` where signing in is what the page is waiting for."""
    kind: Literal["primary", "secondary"] = "primary" if first else "secondary"
    for provider in list_providers(read_secrets()):
        label = translate("roles.sign_in_with", language, provider=provider) if provider else translate("roles.sign_in", language)
        arguments = (provider,) if provider else ()
        st.button(label, key=f"{key} {provider}".strip(), icon=":material/login:", type=kind, on_click=st.login, args=arguments)


def _spell(here: Visitor, language: Language) -> str:
    """The name as it stands on a page: text whatever the provider calls people, and an address that is no link to write to."""
    from yearbook.ui.formatting import escape_markdown

    name = here.name if language == "zh" else here.name.replace("（", " (").replace("）", ")")
    return escape_markdown(name) or translate("roles.nameless", language)


def _rules(secrets: Mapping[str, Any]) -> Rules:
    try:
        return read_rules(secrets)
    except DataError as error:  # rules that are not understood give nobody anything; `serve` says so before it starts
        logging.getLogger(__name__).error("%s", error)
        return Rules()
