"""What it costs to open an edition: run as a process of its own, prints the seconds and the memory it came to, as JSON."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

from yearbook.catalogue.files import PROJECT, Home


def open_elsewhere(home: Home) -> tuple[float, float]:
    """The seconds that opening the current edition and a first answer take in a new process, and the MB that process came to."""
    command = [sys.executable, "-m", "benchmarks.opening", str(home.root)]
    told = json.loads(subprocess.run(command, cwd=PROJECT, capture_output=True, check=True, encoding="utf-8").stdout)
    return float(told["seconds"]), float(told["megabytes"])


def main() -> None:
    from yearbook.warehouse.warehouse import open_warehouse

    root = Path(sys.argv[1])
    start = time.perf_counter()
    with open_warehouse(Home(root)) as warehouse:
        warehouse.ask("edition")
        seconds = time.perf_counter() - start
        for list_of in ("metrics", "regions_with_facts", "agencies", "years_with_facts"):  # what every page offers
            warehouse.ask(list_of)
        print(json.dumps({"seconds": seconds, "megabytes": _most_memory()}))


def _most_memory() -> float:
    """The most memory that this process has held so far, in MB; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="utf-8").splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1000 for line in lines if line.startswith("VmHWM")), 0.0)


if __name__ == "__main__":
    main()
