"""What became of each file that was brought in, and of all of them together."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any, Literal

from yearbook.catalogue.messages import translate
from yearbook.documents.document import Refusal
from yearbook.logs import log_event
from yearbook.pipeline.preview import Prepared
from yearbook.pipeline.versions import compare_figures
from yearbook.warehouse.registry import EditionNote

Fate = Literal["added", "known", "refused"]


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file. The counts are of an added report; `reason` says why a file was refused."""

    path: str
    fate: Fate
    reason: str = ""
    report_id: str | None = None
    agency: str = ""
    year: int | None = None
    title: str = ""
    format: str = ""
    mentions: int = 0
    figures: int = 0
    unclaimed: int = 0  # measurements that no metric claims
    contradictions: int = 0  # figures for which the edition holds another value
    joined: int = 0  # figures that the edition holds already from another source
    replaces: str | None = None  # the report_id of the older version whose place it takes
    replaced_by: str | None = None  # the report_id of the newer version that is kept already: this one stays out of the edition
    likeness: float | None = None  # to that other version: 1 is the same words
    figures_added: int = 0  # against the other version
    figures_revised: int = 0
    figures_removed: int = 0
    demonstration: bool = False
    unread: tuple[str, ...] = ()  # what its source shows and its text lacks, in words


@dataclass(frozen=True, slots=True)
class IngestSummary:
    """What bringing in did. `edition` is the one it published, None where nothing was new."""

    files: tuple[FileOutcome, ...]
    edition: EditionNote | None
    gone: tuple[Refusal, ...] = ()  # reports of earlier days that can no longer be read
    joined: int = 0  # figures of the added reports that the edition before held already

    def of(self, fate: Fate) -> list[FileOutcome]:
        return [file for file in self.files if file.fate == fate]

    def to_json(self) -> dict[str, Any]:
        """All of it as plain values for JSON; the keys are those of FileOutcome and EditionNote."""
        fates = Counter(file.fate for file in self.files)
        return {
            "files": [asdict(file) for file in self.files],
            "counts": {fate: fates[fate] for fate in ("added", "known", "refused")},
            "edition": asdict(self.edition) if self.edition else None,
            "joined": self.joined,
            "gone": [{"name": refusal.name, "reason": refusal.reason} for refusal in self.gone],
        }


def refused_outcome(path: str, reason: str) -> FileOutcome:
    """The outcome of a file that cannot be read. The log gets its name: the reason may quote the report."""
    log_event("refusal", file=path.rpartition("/")[2])
    return FileOutcome(path, "refused", reason)


def known_outcome(path: str, report_id: str) -> FileOutcome:
    """The outcome of a file whose bytes are kept already."""
    return FileOutcome(path, "known", report_id=report_id)


def added_outcome(prepared: Prepared, replaces: bool = True) -> FileOutcome:
    """The outcome of a report that was, or would be, added; `replaces`: as the version that it is."""
    assert prepared.extraction is not None
    extraction, other = prepared.extraction, prepared.other if replaces else None
    report = extraction.report
    kinds: Counter[str] = Counter()
    if other is not None:
        kinds.update(difference.kind for difference in compare_figures(other.extraction.figures, extraction.figures))
    return FileOutcome(
        prepared.path,
        "added",
        report_id=report.report_id,
        agency=report.publisher,
        year=report.report_year,
        title=report.title,
        format=report.format,
        mentions=len(extraction.mentions),
        figures=len({figure.fact_id for figure in extraction.figures}),
        unclaimed=prepared.unclaimed,
        contradictions=len({one.figure.fact_id for one in prepared.contradictions}),
        joined=len(prepared.joined),
        replaces=other.report.report_id if other and not other.is_newer else None,
        replaced_by=other.report.report_id if other and other.is_newer else None,
        likeness=round(other.likeness, 3) if other else None,
        figures_added=kinds["added"],
        figures_revised=kinds["revised"],
        figures_removed=kinds["removed"],
        demonstration=report.demonstration,
        unread=tuple(translate(note.words, what=note.what) for note in extraction.unread),
    )
