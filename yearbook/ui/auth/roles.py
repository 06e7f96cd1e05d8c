"""Who may do what: viewers read, stewards bring in, decide, teach and publish, administrators roll back and prune.

This is the one place that decides. It knows nothing of pages: who is there and what they claim is given to it. Whatever is
not allowed by a line here is denied.
"""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from hashlib import sha256
from pathlib import Path
from threading import Event
from typing import Any, Literal

from yearbook.catalogue.files import DataError

STEWARD_HERE = "YEARBOOK_STEWARD"  # set by `serve --steward`, in the environment for its workers
SQL_HERE = "YEARBOOK_SQL"  # set by `serve --sql`
CHECK_HERE = "YEARBOOK_CHECK"  # 1: whoever reads may have drafts reviewed (报告自查); unset, stewards only
FETCH_HERE = "YEARBOOK_FETCH"  # 1 or 0: whether stewards may have the server ask web addresses; unset, as STEWARD_HERE
HOURS = 12  # that a sign-in counts for more than reading: whoever left the house yesterday must not publish today
AHEAD = 300  # seconds that the provider's clock may be ahead of ours
LONGEST_NAME = 100
WHERE = Path("secrets.toml")
FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")  # headers by which a proxy says that somebody else asks (RFC 7239)
guarded = (
    Event()
)  # set by the server that checks hosts and origins and answers addresses; by `streamlit run app.py` nobody writes

Action = Literal["read", "query", "check", "import", "fetch", "decide", "teach", "publish", "roll_back", "prune"]


class Role(IntEnum):
    """Each may do what those before it may."""

    VIEWER = 0
    STEWARD = 1
    ADMINISTRATOR = 2


NEEDED: Mapping[str, Role] = {
    "read": Role.VIEWER,
    "query": Role.VIEWER,  # and only where SQL is turned on
    "check": Role.STEWARD,  # or whoever reads, where that is turned on
    "import": Role.STEWARD,
    "fetch": Role.STEWARD,  # and only where it is turned on
    "decide": Role.STEWARD,
    "teach": Role.STEWARD,
    "publish": Role.STEWARD,
    "roll_back": Role.ADMINISTRATOR,
    "prune": Role.ADMINISTRATOR,
}
ASSIGNED = {"steward": Role.STEWARD, "administrator": Role.ADMINISTRATOR}  # what `[roles]` can give


@dataclass(frozen=True, slots=True)
class Rules:
    """Who has which role: by the values of a claim, or by name.

    A name with "@" is an e-mail address that the provider has verified, any other a `sub`, or "ISSUER SUB" where that counts
    from one provider only (OpenID Connect Core 1.0, 2: a `sub` is unique within its issuer). Names are compared exactly.
    """

    claim: str = ""
    values: Mapping[str, Role] = field(default_factory=dict)
    people: Mapping[str, Role] = field(default_factory=dict)

    def role_of(self, claims: Mapping[str, Any]) -> Role:
        """The highest role that the rules give to whoever has these claims."""
        sub, email = str(claims.get("sub") or ""), _verified_email(claims)
        names = [f"{claims.get('iss', '')} {sub}", *([] if " " in sub else [sub])] if sub else []
        found = [self.people[name] for name in names if name in self.people and "@" not in name.rpartition(" ")[2]]
        found += [self.people[email]] if email in self.people else []
        return max([Role.VIEWER, *found, _role_of_claim(claims, self)])


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is at the screen. `stale`: the sign-in is too old to write with; `denied` says nothing of why."""

    name: str
    role: Role
    signed_in: bool = False
    stale: bool = False

    def may(self, action: str) -> bool:
        needed = NEEDED.get(action)
        if needed is None or (action == "query" and not is_on(SQL_HERE)):
            return False
        if action == "fetch" and not is_on(FETCH_HERE if FETCH_HERE in os.environ else STEWARD_HERE):
            return False
        return self.role >= needed or (action == "check" and is_on(CHECK_HERE))


def recognise(claims: Mapping[str, Any], rules: Rules, now: float, signed_out: Container[str] = ()) -> Visitor:
    """Who signed in, by what the provider says of them; `now` in seconds since 1970, `signed_out` sessions that were ended."""
    if claims.get("is_logged_in") is not True or session_of(claims) in signed_out:
        return Visitor("", Role.VIEWER)
    if not identities_of(claims):  # nobody to write down
        return Visitor("", Role.VIEWER, signed_in=True)
    role = rules.role_of(claims)
    fresh = _is_fresh(claims, now)
    return Visitor(name_person(claims), role if fresh else Role.VIEWER, True, role > Role.VIEWER and not fresh)


def local_user(account: str, local: bool) -> Visitor:
    """Who is there where nobody signs in: on this machine, and where writing was turned on, the account that runs the server."""
    allowed = local and is_on(STEWARD_HERE)
    return Visitor(account if allowed else "", Role.ADMINISTRATOR if allowed else Role.VIEWER)


def is_forwarded(headers: Mapping[str, str]) -> bool:
    """Whether a request comes through a proxy, so that its sender is not at this machine though the connection is."""
    return any(name in headers for name in FORWARDED)


def identities_of(claims: Mapping[str, Any]) -> tuple[str, ...]:
    """By what a person is known for certain: the provider's `sub`, and the e-mail address where it is verified."""
    return tuple(one for one in (str(claims.get("sub") or ""), _verified_email(claims)) if one.strip())


