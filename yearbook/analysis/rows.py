"""Rows of a frame as dicts: what words and labels are made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd


def list_rows(frame: pd.DataFrame, names: Iterable[str] | None = None) -> list[dict[str, Any]]:
    """The rows by the names of those of the columns that there are (all by default). Quicker than to_dict for few columns."""
    kept = [str(name) for name in (frame if names is None else names) if name in frame]
    if not kept:
        return [{} for _ in range(len(frame))]
    return [dict(zip(kept, row, strict=True)) for row in zip(*(frame[name].tolist() for name in kept), strict=True)]
