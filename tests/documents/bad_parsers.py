"""Parsers that misbehave, for tests of the process that parsers run in."""

from __future__ import annotations

import ctypes
import os
import socket
import subprocess
import sys
import time

from yearbook.documents.document import Document, Limits, Refusal, report_id_of


def read_well(name: str, content: bytes, limits: Limits) -> Document:  # noqa: ARG001
    print("what a library says on its way")
    return Document(report_id_of(content), name, "odd", content.decode("utf-8", errors="surrogateescape"), (0,))


def tell_process(name: str, content: bytes, limits: Limits) -> Document:  # noqa: ARG001
    return Document(report_id_of(content), name, "odd", str(os.getpid()))


def never_end(name: str, content: bytes, limits: Limits) -> Document:  # noqa: ARG001
    while True:
        pass


def sleep(name: str, content: bytes, limits: Limits) -> Document:  # noqa: ARG001
    time.sleep(3600)
    raise AssertionError


def crash(name: str, content: bytes, limits: Limits) -> Document:  # noqa: ARG001
    ctypes.string_at(0)
    raise AssertionError


def leave(name: str, content: bytes, limits: Limits) -> Document:  # noqa: ARG001
    os._exit(0)


def recurse(name: str, content: bytes, limits: Limits) -> Document:
    return recurse(name, content, limits)


def take_memory(name: str, content: bytes, limits: Limits) -> Document:  # noqa: ARG001
    held = []
    while True:
        held.append(bytearray(os.urandom(1)) * 10_000_000)


def take_memory_at_once(name: str, content: bytes, limits: Limits) -> Document:  # noqa: ARG001
    bytearray(sys.maxsize // 4)
    raise AssertionError


def write_a_file(name: str, content: bytes, limits: Limits) -> Document:  # noqa: ARG001
    with open(content.decode(), "wb", buffering=0) as stream:
        stream.write(b"left behind")
    raise AssertionError


def open_connection(name: str, content: bytes, limits: Limits) -> Document:  # noqa: ARG001
    socket.create_connection(("127.0.0.1", 9), timeout=1)
    raise AssertionError


def start_process(name: str, content: bytes, limits: Limits) -> Document:  # noqa: ARG001
    subprocess.run([sys.executable, "-c", ""], check=True)
    raise AssertionError


def refuse(name: str, content: bytes, limits: Limits) -> Document:  # noqa: ARG001
    raise Refusal(name, "不读")


def be_wrong(name: str, content: bytes, limits: Limits) -> Document:  # noqa: ARG001
    raise KeyError("a\nb")
