"""A mail's body and attachments as files, run by a worker of the sandbox: what they are is for the readers of files."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import Message as Part
from typing import Any

from yearbook.catalogue.messages import Message, dump_message, translate
from yearbook.documents.archive import make_safe
from yearbook.documents.document import Limits, Refusal
from yearbook.documents.mail.parts import (
    find_children,
    find_leaves,
    parse_message,
    read_bytes_of,
    read_field,
    read_file_name,
    read_text_of,
)

_SUFFIXES = {"text/html": ".html", "text/plain": ".txt"}


def split_mail(arguments: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """{"files": [[path, size], …]} with their bytes one after the other, or {"refusal": …}.

    A mail within the mail is a folder of its own. `arguments` hold name, limits and depth: how many mails it lies in.
    """
    name, limits = arguments["name"], Limits(**arguments["limits"])
    files: list[tuple[str, bytes]] = []
    try:
        for path, body in _open(parse_message(content), "", arguments["depth"], name, limits):
            files.append((path, body))
            if len(files) > limits.max_members:
                raise Refusal(name, Message("documents.mail_files", limit=limits.max_members))
    except RecursionError:
        return {"refusal": dump_message(Message("documents.mail_nesting", limit=limits.max_mails))}, b""
    except Refusal as refusal:
        return {"refusal": dump_message(refusal.reason)}, b""
    return {"files": [[path, len(body)] for path, body in files]}, b"".join(body for _, body in files)


def _open(mail: Part, above: str, depth: int, name: str, limits: Limits) -> Iterator[tuple[str, bytes]]:
    """The files of a mail. Raises Refusal where mails lie in mails too deep."""
    if depth > limits.max_mails:
        raise Refusal(name, Message("documents.mail_nesting", limit=limits.max_mails))
    title = make_safe(read_field(mail, "subject").replace("/", " ")) if mail.get("subject") else translate("documents.mail_body")
    leaves = list(find_leaves(mail))
    texts = [part for part in leaves if part.get_content_type() in _SUFFIXES and not _is_attached(part)]
    for part in texts:
        if (body := read_text_of(part)).strip():
            yield f"{above}{title}{_SUFFIXES[part.get_content_type()]}", body
    for part in leaves:
        inner = find_children(part)
        for mail_within in inner:
            folder = make_safe(read_field(mail_within, "subject").replace("/", " "))
            yield from _open(mail_within, f"{above}{folder}.eml/", depth + 1, name, limits)
        if not inner and part not in texts and not _is_of_body(part) and (body := read_bytes_of(part)):
            yield f"{above}{read_file_name(part) or translate('documents.nameless')}", body


def _is_attached(part: Part) -> bool:
    return part.get_content_disposition() == "attachment" or bool(read_file_name(part))


def _is_of_body(part: Part) -> bool:
    """Whether a part is a picture that the body shows: a logo, a sign, a smiley."""
    return part.get_content_maintype() == "image" and "content-id" in part and part.get_content_disposition() != "attachment"
