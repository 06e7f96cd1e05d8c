#!/usr/bin/env bash
# One would guess: the two ways to a page's text, by characters and by a box, give the same signs, and a hyphen at the end of a line stays
# a hyphen.
# What happens: after a letter pdfium takes it for a word's division, drops the line end too, and gives U+FFFE by range and U+0002 by box:
# a standard's number or a product's name is cut by an invisible sign. After a digit (2022- / 2023) it stays a hyphen with its line end.
# Seen 2026-11-30 with reportlab 5.1.0 and pypdfium2 5.15.2 on Python 3.11.
source "$(dirname "$0")/compare.bash" reportlab==5.1.0 pypdfium2==5.15.2
cat > expected <<'EXPECTED'
by range 'Standard DB\ufffeT 33190 of 2022-\r\n2023'
by box 'Standard DB\x02T 33190 of 2022-\r\n2023'
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import pypdfium2
from reportlab.pdfgen import canvas

page = canvas.Canvas("page.pdf")
page.setFont("Helvetica", 14)
for number, line in enumerate(["Standard DB-", "T 33190 of 2022-", "2023"]):
    page.drawString(72, 700 - 20 * number, line)
page.save()
text = pypdfium2.PdfDocument("page.pdf")[0].get_textpage()
print("by range", ascii(text.get_text_range()))
print("by box", ascii(text.get_text_bounded()))
PYTHON
