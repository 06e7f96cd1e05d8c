#!/usr/bin/env bash
# One would guess: text in a font that is not embedded, under the predefined CMap UniGB-UCS2-H (as many official PDFs have), is read the
# same by every reader.
# What happens: pdfminer.six (and so pdfplumber) loses ㎥, · and •, while ㎡, ‰ and 〔 stay: 3.5㎥ becomes 3.5, kW·h becomes kWh. pypdf reads all.
# Seen 2026-11-30 with reportlab 5.1.0, pdfminer.six 20260107 and pypdf 7.1.1 on Python 3.11.
source "$(dirname "$0")/compare.bash" reportlab==5.1.0 pdfminer.six==20260107 pypdf==7.1.1
cat > expected <<'EXPECTED'
pdfminer 用水3.5，面积20㎡，用电9kWh，下降2‰，〔2023〕15号
pypdf 用水3.5㎥，面积20㎡，用电9kW·h，下降2‰，〔2023〕15号
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import pypdf
from pdfminer.high_level import extract_text
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
page = canvas.Canvas("page.pdf")
page.setFont("STSong-Light", 14)
page.drawString(72, 700, "用水3.5㎥，面积20㎡，用电9kW·h，下降2‰，〔2023〕15号")
page.save()
print("pdfminer", extract_text("page.pdf").strip())
print("pypdf", pypdf.PdfReader("page.pdf").pages[0].extract_text().strip())
PYTHON
