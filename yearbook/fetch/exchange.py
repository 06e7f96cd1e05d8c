"""One request over HTTP to a pinned IP address, with the host's own name in TLS and in the Host field; size and time bounded.

urllib3 is what Streamlit's requests brings anyway, names the host apart from where it connects (`server_hostname`), unpacks gzip
piece by piece, and takes no proxy from the environment, through which a pinned address would be none.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from http.client import HTTPException

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError
from urllib3.response import HTTPResponse

from yearbook.catalogue.messages import Message
from yearbook.documents.document import LIMITS, MB, Refusal
from yearbook.fetch.guard import Address

_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What fetching one address may cost."""

    max_bytes: int = LIMITS.max_bytes
    seconds: float = 120  # for an answer, from the first byte asked to the last
    connect_seconds: float = 10  # also of the whole handshake of TLS
    read_seconds: float = 30  # without a byte
    max_redirects: int = 5
    max_files: int = 30  # that one page attaches


LIMITS_HERE = FetchLimits()


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer; the names of `fields` are in lower case, their bytes as latin-1."""

    status: int
    fields: Mapping[str, str]
    body: bytes


def ask(address: Address, ips: list[str], fields: Mapping[str, str], limits: FetchLimits = LIMITS_HERE) -> Reply:
    """What the host answers to GET. Raises Refusal where it cannot be reached, does not prove who it is, or asks for too much."""
    where = str(address)
    last: Exception | None = None
    for ip in ips[:3]:
        connection = _prepare(address, ip, limits)
        try:
            connection.connect()
        except ssl.SSLCertVerificationError as error:
            connection.close()
            raise Refusal(where, Message("fetching.certificate", host=address.host, reason=error.verify_message)) from error
        except (OSError, HTTPError) as error:  # another of its addresses may answer
            connection.close()
            last = error
            continue
        return _exchange(connection, address, fields, limits)
    if isinstance(last, ConnectTimeoutError) and not isinstance(last, NewConnectionError):  # which is one in urllib3 2
        raise Refusal(where, Message("fetching.late", host=address.host)) from last
    raise Refusal(where, Message("fetching.no_answer", host=address.host, reason=_describe(last))) from last


def _prepare(address: Address, ip: str, limits: FetchLimits) -> HTTPConnection:
    if address.scheme == "https":
        return HTTPSConnection(
            ip, address.port, timeout=limits.connect_seconds, server_hostname=address.host, ssl_context=_trust()
        )
    return HTTPConnection(ip, address.port, timeout=limits.connect_seconds)


@cache
def _trust() -> ssl.SSLContext:
    """The authorities that this system trusts; SSL_CERT_FILE names others. Hosts must prove who they are."""
    return ssl.create_default_context()


def _exchange(connection: HTTPConnection, address: Address, fields: Mapping[str, str], limits: FetchLimits) -> Reply:
    connection.timeout = limits.read_seconds
    where, deadline = str(address), time.monotonic() + limits.seconds
    # each wait for a byte is bounded by itself; a host that sends one now and then is stopped here
    watchdog = threading.Timer(limits.seconds, _hang_up, (connection,))
    watchdog.daemon = True
    watchdog.start()
    try:
        connection.request(
            "GET",
            address.target,
            headers={"Host": address.authority, "Accept-Encoding": "gzip", **fields},
            preload_content=False,
        )
        response = connection.getresponse()
        stated = response.headers.get("content-length", "")
        if stated.isdecimal() and len(stated) < 20 and int(stated) > limits.max_bytes:
            raise Refusal(where, Message("documents.too_big", limit=limits.max_bytes // MB))
        body = _read_body(response, where, limits)
        if time.monotonic() >= deadline:  # an answer cut off among its fields looks complete
            raise Refusal(where, Message("fetching.late", host=address.host))
        names = {name.lower(): value for name, value in response.headers.items()}
        return Reply(response.status, names, body)
    except (OSError, HTTPError, HTTPException, ValueError) as error:  # urllib3 wraps http.client's only in its pools
        if time.monotonic() >= deadline or isinstance(error, TimeoutError):
            raise Refusal(where, Message("fetching.late", host=address.host)) from error
        raise Refusal(where, Message("fetching.no_answer", host=address.host, reason=_describe(error))) from error
    finally:
        watchdog.cancel()
        connection.close()


def _read_body(response: HTTPResponse, where: str, limits: FetchLimits) -> bytes:
    pieces, size = [], 0
    for piece in response.stream(_CHUNK, decode_content=True):
        size += len(piece)
        if size > limits.max_bytes:
            raise Refusal(where, Message("documents.too_big", limit=limits.max_bytes // MB))
        pieces.append(piece)
    return b"".join(pieces)


def _hang_up(connection: HTTPConnection) -> None:
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)


def _describe(error: Exception | None) -> str:
    """An error in a few words, without the addresses and objects that urllib3 names."""
    cause = error.__cause__ if error is not None and isinstance(error.__cause__, OSError) else error
    if isinstance(cause, OSError) and cause.strerror:
        return cause.strerror
    return type(error).__name__
