"""Sandbox: run a function over untrusted input in a worker process with limits of time and memory.

Parsing of reports and SQL of analysts go through it. Answers come back as JSON and bytes, never as pickles: unpickling would let
a worker that a hostile file took over run code here. Workers are started as programs (`python -m`), not by multiprocessing, which
allows none in the daemonic processes of Dask.
"""

from __future__ import annotations

import atexit
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Literal

import psutil

from yearbook.catalogue.files import PROJECT
from yearbook.documents.sandbox_worker import receive, send

Reason = Literal["busy", "late", "memory", "crashed", "not_started", "fault"]
Answer = tuple[dict[str, Any], bytes]
_START_SECONDS = 120.0  # in which a worker must have started and imported the function, on a busy machine too
_TICK = 0.1  # seconds between checks of time and memory
_MOST_CALLS = 100  # that one worker answers before a fresh one takes its place
_CONFINES_MEMORY = sys.platform == "linux"  # elsewhere RLIMIT_AS does not hold, and only the check here does


class SandboxError(Exception):
    """A call gave no answer: it took too long or too much memory, ended its worker, or raised an exception (in `detail`)."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason, self.detail = reason, detail


class Sandbox:
    """A pool of at most `size` workers; reused, and replaced when one fails. With all busy, calls wait or are refused."""

    def __init__(self, size: int, waits: bool = True) -> None:
        self._size, self._waits = size, waits
        self._forget()
        atexit.register(self.close)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._forget)  # a fork must not talk to its parent's workers

    def _forget(self) -> None:
        self._lock = threading.Lock()
        self._turns = threading.BoundedSemaphore(self._size)
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()

    def run(
        self,
        function: str,
        arguments: dict[str, Any],
        content: bytes,
        seconds: float,
        memory_bytes: int,
        imports: Sequence[str] = (),
    ) -> Answer:
        """What `function` ("module:name") returns, called by a worker as name(arguments, content) -> (dict, bytes).

        `arguments` and the dict are plain values for JSON; `memory_bytes` is what the call may take beyond what its worker holds
        before. What the function imports late is named in `imports`, and loaded before the clock starts. Raises SandboxError.
        """
        request = {"function": function, "arguments": arguments, "imports": [*imports], "seconds": seconds}
        request["memory_bytes"] = memory_bytes if _CONFINES_MEMORY else None
        if not self._turns.acquire(blocking=self._waits):
            raise SandboxError("busy")
        try:
            worker = self._acquire()
            try:
                answer = worker.call(request, content, seconds, memory_bytes)
            except BaseException as error:  # also Ctrl-C, after which nobody waits for the answer
                self._release(worker, ends=not (isinstance(error, SandboxError) and error.reason == "fault"))
                raise
            self._release(worker)
            return answer
        finally:
            self._turns.release()

    def close(self) -> None:
        """End all workers, busy ones too."""
        with self._lock:
            workers = [*self._idle, *self._busy]
            self._idle.clear()
            self._busy.clear()
        for worker in workers:
            worker.end()

    def _acquire(self) -> _Worker:
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.process.poll() is None and worker.calls < _MOST_CALLS:
                    break
                worker.end()
            else:
                try:
                    worker = _Worker()
                except OSError as error:  # the system has no room for another process
                    raise SandboxError("not_started") from error
            self._busy.add(worker)
        return worker

    def _release(self, worker: _Worker, ends: bool = False) -> None:
        with self._lock:
            self._busy.discard(worker)
            if not ends:
                self._idle.append(worker)
        if ends:
            worker.end()


class _Worker:
    """A process that answers one call at a time."""

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
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.requests, self.answers = self.process.stdin, self.process.stdout
        self.calls = 0

    def call(self, request: dict[str, Any], content: bytes, seconds: float, memory_bytes: int) -> Answer:
        """Raises SandboxError; for any reason but "fault" the process must be ended or has ended."""
        self.calls += 1
        answers: queue.SimpleQueue[Answer] = queue.SimpleQueue()
        threading.Thread(target=self._exchange, args=(request, content, answers), daemon=True).start()
        answer = self._wait(answers, _START_SECONDS, None)
        if answer is not None and "began" in answer[0]:
            answer = self._wait(answers, seconds, self._resident_bytes() + memory_bytes)
            if answer is None:
                raise SandboxError("late")
        if answer is None:
            raise SandboxError("not_started")
        if "error" in answer[0]:
            raise SandboxError(*answer[0]["error"])
        return answer[0]["answer"], answer[1]

    def end(self) -> None:
        """Kill the process, whatever it is doing."""
        self.process.kill()
        self.process.wait()
        for stream in (self.requests, self.answers):
            with suppress(OSError):
                stream.close()

    def _wait(self, answers: queue.SimpleQueue[Answer], seconds: float, memory_bytes: int | None) -> Answer | None:
        """The next answer; None where none comes in time. Raises SandboxError where the process takes too much memory."""
        deadline = time.monotonic() + seconds
        while time.monotonic() <= deadline:
            with suppress(queue.Empty):
                return answers.get(timeout=_TICK)
            if memory_bytes is not None and self._resident_bytes() > memory_bytes:
                raise SandboxError("memory")
        return None

    def _resident_bytes(self) -> int:
        try:
            return int(psutil.Process(self.process.pid).memory_info().rss)
        except psutil.Error:  # it has ended
            return 0

    def _exchange(self, request: dict[str, Any], content: bytes, answers: queue.SimpleQueue[Answer]) -> None:
        """Send a request and pass on what comes back: that the call began, and its answer. A process that is gone has crashed."""
        try:
            send(self.requests, request, content)
            began = True
            while began:  # reading less would leave an answer for the next call
                answer = receive(self.answers)
                answers.put(answer)
                began = "began" in answer[0]
        except (OSError, EOFError, ValueError):
            answers.put(({"error": ["crashed", ""]}, b""))
