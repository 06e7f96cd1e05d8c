"""Version of a part of the program: a checksum of its compiled code, so that a reworded comment or docstring changes nothing."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from types import CodeType
from typing import Any

PACKAGE = Path(__file__).resolve().parents[1]
READERS = ("catalogue", "documents", "extraction")  # what decides how a report is read


@cache
def code_version(*parts: str) -> str:
    """Twelve hexadecimal digits that change when the code of these folders and modules of the package does.

    The checksum is taken automatically because a version kept by hand is forgotten just where it matters: reports would keep
    an extraction that the present code no longer makes. To compile 180 modules takes a quarter of a second, once a process
    (their syntax trees took 0.6 s). Another version of Python makes other code.
    """
    digest = sha256()
    files = [file for part in parts for file in [*(PACKAGE / part).rglob("*.py"), *PACKAGE.glob(part)] if file.is_file()]
    for file in sorted(files):
        digest.update(file.relative_to(PACKAGE).as_posix().encode() + b"\0" + describe_code(file.read_bytes()).encode())
    return digest.hexdigest()[:12]


def describe_code(source: bytes) -> str:
    """What a module compiles to as text, without docstrings, assertions, comments and line numbers."""
    return repr(_describe(compile(source, "", "exec", dont_inherit=True, optimize=2)))


def _describe(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(map(repr, value))  # their order differs from process to process
    if not isinstance(value, CodeType):
        return value
    names = (value.co_names, value.co_varnames, value.co_freevars, value.co_cellvars)
    counts = (value.co_argcount, value.co_posonlyargcount, value.co_kwonlyargcount, value.co_flags)
    return value.co_name, value.co_code, value.co_exceptiontable, names, counts, [_describe(one) for one in value.co_consts]
