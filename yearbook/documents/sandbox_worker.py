"""Worker process of the sandbox: takes calls from its standard input, answers on its standard output.

It may be ended at any time; nothing but the call at hand is lost. It ends by itself when its parent does, even by SIGKILL: its
input then ends, which a thread of its own waits for, and a call that never lets that thread run is over at its limit of time.
A frame is two lengths, of a JSON object and of the bytes that follow it.
"""

from __future__ import annotations

import faulthandler
import importlib
import os
import queue
import signal
import struct
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import orjson

GRACE = 10  # seconds after the limit of time before the process ends by itself, should nobody be there to end it
_LENGTHS = struct.Struct(">QQ")
_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.startfile",
)  # audit events, PEP 578


def send(stream: IO[bytes], header: dict[str, Any], content: bytes = b"") -> None:
    packed = orjson.dumps(header)
    stream.write(_LENGTHS.pack(len(packed), len(content)) + packed)
    stream.write(content)
    stream.flush()


def receive(stream: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """The next frame. Raises EOFError where the stream ends."""
    sizes = _LENGTHS.unpack(_read_exactly(stream, _LENGTHS.size))
    return orjson.loads(_read_exactly(stream, sizes[0])), _read_exactly(stream, sizes[1])


def _read_exactly(stream: IO[bytes], size: int) -> bytes:
    content = stream.read(size)
    if len(content) < size:
        raise EOFError
    return content


def serve() -> None:
    """Answer calls until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, who then ends this process
    answers = os.fdopen(os.dup(1), "wb")
    devnull = Path(os.devnull).open("wb")  # noqa: SIM115  # open as long as the process
    os.dup2(devnull.fileno(), 1)  # what a library prints must not stand between answers
    _restrict()
    requests: queue.SimpleQueue[tuple[dict[str, Any], bytes]] = queue.SimpleQueue()
    threading.Thread(target=_receive_all, args=(requests,), daemon=True).start()
    while True:
        request, content = requests.get()
        module, _, name = request["function"].partition(":")
        try:
            function = getattr(importlib.import_module(module), name)
            for imported in request["imports"]:
                importlib.import_module(imported)
        except Exception as error:
            send(answers, _describe_fault(error))
            continue
        send(answers, {"began": True})
        faulthandler.dump_traceback_later(request["seconds"] + GRACE, exit=True, file=devnull)
        _limit_memory(request["memory_bytes"])
        try:
            answer, body = function(request["arguments"], content)
            header = {"answer": answer}
        except MemoryError:
            header, body = {"error": ["memory", ""]}, b""
        except Exception as error:
            header, body = _describe_fault(error), b""
        _limit_memory(None)
        faulthandler.cancel_dump_traceback_later()
        send(answers, header, body)


def _receive_all(requests: queue.SimpleQueue[tuple[dict[str, Any], bytes]]) -> None:
    with suppress(EOFError, OSError):
        while True:
            requests.put(receive(sys.stdin.buffer))
    os._exit(0)  # also in the middle of a call: whoever asked is gone


def _describe_fault(error: Exception) -> dict[str, Any]:
    words = " ".join(str(error).encode(errors="replace").decode().split())[:200]
    return {"error": ["fault", f"{type(error).__name__}: {words}" if words else type(error).__name__]}


def _limit_memory(beyond: int | None) -> None:
    """Let the system refuse address space beyond what is in use now and `beyond` bytes; None lifts the limit. Linux only."""
    if sys.platform != "linux":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = hard
    if beyond is not None:
        in_use = int(Path("/proc/self/statm").read_bytes().split()[0]) * resource.getpagesize()
        soft = in_use + beyond if hard == resource.RLIM_INFINITY else min(hard, in_use + beyond)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _restrict() -> None:
    """No file is written, no image of the process after a crash; Python code opens no connection and starts no process."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    def refuse(event: str, _: tuple[Any, ...]) -> None:
        if event.startswith(_FORBIDDEN):
            raise PermissionError(event)

    sys.addaudithook(refuse)


if __name__ == "__main__":
    serve()
