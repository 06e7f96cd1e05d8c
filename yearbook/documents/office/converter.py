"""Converter: files of older and other office programs become DOCX and XLSX by an installed LibreOffice.

LibreOffice says 0 whatever happens and takes any bytes for a text, so the import filter is named and the output looked for. Each
conversion has a profile of its own, in which macros are off and links are not followed: that costs 0.1 of 1.25 s of processor.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import threading
import zipfile
from dataclasses import dataclass
from pathlib import Path

from yearbook.catalogue.files import PROJECT, temporary_folder
from yearbook.catalogue.messages import Message
from yearbook.documents.document import MB, Limits, Refusal
from yearbook.documents.office import supervisor
from yearbook.documents.office.signatures import ODF_LOCKED, is_early_doc, is_locked_doc

SETTING = "YEARBOOK_SOFFICE"
_NAMES = ("soffice", "libreoffice")
_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/opt/libreoffice/program/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)
_DOCX, _XLSX = "docx:MS Word 2007 XML", "xlsx:Calc MS Excel 2007 XML"
# by kind of format: the file's ending, the filter that opens it, what is written
_FILTERS = {
    "doc": ("doc", "MS Word 97", _DOCX),
    "rtf": ("rtf", "Rich Text Format", _DOCX),
    "odt": ("odt", "writer8", _DOCX),
    "word-xml": ("xml", "MS Word 2003 XML", _DOCX),
    "ods": ("ods", "calc8", _XLSX),
    "xlsb": ("xlsb", "Calc MS Excel 2007 Binary", _XLSX),
    "excel-xml": ("xml", "MS Excel 2003 XML", _XLSX),
}
_REASONS = {supervisor.LATE: "late", supervisor.TOO_MUCH_MEMORY: "memory", supervisor.NOT_STARTED: "not_started"}
_GRACE = 10  # seconds after the limit of time in which the supervisor must have ended
_TURNS = threading.BoundedSemaphore(max(1, (os.cpu_count() or 1) // 2))  # each takes a processor and 200 MB


@dataclass(frozen=True, slots=True)
class _Option:
    path: str
    name: str
    value: str


_OPTIONS = (
    _Option("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    _Option("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    _Option("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    _Option("Writer/Content/Update", "Link", "0"),  # never
    _Option("Calc/Content/Update", "Link", "1"),  # never
)
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n'
    + "".join(
        f'<item oor:path="/org.openoffice.Office.{option.path}"><prop oor:name="{option.name}" oor:op="fuse">'
        f"<value>{option.value}</value></prop></item>\n"
        for option in _OPTIONS
    )
    + "</oor:items>\n"
)


def find_soffice() -> str | None:
    """The program of LibreOffice: the one that YEARBOOK_SOFFICE names, one on PATH, one in a usual place; else None."""
    named = os.environ.get(SETTING)
    if named:
        return shutil.which(named)
    on_path = (shutil.which(name) for name in _NAMES)
    usual = (place for place in _USUAL_PLACES if Path(place).exists())
    return next((path for path in on_path if path), None) or next(usual, None)


def convert(name: str, content: bytes, kind: str, limits: Limits) -> bytes:
    """The DOCX or XLSX that LibreOffice makes of a file of a kind. Raises Refusal where there is none, or it breaks a limit.

    A package (ODF, XLSB) must have been unpacked on trial before.
    """
    ending, source_filter, wanted = _FILTERS[kind]
    if kind == "doc" and is_early_doc(content):
        source_filter = "MS Word 95"  # opens those of Word 6, too
    label = ending.upper()
    if is_under_password(kind, content):
        raise Refusal(name, Message("documents.password", format=label))
    soffice = find_soffice()
    if soffice is None:
        raise Refusal(name, Message("documents.no_office", format=label, setting=SETTING))
    with _TURNS, temporary_folder("office") as folder:
        source, profile, out = folder / f"source.{ending}", folder / "profile", folder / "out"
        source.write_bytes(content)
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        options = [
            "--headless",
            "--norestore",
            "--nologo",
            "--nodefault",
            "--nolockcheck",
            f"-env:UserInstallation={profile.as_uri()}",
        ]
        command = [soffice, *options, f"--infilter={source_filter}", "--convert-to", wanted, "--outdir", str(out), str(source)]
        status = _run(folder, command, limits)
        if status != supervisor.ENDED:
            values = {"seconds": f"{limits.seconds:g}", "megabytes": limits.memory_bytes // MB}
            raise Refusal(name, Message(f"documents.{_REASONS.get(status, 'crashed')}", format=label, **values))
        try:
            return (out / f"source.{wanted.partition(':')[0]}").read_bytes()
        except FileNotFoundError as error:
            raise Refusal(name, Message("documents.not_converted", format=label)) from error


def is_under_password(kind: str, content: bytes) -> bool:
    """Whether a DOC says so in its head, or an ODF package of one of its parts in their list (ODF 1.2 part 3, 4.8.1)."""
    if kind == "doc":
        return is_locked_doc(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return bool(ODF_LOCKED.search(packed.read("META-INF/manifest.xml")))
    except Exception:  # whatever zipfile raises over a broken package, which LibreOffice will not open either
        return False


def _run(folder: Path, command: list[str], limits: Limits) -> int:
    """The status with which the supervisor of a command leaves; LATE where it does not."""
    bounds = [str(limits.seconds), str(limits.memory_bytes), str(limits.max_unpacked)]
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", supervisor.__name__, str(folder), *bounds, *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [str(PROJECT), os.environ.get("PYTHONPATH")]))},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Windows would open one
    )
    try:
        return process.wait(limits.seconds + _GRACE)
    except subprocess.TimeoutExpired:
        return supervisor.LATE
    finally:  # also after Ctrl-C: the end of its input tells the supervisor to end what it started
        assert process.stdin is not None
        process.stdin.close()
        try:
            process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
