"""Sign-in as secrets.toml configures it: which providers there are, and whether what it says can be trusted to work."""

from __future__ import annotations

import time
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

import streamlit as st

from yearbook.catalogue.files import DataError
from yearbook.catalogue.messages import Message
from yearbook.ui.auth.roles import WHERE, read_rules

SHARED = frozenset({"redirect_uri", "cookie_secret", "expose_tokens", "client_kwargs"})  # of [auth], for all providers
KEPT = 5.0  # seconds: a page run asks many times, and looking for the file costs a third of a millisecond
LEAST_SECRET = 32  # characters: what signs the cookies must not be guessed
_read: tuple[object, float, dict[str, Any]] = (None, 0.0, {})


def read_secrets() -> dict[str, Any]:
    """What secrets.toml says, empty where there is none; a change of it is noticed within seconds."""
    global _read
    source, at, said = _read
    if source is not st.secrets or time.monotonic() - at > KEPT:
        said = dict(st.secrets.to_dict()) if st.secrets.load_if_toml_exists() else {}
        _read = st.secrets, time.monotonic(), said
    return said


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
    said = read_secrets() if secrets is None else secrets
    read_rules(said)
    if "auth" not in said:
        return
    if not list_providers(said):
        raise DataError(WHERE, "auth", "names no provider: client_id, client_secret and server_metadata_url are missing")
    if len(str(said["auth"].get("cookie_secret", ""))) < LEAST_SECRET:
        raise DataError(WHERE, "auth.cookie_secret", Message("roles.weak_secret", least=LEAST_SECRET))
    if find_spec("authlib") is None or find_spec("httpx") is None:
        raise DataError(WHERE, "auth", Message("roles.no_authlib"))
