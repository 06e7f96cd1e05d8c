"""Spool of the HTTP API's answers: each distinct answer is made once, into an unnamed file on disk, and read by all its clients.

What a client has not taken yet lies on disk, so that slow or stopped readers cost no memory and hold no query of the edition
open; how many answers and clients there may be at a time is bounded.
"""

from __future__ import annotations

import asyncio
import tempfile
import threading
import time
import zlib
from collections.abc import AsyncGenerator, Callable, Iterator
from dataclasses import dataclass, field
from os import SEEK_END
from pathlib import Path
from typing import IO, Literal

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar

from yearbook.store.files import name_file

Lane = Literal["small", "medium", "large", "workbook"]  # answers wait only for others of their lane

MAX_ANSWERS = 64  # distinct answers on disk at a time
MAX_CLIENTS = 1000
MAX_MAKING: dict[Lane, int] = {"small": 2, "medium": 1, "large": 1, "workbook": 1}  # answers made at a time; pages go first
SMALL, MEDIUM = 2_000, 200_000  # rows of CSV that are made in some hundredths of a second, and in a second or two
WORKBOOK_ROW = 10  # rows of CSV that are made while one row of a workbook is
PIECE = 1 << 16  # bytes that one client holds in memory
RETRY_AFTER = 10  # seconds


def choose_lane(rows: int, workbook: bool) -> Lane:
    """The lane of a snapshot by the work that it is: the small are made beside the large, and a large workbook, which takes
    minutes, holds up only its like."""
    work = rows * WORKBOOK_ROW if workbook else rows
    return "small" if work <= SMALL else "medium" if work <= MEDIUM else "workbook" if workbook else "large"


class Busy(RuntimeError):
    """So many answers are under way that no further one is begun."""


@dataclass(frozen=True, slots=True)
class Content:
    """What an answer carries: made piece by piece when somebody asks; `tag` is the same as long as the bytes are."""

    pieces: Callable[[], Iterator[bytes]]
    tag: str
    media_type: str
    lane: Lane = "small"


@dataclass(eq=False, slots=True)
class _Answer:
    """An answer's file and how far it has come, which only the event loop changes."""

    file: IO[bytes]
    lock: threading.Lock = field(default_factory=threading.Lock)  # of the file's position
    length: int = 0
    ended: bool = False
    failure: BaseException | None = None
    clients: int = 0
    grown: asyncio.Event = field(default_factory=asyncio.Event)

    def read(self, start: int) -> bytes:
        with self.lock:
            self.file.seek(start)
            return self.file.read(min(PIECE, self.length - start))

    def append(self, piece: bytes) -> None:
        with self.lock:
            self.file.seek(0, SEEK_END)
            self.file.write(piece)
            self.file.flush()

    def note(self, length: int, ended: bool = False, failure: BaseException | None = None) -> None:
        self.length, self.ended, self.failure = length, ended, failure
        self.grown.set()
        self.grown = asyncio.Event()


class Spool:
    """The answers under way in one event loop."""

    def __init__(self) -> None:
        self._answers: dict[str, _Answer] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._clients = 0
        self._limiters = {lane: CapacityLimiter(count) for lane, count in MAX_MAKING.items()}

    async def read(self, content: Content, compressed: bool) -> AsyncGenerator[bytes]:
        """The answer's bytes, by gzip where `compressed`, as they are made and as the client takes them.

        Raises Busy, and whatever making the answer raises: OSError where the disk is full, MemoryError.
        """
        answer = self._join(f"{content.tag} {compressed}", content, compressed)
        read = 0
        try:
            while True:
                if read < answer.length:
                    piece = answer.read(read)
                    read += len(piece)
                    yield piece
                elif answer.failure is not None:
                    raise answer.failure
                elif answer.ended:
                    return
                else:
                    await answer.grown.wait()
        finally:
            self._leave(answer)

    def _join(self, key: str, content: Content, compressed: bool) -> _Answer:
        answer = self._answers.get(key)
        if self._clients >= MAX_CLIENTS or (answer is None and len(self._answers) >= MAX_ANSWERS):
            raise Busy
        if answer is None or answer.failure is not None:
            answer = self._answers[key] = _Answer(tempfile.TemporaryFile())  # noqa: SIM115 - closed by the last to leave it
            self._begin(answer, content, compressed)
        answer.clients += 1
        self._clients += 1
        return answer

    def _begin(self, answer: _Answer, content: Content, compressed: bool) -> None:
        task = asyncio.create_task(self._make(answer, content, compressed))
        self._tasks.add(task)  # the loop itself keeps only a weak reference
        task.add_done_callback(self._tasks.discard)

    async def _make(self, answer: _Answer, content: Content, compressed: bool) -> None:
        """Make the answer in a worker thread; whatever that raises is raised to each of its clients."""
        loop = asyncio.get_running_loop()

        def make() -> int:
            length = 0
            for piece in _take(content, compressed, lambda: answer.clients > 0):
                with name_file(Path(tempfile.gettempdir())):
                    answer.append(piece)
                length += len(piece)
                loop.call_soon_threadsafe(answer.note, length)
            return length

        try:
            length = await to_thread.run_sync(make, limiter=self._limiters[content.lane])
            answer.note(length, ended=True)
        except BaseException as error:
            answer.note(answer.length, failure=error)
            if not isinstance(error, Exception):
                raise
        finally:
            self._drop_if_left(answer)

    def _leave(self, answer: _Answer) -> None:
        answer.clients -= 1
        self._clients -= 1
        self._drop_if_left(answer)

    def _drop_if_left(self, answer: _Answer) -> None:
        """Give the disk back once nobody reads an answer and nobody writes it."""
        if answer.clients == 0:
            self._answers = {key: one for key, one in self._answers.items() if one is not answer}
            if answer.ended or answer.failure is not None:
                answer.file.close()


def _take(content: Content, compressed: bool, wanted: Callable[[], bool]) -> Iterator[bytes]:
    """The pieces of a content, compressed or not, until nobody wants them any more."""
    squeeze = zlib.compressobj(6, wbits=31) if compressed else None  # 31: a gzip header (RFC 1952), without a time
    pieces = content.pieces()
    try:
        for piece in pieces:
            if not wanted():
                return
            time.sleep(0)  # lets the pages' threads go on
            if found := squeeze.compress(piece) if squeeze else piece:
                yield found
        if squeeze:
            yield squeeze.flush()
    finally:
        if hasattr(pieces, "close"):
            pieces.close()


_spools: RunVar[Spool] = RunVar("spool of answers")


def current_spool() -> Spool:
    """The spool of the running event loop."""
    try:
        return _spools.get()
    except LookupError:
        _spools.set(spool := Spool())
        return spool
