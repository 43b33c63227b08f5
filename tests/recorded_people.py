"""Recorded people of every kind that hypothesis makes up: any text, any of the codes, dates of any precision."""

from __future__ import annotations

from hypothesis import strategies as st

from rehabkg.records.model import (
    Arrest,
    Article,
    Death,
    RecordedCase,
    RecordedPerson,
    RecordedPlace,
    Rehabilitation,
    Release,
    Sentence,
)
from rehabkg.records.printed import PrintedRecord

# Every letter but halves of letters, which no file of text holds.
LETTERS = st.characters(codec="utf-8")
TEXTS = st.text(LETTERS, max_size=40)
WORDS = st.one_of(
    TEXTS, st.sampled_from(["тройка при УНКВД", "ОСО", "Верховный суд", "г. Небывалов", "русский", "Книга", 'в\n"2\\'])
)
DATES = st.sampled_from([
    "1893", "1937-08-27", "1938-02", "[1937,1938]", "[..1956]", "194X", "1890~", "1939?", "1937/1938", "1934-01-01",
])  # fmt: skip
MEASURES = [
    "execution", "labour-camp", "imprisonment", "hard-labour", "corrective-labour", "exile", "banishment",
    "special-settlement", "dekulakization", "loss-of-rights", "confiscation", "probation", "residence-restriction",
    "supervision", "compulsory-treatment", "fine", "dismissal", "case-closed", "other",
]  # fmt: skip
GROUNDS = [
    "no-corpus-delicti", "no-event-of-crime", "not-proven", "newly-discovered-circumstances", "unjustified",
    "other-ground",
]  # fmt: skip
ACTS = [
    "ussr-decree-1989-01-16", "rsfsr-law-1991-10-18", "rsfsr-law-1991-04-26", "kazakhstan-law-1993-04-14",
    "ukraine-law-1991-04-17", "belarus", "other-act",
]  # fmt: skip


def some(values: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=4).map(tuple)


def tuples(values: st.SearchStrategy[object], most: int = 3) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(values, max_size=most).map(tuple)


ARTICLES = st.builds(
    Article, st.one_of(st.sampled_from(["58-10", "58-1а", "17-58-8"]), TEXTS), st.sampled_from([None, "rsfsr-1926"])
)
CHARGES = st.one_of(
    st.none(),
    WORDS,
    st.sampled_from(["58-10", "58-10 УК РСФСР", "ст. 58-6, шпионаж", "КРД", "осуждена по ст. 54 УССР"]),
)
CASE = st.builds(
    RecordedCase,
    arrests=tuples(
        st.builds(Arrest, st.none() | DATES, st.none() | WORDS, st.none() | WORDS, st.none() | WORDS), most=2
    ),
    sentences=tuples(
        st.builds(
            Sentence,
            date=st.none() | DATES,
            body=st.none() | WORDS,
            charge=CHARGES,
            articles=tuples(ARTICLES),
            measures=some(MEASURES),
            term_years=st.none() | st.sampled_from([0, 0.01, 0.5, 3.0, 8.5, 10, 25.0]),
            text=st.none() | WORDS,
            changes=st.booleans(),
        )
    ),
    releases=tuples(
        st.builds(
            Release,
            st.none() | DATES,
            st.sampled_from(["amnesty", "term-served", "case-closed", "age-or-health", "other"]),
            WORDS,
        ),
        most=2,
    ),
    rehabilitations=tuples(
        st.builds(
            Rehabilitation,
            date=st.none() | DATES,
            body=st.none() | WORDS,
            grounds=some(GROUNDS),
            acts=some(ACTS),
            outcome=st.sampled_from(["granted", "partly", "refused"]),
            text=st.none() | WORDS,
        ),
        most=2,
    ),
)
MAYBE = st.none() | WORDS
PEOPLE = st.builds(
    RecordedPerson,
    **dict.fromkeys(
        (
            "name", "surname", "given_name", "patronymic", "birth_place", "nationality", "citizenship", "origin",
            "education", "party", "occupation", "residence", "family", "burial_place", "book", "book_address",
            "file_number", "note",
        ),
        MAYBE,
    ),
    **dict.fromkeys(("name_variants", "kin", "codefendants", "categories", "unread"), tuples(WORDS, most=2)),
    **dict.fromkeys(("latitude", "longitude"), st.none() | st.sampled_from(["55.5", "-3", "100"])),
    sex=st.sampled_from([None, "male", "female"]),
    birth_date=st.none() | DATES,
    age=st.none() | st.integers(0, 120),
    death=st.none() | st.builds(Death, st.none() | DATES, st.sampled_from(["executed", "died"]), MAYBE),
    amnesty=st.booleans(),
    status=st.sampled_from(
        ["rehabilitated", "partly", "refused", "no-information-stated", "not-rehabilitated", "unstated"]
    ),
    cases=tuples(CASE, most=2),
)  # fmt: skip
NUMBERS = st.one_of(st.integers(1, 10**9).map(str), st.text(LETTERS, min_size=1, max_size=200))
PRINTED = st.builds(
    PrintedRecord,
    number=NUMBERS,
    file=TEXTS,
    locator=TEXTS,
    line=st.none(),
    text=TEXTS,
    languages=st.sampled_from([(), (("note", "uk"), ("kin", "en-gb"))]),
)
PLACES = st.builds(
    RecordedPlace,
    name=WORDS,
    kind=WORDS,
    parents=tuples(WORDS),
    other_names=tuples(WORDS),
    latitude=st.none() | st.just("55.5"),
    longitude=st.none() | st.just("37"),
    figures=tuples(st.tuples(st.integers(1917, 1960).map(str), st.integers(0, 10**6))),
    note=MAYBE,
)
