"""`python -m tests.crash`: many commands killed at seeded moments, and a table of what became of them."""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.crash.trial import Moment, Outcome, Run, make_command, prepare, run_killed, try_moment
from yearbook.catalogue.files import Home

SHARES = {"ingest": 0.25, "build": 0.2, "decide": 0.15, "rollback": 0.1, "prune": 0.1, "backup": 0.1, "restore": 0.1}
CHAIN = 8  # crashes that one installation goes through before a fresh one takes its place
BY_CLOCK = 0.35  # share of moments spread evenly over the whole run; the others lie at calls that change files
COLUMNS = ("killed", "while", "moments", "old", "new", "unchanged", "left something, cleaned next", "decisions lost", "faults")
LATER = 0.05  # seconds at most after such a call: what DuckDB writes by itself lies there


def try_moments(times: int, seed: int, folder: Path) -> Iterator[Outcome]:
    """The outcomes of `times` killed commands, by kinds in turn, from one seed; those that ended before do not count."""
    chance = random.Random(seed)
    pattern, home = Home(folder / "pattern"), Home(folder / "crashing")
    prepare(pattern)
    whole = {kind: _run_whole(pattern, kind, folder, chance) for kind in SHARES}
    kinds = [kind for kind, share in SHARES.items() for _ in range(max(1, round(share * times)))][:times]
    chance.shuffle(kinds)
    tried = 0
    while kinds:
        if tried % CHAIN == 0:
            _copy(pattern, home)
        tried += 1
        kind = kinds.pop()
        command, moment = make_command(kind, home, folder, chance), choose_moment(whole[kind], chance)
        try:
            outcome = try_moment(home, kind, command, moment)
        except Exception as error:
            outcome = Outcome(kind, f"{moment}", "?", ["".join(traceback.format_exception(error))])
            tried = 0
        if outcome.phase == "ended before" and not outcome.faults:
            kinds.append(kind)
        else:
            yield outcome


def choose_moment(whole: Run, chance: random.Random) -> Moment:
    """A moment of a command that does as it did when it was left alone."""
    if chance.random() < BY_CLOCK:
        return Moment(seconds=chance.uniform(0, whole.took))
    side = chance.choice(("before", "after", "later", "later"))
    return Moment(chance.randrange(len(whole.calls)), "", side, chance.uniform(0, LATER))


def draw_table(outcomes: list[Outcome]) -> str:
    """Markdown: a line a command and phase, which edition was current afterwards, what was left, and what was lost."""
    lines = [f"| {' | '.join(COLUMNS)} |", f"|{'|'.join(['---'] * 2 + ['--:'] * (len(COLUMNS) - 2))}|"]
    for command in SHARES:
        mine = [outcome for outcome in outcomes if outcome.command == command]
        for phase in sorted({outcome.phase for outcome in mine}):
            lines.append(_draw_line(command, phase, [outcome for outcome in mine if outcome.phase == phase]))
    lines.append(_draw_line("all", "", outcomes))
    return "\n".join(lines)


def _draw_line(command: str, phase: str, outcomes: list[Outcome]) -> str:
    editions = Counter(outcome.edition for outcome in outcomes)
    left, faults = (sum(bool(one) for one in found) for found in zip(*((o.left, o.faults) for o in outcomes), strict=True))
    decided = f"{sum(outcome.lost for outcome in outcomes)} of {sum(outcome.acknowledged for outcome in outcomes)}"
    counts = (len(outcomes), editions["old"], editions["new"], editions["unchanged"], left, decided, faults)
    return f"| {command} | {phase} | {' | '.join(map(str, counts))} |"


def _run_whole(pattern: Home, kind: str, folder: Path, chance: random.Random) -> Run:
    """A command that nobody kills: how long it takes, and which calls it makes."""
    home = Home(folder / "whole")
    _copy(pattern, home)
    return run_killed(home, make_command(kind, home, folder, chance), Moment())


def _copy(pattern: Home, home: Home) -> None:
    shutil.rmtree(home.root, ignore_errors=True)
    shutil.copytree(pattern.root, home.root)


def main() -> int:
    parser = argparse.ArgumentParser("python -m tests.crash", description=__doc__)
    parser.add_argument("--moments", type=int, default=200)
    parser.add_argument("--seed", type=int, default=6)
    given = parser.parse_args()
    outcomes = []
    with tempfile.TemporaryDirectory() as folder:
        for outcome in try_moments(given.moments, given.seed, Path(folder)):
            outcomes.append(outcome)
            for fault in outcome.faults:
                print(f"{outcome.command}, {outcome.phase}: {fault}", file=sys.stderr, flush=True)
            if len(outcomes) % 20 == 0:
                print(f"{len(outcomes)} of {given.moments}", file=sys.stderr, flush=True)
    print(draw_table(outcomes))
    return 1 if any(outcome.faults for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
