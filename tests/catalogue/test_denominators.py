"""What totals may be divided by is data, and all slips in it are named with a hint in one round."""

from __future__ import annotations

from pathlib import Path

import pytest

from yearbook.catalogue.denominators import load_denominators
from yearbook.catalogue.files import DataError


def test_the_shipped_denominators_are_sound_and_offer_residents_vehicles_and_floor_area() -> None:
    found = load_denominators()
    assert {"residents", "vehicles_before_reform", "floor_area"} <= set(found)
    assert [one.id for one in found.values() if one.metric is None] == ["residents"]
    assert found["residents"].unit_of("tce") == "tce/residents"
    assert all(one.unit_of("yuan") == "percent" for one in found.values() if one.is_share)


WORDS = "name: {zh: 甲, en: a}\n  what: {zh: 甲, en: a}"


@pytest.mark.parametrize(
    ("entry", "hint"),
    [
        ("metric: energy.nothing\n  of: [energy.boilers]\n  per: 100", "is no metric"),
        ("metric: energy.boilers_change\n  of: [energy.boilers]\n  per: 100", "no additive total"),
        ("metric: energy.boilers\n  per: 100", "needs both"),
        ("metric: safety.drills\n  of: [energy.boilers]\n  per: 10", "per 100"),
        ("metric: safety.drills\n  of: [energy.boilers]\n  per: 1\n  unit: {zh: 台, en: v}", "must hold"),
        ("metrik: energy.boilers\n  per: 1", "malformed"),
    ],
)
def test_a_slip_names_the_file_the_entry_and_a_hint(small_catalogue: Path, entry: str, hint: str) -> None:
    (small_catalogue / "denominators.yaml").write_text(f"- id: slip\n  {WORDS}\n  {entry}\n", encoding="utf-8")
    with pytest.raises(DataError, match=f"denominators.yaml: slip: .*{hint}"):
        load_denominators(small_catalogue)


def test_all_slips_come_in_one_round(small_catalogue: Path) -> None:
    entries = [f"- id: {name}\n  {WORDS}\n  metric: energy.boilers\n  per: 100\n" for name in ("one", "two")]
    (small_catalogue / "denominators.yaml").write_text("".join(entries), encoding="utf-8")
    with pytest.raises(DataError) as error:
        load_denominators(small_catalogue)
    assert [fault.place for fault in error.value.faults] == ["one", "two"]
