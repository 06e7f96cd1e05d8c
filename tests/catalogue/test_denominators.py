"""What totals may be divided by is data, and a slip in it is told with its mend."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from yearbook.catalogue.denominators import load_denominators
from yearbook.catalogue.files import DataError, catalogue_folder


def test_the_shipped_denominators_are_sound_and_offer_residents_vehicles_and_floor_area() -> None:
    found = load_denominators()
    assert {"residents", "vehicles_before_reform", "floor_area"} <= set(found)
    assert [one.id for one in found.values() if one.metric is None] == ["residents"]
    assert found["residents"].unit_of("tce") == "tce/residents"
    assert all(one.unit_of("yuan") == "percent" for one in found.values() if one.is_share)


@pytest.mark.parametrize(
    ("entry", "mend"),
    [
        ("metric: vehicles.nothing\n  of: [vehicles.withdrawn]\n  per: 100", "is no metric"),
        ("metric: vehicles.withdrawn_share\n  of: [vehicles.withdrawn]\n  per: 100", "no additive total"),
        ("metric: vehicles.fleet\n  per: 100", "needs both"),
        ("metric: vehicles.fleet\n  of: [vehicles.withdrawn]\n  per: 10", "per 100"),
        ("metric: vehicles.fleet\n  of: [vehicles.withdrawn]\n  per: 1\n  unit: {zh: 辆, en: v}", "must hold"),
        ("metrik: vehicles.fleet\n  per: 1", "malformed"),
    ],
)
def test_a_slip_names_the_file_the_entry_and_the_mend(tmp_path: Path, entry: str, mend: str) -> None:
    folder = tmp_path / "catalogue"
    shutil.copytree(catalogue_folder(), folder)
    words = "name: {zh: 甲, en: a}\n  what: {zh: 甲, en: a}"
    (folder / "denominators.yaml").write_text(f"- id: slip\n  {words}\n  {entry}\n", encoding="utf-8")
    with pytest.raises(DataError, match=f"denominators.yaml: slip: .*{mend}"):
        load_denominators(folder)
