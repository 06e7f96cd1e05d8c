"""Which function of the program refers to which, read from its syntax: enough to see what stands in whose protection.

A function is known as `warehouse.disk.files:write_whole`, a method as `warehouse.disk.copying:Copying.finish`, a module's own
lines as `module:`. Whoever names a function may call it; a method is meant wherever its name is used in a module that knows its
class. A reference inside `with guard(…)` is guarded.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from yearbook.data import PROJECT


@dataclass(slots=True)
class Function:
    """`changes` are the lines that change files themselves, `refers` the functions that it names; both with their guards.

    A guard is the name of a context manager, and its first argument after `home` where that is text: `acting decide`.
    """

    name: str
    changes: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    refers: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)


def read_program() -> dict[str, Function]:
    """Every function of app.py, pages/ and yearbook/ by its name."""
    scripts = [PROJECT / "app.py", *sorted((PROJECT / "pages").rglob("*.py")), *sorted((PROJECT / "yearbook").rglob("*.py"))]
    return read_functions({_name_module(script): script.read_text(encoding="utf-8") for script in scripts})


def read_functions(sources: dict[str, str]) -> dict[str, Function]:
    """Every function of some modules, given as name → source."""
    trees = {module: ast.parse(source) for module, source in sources.items()}
    defined = {module: dict(_list_defined(tree)) for module, tree in trees.items()}
    functions: dict[str, Function] = {}
    for module, tree in trees.items():
        reader = _Reader(module, defined, _list_imported(tree, defined))
        reader.visit(tree)
        functions |= reader.functions
    return functions


def find_unguarded(functions: dict[str, Function], guards: Collection[str], allowed: Collection[str]) -> set[str]:
    """The functions that change files outside of every guard, or have it done so, and that no other function calls.

    What `allowed` functions do is right; whoever calls them changes nothing.
    """
    bare = {name for name, function in functions.items() if _is_bare(function.changes, guards)} - {*allowed}
    while True:
        more = {name for name, one in functions.items() if _is_bare(((to, by) for to, by in one.refers if to in bare), guards)}
        if (more := more - bare - {*allowed}) == set():
            break
        bare |= more
    named = {to for name, function in functions.items() for to, _ in function.refers if to != name}
    return bare - named


def find_reaching(functions: dict[str, Function], guards: Collection[str]) -> set[str]:
    """The functions in which, or in what they call, something stands in a guard."""
    reaching = {name for name, one in functions.items() if any(_holds(by, guards) for _, by in (*one.changes, *one.refers))}
    while more := {name for name, one in functions.items() if any(to in reaching for to, _ in one.refers)} - reaching:
        reaching |= more
    return reaching


def _is_bare(
    found: Collection[tuple[str, tuple[str, ...]]] | Iterator[tuple[str, tuple[str, ...]]], guards: Collection[str]
) -> bool:
    return any(not _holds(by, guards) for _, by in found)


def _holds(by: tuple[str, ...], guards: Collection[str]) -> bool:
    return any(guard.partition(" ")[0] in guards for guard in by)


def _name_module(script: Path) -> str:
    return ".".join(script.relative_to(PROJECT).with_suffix("").parts).removeprefix("yearbook.")


def _list_defined(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The functions and classes of a module: name → itself, method → its class."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, ""
        if isinstance(node, ast.ClassDef):
            yield node.name, "class"
            yield from ((f"{node.name}.{method.name}", "method") for method in node.body if isinstance(method, ast.FunctionDef))


def _list_imported(tree: ast.Module, defined: dict[str, dict[str, str]]) -> dict[str, str]:
    """What the imports of a module call by which name: `module:function`, or the name of a module."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("yearbook"):
            module = node.module.removeprefix("yearbook").lstrip(".")
            for alias in node.names:
                inner = f"{module}.{alias.name}".lstrip(".")
                found[alias.asname or alias.name] = inner if inner in defined else f"{module}:{alias.name}"
    return found


