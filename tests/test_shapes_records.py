"""What the shapes of records take for granted: the schemes, what the mapping writes, and what contradicts itself."""

from __future__ import annotations

import csv
from dataclasses import fields
from pathlib import Path
from random import Random

import pyarrow.parquet as pq
import pytest
from rdflib import SH, SKOS, Graph, URIRef
from rdflib.collection import Collection
from record_batches import batch_of, case_folders, numbered
from recorded_files import MadeUpWords

from rehabkg import assets
from rehabkg.columns.rows import RecordRows
from rehabkg.columns.tallies import CONTRADICTIONS, SourceColumns
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
from rehabkg.settings import DEFAULT_BASE
from rehabkg.validation.batch import record_of
from rehabkg.validation.fast import batch_check
from rehabkg.validation.shacl import load_shapes

SHAPES = load_shapes(assets.RECORD_SHAPES)
VOCAB = f"{DEFAULT_BASE}vocab/"
# Lists that name some concepts of a scheme on purpose.
PARTS = {"measure": {"death", "killing-without-trial"}, "scope": {"partial"}}


def shape_of(kind: str) -> str:
    """The shape of a kind of contradiction: born-after-death is PersonObservation-bornAfterDeath."""
    first, *rest = kind.split("-")
    return f"PersonObservation-{first}{''.join(map(str.capitalize, rest))}"


def codes(scheme: str) -> set[str]:
    graph = Graph().parse(assets.VOCABULARIES / f"{scheme}.ttl")
    return {str(code) for code in graph.objects(predicate=SKOS.notation)}


def listed() -> list[tuple[str, set[str]]]:
    """Each list of concepts in the shapes: its scheme and its codes."""
    found = []
    for head in SHAPES.objects(predicate=SH["in"]):
        names = [str(name).removeprefix(VOCAB).partition("/") for name in Collection(SHAPES, head)]
        (scheme,) = {scheme for scheme, _, _ in names}
        found.append((scheme, {code for _, _, code in names}))
    return sorted(found, key=str)


@pytest.mark.parametrize(("scheme", "found"), listed(), ids=lambda value: value if isinstance(value, str) else "")
def test_list_of_concepts_is_the_scheme(scheme: str, found: set[str]) -> None:
    """A concept that is new in the scheme would be rejected a million times; one that is gone would be let through."""
    if scheme == "phrase":
        assert found == clearing_phrases()
    else:
        assert found in (codes(scheme), PARTS.get(scheme))
        assert found <= codes(scheme)


def clearing_phrases() -> set[str]:
    """The phrases that clear, in full or in law, by data/phrases.csv."""
    with (assets.DATA / "phrases.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"].removeprefix("f-") for row in csv.DictReader(file) if row["exonerates"] in ("full", "in-law")}


FULL_CASE = RecordedCase(
    arrests=(Arrest("1937-10-28", "ОСО", "г. Небывалов", "взят дома"), Arrest("1937", "чужой отдел", None, None)),
    sentences=(
        Sentence(
            date="1937-11-02",
            body="ОСО",
            charge="контрреволюционная агитация",
            articles=(Article("58-10", "rsfsr-1926"), Article("17-58-8")),
            measures=("labour-camp", "loss-of-rights"),
            term_years=10,
            text="10 лет ИТЛ",
        ),
        Sentence(date="1940", body="особая комиссия", measures=("exile",), term_years=2.5, changes=True),
        Sentence(date="1941", measures=("case-closed",), text="дело прекращено"),
    ),
    releases=(Release("1947", "term-served", "освобождён"), Release(None, "other", "освобождён")),
    rehabilitations=(
        Rehabilitation(
            "1957-01-25", "Верховный суд", ("no-corpus-delicti", "other"), ("ussr-decree-1989-01-16",), "granted"
        ),
        Rehabilitation("1992", "прокуратура", (), ("rsfsr-law-1991-10-18", "belarus"), "partly", "реабилитирован"),
        Rehabilitation("1956", "прокуратура", ("newly-discovered-circumstances",), (), "refused", "отказано"),
    ),
)
FULL_PERSON = RecordedPerson(
    name="Примеров Иван Иванович",
    surname="Примеров",
    given_name="Иван",
    patronymic="Иванович",
    name_variants=("Примерову",),
    sex="male",
    birth_date="[1890,1892]",
    age=44,
    birth_place="Ижора",
    nationality="русский",
    citizenship="СССР",
    origin="из крестьян",
    education="начальное",
    party="б/п",
    occupation="учитель сельской школы",
    residence="г. Небывалов",
    family="жена, двое детей",
    death=Death("1958", "died", "г. Небывалов"),
    burial_place="Ижора",
    amnesty=True,
    status="rehabilitated",
    cases=(FULL_CASE, FULL_CASE),
    book="Книга памяти Небываловской обл.",
    book_address="т. 1",
    file_number="дело 17",
    latitude="55.76",
    longitude="-37.70",
    kin=("дочь: Анна",),
    codefendants=("Примерова Анна",),
    categories=("учителя",),
    note="сост. по архиву",
    unread=("прож. там же",),
)


