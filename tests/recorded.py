"""How much the public record holds that ships with the project, counted in its file without the program."""

from __future__ import annotations

from yearbook.catalogue.files import PROJECT, read_csv

_ROWS = read_csv(PROJECT / "data" / "record" / "figures.csv", ("agency_id", "status"))
FIGURES = len(_ROWS)
SETTLED = sum(row["status"] == "verified" for row in _ROWS)
BODIES = len({row["agency_id"] for row in _ROWS})
