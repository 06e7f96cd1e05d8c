"""HTML put together in such a way that text cannot become markup: what is not Markup is escaped."""

from __future__ import annotations

from html import escape

VOID = frozenset({"meta", "br", "circle", "line", "path", "polyline", "rect"})  # elements without an end tag or without content


class Markup(str):
    """Text that is HTML already. Only `element` and `join` make it."""

    __slots__ = ()


def element(name: str, /, *children: str | None, **attributes: object) -> Markup:
    """<name attributes>children</name>. Text among the children is escaped, None is left out; an attribute of None or "" too.

    Attribute names lose a trailing underscore, and their others become hyphens: class_="a", stroke_width=2.
    """
    said = "".join(f' {_name(key)}="{escape(_write(value), quote=True)}"' for key, value in attributes.items() if _says(value))
    if name in VOID:
        return Markup(f"<{name}{said}>" if name in {"meta", "br"} else f"<{name}{said}/>")
    return Markup(f"<{name}{said}>{join(*children)}</{name}>")


def join(*children: str | None) -> Markup:
    """The children one after the other, text among them escaped."""
    return Markup("".join(child if isinstance(child, Markup) else escape(child, quote=False) for child in children if child))


def _name(key: str) -> str:
    return key.removesuffix("_").replace("_", "-")


def _says(value: object) -> bool:
    return value is not None and value != ""


def _write(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
