#!/usr/bin/env bash
# One would guess: the paragraphs of an ODT are what LibreOffice shows of them.
# What happens: what was deleted with changes tracked stands before the body in a part of its own (text:tracked-changes, OpenDocument 1.3 part 3,
# chapter 5.5) and a comment inside the paragraph that it speaks of, both as elements text:p. odfpy's usual loop over text:p gives the deleted 99 as a
# paragraph and the comment's 36 twice, once glued to its date; so does odfdo's. odfdo's get_formatted_text leaves the deleted out,
# but also a character with its reading over it (text:ruby): 浚县 becomes 县.
# Seen 2026-11-30 with odfpy 1.4.1 and odfdo 3.27.3 on Python 3.11.
source "$(dirname "$0")/compare.bash" odfpy==1.4.1 odfdo==3.27.3
cat > expected <<'EXPECTED'
odfpy ['99', '车辆35辆甲\n2023-01-02T00:00:00应为36', '应为36', '浚xùn县']
odfdo ['99', '车辆35辆应为36', '应为36', '浚xùn县']
odfdo, formatted ['车辆35辆[*]', '----', '[*]', '应为36', '县']
EXPECTED
venv/bin/python -W ignore - > seen <<'PYTHON'
import zipfile

from odf import teletype, text
from odf.opendocument import load
from odfdo import Document

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "manifest")
)
KIND = "application/vnd.oasis.opendocument.text"
CONTENT = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-content {SPACES} xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"><office:body><office:text>
<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>甲</dc:creator>
<dc:date>2023-01-01T00:00:00</dc:date></office:change-info><text:p>99</text:p></text:deletion></text:changed-region></text:tracked-changes>
<text:p>车辆<text:change text:change-id="c1"/>35辆<office:annotation><dc:creator>甲</dc:creator>
<dc:date>2023-01-02T00:00:00</dc:date><text:p>应为36</text:p></office:annotation></text:p>
<text:p><text:ruby><text:ruby-base>浚</text:ruby-base><text:ruby-text>xùn</text:ruby-text></text:ruby>县</text:p>
</office:text></office:body></office:document-content>"""
MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest {SPACES} manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="{KIND}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"""
with zipfile.ZipFile("report.odt", "w") as packed:
    for name, content in (("mimetype", KIND), ("content.xml", CONTENT), ("META-INF/manifest.xml", MANIFEST)):
        packed.writestr(name, content)
print("odfpy", [teletype.extractText(paragraph) for paragraph in load("report.odt").getElementsByType(text.P)])
print("odfdo", [paragraph.text_recursive.split("\n")[0] for paragraph in Document("report.odt").body.paragraphs])
print("odfdo, formatted", Document("report.odt").get_formatted_text().split())
PYTHON
