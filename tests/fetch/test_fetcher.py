"""Fetching over a loopback server: polite, bounded, every redirect checked, names in any charset."""

from __future__ import annotations

import gzip
import socket
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from tests.fetch.site import HOST, Answer, Site, html, moved
from yearbook.documents.document import Refusal
from yearbook.fetch import exchange
from yearbook.fetch.exchange import FetchLimits
from yearbook.fetch.fetcher import Fetcher
from yearbook.fetch.guard import Guard

SMALL = FetchLimits(max_bytes=10_000, seconds=1.0, connect_seconds=1, read_seconds=0.7, max_redirects=3)
LOCAL = Guard([HOST])


def _fetcher(**named: Any) -> Fetcher:
    return Fetcher(LOCAL, SMALL, **{"pause": 0.0, **named})


def test_a_page_is_fetched_after_its_hosts_robots_txt(site: Site) -> None:
    site.answers["/a.html"] = html("<p>芷岸市</p>", kind="text/html; charset=utf-8")
    fetched = _fetcher().fetch(site.at("/a.html"))
    assert (fetched.content, fetched.name, fetched.is_page) == ("<p>芷岸市</p>".encode(), "a.html", True)
    assert fetched.url == site.at("/a.html")
    assert fetched.fetched_at.endswith("Z")
    assert site.asked == ["/robots.txt", "/a.html"]
    assert site.seen[1]["user-agent"].startswith("Yearbook/")
    assert site.seen[1]["host"] == f"{HOST}:{site.port}"


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        (Answer(b"User-agent: *\nDisallow: /zwgk/"), False),
        (Answer(b"User-agent: *\nDisallow: /zwgk/\nAllow: /zwgk/a"), True),  # the longer rule counts
        (Answer(b"User-agent: *\nDisallow: /*.html$"), False),
        (Answer(b"User-agent: yearbook\nDisallow: /\n\nUser-agent: *\nAllow: /"), False),
        (Answer(b"User-agent: OtherBot\nDisallow: /"), True),
        (Answer(b"User-agent: *\nCrawl-delay: 3600"), False),
        (Answer(b"", 404), True),
        (Answer(b"no", 403), True),
        (Answer(b"", 503), False),
        (html("<p>User-agent: *\nDisallow: /</p>"), True),  # a page in the place of rules
        (Answer(b"\xff\xfe\x00Disallow"), True),
    ],
)
def test_robots_txt_is_kept_to(site: Site, robots: Answer, allowed: bool) -> None:
    site.answers |= {"/robots.txt": robots, "/zwgk/a.html": html("1")}
    if allowed:
        assert _fetcher().fetch(site.at("/zwgk/a.html")).content == b"1"
    else:
        with pytest.raises(Refusal, match=r"robots\.txt|503"):
            _fetcher().fetch(site.at("/zwgk/a.html"))
        assert site.asked == ["/robots.txt"]


