#!/usr/bin/env bash
# One would guess: saving an image as JPEG changes nothing about it; it can be the first page of a TIFF afterwards.
# What happens: the JPEG writer (and that of PDF, which uses it) leaves its encoder's settings on the image; a TIFF of several pages
# passes them on to an encoder that does not know them: TypeError. A copy of the image can be saved, and a TIFF of one page.
# Seen 2026-11-30 with Pillow 13.0.0 on Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check pillow==13.0.0
cd "$folder"
cat > expected <<'EXPECTED'
two pages alone: saved
one page after JPEG: saved
two pages after JPEG: TypeError
two pages of a copy after JPEG: saved
EXPECTED
venv/bin/python - > seen <<'PYTHON'
import io

from PIL import Image


def save(image, kind, **more):
    try:
        image.save(io.BytesIO(), kind, **more)
        return "saved"
    except TypeError as error:
        return type(error).__name__


image = Image.new("RGB", (60, 40), "white")
two = {"save_all": True, "append_images": [Image.new("RGB", (60, 40), "white")]}
print("two pages alone:", save(image, "TIFF", **two))
save(image, "JPEG")
print("one page after JPEG:", save(image, "TIFF"))
print("two pages after JPEG:", save(image, "TIFF", **two))
print("two pages of a copy after JPEG:", save(image.copy(), "TIFF", **two))
PYTHON
diff expected seen || { echo "pillow_jpeg_then_tiff: no longer as stated (left: stated, right: now)" >&2; exit 1; }
echo "pillow_jpeg_then_tiff: as stated"
