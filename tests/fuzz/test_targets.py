"""Every way in, a little of what `make fuzz` does at length: seeds as they are, spoilt at random, and put together from words."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.mutation import change, write_dictionary
from tests.fuzz.targets import TARGETS, Target, built_home, home, warehouse

TRIES = {
    "address": 12,
    "question": 30,
    "draft": 8,
    "sql": 15,
    "wording": 10,
    "docx": 30,
    "docx_styles": 20,
    "parameters": 30,
}  # the dear ones; others more
MORE = 60


@pytest.fixture(scope="module", autouse=True)
def installation() -> Iterator[None]:
    """One edition for all targets."""
    with pytest.MonkeyPatch.context() as patch, built_home() as built:
        patch.setenv("YEARBOOK_DATA", str(built.root))
        home.cache_clear()
        warehouse.cache_clear()
        yield
        warehouse().close()  # type: ignore[attr-defined]
        home.cache_clear()
        warehouse.cache_clear()


@pytest.mark.parametrize("name", TARGETS)
def test_whatever_comes_is_answered_or_refused_in_words(name: str) -> None:
    target, seeds = TARGETS[name], TARGETS[name].seeds()
    for seed in seeds[:5]:
        target.take(seed)

    @settings(max_examples=TRIES.get(name, MORE), deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(_inputs(target, seeds))
    def take(content: bytes) -> None:
        target.take(content)

    take()


def _inputs(target: Target, seeds: list[bytes]) -> st.SearchStrategy[bytes]:
    spoilt = st.builds(
        lambda number, seed: change(random.Random(number), seed, seeds, target.words, target.longest),
        st.integers(0, 2**32),
        st.sampled_from(seeds),
    )
    if not target.words:
        return st.one_of(spoilt, st.binary(max_size=200))
    written = st.lists(st.sampled_from(target.words), max_size=30).map(lambda words: "".join(words).encode(errors="replace"))
    return st.one_of(spoilt, written, st.text(max_size=60).map(lambda text: text.encode(errors="replace")))


def test_what_was_spoilt_keeps_to_its_length_and_a_seed_spoils_the_same_way() -> None:
    spoilt = [change(random.Random(number), b"abc" * 50, [b"other"], ["词"], 100) for number in range(200)]
    assert max(map(len, spoilt)) <= 100
    assert len(set(spoilt)) > 150
    assert spoilt[7] == change(random.Random(7), b"abc" * 50, [b"other"], ["词"], 100)


def test_a_dictionary_is_written_as_the_fuzzer_reads_it(tmp_path: object) -> None:
    file = tmp_path / "words.dict"  # type: ignore[operator]
    write_dictionary(file, ['a"', "年", ""])
    assert file.read_text() == '"\\x61\\x22"\n"\\xe5\\xb9\\xb4"\n'
