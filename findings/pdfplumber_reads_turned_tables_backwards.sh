#!/usr/bin/env bash
# One would guess: a wide table that was set sideways on an upright page (text turned by 90 degrees, as landscape sheets are bound into a report)
# is read in some order, but its figures stay figures.
# What happens: pdfplumber goes from left to right and from top to bottom over signs that run upwards: 35 becomes 53 and 1240 becomes 0421, and the
# rows of the table are its columns; nothing tells that the signs are turned. Known since 2023 (issues 848 and 942, open); who knows it beforehand
# can give the direction (char_dir_rotated). pypdf and pdfium follow the order of drawing.
# Seen 2026-11-30 with reportlab 5.1.0, pdfplumber 0.11.10, pypdf 7.1.1 and pypdfium2 5.15.2 on Python 3.11.
source "$(dirname "$0")/compare.bash" reportlab==5.1.0 pdfplumber==0.11.10 pypdf==7.1.1 pypdfium2==5.15.2
cat > expected <<'EXPECTED'
pdfplumber ['53', '辆车', '0421', '积面']
pdfplumber, table [['53', '0421'], ['辆车', '积面']]
pdfplumber, told so [['35', '1240'], ['车辆', '面积']]
pypdf ['车辆', '35', '面积', '1240']
pdfium ['车辆', '35', '面积', '1240']
EXPECTED
venv/bin/python -W ignore - > seen 2> /dev/null <<'PYTHON'
import pdfplumber
import pypdf
import pypdfium2
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
page = canvas.Canvas("turned.pdf")
page.translate(300, 300)
page.rotate(90)
page.setFont("STSong-Light", 14)
for place in (0, 100, 200):
    page.line(place, 0, place, 60)
for line in (0, 30, 60):
    page.line(0, line, 200, line)
for place, line, words in ((0, 30, "车辆"), (100, 30, "35"), (0, 0, "面积"), (100, 0, "1240")):
    page.drawString(place + 5, line + 8, words)
page.save()
with pdfplumber.open("turned.pdf") as book:
    print("pdfplumber", book.pages[0].extract_text().split("\n"))
    print("pdfplumber, table", book.pages[0].extract_table())
    print("pdfplumber, told so", book.pages[0].extract_table({"text_char_dir_rotated": "btt", "text_line_dir_rotated": "ltr"}))
print("pypdf", pypdf.PdfReader("turned.pdf").pages[0].extract_text().split())
print("pdfium", pypdfium2.PdfDocument("turned.pdf")[0].get_textpage().get_text_range().split())
PYTHON
