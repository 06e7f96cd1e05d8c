#!/usr/bin/env bash
# One would guess: recognize_datetime finds days and periods, and leaves amounts with a unit to recognize_number.
# What happens: in Chinese a number of three digits and a decimal is a month of an early year (317.2 is February 317, of an amount with
# a comma the part after it), 一百零五点六 holds a time of day, and 2020年上半年 and 2020年1—6月 are no periods. recognize_number finds 12,345.6
# nowhere in 12,345.6万元, and in 317.2千克 nothing.
# Seen 2026-11-30 with recognizers-text-suite 1.0.2a2 and the emoji 1.7.0 that it needs, on Python 3.11.
source "$(dirname "$0")/compare.bash" recognizers-text-suite==1.0.2a2 emoji==1.7.0
cat > expected <<'EXPECTED'
317.2千克标准煤 | dates: 317.2 = 0317-02 | numbers: none
12,345.6万元 | dates: 345.6 = 0345-06 | numbers: none
一百零五点六 | dates: 五点六 = T05:06 | numbers: 一百零五点六 = 105.6
2020年上半年 | dates: none | numbers: 2020 = 2020, 半 = 0.5
2020年1—6月 | dates: 2020 = 2020, 6月 = XXXX-06 | numbers: 2020 = 2020, 1 = 1, 6 = 6
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
from recognizers_date_time import recognize_datetime
from recognizers_number import recognize_number
from recognizers_text import Culture

for words in ("317.2千克标准煤", "12,345.6万元", "一百零五点六", "2020年上半年", "2020年1—6月"):
    dates = [f"{found.text} = {found.resolution['values'][0]['timex']}" for found in recognize_datetime(words, Culture.Chinese)]
    numbers = [f"{found.text} = {found.resolution['value']}" for found in recognize_number(words, Culture.Chinese)]
    print(words, "|", "dates:", ", ".join(dates) or "none", "|", "numbers:", ", ".join(numbers) or "none")
PYTHON
