#!/usr/bin/env bash
# One would guess: what is wrong with a file is said by Image.open, as UnidentifiedImageError or OSError; n_frames is a number.
# What happens: Image.open reads the head of a TIFF's first page only; n_frames reads the others, and raises TypeError ("Missing
# dimensions") where one does not say how wide it is. Whoever guards only open, seek and load is left with the exception.
# Seen 2026-11-30 with Pillow 13.0.0 on Python 3.11.
source "$(dirname "$0")/compare.bash" pillow==13.0.0
cat > expected <<'EXPECTED'
opened TIFF (8, 8)
n_frames: TypeError: Missing dimensions
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import io
import struct

from PIL import Image

held, page = io.BytesIO(), Image.new("L", (8, 8), 255)
page.save(held, "TIFF", save_all=True, append_images=[page])
tiff = held.getvalue()
width = max(tiff.rfind(struct.pack("<HHI", 256, kind, 1)) for kind in (3, 4))
broken = Image.open(io.BytesIO(tiff[:width] + struct.pack("<H", 255) + tiff[width + 2 :]))
print("opened", broken.format, broken.size)
try:
    print("n_frames:", broken.n_frames)
except Exception as error:
    print(f"n_frames: {type(error).__name__}: {error}")
PYTHON
