#!/usr/bin/env bash
# One would guess: FPDFText_GetUnicode gives the code point of a character, and a page of three glyphs counts three characters.
# What happens: a character beyond the basic plane (U+20BB7, as in names of places and people) is two characters, the halves of its
# UTF-16 form, with one box between them; who joins them by chr() gets lone surrogates that no encoder takes.
# Seen 2026-11-30 with pypdfium2 5.15.2 on Python 3.11.
source "$(dirname "$0")/compare.bash" pypdfium2==5.15.2
cat > expected <<'EXPECTED'
characters on the page: 3, counted: 5
codes: D842 DFB7 5409 D842 DFB7
the halves of one character have one box: True
the range as text: \U00020bb7\u5409\U00020bb7
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import pypdfium2
import pypdfium2.raw as pdfium

CMAP = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def
1 begincodespacerange <00> <FF> endcodespacerange
2 beginbfchar <41> <D842DFB7> <42> <5409> endbfchar
endcmap end end"""
STREAM = b"BT /F 24 Tf 50 700 Td (ABA) Tj ET"
parts = [
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
    b"<< /Length %d >>\nstream\n%s\nendstream" % (len(STREAM), STREAM),
    b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
    b"<< /Length %d >>\nstream\n%s\nendstream" % (len(CMAP), CMAP),
]
pdf, places = b"%PDF-1.7\n", []
for number, part in enumerate(parts, start=1):
    places.append(len(pdf))
    pdf += b"%d 0 obj\n%s\nendobj\n" % (number, part)
table = len(pdf)
pdf += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
pdf += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, table)

text = pypdfium2.PdfDocument(pdf)[0].get_textpage()
codes = [pdfium.FPDFText_GetUnicode(text, index) for index in range(text.count_chars())]
print("characters on the page: 3, counted:", text.count_chars())
print("codes:", " ".join(f"{code:04X}" for code in codes))
boxes = [text.get_charbox(index) for index in range(text.count_chars())]
print("the halves of one character have one box:", boxes[0] == boxes[1])
print("the range as text:", text.get_text_range().encode("unicode_escape").decode())
PYTHON
