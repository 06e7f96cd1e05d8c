#!/usr/bin/env bash
# One would guess: get_content() of a mail in the charset gb2312 gives its words.
# What happens: Chinese programs write all of GBK and GB 18030 under that name; Python's gb2312 has 6,763 characters of it and
# puts U+FFFD in the place of the others, without an error. In a Subject of encoded words they are lost, too.
# Seen 2026-11-30 with email of Python 3.11.
source "$(dirname "$0")/compare.bash"
cat > expected <<'EXPECTED'
body lost
subject lost
gb18030 镕
EXPECTED
venv/bin/python - > seen <<'PYTHON'
from base64 import b64encode
from email import message_from_bytes
from email.policy import default

words = "镕"
raw = words.encode("gbk")
subject = f"=?gb2312?B?{b64encode(raw).decode()}?="
mail = f"Subject: {subject}\nContent-Type: text/plain; charset=gb2312\nContent-Transfer-Encoding: 8bit\n\n".encode() + raw
read = message_from_bytes(mail, policy=default)
print("body", "kept" if words in read.get_content() else "lost")
print("subject", "kept" if words in str(read["subject"]) else "lost")
print("gb18030", raw.decode("gb18030"))
PYTHON
