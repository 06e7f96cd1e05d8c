"""Ways to spoil an input: bytes turned, cut, doubled, exchanged with another's, and words put in."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path


def change(chance: random.Random, content: bytes, others: Sequence[bytes], words: Sequence[str], longest: int) -> bytes:
    """The content with up to eight changes, at most `longest` bytes."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        at = chance.randint(0, len(changed))
        end = min(len(changed), at + int(chance.expovariate(1 / 12)))
        match chance.randrange(6):
            case 0:
                changed[at:end] = bytes(chance.randrange(256) for _ in range(end - at))
            case 1:
                del changed[at:end]
            case 2:
                changed[at:at] = changed[at:end] * chance.randint(1, 5)
            case 3:
                other = chance.choice(others)
                start = chance.randint(0, len(other))
                changed[at:end] = other[start : start + int(chance.expovariate(1 / 40))]
            case 4 if words:
                changed[at:at] = "".join(chance.choices(words, k=chance.randint(1, 6))).encode("utf-8", errors="replace")
            case _:
                if at < len(changed):
                    changed[at] ^= 1 << chance.randrange(8)
    return bytes(changed[:longest])


def write_dictionary(file: Path, words: Sequence[str]) -> None:
    """Words in the form that libFuzzer reads: one quoted entry a line, bytes beyond ASCII as \\xNN."""
    lines = ['"' + "".join(f"\\x{byte:02x}" for byte in word.encode()) + '"' for word in words if word]
    file.write_text("\n".join(lines) + "\n", encoding="ascii")
