"""Who may be living: the rule, and the same rule asked of columns; names as they are sought, and said less of."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import CASE, IRIS, stated
from pyoxigraph import Store

from rehabkg.columns.schema import RECORDS
from rehabkg.dates import parse_edtf
from rehabkg.errors import SourceError
from rehabkg.iri import local_name
from rehabkg.release.coarsen import initials, year_of
from rehabkg.release.decided import Decided, record_of
from rehabkg.release.living import LivingRule, years_before
from rehabkg.release.naming_words import WithheldNames
from rehabkg.release.people import CuratedPeople
from rehabkg.release.policy import read_policy

DAY = date(2026, 11, 28)
RULE = LivingRule(DAY, 100, 12)
DIED = {"death_kind": "died"}


def sentence(day: date, *measures: str) -> dict[str, object]:
    return {"sentences": [{"first": day, "last": day, "measures": list(measures), "changes": False, "closed": False}]}


def born(year: int) -> dict[str, object]:
    return {"birth_edtf": str(year), "birth_first": date(year, 1, 1), "birth_last": date(year, 12, 31)}


# What a record says, and whether the person may be living.
PEOPLE = {
    "born a hundred years before": (born(1926), True),
    "born before that in every reading": (born(1925), False),
    "born lately, and died": ({**born(1950), **DIED}, False),
    "died on a day": ({**born(1950), "death_edtf": "1990"}, False),
    "nothing dated": ({}, True),
    "no birth, sentenced to a camp as the youngest could be": (sentence(date(1938, 11, 28), "camp"), False),
    "no birth, sentenced to a camp a day later": (sentence(date(1938, 11, 29), "camp"), True),
    "no birth, banished with the household": (sentence(date(1938, 2, 1), "exile"), True),
    "no birth, banished long ago": (sentence(date(1920, 2, 1), "exile"), False),
    "no birth, rehabilitated late": ({"rehabilitations": [{"last": date(1993, 1, 1)}]}, True),
    "no birth, arrested early and rehabilitated late": (
        {"arrests": [{"last": date(1921, 1, 1)}], "rehabilitations": [{"last": date(1993, 1, 1)}]},
        False,
    ),
    "born lately, though sentenced early": ({**born(1950), **sentence(date(1921, 1, 1), "camp")}, True),
    "birth open on its later side": (
        {"birth_edtf": "1900/..", "birth_first": date(1900, 1, 1), **sentence(date(1980, 1, 1), "camp")},
        True,
    ),
}


@pytest.fixture(scope="module")
def living(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The people of the table who the columns say may be living."""
    decided = decided_on(tmp_path_factory.mktemp("columns"), {number: said for number, (said, _) in PEOPLE.items()})
    return {number for number in PEOPLE if decided.get(local_name(number)) is not None}


def decided_on(folder: Path, said: dict[str, dict[str, object]]) -> Decided:
    """The decisions of the packaged policy on records: what each says, by its number."""
    empty = {name: [] for name in ("arrests", "sentences", "releases", "rehabilitations", "name_variants")}
    rows = [{**empty, "number": number, "name": "Выдумов", **what} for number, what in said.items()]
    pq.write_table(pa.Table.from_pylist(rows, schema=RECORDS), folder / "records.parquet")
    decided = Decided(folder / "decided.sqlite", "list", read_policy(day=DAY), IRIS)
    decided.fill(folder / "records.parquet", RULE, Store())
    return decided


def test_record_whose_number_names_it_is_hidden(tmp_path: Path) -> None:
    """A number stands in every IRI of the record, and an IRI has no initials."""
    decided = decided_on(tmp_path, {"Выдумов-1": {}, "17": {}})

    assert decided.get(local_name("Выдумов-1")).hidden
    assert not decided.get("17").hidden


def test_columns_that_are_none_are_told(tmp_path: Path) -> None:
    """A record that cannot be decided on must not be taken for one that may be shown."""
    (tmp_path / "records.parquet").write_bytes(b"PAR1")
    decided = Decided(tmp_path / "decided.sqlite", "list", read_policy(day=DAY), IRIS)

    with pytest.raises(SourceError, match="is no table of records"):
        decided.fill(tmp_path / "records.parquet", RULE, Store())


@pytest.mark.parametrize("who", PEOPLE)
def test_columns_tell_who_may_be_living(living: set[str], who: str) -> None:
    """A million records are asked at once, and each must be decided as one would be."""
    assert (who in living) is PEOPLE[who][1]


@pytest.mark.parametrize("who", PEOPLE)
def test_rule_decides_as_the_columns_do(who: str) -> None:
    """The rule stands twice, in Python for curated people and in SQL for records: they must not part."""
    said, may_live = PEOPLE[who]
    punished = {"camp"}
    events = [
        (event.get("last"), bool(punished & set(event.get("measures", ()))))
        for name in ("arrests", "sentences", "releases", "rehabilitations")
        for event in said.get(name, ())
    ]
    died = "death_kind" in said or "death_edtf" in said

    assert RULE.may_live(died=died, births=[said.get("birth_last")], events=events) is may_live