def session_of(claims: Mapping[str, Any]) -> str:
    """A name for one sign-in that tells nobody who it is: a hash of its issuer, subject and time."""
    return sha256("\n".join(str(claims.get(name, "")) for name in ("iss", "sub", "iat")).encode()).hexdigest()[:32]


def _verified_email(claims: Mapping[str, Any]) -> str:
    return str(claims.get("email") or "") if claims.get("email_verified") is True else ""


def name_person(claims: Mapping[str, Any]) -> str:
    """The name that decisions keep: what the person is called, and in brackets what nobody can choose for themselves."""
    from yearbook.documents.archive import strip_invisible  # with all formats, which the server need not know to answer

    certain = identities_of(claims)[-1]
    called = " ".join(strip_invisible(str(claims.get("name") or claims.get("preferred_username") or "")).split())
    certain = strip_invisible(certain)[:LONGEST_NAME]
    return certain if not called or called == certain else f"{called[: LONGEST_NAME // 2]}（{certain}）"


def read_rules(secrets: Mapping[str, Any], environment: Mapping[str, str] = os.environ) -> Rules:
    """The rules of `[roles]` in secrets.toml; the environment's YEARBOOK_ROLE_… outrank them.

    Raises DataError, naming the entry and the mend, for whatever is not understood.
    """
    configured = secrets.get("roles", {})
    if not isinstance(configured, Mapping):
        raise DataError(WHERE, "roles", "must be a table: [roles]")
    unknown = set(configured) - {"claim", "people", *ASSIGNED}
    if unknown:
        raise DataError(WHERE, f"roles.{min(unknown)}", f"is unknown; there are claim, people, {', '.join(ASSIGNED)}")
    claim = environment.get("YEARBOOK_ROLE_CLAIM", configured.get("claim", ""))
    if not isinstance(claim, str):
        raise DataError(WHERE, "roles.claim", "must be the name of a claim")
    values: dict[str, Role] = {}
    for name, role in ASSIGNED.items():
        given = environment.get(f"YEARBOOK_ROLE_{name.upper()}")
        listed = configured.get(name, []) if given is None else [one.strip() for one in given.split(",") if one.strip()]
        if isinstance(listed, str) or not isinstance(listed, Iterable) or not all(isinstance(one, str) for one in listed):
            raise DataError(WHERE, f"roles.{name}", "must be a list of values of the claim")
        values |= {value: max(role, values.get(value, role)) for value in listed}
    if values and not claim:
        raise DataError(WHERE, "roles.claim", "is missing: it names the claim whose values give roles")
    return Rules(claim, values, _read_people(configured.get("people", {}), environment.get("YEARBOOK_ROLE_PEOPLE", "")))


def is_on(name: str) -> bool:
    return os.environ.get(name, "") not in ("", "0")


def _read_people(configured: Any, given: str) -> dict[str, Role]:
    if not isinstance(configured, Mapping):
        raise DataError(WHERE, "roles.people", 'must be a table of names: "li@example.org" = "steward"')
    pairs = [(str(name), role) for name, role in configured.items()]
    pairs += [(name, role) for name, _, role in (one.strip().rpartition("=") for one in given.split(",") if one.strip())]
    people = {}
    for name, role in pairs:
        if not isinstance(role, str) or role not in ASSIGNED or not name.strip():
            raise DataError(WHERE, f"roles.people.{name}", f"must be one of {', '.join(ASSIGNED)}")
        people[name] = ASSIGNED[role]
    return people


def _role_of_claim(claims: Mapping[str, Any], rules: Rules) -> Role:
    if not rules.claim:
        return Role.VIEWER
    found: Any = claims.get(rules.claim)
    if found is None:  # realm_access.roles: a claim within a claim
        found = claims
        for part in rules.claim.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    listed = [found] if isinstance(found, str) else found if isinstance(found, list | tuple) else []
    return max((rules.values.get(one, Role.VIEWER) for one in listed if isinstance(one, str)), default=Role.VIEWER)


def _is_fresh(claims: Mapping[str, Any], now: float) -> bool:
    issued = claims.get("iat")
    known = isinstance(issued, int | float) and not isinstance(issued, bool)
    return known and -AHEAD <= now - float(str(issued)) <= HOURS * 3600
