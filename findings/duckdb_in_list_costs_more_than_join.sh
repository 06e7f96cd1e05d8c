#!/usr/bin/env bash
# One would guess: `where key in [eight keys]` is at least as cheap as to join a table of the eight keys.
# What happens: the list is compared with every row; a semi join with the unnested list filters while it scans, and takes about a
# third of the processor time on 400,000 sorted rows.
# Seen 2026-11-30 with duckdb 2.0.0 on Python 3.11.
source "$(dirname "$0")/compare.bash" duckdb==2.0.0
cat > expected <<'EXPECTED'
the same rows: True
the list takes at least 1.5 times as long: True
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import time

import duckdb

MADE = """create table rows as
select (hash(n // 47) >> 1)::bigint as key, 'text ' || n as words, n * 1.5 as value, md5(n::varchar) as id
from range(400000) as made (n) order by key"""
with duckdb.connect("rows.duckdb") as connection:
    connection.execute(MADE)
reader = duckdb.connect("rows.duckdb", read_only=True)
keys = [key for (key,) in reader.execute("select distinct key from rows order by hash(key) limit 8").fetchall()]


def ask(sql):
    return sorted(reader.execute(sql, {"keys": keys}).fetchall())


def measure(sql):
    times = []
    for _ in range(5):
        begun = time.process_time()
        for _ in range(20):
            ask(sql)
        times.append(time.process_time() - begun)
    return min(times)


listed = "select * from rows where key in $keys"
joined = "with asked as (select unnest($keys::bigint[]) as key) select * from rows semi join asked using (key)"
print("the same rows:", ask(listed) == ask(joined))
print("the list takes at least 1.5 times as long:", measure(listed) > 1.5 * measure(joined))
PYTHON
