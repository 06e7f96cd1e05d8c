"""Try deploy/nginx.conf with nginx itself: python deploy/try_nginx.py, where nginx is installed (apt install nginx-light).

Visitors from several networks open a page by WebSocket, upload a file and download figures: before two processes of their own
ports, each must stay with the process that has its session; before `serve --workers 2`, where no proxy can choose, pages and
downloads must work with whichever process answers.
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from socket import socket
from uuid import uuid4

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

PROJECT = Path(__file__).resolve().parent.parent
VISITORS = [f"127.0.{network}.1" for network in range(1, 9)]  # ip_hash takes the first three numbers
PATIENCE = 600.0  # seconds: a busy machine draws the start of four processes out to minutes
TOO_LARGE = 201 << 20  # bytes, beyond client_max_body_size
TOKEN = "_streamlit_xsrf"
FIGURES = "/snapshot.xlsx?region=430000"


def main() -> int:
    if shutil.which("nginx") is None:
        print("nginx is not installed", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        os.environ |= {"YEARBOOK_DATA": f"{folder}/data", "YEARBOOK_CHECK": "1"}  # readers may upload drafts
        subprocess.run([sys.executable, "-m", "yearbook", "build"], cwd=PROJECT, check=True, capture_output=True)
        ports = [stack.enter_context(serving()) for _ in range(2)]
        proxy = stack.enter_context(proxying(Path(folder), ports))
        homes = [try_visitor(visitor, proxy, ports) for visitor in VISITORS]
        require(len(set(homes)) == 2, "some visitors belong to either process")
        tags = {ask(port, "HEAD", FIGURES, VISITORS[0])[1]["etag"] for port in ports}
        require(len(tags) == 1, "both processes name a file alike; they do not where the program changed between their starts")
        status, _, _ = ask(proxy, "PUT", "/_stcore/upload_file/a/b", VISITORS[0], {"Content-Length": str(TOO_LARGE)})
        require(status == 413, "what is larger than an upload may be is refused by the proxy")
        for path in ("/metrics", "/_stcore/metrics"):
            require(ask(proxy, "GET", path, VISITORS[0])[0] == 403, f"{path} is for this machine only")
        require(ask(proxy, "GET", "/metrics", "127.0.0.1")[0] == 200, "and is answered there")
        print(f"{len(VISITORS)} visitors before two processes: each page, upload and download met its process")
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        os.environ |= {"YEARBOOK_DATA": f"{folder}/data", "YEARBOOK_CHECK": "0"}
        subprocess.run([sys.executable, "-m", "yearbook", "build"], cwd=PROJECT, check=True, capture_output=True)
        proxy = stack.enter_context(proxying(Path(folder), [stack.enter_context(serving("--workers", "2"))]))
        for visitor in VISITORS * 2:
            with open_page(visitor, proxy):
                require(ask(proxy, "GET", "/snapshot.csv", visitor)[0] == 200, "a download is answered by any worker")
        print(f"{2 * len(VISITORS)} visitors before `serve --workers 2`: each page ran, each download was whole")
    return 0


def try_visitor(visitor: str, proxy: int, ports: Sequence[int]) -> int:
    """A visitor's page, upload and downloads through the proxy; the port of the process that has the session."""
    with open_page(visitor, proxy) as session:
        token = re.search(rf"{TOKEN}=([^;]+)", ask(proxy, "GET", "/_stcore/health", visitor)[1].get("set-cookie", ""))
        require(token is not None, "the visitor gets a token against forged uploads")
        path = f"/_stcore/upload_file/{session}/{uuid4()}"
        headers = {"Content-Type": "multipart/form-data; boundary=b"}
        headers |= {"X-Xsrftoken": token[1], "Cookie": f"{TOKEN}={token[1]}"} if token else {}
        part = b'--b\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n\r\nwords\r\n--b--\r\n'
        status, _, said = ask(proxy, "PUT", path, visitor, headers, part)
        require(status == 204, f"an upload meets the process of its page: {status} {said[:100]!r}")
        straight = [port for port in ports if ask(port, "PUT", path, visitor, headers, part)[0] == 204]
        require(len(straight) == 1, "only one of the processes knows the session")
        status, sent, content = ask(proxy, "GET", FIGURES, visitor)
        require(status == 200 and content.startswith(b"PK"), "a download is whole")
        again, found, said = ask(proxy, "GET", FIGURES, visitor, {"If-None-Match": str(sent["etag"])})
        require(again == 304, f"what the visitor has is not sent again: {sent}, then {again}, {found}, {said[:200]!r}")
        return straight[0]


@contextmanager
def open_page(visitor: str, port: int) -> Iterator[str]:
    """A visitor's page, run to its end over a WebSocket; its session."""
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    with connect(address, subprotocols=["streamlit"], max_size=None, source_address=(visitor, 0)) as page:  # type: ignore[list-item]
        yield run_page(page)


def run_page(page: ClientConnection) -> str:
    asked = BackMsg()
    asked.rerun_script.query_string = ""
    page.send(asked.SerializeToString())
    session = ""
    while True:
        raw = page.recv(timeout=PATIENCE)
        message = ForwardMsg.FromString(raw if isinstance(raw, bytes) else raw.encode())
        if message.WhichOneof("type") == "new_session":
            session = message.new_session.initialize.session_id
        elif message.WhichOneof("type") == "script_finished":
            require(message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY, "the page ran to its end")
            return session


def ask(
    port: int, method: str, path: str, visitor: str, headers: dict[str, str] | None = None, body: bytes | None = None
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers in lower case and body of an answer to a visitor."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE, source_address=(visitor, 0))
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read()
    finally:
        connection.close()


@contextmanager
def serving(*flags: str) -> Iterator[int]:
    """A server of its own port, once it answers."""
    port = free_port()
    command = [sys.executable, "-m", "yearbook", "serve", *flags, "--port", str(port)]
    with running(command, PROJECT):
        wait_for(port)
        yield port


@contextmanager
def proxying(folder: Path, ports: Sequence[int]) -> Iterator[int]:
    """Nginx with deploy/nginx.conf, over HTTP on a port of its own, before the processes."""
    port = free_port()
    site = (PROJECT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    site = re.sub(r"^ *ssl_.*\n", "", site, flags=re.MULTILINE).replace("listen 443 ssl;", f"listen 127.0.0.1:{port};")
    servers = "".join(f"    server 127.0.0.1:{one};\n" for one in ports)
    site = re.sub(r"(?:^ *(?:# )?server 127\.0\.0\.1:\d+;\n)+", servers, site, flags=re.MULTILINE)
    kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    places = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    config = folder / "nginx.conf"
    config.write_text(
        f"daemon off;\npid {folder}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n{places}{site}}}\n"
    )
    with running(["nginx", "-c", str(config)], folder):
        wait_for(port)
        yield port


@contextmanager
def running(command: Sequence[str], folder: Path) -> Iterator[None]:
    process = subprocess.Popen(command, cwd=folder)
    try:
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


def wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            if ask(port, "GET", "/healthz", "127.0.0.1")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise TimeoutError(f"nothing answers on port {port}")


def free_port() -> int:
    with socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def require(holds: bool, words: str) -> None:
    if not holds:
        raise SystemExit(f"does not hold: {words}")


if __name__ == "__main__":
    sys.exit(main())
