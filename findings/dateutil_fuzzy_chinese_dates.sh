#!/usr/bin/env bash
# One would guess: parse(text, fuzzy=True) takes a Chinese date whole or raises ParserError, as it does without fuzzy.
# What happens: the year is passed over and the default's stands in its place; of 2023年5月 the 5 becomes the day of January.
# Seen 2026-11-30 with python-dateutil 4.0.0 on Python 3.11.
source "$(dirname "$0")/compare.bash" python-dateutil==4.0.0
cat > expected <<'EXPECTED'
2023年5月1日 False → ParserError
2023年5月1日 True → 2000-05-01
2023年5月 False → ParserError
2023年5月 True → 2000-01-05
2023年 False → ParserError
2023年 True → ParserError
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
from datetime import datetime

from dateutil.parser import ParserError, parse

for text in ("2023年5月1日", "2023年5月", "2023年"):
    for fuzzy in (False, True):
        try:
            print(text, fuzzy, "→", parse(text, fuzzy=fuzzy, default=datetime(2000, 1, 1)).date())
        except ParserError as error:
            print(text, fuzzy, "→", type(error).__name__)
PYTHON
