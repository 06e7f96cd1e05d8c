"""Version of a part of the program: a checksum of its syntax trees, so that a reworded comment or docstring changes nothing."""

from __future__ import annotations

import ast
from functools import cache
from hashlib import sha256
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
READERS = ("catalogue", "documents", "extraction")  # what decides how a report is read
_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


@cache
def code_version(*parts: str) -> str:
    """Twelve hexadecimal digits that change when the code of these folders and modules of the package does.

    The checksum is taken automatically because a version kept by hand is forgotten just where it matters: reports would keep
    an extraction that the present code no longer makes. Parsing a hundred modules takes some 0.2 s, once a process.
    """
    digest = sha256()
    files = [file for part in parts for file in [*(PACKAGE / part).rglob("*.py"), *PACKAGE.glob(part)] if file.is_file()]
    for file in sorted(files):
        digest.update(file.relative_to(PACKAGE).as_posix().encode() + b"\0" + describe_syntax(file.read_bytes()).encode())
    return digest.hexdigest()[:12]


def describe_syntax(source: bytes) -> str:
    """The syntax tree of a module as text, without docstrings, comments and line numbers."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, _DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:]
    return ast.dump(tree)
