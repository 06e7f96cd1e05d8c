"""Reports read by the machines of a Dask cluster: errands carried out, outcomes brought back in the order given.

A worker is asked what it reads with before it gets an errand: machines with another program or another catalogue would read
the same report differently. Dask is optional (requirements-cluster.txt) and imported only where a scheduler is named.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from typing import Any

from yearbook.catalogue.files import Home
from yearbook.catalogue.messages import translate
from yearbook.catalogue.samples import catalogue_for
from yearbook.documents.document import Refusal
from yearbook.pipeline.read import AHEAD, ReadJob, ReportExtraction, read_report, reader_version

REACHED_IN = 10.0  # seconds in which the scheduler must answer
ALONE = 60.0  # seconds without any worker after which nobody is waited for any more
_LOOK = 1.0  # seconds between looks at the cluster while an outcome is waited for


class ClusterError(RuntimeError):
    """The cluster cannot carry out the errands, or no longer; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Equipment:
    """What a machine reads reports with: two with the same read the same report alike."""

    reader: str
    catalogue: str


def read_on_cluster(errands: Iterable[ReadJob], address: str, alone: float = ALONE) -> Iterator[ReportExtraction | Refusal]:
    """Each report as understood, or why it is refused, in the order given, by the workers of the scheduler at `address`.

    A worker that is lost costs nothing but time: its errands are done by others. A report that the workers do not survive is
    refused. Raises ClusterError where the scheduler is not reached, a worker has other equipment, or no worker is left for
    `alone` seconds.
    """
    cluster = None
    try:
        for errand in errands:
            cluster = cluster or _join(address, errand.home, alone)
            cluster.send(errand)
            if len(cluster.waiting) > cluster.room():
                yield cluster.take()
        while cluster and cluster.waiting:
            yield cluster.take()
    finally:
        if cluster:
            cluster.leave()


@dataclass(slots=True)
class _Cluster:
    """A scheduler's workers, with the errands under way, oldest first."""

    client: Any  # distributed.Client, whose methods have no types
    address: str
    equipment: Equipment
    alone: float
    waiting: deque[tuple[ReadJob, Any]] = field(default_factory=deque)  # each with its distributed.Future

    def send(self, errand: ReadJob) -> None:
        self.waiting.append((errand, self._submit(errand)))

    def room(self) -> int:
        """How many errands may be under way: enough that no worker waits, few enough that their bytes fit in memory."""
        threads: dict[str, int] = self.client.nthreads()
        return AHEAD * max(1, sum(threads.values()))

    def take(self) -> ReportExtraction | Refusal:
        """The outcome of the oldest errand, once it is there."""
        from distributed import KilledWorker

        errand, future = self.waiting.popleft()
        try:
            return self._wait_for(future)
        except KilledWorker:
            pass
        # Dask suspects all that lay on a worker when it died. Alone, only the report that kills is caught.
        for _, other in self.waiting:
            self._wait_until_done(other)
        try:
            return self._wait_for(self._submit(errand))
        except KilledWorker:
            return Refusal(errand.name, translate("machines.poisonous"))

    def leave(self) -> None:
        """Let go of the errands under way, and of the scheduler."""
        self.client.cancel([future for _, future in self.waiting], force=True)
        self.client.close(timeout=REACHED_IN)

    def _submit(self, errand: ReadJob) -> Any:
        return self.client.submit(_carry_out, errand, self.equipment, pure=False)

    def _wait_for(self, future: Any) -> ReportExtraction | Refusal:
        try:
            self._wait_until_done(future)
            outcome = future.result()
        except CancelledError:
            raise ClusterError(translate("machines.scheduler_lost", address=self.address)) from None
        if isinstance(outcome, Equipment):
            raise ClusterError(_say_unlike(self.equipment, {translate("machines.late_worker"): outcome}))
        assert isinstance(outcome, ReportExtraction | Refusal)
        return outcome

    def _wait_until_done(self, future: Any) -> None:
        last_seen = time.monotonic()
        while not future.done():
            try:
                future.exception(timeout=_LOOK)
            except TimeoutError:
                if self.client.status != "running":
                    raise ClusterError(translate("machines.scheduler_lost", address=self.address)) from None
                if self.client.nthreads():
                    last_seen = time.monotonic()
                elif time.monotonic() - last_seen > self.alone:
                    raise ClusterError(translate("machines.no_workers", address=self.address)) from None


def _join(address: str, home: Home, alone: float) -> _Cluster:
    """The cluster at an address, once it is known that its workers read as this machine does."""
    try:
        from distributed import Client
    except ImportError:
        raise ClusterError(translate("machines.no_dask")) from None
    make_client: Any = Client
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what goes wrong is said here, in words
    try:
        client = make_client(address, timeout=REACHED_IN, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:  # nobody there, a name nobody knows, no address at all
        raise ClusterError(translate("machines.unreachable", address=address, reason=_first_line(error))) from None
    try:
        client.wait_for_workers(1, timeout=REACHED_IN)
    except OSError:
        client.close()
        raise ClusterError(translate("machines.no_workers", address=address)) from None
    own = describe_equipment(home)
    found: dict[str, Any] = client.run(describe_equipment, home, on_error="return")
    unlike = {worker: told for worker, told in found.items() if told != own}
    if unlike:
        client.close()
        raise ClusterError(_say_unlike(own, unlike))
    return _Cluster(client, address, own, alone)


def describe_equipment(home: Home) -> Equipment:
    """What this machine reads reports with."""
    return Equipment(reader_version(), catalogue_for(home, True).hash)


def _carry_out(errand: ReadJob, equipment: Equipment) -> ReportExtraction | Refusal | Equipment:
    """Run by a worker: the outcome; or what it reads with, where that is something else: a worker may have joined late."""
    own = describe_equipment(errand.home)
    return read_report(errand) if own == equipment else own


def _say_unlike(own: Equipment, others: dict[str, Any]) -> str:
    """Which workers would read otherwise, and what they lack."""
    parts = []
    for worker, told in sorted(others.items()):
        if not isinstance(told, Equipment):
            parts.append(translate("machines.worker_without", worker=worker, reason=_first_line(told)))
        elif told.reader != own.reader:
            parts.append(translate("machines.worker_reader", worker=worker, theirs=told.reader, ours=own.reader))
        else:
            parts.append(translate("machines.worker_catalogue", worker=worker))
    return translate("machines.unlike", workers=translate("interface.comma").join(parts))


def _first_line(error: object) -> str:
    return next(iter(str(error).splitlines()), "") or type(error).__name__
