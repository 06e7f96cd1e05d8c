#!/usr/bin/env bash
# One would guess: a scan that says that it has to be turned by a quarter (TIFF, tag Orientation 6) is read the same from its path and from a stream.
# What happens: Pillow turns a TIFF by itself while it loads (a JPEG it leaves to exif_transpose). A grey one without compression that it opens by
# its path it maps into memory with height and width exchanged: the rows are torn up, no error is raised. From a stream, or compressed, it is right.
# OpenCV 5.0 does the opposite: imread of the path gives None (original_ptr == real_mat.data) and imdecode of the bytes reads it.
# Pillow turns TIFF since 2019 (pull request 4063); that a path and a stream differ nobody seems to have reported.
# Seen 2026-11-30 with Pillow 13.0.0 and opencv-python-headless 5.0.0.93 on Python 3.11.
source "$(dirname "$0")/compare.bash" pillow==13.0.0 opencv-python-headless==5.0.0.93
cat > expected <<'EXPECTED'
raw Pillow, path: 20 x 60, black (2, 0, 60, 10)
raw Pillow, stream: 20 x 60, black (0, 0, 20, 10)
raw OpenCV, path: None
raw OpenCV, bytes: 20 x 60, black (0, 0, 20, 10)
tiff_lzw Pillow, path: 20 x 60, black (0, 0, 20, 10)
tiff_lzw Pillow, stream: 20 x 60, black (0, 0, 20, 10)
tiff_lzw OpenCV, path: None
tiff_lzw OpenCV, bytes: 20 x 60, black (0, 0, 20, 10)
EXPECTED
venv/bin/python -W ignore - > seen 2> /dev/null <<'PYTHON'
import io

import cv2
import numpy
from PIL import Image

scan = Image.new("L", (60, 20), 255)
scan.paste(0, (0, 0, 10, 20))  # a black edge at the left, which stands at the top when it is turned


def show_edge(picture: Image.Image) -> str:
    return f"{picture.width} x {picture.height}, black {Image.eval(picture.convert('L'), lambda grey: 255 - grey).getbbox()}"


for compression in ("raw", "tiff_lzw"):
    scan.save("scan.tif", tiffinfo={274: 6}, compression=compression)
    with open("scan.tif", "rb") as file:
        content = file.read()
    print(compression, "Pillow, path:", show_edge(Image.open("scan.tif")))
    print(compression, "Pillow, stream:", show_edge(Image.open(io.BytesIO(content))))
    print(compression, "OpenCV, path:", cv2.imread("scan.tif"))
    decoded = cv2.imdecode(numpy.frombuffer(content, numpy.uint8), cv2.IMREAD_GRAYSCALE)
    print(compression, "OpenCV, bytes:", show_edge(Image.fromarray(decoded)))
PYTHON
