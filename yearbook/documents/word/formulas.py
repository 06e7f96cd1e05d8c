"""Formulas in one line: Office Math (ECMA-376 part 1, 22.1) and EQ fields, whose instruction is what Word shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from yearbook.documents.document import RAISED
from yearbook.documents.word.elements import attribute, children_shown, find_child, local_name

_HIGH = RAISED | str.maketrans("+-−", "⁺⁻⁻")
_RAISED_SIGNS = frozenset(map(chr, _HIGH.values()))
_RINGS = "○〇◯"
_RINGED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"
_ENCLOSURES = frozenset(_RINGS + "□△◇")
_EQUATION = re.compile(r"\s*EQ\b", re.IGNORECASE)
_FORMAT = re.compile(r'\\\*\s*(?:"[^"]*"|\S+)')  # switches that every field has, as \* MERGEFORMAT
_TOKEN = re.compile(r"\\([A-Za-z]+)\s*-?\d*\s*|\\(.)|(.)", re.DOTALL)
_DEEPEST = 20


def write_formula(formula: etree._Element) -> str:
    """What an oMath, or a part of one, shows: 10⁴, 1/2, √(a+b). A figure never runs into the next: 3½ is 3 1/2."""
    words = ""
    for part in children_shown(formula):
        shown = _write_part(part)
        words += " " + shown if words[-1:].isdigit() and local_name(part) == "f" else shown
    return words


def _write_part(part: etree._Element) -> str:
    kind = local_name(part)
    if kind == "t":
        return part.text or ""
    if kind.endswith("Pr"):
        return ""
    if kind in ("sSup", "sSubSup", "sPre"):
        base, low, high = (_write_child(part, name) for name in ("e", "sub", "sup"))
        return _raise(high) + low + base if kind == "sPre" else base + low + _raise(high)
    if kind == "f":
        return _divide(_write_child(part, "num"), _write_child(part, "den"))
    if kind == "rad":
        return _raise(_write_child(part, "deg")) + "√" + _bracket(_write_child(part, "e"))
    if kind == "nary":
        limits = [words for name in ("sub", "sup") if (words := _write_child(part, name))]
        return _sign(part, "chr", "∫") + (f"({', '.join(limits)})" if limits else "") + _write_child(part, "e")
    if kind == "d":
        inside = _sign(part, "sepChr", "|").join(_write_all(part, "e"))
        return _sign(part, "begChr", "(") + inside + _sign(part, "endChr", ")")
    if kind in ("limLow", "limUpp"):
        return f"{_write_child(part, 'e')}({_write_child(part, 'lim')})"
    if kind == "m":
        return "; ".join(_write_all(part, "mr"))
    if kind in ("mr", "eqArr"):
        return (" " if kind == "mr" else "; ").join(_write_all(part, "e"))
    return write_formula(part)


def _write_child(part: etree._Element, name: str) -> str:
    child = find_child(part, name)
    return "" if child is None else _write_part(child)


def _write_all(part: etree._Element, name: str) -> Iterator[str]:
    return (_write_part(child) for child in part if local_name(child) == name)


def _sign(part: etree._Element, name: str, usual: str) -> str:
    """A sign that the part's properties name, which may be none ('')."""
    said = find_child(find_child(part, local_name(part) + "Pr"), name)
    return usual if said is None else attribute(said, "val") or ""


def _raise(words: str) -> str:
    """An exponent: raised where every sign of it has a raised form."""
    high = words.translate(_HIGH)
    return high if not words or _RAISED_SIGNS.issuperset(high) else "^" + _bracket(words)


def _divide(above: str, below: str) -> str:
    return f"{_bracket(above)}/{_bracket(below)}"


def _bracket(words: str) -> str:
    return words if re.fullmatch(r"[\w.%]*", words) else f"({words})"


def write_field(instruction: str) -> str:
    """What an EQ field without a result shows; "" for other fields.

    A ringed number is one sign (㉑), so that no figure behind it grows; a reading over a character is left out, as ruby's is.
    """
    head = _EQUATION.match(instruction)
    if not head:
        return ""
    tokens = list(_TOKEN.finditer(_FORMAT.sub("", instruction[head.end() :])))[::-1]
    return ",".join(_read_arguments(tokens, 0)).strip()


def _read_arguments(tokens: list[re.Match[str]], depth: int) -> list[str]:
    """The arguments up to the bracket that closes them, taken off the end of `tokens`."""
    arguments = [""]
    while tokens:
        token = tokens.pop()
        switch, quoted, sign = token.groups()
        if switch:
            shown = _read_switch(switch.lower(), tokens, depth)
            arguments[-1] += " " + shown if switch.lower() == "f" and arguments[-1][-1:].isdigit() else shown
        elif sign == ")" and depth:
            return arguments
        elif sign in (",", ";") and depth:
            arguments.append("")
        else:
            arguments[-1] += quoted or sign
    return arguments


def _read_switch(switch: str, tokens: list[re.Match[str]], depth: int) -> str:
    """What a switch with its options and arguments shows."""
    options = [switch]
    while tokens and (tokens[-1][1] or tokens[-1][2]):  # \b has its brackets among them: \b\lc\[\rc\](…)
        options.append((tokens.pop()[1] or "").lower())
    if not tokens or tokens[-1][3] != "(" or depth >= _DEEPEST:
        return ""
    tokens.pop()
    arguments = [words.strip() for words in _read_arguments(tokens, depth + 1)]
    if switch == "f" and len(arguments) == 2:
        return _divide(*arguments)
    if switch == "r":
        return "".join(map(_raise, arguments[:-1])) + "√" + _bracket(arguments[-1])
    if switch == "s":
        return _raise(arguments[0]) if "up" in options else "".join(arguments)
    if switch == "o":
        return _overstrike(arguments, "ad" in options)
    return "" if switch == "d" else ("(%s)" if switch == "b" else "%s") % ",".join(arguments)


def _overstrike(arguments: Sequence[str], is_reading: bool) -> str:
    """Signs set over each other: what a ring or a square encloses, or the character under its reading."""
    if is_reading and len(arguments) == 2:
        return arguments[1]
    inside = "".join(words for words in arguments if words not in _ENCLOSURES)
    if len(arguments) == 1 or inside == "".join(arguments):
        return inside
    ringed = inside.isascii() and inside.isdigit() and 0 < int(inside) <= len(_RINGED) and arguments[0] in _RINGS
    return _RINGED[int(inside) - 1] if ringed else f"({inside})"
