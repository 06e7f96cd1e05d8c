#!/usr/bin/env bash
# One would guess: Dask reads a Hive-partitioned tree as pandas and PyArrow do, and finds the first day of a column of dates.
# What happens: 1. The folder of rows without the value (year=__HIVE_DEFAULT_PARTITION__) makes the tree unreadable, because each file
# is read by itself and a type is guessed from its folder alone; len() still counts its rows. 2. A partition is an unordered
# category: year == 2020 works, year >= 2020 is a TypeError; filters=[("year", ">=", 2020)] works. 3. min() and max() of a column
# of date32 are a TypeError before anything is read (Can't handle meta of type 'datetime.date'); pandas finds them.
# Seen 2026-11-30 with dask 2026.8.0, pandas 3.1.1 and pyarrow 26.0.1 on Python 3.11.
source "$(dirname "$0")/compare.bash" dask==2026.8.0 pandas==3.1.1 pyarrow==26.0.1
cat > expected <<'EXPECTED'
pyarrow [2019, 2020, None]
dask, all three folders: ArrowInvalid
their rows: 3
year == 2020: 1
year >= 2020: TypeError
filters year >= 2020: 1
first day: TypeError
first day by pandas: 2020-01-01
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import shutil
from datetime import date
from pathlib import Path

import pyarrow
import pyarrow.dataset
from dask import dataframe
from pyarrow import parquet

for place, year in enumerate(["2019", "2020", "__HIVE_DEFAULT_PARTITION__"]):
    folder = Path("tree", f"year={year}")
    folder.mkdir(parents=True)
    parquet.write_table(pyarrow.table({"n": [place], "day": [date(2020, 1, 1 + place)]}), folder / "part.parquet")


def attempt(act):
    try:
        return act()
    except (pyarrow.ArrowInvalid, TypeError) as error:
        return type(error).__name__


print("pyarrow", pyarrow.dataset.dataset("tree", partitioning="hive").to_table().sort_by("n")["year"].to_pylist())
print("dask, all three folders:", attempt(lambda: len(dataframe.read_parquet("tree").compute())))
print("their rows:", attempt(lambda: len(dataframe.read_parquet("tree"))))
shutil.rmtree("tree/year=__HIVE_DEFAULT_PARTITION__")
frame = dataframe.read_parquet("tree")
print("year == 2020:", len(frame[frame["year"] == 2020]))
print("year >= 2020:", attempt(lambda: len(frame[frame["year"] >= 2020])))
print("filters year >= 2020:", len(dataframe.read_parquet("tree", filters=[("year", ">=", 2020)])))
print("first day:", attempt(lambda: frame["day"].min().compute()))
print("first day by pandas:", frame.compute()["day"].min())
PYTHON
