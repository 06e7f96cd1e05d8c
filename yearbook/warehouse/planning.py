"""A question as DuckDB plans it quickly: what its parameters alone decide is decided before. The answer stays the same."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

LONG = 16  # members of a list from which on a join is quicker
_MEMBER = re.compile(r"\bin \$(\w+)")
_TEST = re.compile(r"--[^\n]*|'[^']*'|len\(\$(\w+)\) (=|>) 0|\$(\w+) is null|\$(\w+) = '(\w*)'|\$(\w+)\b")
_TOKEN = re.compile(r"'(?:[^']|'')*'|--[^\n]*|\w+|\s+|.")
_PARAMETER = re.compile(r"'[^']*'|\$(\w+)")
DECIDED = (["true"], ["false"])
_OTHER: Any = object()  # a value that decides nothing
Bracket = list[Any]
"""The tokens of SQL between two brackets; what stands in brackets within them is a Bracket itself."""


def fit_sql(sql: str, parameters: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """A question as DuckDB plans it quickly, and the parameters that are left; the answer is the same.

    To plan takes longer than to answer, and DuckDB plans all that stands beside a test of parameters alone. Such tests (is a list
    empty, a value missing, a switch on) are decided here, so that clauses of filters that ask for everything go. `in` a long list
    becomes a join: to plan a list of 300 ids takes a tenth of a second.
    """
    literals = _list_literals(sql)
    fitted, names = _fit(sql, tuple((name, _take_shape(value, literals.get(name, ()))) for name, value in parameters.items()))
    return fitted, {name: parameters[name] for name in names}


@cache
def _list_literals(sql: str) -> dict[str, set[str]]:
    """The words that parameters are tested for."""
    found: dict[str, set[str]] = {}
    for test in _TEST.finditer(sql):
        if test[4]:
            found.setdefault(test[4], set()).add(test[5])
    return found


def _take_shape(value: Any, literals: Collection[str]) -> Any:
    """What of a value decides how a question is planned: itself; of a list whether there is any, and the type of a long one."""
    if isinstance(value, list):
        return len(value) > 0, type(value[0]) if len(value) >= LONG else None
    return value if value is None or isinstance(value, bool) or value in literals else _OTHER


@lru_cache(maxsize=1024)
def _fit(sql: str, shapes: tuple[tuple[str, Any], ...]) -> tuple[str, tuple[str, ...]]:
    """A question for values of some shapes, and the names of the parameters that it takes then."""
    known = dict(shapes)

    def decide(test: re.Match[str]) -> str:
        shape = known.get(next(filter(None, test.group(1, 3, 4, 6)), ""), _OTHER)
        if test[1] and isinstance(shape, tuple):
            return _write(shape[0] == (test[2] == ">"))
        if test[3]:
            return _write(shape is None)
        if test[4] and (shape is _OTHER or isinstance(shape, str)):
            return _write(shape == test[5])
        return _write(shape) if test[6] and isinstance(shape, bool) else test[0]

    def join(member: re.Match[str]) -> str:
        shape = known.get(member[1])
        if not isinstance(shape, tuple) or shape[1] is None:
            return member[0]
        return f"in (select unnest(${member[1]}::{'bigint' if shape[1] is int else 'varchar'}[]))"

    tokens = (" " if token.isspace() else token for token in _TOKEN.findall(_TEST.sub(decide, sql)) if token[:2] != "--")
    fitted = _MEMBER.sub(join, _join(_fold(_read_bracket(tokens))))
    used = {parameter[1] for parameter in _PARAMETER.finditer(fitted)}
    return fitted, tuple(name for name in known if name in used)


def _write(value: bool) -> str:
    return "true" if value else "false"


def _read_bracket(tokens: Iterator[str]) -> Bracket:
    """The tokens up to the closing bracket or the end."""
    found: Bracket = []
    for token in tokens:
        if token == ")":
            break
        found.append(_read_bracket(tokens) if token == "(" else token)
    return found


def _join(bracket: Bracket) -> str:
    return "".join(token if isinstance(token, str) else f"({_join(token)})" for token in bracket)


def _fold(bracket: Bracket) -> Bracket:
    """The same tokens without what `true` and `false` decide."""
    found: Bracket = []
    for token in bracket:
        inner, before = [token] if isinstance(token, str) else _fold(token), found[-1] if found else " "
        parts = _split(inner, ",")
        if before == "if" and parts[0] in DECIDED:
            found[-1] = parts[1 if parts[0] == ["true"] else 2]
        elif inner in DECIDED and not (isinstance(before, str) and before.isidentifier()):  # no argument of a function
            found += inner
            if found[-3:-1] == ["not", " "]:
                found[-3:] = ["false" if inner == ["true"] else "true"]
            if found[-4:] == [" ", "and", " ", "true"]:
                del found[-4:]
        else:
            found.append(token if isinstance(token, str) else inner)
    is_expression = {"select", "where", "case", "between", ","}.isdisjoint(token for token in found if isinstance(token, str))
    return _fold_alternatives(found) if is_expression else found


def _fold_alternatives(bracket: Bracket) -> Bracket:
    """What is left of `a and b or c`."""
    left = []
    for alternative in _split(bracket, "or"):
        terms = [term for term in _split(alternative, "and") if term != ["true"]]
        if not terms:
            return ["true"]
        if ["false"] not in terms:
            left.append(_unite(terms, "and"))
    return _unite(left, "or") if left else ["false"]


def _split(bracket: Bracket, word: str) -> list[Bracket]:
    """The parts between the words, without the blanks around them."""
    parts: list[Bracket] = [[]]
    for token in bracket:
        if token == word:
            parts.append([])
        else:
            parts[-1].append(token)
    return [part[part[:1] == [" "] : len(part) - (part[-1:] == [" "])] for part in parts]


def _unite(parts: list[Bracket], word: str) -> Bracket:
    return [token for place, part in enumerate(parts) for token in ([" ", word, " "] if place else []) + part]
