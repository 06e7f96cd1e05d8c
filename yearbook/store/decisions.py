"""The decisions that people took about figures: appended, never changed, on the disk before they are acknowledged."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from yearbook.catalogue.files import Home
from yearbook.records.state import Decision, keep_standing
from yearbook.store.audit import Act, logged_write
from yearbook.store.state import DECISIONS, read_state


def decide(home: Home, decision: Decision) -> Decision:
    """Store a decision for good; when it returns, with its id and time, the decision is on the disk."""
    [stored] = decide_all(home, [decision])
    return stored


def decide_all(home: Home, decisions: Iterable[Decision]) -> list[Decision]:
    """Store several decisions, in their order, in one transaction.

    Raises OSError where the disk refuses, and WriterBusy while a restore goes on; none is stored then.
    """
    now = datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds")
    stored = [replace(decision, decision_id=f"d{secrets.token_hex(6)}", decided_at=f"{now}Z") for decision in decisions]
    if stored:
        ids, actions = [one.decision_id for one in stored], sorted({one.action for one in stored})
        act: Act = "undo" if actions == ["undo"] else "decide"
        with logged_write(home, act, who=stored[0].who, decisions=ids, actions=actions) as connection:
            DECISIONS.insert(connection, stored)
    return stored


def undo(home: Home, who: str, decision: Decision, why: str = "") -> Decision:
    """Take a decision back; what was decided about its place before stands again."""
    change = {"decision_id": decision.decision_id}
    place = (decision.report_id, decision.span_start, decision.span_end, decision.fact_id)
    return decide(home, Decision(who, "undo", *place, change=change, why=why))


def list_decisions(home: Home) -> list[Decision]:
    """All decisions ever taken, oldest first. Raises DataError where the database or a row is damaged."""
    with read_state(home) as connection:
        return DECISIONS.select(connection)


def standing_decisions(home: Home) -> list[Decision]:
    """The decisions that hold, oldest first: not undone, and the last about their place."""
    return keep_standing(list_decisions(home))