def test_a_host_is_asked_one_request_at_a_time_with_a_pause(site: Site) -> None:
    at_once, most = 0, 0

    def count(handler: BaseHTTPRequestHandler) -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        time.sleep(0.05)
        at_once -= 1
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1")

    site.answers |= {f"/{number}": Answer(behave=count) for number in range(4)}
    pauses: list[float] = []

    def fetch(number: int) -> None:
        Fetcher(LOCAL, SMALL, 0.2, lambda seconds: (pauses.append(seconds), time.sleep(seconds))).fetch(site.at(f"/{number}"))

    threads = [threading.Thread(target=fetch, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert most == 1
    assert len(pauses) == 8
    assert sum(pause > 0.1 for pause in pauses) == 7


def test_what_has_not_changed_is_not_sent_again(site: Site) -> None:
    site.answers["/a.html"] = Answer(b"1", fields={"ETag": '"v1"', "Last-Modified": "Fri, 01 Mar 2024 00:00:00 GMT"})
    first = _fetcher().fetch(site.at("/a.html"))
    assert (first.etag, first.last_modified) == ('"v1"', "Fri, 01 Mar 2024 00:00:00 GMT")
    assert _fetcher().fetch(site.at("/a.html"), first.etag, first.last_modified).content is None
    assert site.seen[-1]["if-modified-since"] == "Fri, 01 Mar 2024 00:00:00 GMT"
    assert _fetcher().fetch(site.at("/a.html"), '"v0"').content == b"1"
    assert _fetcher().fetch(site.at("/a.html"), '"v0"\r\nX: y').content == b"1"
    assert "if-none-match" not in site.seen[-1]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_and_the_last_address_kept(site: Site, status: int) -> None:
    site.answers |= {"/a": moved("/b", status), "/b": moved(site.at("/c.html"), status), "/c.html": html("1")}
    fetched = _fetcher().fetch(site.at("/a"))
    assert (fetched.content, fetched.url) == (b"1", site.at("/c.html"))


@pytest.mark.parametrize(
    ("place", "word"),
    [
        ("http://169.254.169.254/latest/meta-data/", "内部网络"),
        ("http://127.0.0.2/", "内部网络"),
        ("http://[::1]/", "内部网络"),
        ("http://2130706434/", "内部网络"),
        ("file:///etc/passwd", "http 和 https"),
        ("gopher://127.0.0.1/", "http 和 https"),
        ("/a", "3 次"),
        ("http://a:b@example.gov.cn/", "密码"),
        ("http://[", "网址"),
    ],
)
def test_a_redirect_leads_nowhere_that_the_address_itself_could_not(site: Site, place: str, word: str) -> None:
    site.answers["/a"] = moved(place)
    with pytest.raises(Refusal, match=word):
        _fetcher().fetch(site.at("/a"))


def _drip(piece: bytes, first: bytes) -> Answer:
    def behave(handler: BaseHTTPRequestHandler) -> None:
        try:
            handler.wfile.write(first)
            for _ in range(100):
                handler.wfile.write(piece)
                time.sleep(0.1)
        except OSError:
            pass

    return Answer(behave=behave)


def _raw(answer: bytes) -> Answer:
    return Answer(behave=lambda handler: handler.wfile.write(answer) and None)


def _silent(_: BaseHTTPRequestHandler) -> None:
    time.sleep(1.5)


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (Answer(b"a" * 20_000), "0 MB"),
        (Answer(gzip.compress(b"a" * 5_000_000), fields={"Content-Encoding": "gzip"}), "0 MB"),
        (_drip(b"a", b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n"), "0 MB"),
        (_drip(b"a", b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n"), "太慢"),
        (_drip(b"X-A: b\r\n", b"HTTP/1.1 200 OK\r\n"), "太慢"),
        (Answer(behave=_silent), "太慢"),
        (
            Answer(behave=lambda handler: handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc") and None),
            "应答",
        ),
        (_raw(b"\x00\x01garbage\r\n\r\n"), "应答"),
        (_raw(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 500), "应答"),
        (Answer(b"\x1f\x8bxxxx", fields={"Content-Encoding": "gzip"}), "应答"),
        (Answer(b"no", 404), "404"),
        (Answer(b"no", 500), "500"),
        (Answer(b"", 304), "304"),
    ],
    ids=[
        "large",
        "bomb",
        "claims",
        "drips",
        "drips fields",
        "silent",
        "cut",
        "garbage",
        "fields",
        "broken gzip",
        "404",
        "500",
        "304",
    ],
)
def test_a_host_that_misbehaves_is_left_in_words_and_in_time(site: Site, answer: Answer, word: str) -> None:
    site.answers["/a"] = answer
    begin = time.monotonic()
    with pytest.raises(Refusal, match=word):
        _fetcher().fetch(site.at("/a"))
    assert time.monotonic() - begin < 10


def test_a_port_where_nobody_listens_is_named() -> None:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    with pytest.raises(Refusal, match="没有正常应答"):
        _fetcher().fetch(f"http://{HOST}:{port}/")


def test_no_proxy_of_the_environment_is_asked(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://192.0.2.1:9")
    site.answers["/a"] = html("1")
    assert _fetcher().fetch(site.at("/a")).content == b"1"


@pytest.mark.parametrize(
    ("disposition", "path", "name"),
    [
        ("", "/zwgk/202403/P020240301612345678901.pdf", "P020240301612345678901.pdf"),
        ("", "/%C4%EA%B1%A8.doc", "年报.doc"),
        ("", "/%E5%B9%B4%E6%8A%A5.doc", "年报.doc"),
        ('attachment; filename="a.pdf"', "/down.jsp", "a.pdf"),
        (f'attachment; filename="{"年报.pdf".encode("gbk").decode("latin-1")}"', "/down.jsp", "年报.pdf"),
        (f'attachment; filename={"年报.pdf".encode().decode("latin-1")}', "/down.jsp", "年报.pdf"),
        ("attachment; filename*=UTF-8''%E5%B9%B4%E6%8A%A5.pdf; filename=a.pdf", "/down.jsp", "年报.pdf"),
        ("attachment; filename=%E5%B9%B4%E6%8A%A5.pdf", "/down.jsp", "年报.pdf"),
        ('attachment; filename="%C4%EA%B1%A8.pdf"', "/down.jsp", "年报.pdf"),
        ('attachment; filename="=?UTF-8?B?5bm05oqlLnBkZg==?="', "/down.jsp", "年报.pdf"),
        ('attachment; filename="../../etc/passwd"', "/down.jsp", "passwd"),
        ("attachment", "/x/..%2f..%2fb.pdf", "b.pdf"),
        ("\x00;;=\"'", "/", HOST),
    ],
)  # fmt: skip
def test_a_files_name_is_read_in_any_charset(site: Site, disposition: str, path: str, name: str) -> None:
    clean = disposition.replace("\x00", "")
    site.answers[path] = Answer(b"1", fields={"Content-Disposition": clean} if clean else {})
    assert _fetcher().fetch(site.at(path)).name == name


@pytest.mark.parametrize(
    ("stated", "body", "kept"),
    [
        ("text/html; charset=gbk", "<p>年报</p>".encode("gbk"), "<p>年报</p>".encode()),
        ("text/html; charset=utf-8", "<p>年报</p>".encode("gbk"), "<p>年报</p>".encode("gbk")),  # it is not so
        ('text/html; charset="GB2312"', '<meta charset="gbk">年报'.encode("gbk"), '<meta charset="gbk">年报'.encode("gbk")),
        ("text/html;charset=big5", "<p>年報</p>".encode("big5"), "<p>年報</p>".encode()),
    ],
)
def test_a_charset_that_only_the_answer_states_is_kept(site: Site, stated: str, body: bytes, kept: bytes) -> None:
    site.answers["/a"] = Answer(body, fields={"Content-Type": stated})
    assert _fetcher().fetch(site.at("/a")).content == kept


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for site.example that signs itself, with its key."""
    folder = tmp_path_factory.mktemp("tls")
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=site.example "
        "-addext subjectAltName=DNS:site.example -keyout key.pem -out cert.pem"
    )
    try:
        subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("openssl is not installed")
    return folder / "cert.pem", folder / "key.pem"


@pytest.mark.parametrize(
    ("host", "trusted", "word"),
    [("site.example", True, None), ("site.example", False, "证书"), ("other.example", True, "证书")],
)
def test_a_host_proves_its_own_name_though_its_address_is_pinned(
    certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, host: str, trusted: bool, word: str | None
) -> None:
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    named: list[str | None] = []
    context.sni_callback = lambda _, name, __: named.append(name)
    trust = ssl.create_default_context(cafile=str(certificate[0]) if trusted else None)
    monkeypatch.setattr(exchange, "_trust", lambda: trust)
    with socket.create_server((HOST, 0)) as server:

        def answer() -> None:
            for _ in range(2):
                try:
                    client, _ = server.accept()
                    with context.wrap_socket(client, server_side=True) as secured:
                        secured.recv(4096)
                        secured.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\n1")
                except OSError:
                    return

        threading.Thread(target=answer, daemon=True).start()
        fetcher = Fetcher(Guard([HOST], resolve=lambda *_: [HOST]), SMALL, 0.0)
        place = f"https://{host}:{server.getsockname()[1]}/a.pdf"
        if word is None:
            assert fetcher.fetch(place).content == b"1"
        else:
            with pytest.raises(Refusal, match=word):
                fetcher.fetch(place)
    assert set(named) == {host}
