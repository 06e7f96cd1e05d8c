#!/usr/bin/env bash
# One would guess: is_global tells whether an address leads to the public internet, and may guard what a server fetches.
# What happens: NAT64 of 127.0.0.1 (64:ff9b::7f00:1), site-local and multicast addresses count as global, and what an
# address stands for is not looked at.
# Seen 2026-11-30 with ipaddress of Python 3.11.
source "$(dirname "$0")/compare.bash"
cat > expected <<'EXPECTED'
64:ff9b::7f00:1 True
fec0::1 True
224.0.0.1 True
EXPECTED
venv/bin/python - > seen <<'PYTHON'
from ipaddress import ip_address

for written in ("64:ff9b::7f00:1", "fec0::1", "224.0.0.1"):
    print(written, ip_address(written).is_global)
PYTHON
