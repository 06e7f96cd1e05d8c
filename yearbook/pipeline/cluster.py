"""An executor over the workers of a Dask scheduler (distributed's Client.get_executor), for reading reports on several machines.

Dask is optional (requirements-cluster.txt) and imported only where a scheduler is named.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future, wait
from functools import partial
from itertools import chain
from socket import create_connection
from typing import Any, cast

from yearbook.catalogue.files import Home
from yearbook.catalogue.messages import Message, translate
from yearbook.catalogue.samples import catalogue_for
from yearbook.documents.document import Refusal
from yearbook.pipeline.read import Outcome, ReadJob, read_ahead, read_report, reader_version

CONNECT_TIMEOUT = 10.0  # seconds in which the scheduler and a first worker must answer
IDLE_TIMEOUT = 60.0  # seconds without any worker after which the cluster is given up
POLL = 1.0  # seconds between looks at the cluster while an outcome is waited for


class ClusterError(RuntimeError):
    """The cluster cannot read the reports, or no longer; the message says why and what to do."""


def read_on_cluster(jobs: Iterable[ReadJob], address: str) -> Iterator[Outcome]:
    """The outcomes in the order of the jobs, by the workers of the scheduler at `address`.

    A worker that is lost costs only time; a report that no worker survives is refused. Raises ClusterError where the scheduler
    does not answer, where a worker has another program or catalogue than this machine (it would read the same report
    differently), and where no worker is left.
    """
    jobs = iter(jobs)
    for first in jobs:
        cluster = Cluster(address, first.home)
        try:
            yield from read_ahead(chain([first], jobs), cluster.submit, cluster.count_workers)
        finally:
            cluster.close()


class Cluster:
    """An executor over a scheduler's workers, with the tasks that are not done."""

    def __init__(self, address: str, home: Home) -> None:
        self._address = address
        self._client = _connect(address)
        self._executor = self._client.get_executor(pure=False)
        self._pending: set[Future[Any]] = set()
        self._equipment = describe_equipment(home)
        found: dict[str, Any] = self._client.run(describe_equipment, home, on_error="return")
        differing = {worker: theirs for worker, theirs in found.items() if theirs != self._equipment}
        if differing:
            self.close()
            raise ClusterError(_describe_difference(self._equipment, differing))

    def count_workers(self) -> int:
        return max(1, int(sum(self._client.nthreads().values())))

    def submit(self, job: ReadJob) -> Callable[[], Outcome]:
        return partial(self._wait_for, job, self._start(job))

    def close(self) -> None:
        for future in self._pending:
            future.cancel()
        self._client.close(timeout=CONNECT_TIMEOUT)

    def _start(self, job: ReadJob) -> Future[Any]:
        future: Future[Any] = self._executor.submit(_read_if_equal, job, self._equipment)
        self._pending.add(future)
        return future

    def _wait_for(self, job: ReadJob, future: Future[Any]) -> Outcome:
        """Dask suspects every task of a worker that died: only a report that kills a worker alone is refused."""
        from distributed import KilledWorker

        try:
            return self._take(future)
        except KilledWorker:
            self._wait_until_done(self._pending)
        try:
            return self._take(self._start(job))
        except KilledWorker:
            return Refusal(job.name, Message("machines.poisonous"))

    def _take(self, future: Future[Any]) -> Outcome:
        self._wait_until_done({future})
        self._pending.discard(future)
        try:
            outcome: Any = future.result()
        except CancelledError:
            raise ClusterError(Message("machines.scheduler_lost", address=self._address)) from None
        if isinstance(outcome, tuple):
            raise ClusterError(_describe_difference(self._equipment, {translate("machines.late_worker"): outcome}))
        return cast(Outcome, outcome)

    def _wait_until_done(self, futures: set[Future[Any]]) -> None:
        last_seen = time.monotonic()
        while wait(futures, POLL).not_done:
            if self._client.status != "running":
                raise ClusterError(Message("machines.scheduler_lost", address=self._address))
            if self._client.nthreads():
                last_seen = time.monotonic()
            elif time.monotonic() - last_seen > IDLE_TIMEOUT:
                raise ClusterError(Message("machines.no_workers", address=self._address))


def describe_equipment(home: Home) -> tuple[str, str]:
    """What this machine reads reports with: the versions of the program and of the catalogue."""
    return reader_version(), catalogue_for(home, True).hash


def _read_if_equal(job: ReadJob, equipment: tuple[str, str]) -> Any:
    """On a worker: the outcome; or its equipment where that differs, because a worker may have joined late."""
    own = describe_equipment(job.home)
    return read_report(job) if own == equipment else own


def _connect(address: str) -> Any:
    """A distributed.Client, whose methods have no types."""
    try:
        from distributed import Client
        from distributed.comm.addressing import get_address_host_port
    except ImportError:
        raise ClusterError(Message("machines.no_dask")) from None
    make_client: Any = Client
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # errors are raised here, in words
    try:
        # Tried before: a client that fails to connect is closed by the garbage collector, in any thread, and that waits for it.
        create_connection(get_address_host_port(address), CONNECT_TIMEOUT).close()
        client = make_client(address, timeout=CONNECT_TIMEOUT, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:  # nobody there, an unknown name, no address at all
        raise ClusterError(Message("machines.unreachable", address=address, reason=_first_line(error))) from None
    try:
        client.wait_for_workers(1, timeout=CONNECT_TIMEOUT)
    except OSError:
        client.close()
        raise ClusterError(Message("machines.no_workers", address=address)) from None
    return client


def _describe_difference(own: tuple[str, str], others: dict[str, Any]) -> str:
    """Which workers would read reports otherwise, and what they lack."""
    parts = []
    for worker, theirs in sorted(others.items()):
        if not isinstance(theirs, tuple):
            parts.append(translate("machines.worker_without", worker=worker, reason=_first_line(theirs)))
        elif theirs[0] != own[0]:
            parts.append(translate("machines.worker_reader", worker=worker, theirs=theirs[0], ours=own[0]))
        else:
            parts.append(translate("machines.worker_catalogue", worker=worker))
    return Message("machines.unlike", workers=translate("interface.comma").join(parts))


def _first_line(error: object) -> str:
    return next(iter(str(error).splitlines()), "") or type(error).__name__
