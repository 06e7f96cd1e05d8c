#!/usr/bin/env bash
# One would guess: readers that number lists write the numbers that the document defines: 一、 and （一） (chineseCountingThousand, the
# outline of nearly every official document).
# What happens: docx2python, which writes the numbers of western lists, puts "--"; markitdown counts 1. on every level. Which section a
# figure stands in cannot be told any more.
# Seen 2026-11-30 with python-docx 1.2.0, docx2python 3.7.1 and markitdown[docx] 0.1.9 on Python 3.11.
source "$(dirname "$0")/compare.bash" python-docx==1.2.0 docx2python==3.7.1 'markitdown[docx]==0.1.9'
cat > expected <<'EXPECTED'
docx2python ['--\t公务用车', '\t--\t处置情况', '--\t节约能源']
markitdown ['1. 公务用车', '   1. 处置情况', '2. 节约能源']
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx2python import docx2python
from markitdown import MarkItDown

LEVEL = '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="{}"/></w:lvl>'
document = docx.Document()
numbering = document.part.numbering_part.element
numbering.insert(0, parse_xml(
    f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{LEVEL.format(0, "%1、")}{LEVEL.format(1, "（%2）")}</w:abstractNum>'
))
numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="78"><w:abstractNumId w:val="77"/></w:num>'))
for text, level in (("公务用车", 0), ("处置情况", 1), ("节约能源", 0)):
    properties = document.add_paragraph(text)._p.get_or_add_pPr()
    properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="78"/></w:numPr>'))
document.save("outline.docx")
print("docx2python", [line for line in docx2python("outline.docx").text.splitlines() if line])
print("markitdown", MarkItDown().convert("outline.docx").text_content.splitlines())
PYTHON
