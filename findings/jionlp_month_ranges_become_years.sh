#!/usr/bin/env bash
# One would guess: parse_time reads a period of months, which annual and half-year reports are full of, or raises ValueError as for
# what it does not know (十四五期间).
# What happens: 2022年1-6月 and 2023年1至9月 come back as the whole year, called accurate; 截至2020年底 begins in November. 前三季度 and 去年上半年
# are read right.
# Seen 2026-11-30 with jionlp 1.5.31 on Python 3.11.
source "$(dirname "$0")/compare.bash" jionlp==1.5.31
cat > expected <<'EXPECTED'
2022年1-6月 accurate 2022-01-01 2022-12-31
2023年1至9月 accurate 2023-01-01 2023-12-31
截至2020年底 blur 2020-11-01 2020-12-31
前三季度 accurate 2024-01-01 2024-09-30
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import contextlib
import io

with contextlib.redirect_stdout(io.StringIO()):  # it greets on import
    import jionlp

for words in ("2022年1-6月", "2023年1至9月", "截至2020年底", "前三季度"):
    found = jionlp.parse_time(words, time_base={"year": 2024, "month": 10, "day": 1})
    print(words, found["definition"], *(day[:10] for day in found["time"]))
PYTHON
