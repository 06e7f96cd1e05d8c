"""Make an edition of invented facts in an empty folder: python -m benchmarks.scripts.generate --facts N --into FOLDER."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.generated import publish_generated
from yearbook.catalogue.files import Home


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=int, default=1_000_000, metavar="N")
    parser.add_argument("--into", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--seed", type=int, default=0, metavar="N")
    arguments = parser.parse_args()
    note = publish_generated(Home(arguments.into), arguments.facts, arguments.seed)
    print(f"{arguments.into}: {note.facts:,} invented facts, {note.reports:,} reports")


if __name__ == "__main__":
    main()
