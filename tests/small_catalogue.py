"""A catalogue of a few metrics for an installation under test, so that metrics that ship may come, change and go."""

from __future__ import annotations

import shutil

from yearbook.catalogue.files import PROJECT, Home

METRIC = (
    "- {{id: {id}, name: {{zh: {name}, en: {id}}}, unit: {unit}, dimension: count, kind: {kind}, better: neither, additive: true,"
    " headline: false, definition: {{zh: 示例。, en: An example.}}, wordings: [{wordings}]}}"
)
METRICS = {  # topic → id, name, unit, kind, wordings
    "energy": (
        ("energy.charging_piles", "充电桩数", "pile", "stock", "充电桩"),
        ("energy.boilers_phased_out", "淘汰锅炉数", "set", "flow", "淘汰…锅炉"),
    ),
    "safety": (),
    "services": (),
    "vehicles": (
        ("vehicles.acquired", "更新公务用车数", "vehicle", "flow", "更新…公务用车"),
        ("vehicles.purchased", "购置公务用车数", "vehicle", "flow", "购置…公务用车"),
        ("vehicles.trips", "出车次数", "trip", "flow", "出车"),
    ),
}


def write_small_catalogue(home: Home) -> None:
    """Give a data folder these metrics, with the shipped units, terms, regions and agencies, and no public record."""
    metrics, shipped = home.root / "catalogue" / "metrics", PROJECT / "data"
    metrics.mkdir(parents=True)
    for name in ("units.yaml", "terms.yaml", "regions.csv", "agencies.csv"):
        shutil.copy(shipped / "catalogue" / name, metrics.parent / name)
    for topic, entries in METRICS.items():
        names = ("id", "name", "unit", "kind", "wordings")
        listed = [METRIC.format(**dict(zip(names, entry, strict=True))) for entry in entries]
        text = "\n".join([f"topic: {topic}", f"name: {{zh: {topic}, en: {topic}}}", "icon: bolt", "metrics:", *listed])
        (metrics / f"{topic}.yaml").write_text(text + "\n", encoding="utf-8")
    record = home.root / "record"
    record.mkdir()
    for file in (shipped / "record").glob("*.csv"):
        heading = file.read_text(encoding="utf-8-sig").splitlines()[0]
        (record / file.name).write_text(heading + "\n", encoding="utf-8")
