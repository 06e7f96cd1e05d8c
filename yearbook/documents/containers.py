"""Files that hold files: ZIP archives and mails, each in the other, within limits of number, size and nesting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from yearbook.catalogue.messages import Message, load_message
from yearbook.documents.archive import Usage, make_unique, open_archive
from yearbook.documents.document import LIMITS, Limits, Refusal
from yearbook.documents.formats import is_archive
from yearbook.documents.mail_head import is_mail
from yearbook.documents.reader import ask_worker

_SPLIT = "yearbook.documents.mail.mail:split_mail"


def is_container(content: bytes) -> bool:
    """Whether a file is no document but holds some."""
    return is_archive(content) or is_mail(content)


def open_container(path: str, content: bytes, limits: Limits = LIMITS) -> Iterator[tuple[str, bytes | Refusal]]:
    """The files in a ZIP or a mail and in those within it, as ("a.zip/folder/b.pdf", bytes), in order.

    What cannot be read is given as a Refusal in its place. An archive that asks for too much is refused as a whole, before
    anything of it is unpacked. Folders and what systems leave beside files are passed over.
    """
    yield from _open(path, content, limits, 0, 0, Usage())


def _open(
    path: str, content: bytes, limits: Limits, archives: int, mails: int, usage: Usage
) -> Iterator[tuple[str, bytes | Refusal]]:
    """As open_container, of a file that lies in so many archives and mails."""
    if is_archive(content):
        archives += 1
        too_deep = archives > limits.max_nesting
        files = open_archive(path, content, limits, usage)
        reason = Message("documents.nesting", limit=limits.max_nesting)
    else:
        mails += 1
        too_deep = mails > limits.max_mails
        files = _open_mail(path, content, limits, mails)
        reason = Message("documents.mail_nesting", limit=limits.max_mails)
    if too_deep:
        yield path, Refusal(path, reason)
        return
    for shown, inner in files:
        if not isinstance(inner, Refusal) and is_container(inner):
            yield from _open(shown, inner, limits, archives, mails, usage)
        else:
            yield shown, inner


def _open_mail(path: str, content: bytes, limits: Limits, depth: int) -> Iterator[tuple[str, bytes | Refusal]]:
    """The body and the attachments of a mail, which a worker takes apart."""
    arguments = {"name": path, "limits": asdict(limits), "depth": depth}
    taken: set[str] = set()
    try:
        answer, bodies = ask_worker(_SPLIT, arguments, path, "EML", content, limits)
        if "refusal" in answer:
            raise Refusal(path, load_message(answer["refusal"]))
        sizes = [(str(name), int(size)) for name, size in answer["files"]]
    except Refusal as refusal:
        yield path, refusal
        return
    except (KeyError, TypeError, ValueError):  # a worker that a hostile mail took over may answer anything
        yield path, Refusal(path, Message("documents.crashed", format="EML"))
        return
    if not sizes:
        yield path, Refusal(path, Message("documents.mail_empty"))
    begin = 0
    for name, size in sizes:
        yield make_unique(f"{path}/{name}", taken), bodies[begin : begin + size]
        begin += size