class _Reader(ast.NodeVisitor):
    def __init__(self, module: str, defined: dict[str, dict[str, str]], imported: dict[str, str]) -> None:
        self._module, self._defined, self._imported = module, defined, imported
        self._class, self._depth = "", 0
        self._guards: tuple[str, ...] = ()
        self._here = Function(f"{module}:")
        self.functions = {self._here.name: self._here}
        known = [f"{module}:{name}" for name in defined[module]] + [name for name in imported.values() if ":" in name]
        classes = [name for name in known if self._kind(name) == "class"]
        self._methods: dict[str, list[str]] = {}
        for name in classes:
            owner, _, one = name.partition(":")
            for method in (other for other in defined[owner] if other.startswith(f"{one}.")):
                self._methods.setdefault(method.partition(".")[2], []).append(f"{owner}:{method}")

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._class = node.name
        self.generic_visit(node)
        self._class = ""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        outer, guards = self._here, self._guards
        if self._depth == 0:
            self._here = Function(f"{self._module}:{self._class}{'.' if self._class else ''}{node.name}")
            self.functions[self._here.name] = self._here
        self._depth += 1
        for part in (*node.args.defaults, *(one for one in node.args.kw_defaults if one), *node.decorator_list, *node.body):
            self.visit(part)  # and not the annotations: they call nothing
        self._depth -= 1
        self._here, self._guards = outer, guards

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_With(self, node: ast.With) -> None:
        before = self._guards
        for item in node.items:
            self.visit(item.context_expr)
            self._guards += tuple(_name_guard(call) for call in ast.walk(item.context_expr) if isinstance(call, ast.Call))
        for statement in node.body:
            self.visit(statement)
        self._guards = before

    def visit_Call(self, node: ast.Call) -> None:
        if changes_files(node):
            self._here.changes.append((ast.unparse(node), self._guards))
        self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        name = f"{self._module}:{node.id}" if node.id in self._defined[self._module] else self._imported.get(node.id, "")
        self._refer(name)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        module = self._imported.get(node.value.id, "") if isinstance(node.value, ast.Name) else ""
        if module in self._defined:
            self._refer(f"{module}:{node.attr}")
        for method in self._methods.get(node.attr, ()):
            self._refer(method)
        self.generic_visit(node)

    def _refer(self, name: str) -> None:
        if self._kind(name) == "class":
            name += ".__init__"
        if self._kind(name) is not None:
            self._here.refers.append((name, self._guards))

    def _kind(self, name: str) -> str | None:
        module, _, one = name.partition(":")
        return self._defined.get(module, {}).get(one)


def _name_guard(call: ast.Call) -> str:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    told = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return f"{name} {told[0]}" if told else name


METHODS = {"write_text", "write_bytes", "unlink", "rmdir", "hardlink_to", "symlink_to", "truncate"}
CALLS = {
    "os": {"replace", "rename", "unlink", "remove", "link", "symlink", "truncate", "write", "removedirs", "rmdir"},
    "shutil": {"rmtree", "copyfile", "copytree", "copy", "copy2", "move"},
}


def changes_files(call: ast.Call) -> bool:
    """Whether a call may change a file. Making an empty folder is none: nothing is kept in it yet."""
    if not isinstance(call.func, ast.Attribute):
        return isinstance(call.func, ast.Name) and call.func.id == "open" and _opens_to_write(call)
    owner, name = ast.unparse(call.func.value), call.func.attr
    if owner in CALLS:
        return name in CALLS[owner] or (owner == "os" and name == "open" and "O_CREAT" in ast.unparse(call))
    if name == "open":
        return _opens_to_write(call)
    if name in ("replace", "rename"):  # of a path: the one of text takes two, those of dates and frames take names
        return len(call.args) == 1 and not call.keywords
    return name in METHODS or (name == "execute" and _is_written_to(ast.unparse(call)))


def _opens_to_write(call: ast.Call) -> bool:
    said = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "mode")]
    modes = [one.value for one in said if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return any(len(mode) <= 3 and {*mode} & {*"wax+"} and {*mode} <= {*"wax+btr"} for mode in modes)


def _is_written_to(sql: str) -> bool:
    """Whether a statement attaches a file to write, or copies into one."""
    return ("attach '" in sql and "read_only" not in sql and ":memory:" not in sql) or "copy (" in sql
