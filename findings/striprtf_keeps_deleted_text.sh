#!/usr/bin/env bash
# One would guess: rtf_to_text gives the text that Word shows of an RTF file.
# What happens: text deleted with changes tracked (\deleted) stays, glued to what replaced it: 999 struck and 860 put in its place
# read as 999860. Hidden text (\v) stays as well, while the words of a text box (\shptxt) are left out.
# Seen 2026-11-30 with striprtf 0.0.35 on Python 3.11.
source "$(dirname "$0")/compare.bash" striprtf==0.0.35
cat > expected <<'EXPECTED'
节约999860万元。
接待5批。内部9人
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
from striprtf.striprtf import rtf_to_text


def encode(text: str) -> str:
    """GBK bytes as RTF escapes."""
    return "".join(f"\\'{byte:02x}" for byte in text.encode("gbk"))


head = r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fcharset134 SimSun;}}\f0 "
lines = [
    encode("节约") + r"{\deleted 999}{\revised 860}" + encode("万元。"),
    encode("接待") + "5" + encode("批。") + r"{\v " + encode("内部") + "9" + encode("人") + "}",
]
box = r"{\shp{\*\shpinst{\shptxt " + encode("标准") + r"6\par}}}"
print(rtf_to_text(head + r"\par ".join(lines) + box + "}").strip())
PYTHON
