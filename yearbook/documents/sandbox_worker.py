"""The process in which files from elsewhere are parsed: started by isolation.py, it takes files from its input and answers.

It may be ended at any time; nothing but the file at hand is lost. A frame is eight bytes of length and that many bytes.
"""

from __future__ import annotations

import faulthandler
import importlib
import os
import re
import signal
import struct
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import orjson

from yearbook.documents.document import Document, Refusal
from yearbook.documents.limits import Limits

GRACE = 10  # seconds after the limit before the process ends by itself, should its master no longer be there to do it
_LENGTH = struct.Struct(">Q")
_HALF_CHARACTERS = re.compile("[\ud800-\udfff]")


def send(stream: IO[bytes], payload: bytes) -> None:
    stream.write(_LENGTH.pack(len(payload)))
    stream.write(payload)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes:
    """The next frame. Raises EOFError where the stream ends."""
    length = stream.read(_LENGTH.size)
    if len(length) < _LENGTH.size:
        raise EOFError
    (size,) = _LENGTH.unpack(length)
    payload = stream.read(size)
    if len(payload) < size:
        raise EOFError
    return payload


def serve() -> None:
    """Read files until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the master, who then ends this process
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    with Path(os.devnull).open("wb") as nowhere, suppress(EOFError, BrokenPipeError):
        os.dup2(nowhere.fileno(), 1)  # whatever a library prints must not stand between answers
        _forbid_files()
        while True:
            request = orjson.loads(receive(requests))
            content = receive(requests)
            limits = Limits(**request["limits"])
            module, _, function = request["reader"].partition(":")
            try:
                read = getattr(importlib.import_module(module), function)
            except Exception as error:
                send(answers, _fault(error))
                continue
            send(answers, b'{"began":true}')
            faulthandler.dump_traceback_later(limits.seconds + GRACE, exit=True, file=nowhere)
            _limit_memory(limits.memory_bytes if request["confine_memory"] else None)
            answer = _read(read, request, content, limits)
            _limit_memory(None)
            faulthandler.cancel_dump_traceback_later()
            send(answers, answer)


def _read(read: Any, request: dict[str, Any], content: bytes, limits: Limits) -> bytes:
    try:
        if request["packed"]:
            from yearbook.documents.archive import check_packed

            check_packed(request["name"], request["kind"].upper(), content, limits)
        return _pack(read(request["name"], content, limits), limits)
    except Refusal as refusal:
        return orjson.dumps({"refusal": _HALF_CHARACTERS.sub("\ufffd", refusal.reason)})
    except MemoryError:
        return b'{"ended":"memory"}'
    except Exception as error:
        return _fault(error)


def _pack(document: Document, limits: Limits) -> bytes:
    from yearbook.catalogue.messages import Message

    if len(document.page_starts) > limits.max_pages:
        raise Refusal(document.name, Message("documents.pages", limit=limits.max_pages))
    if len(document.text) > limits.max_text:
        raise Refusal(document.name, Message("documents.too_long", limit=limits.max_text // 10_000))
    text = _HALF_CHARACTERS.sub("\ufffd", document.text)
    cells = [(cell.start, cell.end, cell.table, cell.row, cell.column) for cell in document.cells]
    notes = [(note.words, note.what) for note in document.notes]
    answer = {"format": document.format, "text": text, "page_starts": document.page_starts, "cells": cells, "notes": notes}
    return orjson.dumps(answer)


def _fault(error: Exception) -> bytes:
    said = _HALF_CHARACTERS.sub("\ufffd", " ".join(str(error).split()))[:200]
    return orjson.dumps({"fault": f"{type(error).__name__}: {said}" if said else type(error).__name__})


def _limit_memory(beyond: int | None) -> None:
    """Let the system refuse memory beyond what is in use now and `beyond` bytes; None lifts the limit."""
    if sys.platform != "linux":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if beyond is None:
        soft = hard
    else:
        in_use = int(Path("/proc/self/statm").read_bytes().split()[0]) * resource.getpagesize()
        soft = in_use + beyond if hard == resource.RLIM_INFINITY else min(hard, in_use + beyond)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _forbid_files() -> None:
    """No file is written from here, and no image of the process after a crash."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    serve()
