"""The brief by its addresses: to be read, and in Word with the pictures that a browser has made, of which none is believed."""

from __future__ import annotations

import http.client
import io
import json
import re
import zlib
from base64 import b64encode
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

import docx
import pytest
from PIL import Image

from tests.web.client import PATIENCE, Client
from yearbook.ui.brief.sent_pictures import HEAD, MOST_LETTERS

CANGLAN = "990000-goa"
LINE = "line energy.total_use"
BOUNDARY = "7f3a"


def draw(width: int = 60, height: int = 20, kind: str = "PNG", mode: str = "RGBA") -> bytes:
    stream = io.BytesIO()
    Image.new(mode, (width, height), 0).save(stream, kind)
    return stream.getvalue()


def send(
    client: Client, sent: str, query: str = f"agency={CANGLAN}", field: str = "pictures", **headers: str
) -> tuple[int, bytes]:
    """What the server answers to a form with one field."""
    body = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{sent}\r\n--{BOUNDARY}--\r\n'.encode()
    named = {"content-type": f"multipart/form-data; boundary={BOUNDARY}"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    connection = http.client.HTTPConnection("127.0.0.1", client.port, timeout=PATIENCE)
    try:
        connection.request("POST", f"/brief.docx?{query}", body, named)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def as_sent(content: bytes, name: str = LINE, head: str = HEAD) -> str:
    return json.dumps({name: head + b64encode(content).decode()})


def read_pictures(content: bytes) -> dict[str, bytes]:
    """The pictures of a Word file by their alternative text."""
    document: Any = docx.Document(io.BytesIO(content))
    parts = [(shape._inline.docPr.get("descr"), shape._inline.graphic.graphicData.pic) for shape in document.inline_shapes]
    return {alt: document.part.related_parts[pic.blipFill.blip.embed].blob for alt, pic in parts}


def test_a_body_has_its_brief_as_a_page_whose_form_asks_for_the_word_file(client: Client) -> None:
    answer = client.get(f"/brief.html?agency={CANGLAN}&language=en")
    assert answer.headers["content-type"].startswith("text/html")
    (form,) = re.findall(r'<form method="post" action="([^"]+)"', answer.text)
    assert form == f"brief.docx?agency={CANGLAN}&amp;language=en&amp;edition=3"
    assert LINE in re.findall(r'data-name="([^"]+)"', answer.text)


def test_the_page_runs_its_own_script_only(client: Client) -> None:
    page = client.get(f"/brief.html?agency={CANGLAN}").text
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    policy = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)[0]
    assert policy.startswith("default-src 'none'")
    assert f"script-src 'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" in policy
    assert "form-action 'self'" in policy


def test_word_comes_in_tables_alone_where_no_script_runs(client: Client) -> None:
    for status, content in (
        (client.get(f"/brief.docx?agency={CANGLAN}").status, client.get(f"/brief.docx?agency={CANGLAN}").content),
        send(client, ""),
        send(client, "{}"),
    ):
        assert status == 200
        assert docx.Document(io.BytesIO(content)).tables
        assert read_pictures(content) == {}


def test_a_picture_stands_in_word_with_what_it_shows_and_is_not_the_file_that_was_sent(client: Client) -> None:
    hidden = draw() + b"<script>"
    status, content = send(client, as_sent(hidden))
    assert status == 200
    ((alt, picture),) = read_pictures(content).items()
    assert re.fullmatch(r"公共机构能源消费总量，20\d\d—20\d\d年", alt)
    assert b"<script>" not in picture
    with Image.open(io.BytesIO(picture)) as drawn:
        assert (drawn.format, drawn.size, drawn.mode, drawn.getpixel((0, 0))) == ("PNG", (60, 20), "RGB", (255, 255, 255))


def bomb(side: int = 30_000) -> bytes:
    """A PNG of a few kB that says it has 900 million pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    head = side.to_bytes(4, "big") * 2 + bytes((8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1 << 20))) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "sent",
    [
        as_sent(draw(kind="JPEG", mode="RGB")),
        as_sent(draw(kind="GIF", mode="P")),
        as_sent(b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        as_sent(draw()[:40]),
        as_sent(draw(2000, 600)),
        as_sent(bomb()),
        as_sent(draw(), name="line ../../etc/passwd"),
        as_sent(draw(), name="line energy.nothing"),
        as_sent(draw(), head="https://example.org/"),
        as_sent(draw(), head="data:image/svg+xml;base64,"),
        json.dumps({LINE: 7}),
        json.dumps([HEAD]),
        json.dumps({LINE: HEAD + "§§"}),
        "{",
        "A" * (MOST_LETTERS + 1),
        "A" * (MOST_LETTERS * 4),
    ],
    ids=lambda sent: f"{len(sent)} {sent[:40]}",
)
def test_what_is_no_picture_of_the_brief_is_refused_in_words(client: Client, sent: str) -> None:
    status, content = send(client, sent)
    assert status == 400
    refused = json.loads(content)
    assert refused["parameter"] == "pictures"
    assert "PNG" in refused["zh"]
    assert "PNG" in refused["en"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"content_type": "text/plain"}, 400),
        ({"content_type": "application/x-www-form-urlencoded"}, 400),
        ({"content_type": "multipart/form-data"}, 400),
    ],
)
def test_other_sites_and_other_kinds_of_posts_get_nothing(client: Client, headers: dict[str, str], status: int) -> None:
    assert send(client, as_sent(draw()), **headers)[0] == status


@pytest.mark.parametrize(
    ("query", "status", "parameter"),
    [
        ("", 400, "agency"),
        (urlencode({"agency": ["430000-goa", CANGLAN]}, doseq=True), 400, "agency"),
        ("agency=999999-x", 400, "agency"),
        (f"agency={CANGLAN}&language=fr", 400, "language"),
        (f"agency={CANGLAN}&topic=energy", 400, "topic"),
        (f"agency={CANGLAN}&edition=1", 410, "edition"),
    ],
)
def test_a_brief_is_of_one_known_body(client: Client, query: str, status: int, parameter: str) -> None:
    for path in ("/brief.html", "/brief.docx"):
        answer = client.get(f"{path}?{query}")
        assert (answer.status, answer.json()["parameter"]) == (status, parameter)


def test_settled_figures_alone_are_said_to_be(client: Client) -> None:
    asked = "agency=430000-goa&status=verified&status=confirmed"
    texts = [one.text for one in docx.Document(io.BytesIO(client.get(f"/brief.docx?{asked}").content)).paragraphs]
    assert any("已核实" in text for text in texts)
