"""Killed at any moment, a writer leaves the old edition or the new one, and nothing that was acknowledged is lost."""

from __future__ import annotations

import os
import random

import pytest

from tests.crash.trial import Moment, Unsafe, find_leftovers, make_command, prepare, run_killed, try_moment
from yearbook.catalogue.files import Home
from yearbook.warehouse.registry import current_number

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")

MOMENTS = [  # command, the call at which it is killed and on which side, the edition that is current then
    ("ingest", r"fsync /reports/\.", "before", "old"),
    ("ingest", r"replace /editions/current", "after", "new"),
    ("build", r"replace /editions/\d+\.duckdb", "before", "old"),
    ("build", r"replace /editions/current", "before", "old"),
    ("ingest", r"commit /decisions/state", "after", "old"),
    ("decide", r"begin immediate /decisions/state", "later", "unchanged"),
    ("decide", r"commit /decisions/state", "before", "unchanged"),
    ("decide", r"commit /decisions/state", "later", "unchanged"),
    ("rollback", r"fsync /editions/\.current", "before", "old"),
    ("rollback", r"replace /editions/current", "after", "new"),
    ("prune", r"unlink /editions/\d+\.duckdb", "before", "unchanged"),
    ("prune", r"unlink /editions/\d+\.duckdb", "after", "unchanged"),
    ("backup", r"open /\.made\.zip", "later", "unchanged"),
    ("restore", r"open /\.restore\.\d+/editions/", "after", "old"),
    ("restore", r"replace /replaced-[^/]*/editions/\d+\.json", "after", "old"),
    ("restore", r"replace /editions/current", "after", "old"),
    ("restore", r"unlink /\.restoring\.json", "before", "new"),
]


@pytest.fixture(scope="module")
def crashing(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """One installation that goes through all of it."""
    home = Home(tmp_path_factory.mktemp("crash") / "data")
    prepare(home)
    return home


@pytest.mark.parametrize(("kind", "sign", "side", "edition"), MOMENTS)
def test_a_killed_command_leaves_everything_whole(crashing: Home, kind: str, sign: str, side: str, edition: str) -> None:
    command = make_command(kind, crashing, crashing.root.parent, random.Random(f"{kind} {sign} {side}"))
    outcome = try_moment(crashing, kind, command, Moment(0, sign, side, 0.002))
    assert outcome.phase != "ended before"
    assert outcome.faults == []
    assert outcome.edition == edition


def test_what_a_killed_command_leaves_is_noticed(crashing: Home) -> None:
    """The looking itself: a killed build leaves its unfinished file, and a command that fails is no outcome."""
    run = run_killed(crashing, ["build"], Moment(0, r"replace /editions/\d+\.json", "before"))
    assert run.killed
    assert run.phase in ("publishing", "under the lock")
    assert any(name.endswith(".partial") for name in find_leftovers(crashing))
    with pytest.raises(Unsafe, match="failed"):
        run_killed(crashing, ["editions", "rollback", "4711"], Moment())
    assert current_number(crashing) is not None
