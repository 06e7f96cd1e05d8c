"""Times Datasette's CSV export of a table. Run by `yearbook bench` with the interpreter of .venv-peers.

usage: datasette_csv.py CSV FOLDER → loads the CSV into a SQLite file in the folder and prints a line of JSON with the name; then
for each line on stdin a line with the seconds that one export of all rows took (stream=1, in the process, no network).
"""

import asyncio
import csv
import json
import sqlite3
import sys
import time
from pathlib import Path


def load(source, target):
    with open(source, encoding="utf-8-sig", newline="") as file, sqlite3.connect(target) as connection:
        rows = csv.reader(file)
        names = next(rows)
        kinds = [f'"{name}" {"real" if name in ("value", "confidence") else "text"}' for name in names]
        connection.execute(f"create table facts ({', '.join(kinds)})")
        connection.executemany(f"insert into facts values ({', '.join('?' * len(names))})", rows)


async def export(datasette):
    start = time.perf_counter()
    answer = await datasette.client.get("/snapshot/facts.csv?_stream=1&_size=max")
    assert answer.status_code == 200, answer.text[:200]
    return time.perf_counter() - start, answer.content.count(b"\n")


async def serve(target):
    from datasette.app import Datasette

    datasette = Datasette([str(target)], settings={"max_csv_mb": 0, "sql_time_limit_ms": 60_000})
    await datasette.invoke_startup()
    print(json.dumps(["Datasette"]), flush=True)
    for _ in sys.stdin:
        seconds, lines = await export(datasette)
        assert lines > 1
        print(seconds, flush=True)


def main():
    target = Path(sys.argv[2]) / "snapshot.db"
    load(sys.argv[1], target)
    asyncio.run(serve(target))


if __name__ == "__main__":
    main()
