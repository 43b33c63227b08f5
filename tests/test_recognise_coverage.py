"""What the lexicon does not know is listed by frequency, in bounded memory."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehabkg.recognise.coverage import KINDS, KindCoverage, coverage_of
from rehabkg.records.model import Arrest, RecordedCase, RecordedPerson, Rehabilitation, Sentence

PERSON = RecordedPerson(
    birth_place="Омская обл., д. Вымышленная",
    residence="Энская губ., с. Неведомое",
    nationality="марсианин",
    occupation="слесарь",
    book="Книга памяти Новгородской обл.",
    cases=(
        RecordedCase(
            arrests=(Arrest("1937-08-01", body="звездочётами"),),
            sentences=(Sentence(date="1937-09-01", body="ОСО"), Sentence(date="1938", body="суд теней")),
            rehabilitations=(Rehabilitation(date="1989", body="прокуратурой Омской обл."),),
        ),
    ),
)


def test_known_and_unknown_strings_are_counted_apart() -> None:
    """A person extends the table of the kind in which a string is missing."""
    coverage = coverage_of([PERSON, PERSON])

    assert set(coverage.kinds) == set(KINDS)
    shares = {kind: counted.share for kind, counted in coverage.kinds.items()}
    assert shares == {
        "deciding-body": 0.5, "arresting-body": 0, "rehabilitating-body": 1, "birth-region": 1, "residence-region": 0,
        "nationality": 0, "occupation": 1, "book": 1,
    }  # fmt: skip
    assert coverage.kinds["deciding-body"].most_frequent() == [("суд теней", 2)]
    assert coverage.kinds["residence-region"].most_frequent() == [("Энская (guberniya)", 2)]


def test_record_without_texts_counts_nothing() -> None:
    """What a source leaves blank says nothing of the vocabulary."""
    coverage = coverage_of([RecordedPerson(birth_place="с. Неведомое")])

    assert all(counted.share is None and counted.printed == 0 for counted in coverage.kinds.values())


def test_most_frequent_come_first_and_ties_in_one_order() -> None:
    """Same input, same bytes."""
    counted = KindCoverage()
    for text in ("б", "а", "в", "в"):
        counted.add(text, recognised=False)

    assert counted.most_frequent() == [("в", 2), ("а", 1), ("б", 1)]
    assert counted.most_frequent(1) == [("в", 2)]


@given(st.lists(st.sampled_from([*"абвгд", *map(str, range(40))]), max_size=300), st.integers(2, 8))
def test_rare_strings_are_dropped_but_never_a_frequent_one(texts: list[str], kept: int) -> None:
    """The list is bounded; it says how many were dropped, and by how much a count may be short."""
    counted = KindCoverage(kept)
    for text in texts:
        counted.add(text, recognised=False)

    true = Counter(texts)
    assert len(counted.unknown) <= kept
    assert sum(counted.unknown.values()) + counted.dropped == counted.printed == len(texts)
    for text, times in true.items():
        assert times - counted.floor <= counted.unknown.get(text, 0) <= times


@pytest.mark.parametrize("kept", [3, 1_000])
def test_batches_add_up(kept: int) -> None:
    """Processes count apart and are put together."""
    whole, first, second = KindCoverage(kept), KindCoverage(kept), KindCoverage(kept)
    for number, text in enumerate("абвгабвабаддеёж"):
        whole.add(text, recognised=number % 5 == 0)
        (first if number % 2 else second).add(text, recognised=number % 5 == 0)
    first.update(second)

    assert (first.printed, first.recognised) == (whole.printed, whole.recognised)
    assert sum(first.unknown.values()) + first.dropped == sum(whole.unknown.values()) + whole.dropped
    if kept == 1_000:
        assert first.unknown == whole.unknown
