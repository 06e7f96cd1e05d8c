#!/usr/bin/env bash
# One would guess: ATTACH OR REPLACE opens the file that stands at the path now. After os.replace() has put another database there,
# the attached name gives the new rows.
# What happens: DuckDB keeps one instance a path in the process. While the old file is attached, ATTACH OR REPLACE of the same path
# gives the old rows again, without a word; so does a detached and attached path while another connection holds it. A hard link
# of the new file under a name that was never open gives the new rows.
# Seen 2026-11-30 with duckdb 2.0.0 on Python 3.11.
source "$(dirname "$0")/compare.bash" duckdb==2.0.0
cat > expected <<'EXPECTED'
first: [(1,)]
same path: [(1,)]
fresh name: [(2,)]
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import os

import duckdb


def write(path, value):
    with duckdb.connect(path) as connection:
        connection.execute(f"create table figures as select {value} as value")


write("edition.duckdb", 1)
reader = duckdb.connect()
reader.execute("attach 'edition.duckdb' as edition (read_only)")
print("first:", reader.execute("select value from edition.figures").fetchall())
write("next.duckdb", 2)
os.link("next.duckdb", "fresh_name.duckdb")
os.replace("next.duckdb", "edition.duckdb")
reader.execute("attach or replace 'edition.duckdb' as edition (read_only)")
print("same path:", reader.execute("select value from edition.figures").fetchall())
reader.execute("attach or replace 'fresh_name.duckdb' as edition (read_only)")
print("fresh name:", reader.execute("select value from edition.figures").fetchall())
PYTHON
