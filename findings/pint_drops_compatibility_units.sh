#!/usr/bin/env bash
# One would guess: Quantity("35 ㎡") is 35 square metres, as "35 m²" is, or raises UndefinedUnitError as "35 亩" does.
# What happens: the one-character signs ㎡, ㎥, ㎞, ℃ are dropped without a word and a dimensionless 35 is left, which adds to any other
# bare number; and mu, the usual transcription of 亩, is read as a thousandth of the atomic mass unit.
# Seen 2026-11-30 with pint 0.25.3 on Python 3.11.
source "$(dirname "$0")/compare.bash" pint==0.25.3
cat > expected <<'EXPECTED'
35 m² → 35 meter ** 2 · [length] ** 2
35 ㎡ → 35 dimensionless · dimensionless
35 ㎥ → 35 dimensionless · dimensionless
35 ㎞ → 35 dimensionless · dimensionless
35 ℃ → 35 dimensionless · dimensionless
35 mu → 35 milliunified_atomic_mass_unit · [mass]
35 亩 → UndefinedUnitError
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import pint

units = pint.UnitRegistry()
for text in ("35 m²", "35 ㎡", "35 ㎥", "35 ㎞", "35 ℃", "35 mu", "35 亩"):
    try:
        quantity = units.Quantity(text)
        print(text, "→", quantity, "·", quantity.dimensionality)
    except pint.UndefinedUnitError as error:
        print(text, "→", type(error).__name__)
PYTHON