def test_latest_of_contradicting_births_counts() -> None:
    """Of two sources that disagree the one that leaves the person alive is heard."""
    assert RULE.may_live(died=False, births=[date(1900, 1, 1), date(1940, 1, 1)], events=[])


@given(st.dates(), st.integers(0, 200))
def test_years_before_is_an_earlier_day(day: date, years: int) -> None:
    """A leap day has no like in most years, and the calendar an end."""
    assert date.min <= years_before(day, years) <= day


@pytest.mark.parametrize(
    ("said", "may_live"),
    [
        ("", True),
        ("person:ada rehab:mayBeLiving false .", False),
        ('person:ada rehab:mayBeLiving true . event:b a rehab:Birth ; rehab:concerns person:ada ; '
         'rehab:dated dating:b . dating:b rehab:latest "1890-01-01"^^xsd:date .', True),
        ("event:d a rehab:Execution ; rehab:concerns person:ada .", False),
        ("event:d a rehab:Death ; rehab:concerns person:ada . person:ada rehab:mayBeLiving true .", False),
        ("decision:r a rehab:Rehabilitation ; rehab:inCase case:c ; rehab:posthumous true .", False),
        ('event:b a rehab:Birth ; rehab:concerns person:ada ; rehab:dated dating:b . '
         'dating:b rehab:latest "1926-12-31"^^xsd:date .', True),
        ('event:b a rehab:Birth ; rehab:concerns person:ada ; rehab:dated dating:b . '
         'dating:b rehab:latest "1925-12-31"^^xsd:date .', False),
    ],
)  # fmt: skip
def test_curated_person_may_be_living(said: str, may_live: bool) -> None:
    """What the editors noted decides, a stated death before it, and else the dates."""
    people = CuratedPeople(stated(CASE, said), IRIS, RULE)

    assert people.may_live(IRIS.thing("person", "ada")) is may_live


NAMES = WithheldNames.of(["Жарптицына Феникса Канареевна", "Fenixa Zharptitsyna"], ["Вера Небылова"])


@pytest.mark.parametrize(
    "text",
    [
        "дело Жарптицыной",
        "сын ЖАРПТИЦЫНЫХ",
        "Феникса Канареевна",
        "the Zharptitsyna’s case",
        "Žarpticyna",
        "Жарптицына-Небылова",
    ],
)
def test_name_is_met_in_any_case_and_spelling(text: str) -> None:
    """A surname in the genitive is the surname."""
    assert NAMES.stand_in(text)


@pytest.mark.parametrize("text", ["Вера Небылова", "жар-птица", "a phoenix", "", "Жарптицынщина", "Fen"])
def test_other_words_are_no_names(text: str) -> None:
    """What is masked without need is lost."""
    assert not NAMES.stand_in(text)
    assert NAMES.masked(text) == text


def test_name_in_an_address_is_met() -> None:
    """A slug names as well as a title."""
    assert NAMES.stand_in_iri("graph/wikipedia-fenixa-zharptitsyna")
    assert NAMES.stand_in_iri("id/record/list.%D0%96%D0%B0%D1%80%D0%BF%D1%82%D0%B8%D1%86%D1%8B%D0%BD%D0%B0")
    assert not NAMES.stand_in_iri("graph/wikipedia-phoenix")


@given(st.text())
def test_masked_text_holds_no_name(text: str) -> None:
    """Whatever stands around a name, it is gone afterwards."""
    masked = NAMES.masked(f"{text} Жарптицына {text} Zharptitsyna {text}")

    assert "Жарптицына" not in masked
    assert "Zharptitsyna" not in masked


@given(st.text())
def test_initials_are_the_first_letters_alone(name: str) -> None:
    """Nothing of a name but its initials may come through."""
    assert all((len(word) <= 4 and word.endswith(".")) or word == "…" for word in initials(name).split(" "))


@given(st.dates(date(1000, 1, 1), date(2100, 1, 1)))
def test_year_of_a_day_is_its_year(day: date) -> None:
    """A coarser date must still be true."""
    year = year_of(day.isoformat())

    assert year == f"{day.year:04}"
    assert parse_edtf(year).earliest <= day <= parse_edtf(year).latest


@pytest.mark.parametrize(
    ("iri", "record"),
    [
        ("id/record/list.17", "17"),
        ("id/observation/list.a-1", "a-1"),
        ("id/case/list.a-1-2", "a-1"),
        ("id/decision/list.17-1s2", "17"),
        ("id/event/list.17-2a1", "17"),
        ("id/figure/list.17-1", "17"),
        ("id/record/lists.17", None),
        ("id/record/list.17/x", None),
        ("id/dating/1938", None),
        ("id/case/c0001-1", None),
    ],
)
def test_iri_tells_its_record(iri: str, record: str | None) -> None:
    """What is in a record goes with it, told by its IRI alone."""
    assert record_of(f"https://w3id.org/rehabkg/{iri}", "https://w3id.org/rehabkg/", "list") == record
