"""Two bodies of one region publish about one subject: one point with two sources where they agree, a contradiction where not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.small_catalogue import write_small_catalogue
from tests.warehouse.invented import understand
from yearbook.catalogue.files import Home
from yearbook.pipeline.ingest import ingest
from yearbook.warehouse.warehouse import Warehouse, open_warehouse

METRIC = "vehicles.acquired"
AFFAIRS, FINANCE, OTHER = "湖南省机关事务管理局", "湖南省财政厅", "广东省机关事务管理局"


def publish(folder: Path, *stated: tuple[str, int, int]) -> Home:
    """An installation with a report for each (publisher, year, value)."""
    home = Home(folder / "data")
    write_small_catalogue(home)
    for number, (publisher, year, value) in enumerate(stated):
        file = folder / f"{number}.txt"
        file.write_text(f"{publisher} {year}\n{METRIC}={value}\n", encoding="utf-8")
        ingest([file], home, understand=understand)
    return home


def find_lines(warehouse: Warehouse) -> dict[str, tuple[list[int], list[float]]]:
    lines = warehouse.ask("lines", metric=METRIC, agencies=(), settled=False)
    return {row["subject_zh"]: (list(row["years"]), list(row["values"])) for row in lines.to_dict("records")}


@pytest.mark.parametrize(
    ("other", "values", "sources", "contradicts"),
    [
        (5, [3, 5], [FINANCE, AFFAIRS], False),
        (6, [3, 6], [FINANCE], True),
    ],
    ids=["alike", "otherwise"],
)
def test_two_publishers_make_one_line(
    tmp_path: Path, other: int, values: list[int], sources: list[str], contradicts: bool
) -> None:
    home = publish(tmp_path, (AFFAIRS, 2019, 3), (AFFAIRS, 2020, 5), (FINANCE, 2020, other), (OTHER, 2020, 9))
    with open_warehouse(home) as warehouse:
        facts = warehouse.facts()
        assert find_lines(warehouse).keys() == {"湖南省直", "广东省直"}
        years, found = find_lines(warehouse)["湖南省直"]
        assert years == [2019, 2020]
        assert found[0] == values[0]
        assert found[1] in (5, other)  # of equal claims that with the smaller id
        said = facts[(facts["agency_zh"] == FINANCE)].iloc[0]
        assert set(facts.loc[facts["year"].eq(2020) & facts["region_code"].eq("430000"), "subject_zh"]) == {"湖南省直"}
        assert sorted(warehouse.ask("sources", fact_id=said["fact_id"])["agency_zh"]) == sorted(sources)
        assert ("disagreement" in list(said["caveats"])) == contradicts
        assert (len(warehouse.ask("rivals", fact_id=said["fact_id"])) > 0) == contradicts


def test_both_bodies_have_the_place_of_their_subject(tmp_path: Path) -> None:
    home = publish(tmp_path, (AFFAIRS, 2020, 5), (FINANCE, 2020, 5), (OTHER, 2020, 9))
    with open_warehouse(home) as warehouse:
        ids = warehouse.ask("agencies").set_index("name_zh")["agency_id"]
        places = [warehouse.ask("standings", agency=ids[name], settled=False).iloc[0] for name in (AFFAIRS, FINANCE)]
        assert [(place["reported"], place["rank"]) for place in places] == [(2, 2), (2, 2)]
        for name in (AFFAIRS, FINANCE):
            [latest] = warehouse.ask("latest_figures", agency=ids[name], region=None, settled=False).to_dict("records")
            assert (latest["subject_zh"], latest["value"]) == ("湖南省直", 5)
        assert len(warehouse.ask("latest_figures", agency=None, region="430000", settled=False)) == 1
