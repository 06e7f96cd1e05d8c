"""Numbers as people and programs read them: plain decimals, never an exponent."""

from __future__ import annotations

from decimal import Decimal


def plain(value: Decimal) -> str:
    """A number without exponent and without trailing zeros: 36.30 → 36.3, 1E+3 → 1000."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def plain_float(value: float) -> str:
    """The shortest plain decimal that means the same number: 363000.0 → 363000, 1e-06 → 0.000001."""
    return plain(Decimal(repr(float(value))))