def test_record_with_everything_in_it_breaks_no_shape() -> None:
    """A property that the mapping learns and the closed shapes do not know would reject whole archives."""
    assert all(getattr(FULL_PERSON, field.name) not in (None, (), False) for field in fields(RecordedPerson))
    place = RecordedPlace(
        "Примерлаг",
        "лагерь",
        ("Выдуманный край",),
        ("Второй лагпункт",),
        "55.76",
        "37.70",
        (("1938", 1200),),
        "по описи",
    )
    assert all(getattr(place, field.name) for field in fields(RecordedPlace))

    printed = PrintedRecord("camp-3", "camps.csv", "row 3", 3, "Примерлаг")

    assert batch_check()(batch_of([*numbered([FULL_PERSON]), (printed, place)])) == []


def test_values_that_records_share_break_no_shape_of_their_own() -> None:
    """They are described once for a whole source: one fault there would reject every record."""
    shared = {folder.name.partition("-")[0] for folder in case_folders() if folder.name.startswith("Shared")}
    targeted = {
        str(name).rpartition("#")[2]
        for shape in SHAPES.subjects(SH.property)
        if "#Shared" in str(shape)
        for name in SHAPES.objects(shape, SH.targetClass)
    }

    assert shared == {"SharedArticle", "SharedBody", "SharedBook", "SharedDating", "SharedMeasure"}
    assert targeted == {"CodeArticle", "Body", "Book", "Dating", "Measure"}


def test_each_kind_of_contradiction_has_its_shape() -> None:
    """What is counted over columns and what is listed at the load are the same contradictions."""
    asked = {str(shape).rpartition("#")[2] for shape in SHAPES.subjects(SH.sparql) if "PersonObservation" in str(shape)}

    assert asked == {shape_of(kind) for kind in CONTRADICTIONS}
    assert codes("contradiction") == set(CONTRADICTIONS)


WHEN = (None, "1893", "1936", "1937-08-27", "1938-08-27", "[1937,1938]", "[..1936]", "1938-08-28")


def people_of_few_dates(count: int) -> list[RecordedPerson]:
    """People whose dates are drawn from few, so that every contradiction comes up, and every near miss."""
    draw = Random(1937).choice  # noqa: S311 - the same people every time

    def case() -> RecordedCase:
        arrests = tuple(Arrest(draw(WHEN)) for _ in range(draw((0, 1, 1, 2))))
        sentences = tuple(
            Sentence(draw(WHEN), measures=draw(((), ("case-closed",))), changes=draw((False, False, True)))
            for _ in range(draw((0, 1, 1, 2)))
        )
        clearings = tuple(
            Rehabilitation(draw(WHEN), outcome=draw(("granted", "refused"))) for _ in range(draw((0, 1, 2)))
        )
        return RecordedCase(arrests, sentences, (), clearings)

    return [
        RecordedPerson(
            birth_date=draw(WHEN),
            death=Death(draw(WHEN), draw(("executed", "died"))),
            cases=tuple(case() for _ in range(draw((0, 1, 1, 2)))),
        )
        for _ in range(count)
    ]


def test_shapes_and_columns_find_the_same_contradictions(tmp_path: Path) -> None:
    """A record listed at the load and missing from the tally, or the other way round, makes both doubtful."""
    people = people_of_few_dates(1_500)
    rows = RecordRows(MadeUpWords())
    for printed, person in numbered(people):
        rows.add(printed, person)
    pq.write_table(rows.table(), tmp_path / "records.parquet")
    counted = {
        (f"list.{number}", kind) for number, kind in SourceColumns(tmp_path / "records.parquet").contradictions()
    }
    shapes = {shape_of(kind): kind for kind in CONTRADICTIONS}

    found = {
        (record_of(result.focus), shapes[name])
        for result in batch_check()(batch_of(numbered(people)))
        if (name := result.shape.rpartition("#")[2]) in shapes
    }

    assert found == counted
    assert {kind for _, kind in found} == set(CONTRADICTIONS)


def test_shapes_name_only_terms_of_the_ontology() -> None:
    """A misspelt property is never met, and the shape never broken."""
    terms = set(Graph().parse(assets.ONTOLOGY / "rehabkg.ttl").subjects())
    named = {name for name in SHAPES.objects() if isinstance(name, URIRef) and "/ontology#" in name}

    assert len(named) > 60
    assert named <= terms
