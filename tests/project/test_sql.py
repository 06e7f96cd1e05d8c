"""SQL is fixed text: what people say reaches it by parameters; what is put into it by hand is a quoted file or a name of ours."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from yearbook.catalogue.files import PROJECT

ASKING = {"execute", "executemany", "sql", "query", "from_query"}  # methods of a DuckDB connection that take SQL
FROM_PEOPLE = {"given", "request", "words", "typed", "value", "values", "param", "params", "text", "title", "who", "name_zh"}
SCRIPTS = [PROJECT / "app.py", *sorted((PROJECT / "pages").rglob("*.py")), *sorted((PROJECT / "yearbook").rglob("*.py"))]
QUESTIONS = {file.stem for file in (PROJECT / "queries" / "pages").glob("*.sql")}


def test_sql_holds_nothing_that_people_say() -> None:
    faults = {f"{file.relative_to(PROJECT)}:{fault}" for file in SCRIPTS for fault in _find_faults(file.read_text("utf-8"))}
    assert faults == set()


@pytest.mark.parametrize(
    "bad",
    [
        "def f(c, x):\n    c.execute('select ' + x)",
        "def f(c, x):\n    c.sql('select %s' % x)",
        "def f(c, x):\n    c.execute('select {}'.format(x))",
        "def f(c, file):\n    c.execute(f\"attach '{file}'\")",
        "def f(c, typed):\n    c.execute(f'select * from {typed}')",
        "def f(view, metric):\n    view.ask(f'facts_{metric}')",
        "def f(view):\n    view.ask('no_such_question')",
    ],
)
def test_each_way_to_put_words_into_sql_is_found(bad: str) -> None:
    assert list(_find_faults(bad))


@pytest.mark.parametrize(
    "good",
    [
        "def f(c, x):\n    c.execute('select $x', {'x': x})",
        "def f(c, file):\n    c.execute(f\"attach '{quote(file)}' as edition\")",
        "def f(c, file):\n    file = quote(file)\n    c.execute(f\"attach '{file}'\")",
        "def f(view):\n    view.ask('facts', regions=('430000',))",
    ],
)
def test_parameters_and_quoted_files_are_right(good: str) -> None:
    assert list(_find_faults(good)) == []


def test_only_the_warehouse_speaks_sql() -> None:
    elsewhere = {
        file
        for file in SCRIPTS
        if not {"warehouse", "store", "exports", "cli", "benchmarks"} & set(file.parts) and _imports_duckdb(file)
    }
    assert elsewhere == set()


def _find_faults(source: str) -> Iterator[str]:
    tree = ast.parse(source)
    for call in _calls(tree, "ask"):
        asked = call.args[0]
        if isinstance(asked, ast.JoinedStr | ast.BinOp) or (isinstance(asked, ast.Constant) and asked.value not in QUESTIONS):
            yield f"{call.lineno}: asks what is no file of queries/pages"
    for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
        safe = {name for name, value in _assigned(function) if _quotes(value)}
        for call in _calls(function, *ASKING):
            if any(_puts_together(node) for node in ast.walk(call.args[0])):
                yield f"{call.lineno}: puts SQL together"
            for before, shown in _interpolated(call.args[0]):
                if before.endswith("'") and not _quotes(shown) and ast.unparse(shown) not in safe:
                    yield f"{call.lineno}: {ast.unparse(shown)} stands in quotes and was not quoted"
                if {node.id for node in ast.walk(shown) if isinstance(node, ast.Name)} & FROM_PEOPLE:
                    yield f"{call.lineno}: {ast.unparse(shown)} belongs in a parameter"


def _calls(tree: ast.AST, *names: str) -> list[ast.Call]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    return [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr in names]


def _puts_together(node: ast.AST) -> bool:
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Add | ast.Mod)
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"format", "format_map"}


def _interpolated(sql: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """What is put into an f-string, each with the text that stands before it."""
    for node in ast.walk(sql):
        if isinstance(node, ast.JoinedStr):
            for before, part in zip([None, *node.values], node.values, strict=False):
                if isinstance(part, ast.FormattedValue):
                    yield str(before.value) if isinstance(before, ast.Constant) else "", part.value


def _assigned(function: ast.FunctionDef) -> list[tuple[str, ast.expr]]:
    nodes = [node for node in ast.walk(function) if isinstance(node, ast.Assign)]
    return [(target.id, node.value) for node in nodes for target in node.targets if isinstance(target, ast.Name)]


def _quotes(value: ast.expr) -> bool:
    written = ast.unparse(value)
    return "quote(" in written or '.replace("\'", "\'\'")' in written


def _imports_duckdb(file: Path) -> bool:
    nodes = list(ast.walk(ast.parse(file.read_text("utf-8"))))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return "duckdb" in names | {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}
