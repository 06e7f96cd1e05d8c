"""What the topic pages show: the sections of data/catalogue/boards.yaml."""

from __future__ import annotations

from functools import cache

from pydantic import ValidationError

from yearbook.data import DataError, catalogue_folder, read_yaml
from yearbook.meaning.catalogue import Entry, Text, load_catalogue


class Section(Entry):
    """Some metrics of a topic that belong together, the telling ones first."""

    section: str
    name: Text
    metrics: tuple[str, ...]


@cache
def load_board(topic: str) -> dict[str, Section]:
    """The sections of a topic's page by their ids. Raises DataError for a metric that the catalogue does not have."""
    file = catalogue_folder() / "boards.yaml"
    sections: dict[str, Section] = {}
    for item in read_yaml(file)[topic]:
        try:
            section = Section.model_validate(item)
        except ValidationError as error:
            raise DataError(file, topic, f"a section is malformed ({error.errors()[0]['msg']}); mend it") from error
        for metric in section.metrics:
            if metric not in load_catalogue().metrics:
                raise DataError(file, f"{topic}: {section.section}", f"{metric!r} is no metric; correct or remove it")
        sections[section.section] = section
    return sections
