"""A message holds its key and values until it is known in which language it is read."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path
from string import Formatter

import orjson
import pytest

from yearbook.catalogue.files import DataError
from yearbook.catalogue.messages import Message, MissingWords, all_messages, localize, translate
from yearbook.documents.document import Refusal

REASONS = [key for key, texts in all_messages().items() if key.split(".")[0] in ("documents", "formats", "warehouse", "keeping")]
DAMAGED = Message("documents.damaged", format="PDF")


def test_every_reason_of_a_refusal_can_be_read_in_both_languages() -> None:
    for key in REASONS:
        names = {name for _, name, _, _ in Formatter().parse(all_messages()[key]["zh"]) if name}
        message = Message(key, **{name: f"《{name}》7" for name in names})
        assert message == translate(key, "zh", **message.values)
        assert message.text("en") == translate(key, "en", **message.values)


def test_a_message_within_a_message_is_read_in_the_same_language() -> None:
    message = Message("documents.binary", format=Message("documents.unknown_format"))
    assert message == translate("documents.binary", "zh", format="二进制")
    assert message.text("en") == translate("documents.binary", "en", format="binary")


@pytest.mark.parametrize(
    ("error", "zh", "en"),
    [
        (RuntimeError(DAMAGED), DAMAGED, DAMAGED.text("en")),
        (OSError(DAMAGED), DAMAGED, DAMAGED.text("en")),
        (DataError(Path("a.csv"), "line 2", DAMAGED), f"a.csv: line 2: {DAMAGED}", f"a.csv: line 2: {DAMAGED.text('en')}"),
        (Refusal("a.pdf", DAMAGED), f"a.pdf: {DAMAGED}", f"a.pdf: {DAMAGED.text('en')}"),
        (ValueError("no message of ours"), "no message of ours", "no message of ours"),
        (FileNotFoundError(2, "gone", "a"), "[Errno 2] gone: 'a'", "[Errno 2] gone: 'a'"),
    ],
)
def test_an_error_is_read_in_either_language_also_after_it_came_from_another_process(error: Exception, zh: str, en: str) -> None:
    for held in (error, pickle.loads(pickle.dumps(error))):
        assert str(held) == zh
        assert (localize(held, "zh"), localize(held, "en")) == (zh, en)


def test_a_message_stays_one_in_copies_and_is_its_chinese_in_json() -> None:
    for held in (copy.deepcopy(DAMAGED), pickle.loads(pickle.dumps(DAMAGED))):
        assert localize(held, "en") == DAMAGED.text("en")
    assert orjson.loads(orjson.dumps({"reason": DAMAGED})) == {"reason": str(DAMAGED)}
    assert localize("words of no file", "en") == "words of no file"


def test_words_of_no_file_are_named_with_the_file_that_should_hold_them() -> None:
    with pytest.raises(MissingWords, match=r"commands\.yaml: unheard_of: is missing"):
        translate("commands.unheard_of")
