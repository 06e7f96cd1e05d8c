#!/usr/bin/env bash
# One would guess: the text of a form's page holds what was filled in, which every viewer shows and the file draws (its appearance streams).
# What happens: pypdf, pdfminer.six and pdfium give the labels without a value; the figures are only in the fields, which have to be asked for.
# Seen 2026-11-30 with reportlab 5.1.0, pypdf 7.1.1, pdfminer.six 20260107 and pypdfium2 5.15.2 on Python 3.11.
source "$(dirname "$0")/compare.bash" reportlab==5.1.0 pypdf==7.1.1 pdfminer.six==20260107 pypdfium2==5.15.2
cat > expected <<'EXPECTED'
pypdf Vehicles withdrawn:
pdfminer Vehicles withdrawn:
pdfium Vehicles withdrawn:
fields {'withdrawn': '3184'}
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import pypdf
import pypdfium2
from pdfminer.high_level import extract_text
from reportlab.pdfgen import canvas

page = canvas.Canvas("form.pdf")
page.drawString(72, 700, "Vehicles withdrawn:")
page.acroForm.textfield(name="withdrawn", value="3184", x=200, y=690)
page.save()
reader = pypdf.PdfReader("form.pdf")
print("pypdf", reader.pages[0].extract_text().strip())
print("pdfminer", extract_text("form.pdf").strip())
print("pdfium", pypdfium2.PdfDocument("form.pdf")[0].get_textpage().get_text_range().strip())
print("fields", {name: field.value for name, field in reader.get_fields().items()})
PYTHON
