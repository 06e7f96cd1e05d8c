"""Parsing in a process apart, ended at its limit of time or memory: whatever a file does to its parser, this process goes on."""

from __future__ import annotations

import atexit
import os
import queue
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import asdict
from typing import IO, Any

import orjson

from yearbook.catalogue.files import PROJECT
from yearbook.catalogue.messages import Message
from yearbook.documents.detection import Format
from yearbook.documents.document import Document, Note, Refusal, TableCell, report_id_of
from yearbook.documents.limits import MB, Limits
from yearbook.documents.process_memory import resident_bytes
from yearbook.documents.sandbox_worker import receive, send

_STARTING = 120.0  # seconds in which a process must have started and loaded a parser, on a busy machine too
_TICK = 0.1  # seconds between looks at the time and the memory
_FILES = 100  # that one process reads before it makes room for a fresh one
_Answer = dict[str, Any]
_CONFINES_MEMORY = sys.platform == "linux"  # elsewhere the system sets no limit that holds, and only the watch here does


def read_apart(format_: Format, name: str, content: bytes, limits: Limits) -> Document:
    """The document in a file, parsed in another process. Raises Refusal where file or parser fails, or asks for too much."""
    request = {
        "reader": format_.reader,
        "kind": format_.kind,
        "packed": format_.packed,
        "name": name,
        "limits": asdict(limits),
        "confine_memory": _CONFINES_MEMORY,
    }
    answer = _ask(orjson.dumps(request), content, limits)
    kind = format_.kind.upper()
    if "refusal" in answer:
        raise Refusal(name, answer["refusal"])
    if "fault" in answer:
        raise Refusal(name, Message("documents.fault", format=kind, reason=answer["fault"]))
    if "ended" in answer:
        values = {"format": kind, "seconds": f"{limits.seconds:g}", "megabytes": limits.memory_bytes // MB}
        raise Refusal(name, Message(f"documents.{answer['ended']}", **values))
    cells = tuple(TableCell(*cell) for cell in answer["cells"])
    notes = tuple(Note(*note) for note in answer["notes"])
    return Document(report_id_of(content), name, answer["format"], answer["text"], tuple(answer["page_starts"]), cells, notes)


def _ask(request: bytes, content: bytes, limits: Limits) -> _Answer:
    workers = _workers
    with workers.turns:
        try:
            worker = workers.take()
        except OSError:  # the system has no room for another process
            return {"ended": "not_started"}
        try:
            answer = worker.ask(request, content, limits)
        except BaseException:  # a Ctrl-C: the worker is at a file that nobody waits for
            workers.end(worker)
            raise
        if "ended" in answer:
            workers.end(worker)
        else:
            workers.give_back(worker)
        return answer


class _Worker:
    """A process that parses one file at a time."""

    def __init__(self) -> None:
        folders = [str(PROJECT), *filter(None, [os.environ.get("PYTHONPATH")])]
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "yearbook.documents.sandbox_worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(folders)},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Windows would open one
        )
        self.files = 0

    def ask(self, request: bytes, content: bytes, limits: Limits) -> _Answer:
        """What came of one file. {"ended": …} says that the process must be ended or has ended, and why."""
        self.files += 1
        answers: queue.SimpleQueue[_Answer] = queue.SimpleQueue()
        threading.Thread(target=self._exchange, args=(request, content, answers), daemon=True).start()
        began = self._wait(answers, _STARTING, None)
        if "began" not in began:
            return {"ended": "not_started"} if "ended" in began else began
        at_start = resident_bytes(self.process.pid) or 0
        return self._wait(answers, limits.seconds, at_start + limits.memory_bytes)

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                _open_end(stream).close()

    def _wait(self, answers: queue.SimpleQueue[_Answer], seconds: float, memory_bytes: int | None) -> _Answer:
        deadline = time.monotonic() + seconds
        while True:
            with suppress(queue.Empty):
                return answers.get(timeout=_TICK)
            if time.monotonic() > deadline:
                return {"ended": "late"}
            if memory_bytes is not None and (resident_bytes(self.process.pid) or 0) > memory_bytes:
                return {"ended": "memory"}

    def _exchange(self, request: bytes, content: bytes, answers: queue.SimpleQueue[_Answer]) -> None:
        """Send a request and pass on the answers: that it began, and what came of it. A process that is gone has crashed."""
        try:
            for payload in (request, content):
                send(_open_end(self.process.stdin), payload)
            began = True
            while began:  # whoever reads on would take the next file's answer
                answer = orjson.loads(receive(_open_end(self.process.stdout)))
                answers.put(answer)
                began = "began" in answer
        except (OSError, EOFError, ValueError):
            answers.put({"ended": "crashed"})


def _open_end(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise EOFError
    return stream


class _Workers:
    """The processes of this one: kept for the next file, never more at work than there are processors."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.turns = threading.BoundedSemaphore(max(2, os.cpu_count() or 1))
        self.idle: list[_Worker] = []
        self.busy: set[_Worker] = set()

    def take(self) -> _Worker:
        with self.lock:
            while self.idle:
                worker = self.idle.pop()
                if worker.process.poll() is None and worker.files < _FILES:
                    break
                worker.end()
            else:
                worker = _Worker()
            self.busy.add(worker)
        return worker

    def give_back(self, worker: _Worker) -> None:
        with self.lock:
            self.busy.discard(worker)
            self.idle.append(worker)

    def end(self, worker: _Worker) -> None:
        with self.lock:
            self.busy.discard(worker)
        worker.end()

    def close(self) -> None:
        """End all of them, those at work too."""
        with self.lock:
            leaving = [*self.idle, *self.busy]
            self.idle.clear()
            self.busy.clear()
        for worker in leaving:
            worker.end()


_workers = _Workers()


def _start_anew() -> None:
    """A fork has copied what its parent talks to; it must not answer there."""
    global _workers
    _workers = _Workers()


atexit.register(lambda: _workers.close())
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_start_anew)
