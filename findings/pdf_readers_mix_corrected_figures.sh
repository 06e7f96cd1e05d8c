#!/usr/bin/env bash
# One would guess: where a program for editing PDF replaced a figure (a white area over the old words, the new ones drawn on it), readers give the
# new one, or both, one after the other.
# What happens: every reader gives the old figure. pdfplumber sorts both by place and mixes their digits: 99 under 35 reads 9395. pdfium takes the
# signs that are drawn twice at one place for a bold print and drops the second, so that the new figure loses its unit (车辆99辆35). The same
# words drawn twice for a bold print are one for pdfium alone; pdfplumber makes 35 to 3355, unless dedupe_chars() is called.
# Seen 2026-11-30 with reportlab 5.1.0, pdfplumber 0.11.10, pypdf 7.1.1 and pypdfium2 5.15.2 on Python 3.11.
source "$(dirname "$0")/compare.bash" reportlab==5.1.0 pdfplumber==0.11.10 pypdf==7.1.1 pypdfium2==5.15.2
cat > expected <<'EXPECTED'
corrected.pdf pdfplumber 车车辆辆9395辆辆
corrected.pdf pypdf ['车辆99辆', '车辆35辆']
corrected.pdf pdfium ['车辆99辆35']
bold.pdf pdfplumber 车车辆辆3355辆辆
bold.pdf pypdf ['车辆35辆', '车辆35辆']
bold.pdf pdfium ['车辆35辆']
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import pdfplumber
import pypdf
import pypdfium2
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))


def draw(name: str, first: str, second: str, shift: float) -> None:
    page = canvas.Canvas(name)
    page.setFont("STSong-Light", 14)
    page.drawString(72, 700, first)
    if first != second:
        page.setFillGray(1)
        page.rect(70, 695, 120, 20, stroke=0, fill=1)
        page.setFillGray(0)
    page.drawString(72 + shift, 700, second)
    page.save()


draw("corrected.pdf", "车辆99辆", "车辆35辆", 0)
draw("bold.pdf", "车辆35辆", "车辆35辆", 0.4)
for name in ("corrected.pdf", "bold.pdf"):
    with pdfplumber.open(name) as book:
        print(name, "pdfplumber", book.pages[0].extract_text())
    print(name, "pypdf", pypdf.PdfReader(name).pages[0].extract_text().split())
    print(name, "pdfium", pypdfium2.PdfDocument(name)[0].get_textpage().get_text_range().split())
PYTHON
