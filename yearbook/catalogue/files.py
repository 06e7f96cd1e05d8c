"""Paths of shipped files and of the user's data folder, and readers for YAML and CSV whose errors name file, place and fix.

Temporary folders, too, and what becomes of those whose process is gone.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

PACKAGE = Path(str(files("yearbook"))).resolve()
INSTALLED = (PACKAGE / "_bundled").is_dir()
PROJECT = PACKAGE / "_bundled" if INSTALLED else PACKAGE.parent
"""The folder with app.py, pages/, queries/, static/ and data/: a checkout, or what a wheel carries inside the package."""

QUIET = 600.0  # seconds without a new file in a temporary folder: a process of another container may have no number here


class DataError(ValueError):
    """A data file is not as it should be; the message names the file, the entry and what to do.

    A hint is a Message where anybody may read it. Those on files of the catalogue are plain English: who edits these reads their
    keys, which are English, and a fault may lie in words/*.yaml itself, from which no sentence can be taken then.
    """

    def __init__(self, file: Path | str, place: str, hint: str) -> None:
        super().__init__(file, place, hint)  # all three, so that it passes between processes
        self.file, self.place, self.hint = Path(file), place, hint

    def __str__(self) -> str:
        shown = self.file.relative_to(PROJECT) if self.file.is_relative_to(PROJECT) else self.file
        return f"{shown}: {self.place}: {self.hint}"

    @property
    def faults(self) -> tuple[DataError, ...]:
        return (self,)


class DataErrors(DataError):
    """Several faults, reported in one round; file, place and hint are those of the first."""

    def __init__(self, *faults: DataError) -> None:
        super().__init__(faults[0].file, faults[0].place, faults[0].hint)
        self.args = self._faults = faults

    def __str__(self) -> str:
        return "\n".join(map(str, self._faults))

    @property
    def faults(self) -> tuple[DataError, ...]:
        return self._faults


class Faults(list[DataError]):
    """Faults that are collected, so that all of them are reported in one round."""

    def append(self, fault: DataError) -> None:
        """Add a fault, or each of several; one that was found before is not added again."""
        known = set(map(str, self))
        self.extend(one for one in fault.faults if str(one) not in known)

    @contextmanager
    def catch(self) -> Iterator[None]:
        """Collect a DataError that the block raises."""
        try:
            yield
        except DataError as error:
            self.append(error)

    def merge(self) -> DataError:
        """The one fault, or an error that holds all of them."""
        return self[0] if len(self) == 1 else DataErrors(*self)


@contextmanager
def collect_faults() -> Iterator[Faults]:
    """Raises DataError at the end of the block where faults were collected in it."""
    faults = Faults()
    yield faults
    if faults:
        raise faults.merge()


@dataclass(frozen=True, slots=True)
class Home:
    """The folders of one installation. `catalogue`, `record` and `samples` ship with the project; the rest grows in use."""

    root: Path

    @property
    def catalogue(self) -> Path:
        return self._shipped("catalogue")

    @property
    def own_catalogue(self) -> Path:
        """Metrics and words that the installation adds to the catalogue."""
        return self.root / "own_catalogue"

    @property
    def record(self) -> Path:
        return self._shipped("record")

    @property
    def samples(self) -> Path:
        return self._shipped("samples")

    @property
    def reports(self) -> Path:
        return self.root / "reports"

    @property
    def decisions(self) -> Path:
        return self.root / "decisions"

    @property
    def extractions(self) -> Path:
        """Derived; may be deleted at any time."""
        return self.root / "extractions"

    @property
    def editions(self) -> Path:
        return self.root / "editions"

    def _shipped(self, name: str) -> Path:
        own = self.root / name
        return own if own.is_dir() else PROJECT / "data" / name


def home() -> Home:
    """The data folder in use: YEARBOOK_DATA, else data/ of a checkout or, installed, the platform's folder for user data."""
    named = os.environ.get("YEARBOOK_DATA")
    if named:
        return Home(Path(named))
    return Home(_platform_data_folder() if INSTALLED else PROJECT / "data")


def _platform_data_folder() -> Path:
    """Where an installed package keeps user data: the XDG base directory, Application Support, or LOCALAPPDATA."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "yearbook"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "yearbook"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "yearbook"


def read_text(file: Path) -> str:
    """The content of a UTF-8 file. Raises DataError where it cannot be read."""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(file, "whole file", f"cannot be read ({error})") from error


def read_yaml(file: Path) -> Any:
    """The content of a YAML file. Raises DataError with the line where it cannot be read."""
    return parse_yaml(read_text(file), file)


def parse_yaml(text: str, file: Path) -> Any:
    """The content of a YAML text that stands, or is to stand, in `file`. Raises DataError with the line of a slip."""
    try:
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}" if mark else "whole file"
        raise DataError(file, place, f"is not valid YAML ({getattr(error, 'problem', error)}); correct the line") from error


def read_csv(file: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows of a CSV as dicts, cells stripped. Excel's UTF-8 with BOM and GB18030 are understood.

    Raises DataError where a column of `columns` is missing or a row has another number of cells.
    """
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise DataError(file, "whole file", f"cannot be read ({error})") from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise DataError(file, "whole file", "is neither UTF-8 nor GB18030; save it as UTF-8")
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = [name for name in columns if name not in (reader.fieldnames or ())]
    if missing:
        raise DataError(file, "line 1", f"lacks the column(s) {', '.join(missing)}; add them to the heading")
    rows = []
    for row in reader:
        if None in row or None in row.values():
            raise DataError(file, f"line {reader.line_num}", "has another number of cells than the heading; add or remove commas")
        rows.append({name: cell.strip() for name, cell in row.items()})
    return rows


@cache
def catalogue_folder() -> Path:
    """The catalogue in use by this process."""
    return home().catalogue


def hash_folder(folder: Path) -> str:
    """SHA-256 over the names and bytes of all YAML and CSV files of a folder."""
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.suffix in {".yaml", ".csv"}):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


@contextmanager
def temporary_folder(purpose: str) -> Iterator[Path]:
    """A folder of this process for `purpose`, removed at the end; those that killed processes left for it are removed first."""
    parent, stem = Path(tempfile.gettempdir()), f"yearbook-{purpose}-"
    for leftover in parent.glob(f"{stem}*"):
        owner = leftover.name.removeprefix(stem).partition("-")[0]
        with suppress(OSError):  # another writer has just removed it
            if owner.isdecimal() and is_abandoned(leftover, int(owner)) and time.time() - leftover.stat().st_mtime > QUIET:
                shutil.rmtree(leftover, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=f"{stem}{os.getpid()}-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def is_abandoned(unfinished: Path, owner: int) -> bool:
    """Whether the process that writes a file or fills a folder is gone.

    Windows cannot be asked without risk: there an hour must have passed.
    """
    if os.name == "nt":
        return time.time() - unfinished.stat().st_mtime > 3600
    try:
        os.kill(owner, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass
    return False
