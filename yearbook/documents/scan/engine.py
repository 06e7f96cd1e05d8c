"""RapidOCR (PP-OCRv6 small, ONNX Runtime): where lines stand on a picture, and what one says. Its models come in its wheel.

Lines are recognised one by one: in batches each is padded to the widest, which took 1.4 times the processor time for the same
result. Its classifier of upside-down lines stays off: it turns one line in two hundred of upright ones, which then is lost.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import rapidocr
from numpy.typing import NDArray

Image = NDArray[np.uint8]  # rows, columns, and of a coloured one blue, green, red
Quad = NDArray[np.float32]  # four corners (x, y) in pixels, from a line's beginning at its top, with the clock

_MODELS = Path(rapidocr.__file__).parent / "models"
_THREADS = min(2, os.cpu_count() or 1)  # lines that are recognised at once; more threads a line would wait for each other


@dataclass(frozen=True, slots=True)
class Recognised:
    """A line's text; of each of its code points how sure it is (0 to 1), and where its middle stands, as a share of the line."""

    text: str
    scores: tuple[float, ...]
    places: tuple[float, ...]

    @property
    def score(self) -> float:
        return sum(self.scores) / len(self.scores) if self.scores else 0.0


def detect_lines(image: Image) -> list[Quad]:
    """The lines of a picture as boxes, each from its upper left corner."""
    found = _load()(image, use_det=True, use_rec=False)
    boxes = getattr(found, "boxes", None)
    return [] if boxes is None else [np.asarray(box, np.float32) for box in boxes]


def cut_line(image: Image, quad: Quad) -> Image:
    """The pixels of a line, laid level."""
    width = max(1, round(float(max(np.linalg.norm(quad[1] - quad[0]), np.linalg.norm(quad[2] - quad[3])))))
    height = max(1, round(float(max(np.linalg.norm(quad[3] - quad[0]), np.linalg.norm(quad[2] - quad[1])))))
    level = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(quad, level)
    return np.asarray(
        cv2.warpPerspective(image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), np.uint8
    )


def recognise_lines(lines: Iterable[Image]) -> list[Recognised]:
    """What the pixels of each line say; empty where they say nothing."""
    _load()
    with ThreadPoolExecutor(_THREADS) as pool:
        return list(pool.map(_recognise, lines))


def _recognise(line: Image) -> Recognised:
    read = _load()(line, use_det=False, use_rec=True, return_word_box=True)
    text = read.txts[0] if getattr(read, "txts", None) else ""
    if not text.strip():
        return Recognised("", (), ())
    info = read.word_results[0]
    columns = iter([column for word in info.word_cols for column in word])  # of all characters but blanks
    places: list[float] = []
    for character in text:
        blank = character.isspace()
        places.append((places[-1] if places else 0.0) if blank else (next(columns) + 0.5) / info.line_txt_len)
    return Recognised(text, tuple(map(float, info.confs)), tuple(places))


@cache
def _load() -> Any:
    """The engine, once in a process."""
    return rapidocr.RapidOCR(
        params={
            "Global.use_cls": False,
            "Global.text_score": 0.0,
            "Global.log_level": "error",
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            # named, so that a missing one is an error and not a download
            "Det.model_path": str(_MODELS / "PP-OCRv6_det_small.onnx"),
            "Rec.model_path": str(_MODELS / "PP-OCRv6_rec_small.onnx"),
        }
    )
