"""Time to open an edition and the memory that this takes; run as a process of its own, prints both as JSON."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import psutil

from yearbook.catalogue.files import PROJECT, Home


def open_in_new_process(home: Home) -> tuple[float, float, float]:
    """Seconds to open the current edition and answer once in a new process, to answer once more, and its MB after that.

    Not getrusage's maximum: a process that is started by a large one begins with that one's (Linux, vfork).
    """
    command = [sys.executable, "-m", "benchmarks.scripts.opening", str(home.root)]
    measured = json.loads(subprocess.run(command, cwd=PROJECT, capture_output=True, check=True, encoding="utf-8").stdout)
    return measured["seconds"], measured["warm"], measured["megabytes"]


def main() -> None:
    from yearbook.warehouse.warehouse import open_warehouse

    root = Path(sys.argv[1])
    start = time.perf_counter()
    with open_warehouse(Home(root)) as warehouse:
        warehouse.ask("edition")
        seconds = time.perf_counter() - start
        start = time.perf_counter()
        warehouse.ask("metrics")
        warm = time.perf_counter() - start
        for list_of in ("regions_with_facts", "agencies", "years_with_facts"):  # what every page offers
            warehouse.ask(list_of)
        megabytes = psutil.Process().memory_info().rss / 1e6
        print(json.dumps({"seconds": seconds, "warm": warm, "megabytes": megabytes}))


if __name__ == "__main__":
    main()
