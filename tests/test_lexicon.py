"""The tables of `lexicon/`: a bad one is one clear line, and what each row says holds across the tables."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, serialize
from rdflib import Graph
from skos import faults

from rehabkg import assets
from rehabkg.errors import SourceError
from rehabkg.lexicon import read_lexicon, read_lexicon_file
from rehabkg.lexicon.bodies import WORD_KINDS, body_lexicon
from rehabkg.lexicon.place_words import STANDS
from rehabkg.lexicon.spelling import ENDINGS, adjective, adjective_stem, folded, name_of_slug, slug
from rehabkg.mapping.lexicon import lexicon_triples
from rehabkg.vocabulary import codes, read_vocabularies

TABLES = sorted(path.stem for path in assets.LEXICON.glob("*.csv"))
# The tables whose column holds one form a row, and those whose cells hold several.
FORMS = {"body-words": "form", "place-words": "form", "occupation-words": "form"}


def curated(table: str) -> set[str]:
    with (assets.DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"] for row in csv.DictReader(file)}


@pytest.mark.parametrize("name", TABLES)
def test_table_is_read_and_cannot_be_changed(name: str) -> None:
    """A recogniser that changed a table would change what every later record means."""
    rows = read_lexicon(name)

    assert rows
    with pytest.raises(TypeError):
        rows[0]["form"] = "x"  # type: ignore[index]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", ":1: the header has a blank name or is missing"),
        (b"a,,b\n1,2,3\n", ":1: the header has a blank name or is missing"),
        (b"a,b,a\n1,2,3\n", ":1: the header names 'a' more than once"),
        (b"a,b\n", ":1: the table has no rows below its header"),
        (b"a,b\n1,2\n3\n", ":3: the row has 1 cells, 2 are wanted"),
        (b"a,b\n1,2\n3,4,5\n", ":3: the row has 3 cells, 2 are wanted"),
        (b'a,b\n1,"2\n', ":2: is no CSV row"),
        ("a,b\nкрай,2\n".encode("cp1251"), ":2: byte 0xea is not UTF-8; save the table as UTF-8"),
    ],
    ids=["empty", "blank name", "doubled name", "no rows", "short row", "long row", "open quote", "encoding"],
)
def test_bad_table_is_one_clear_line(tmp_path: Path, content: bytes, told: str) -> None:
    """The person who edits a table in a spreadsheet must find the line at once."""
    path = tmp_path / "words.csv"
    path.write_bytes(content)

    with pytest.raises(SourceError) as caught:
        read_lexicon_file(path)

    assert str(caught.value).startswith(f"{path}{told}")
    assert "\n" not in str(caught.value)


def test_missing_or_huge_table_is_refused(tmp_path: Path) -> None:
    """Neither a slip in a name nor a wrong file may pass for an empty vocabulary."""
    with pytest.raises(SourceError, match="cannot be read"):
        read_lexicon("no-such-table")

    path = tmp_path / "huge.csv"
    path.write_bytes(b"a\n" + b"x\n" * 5_000_000)
    with pytest.raises(SourceError, match="at most 8000000 are wanted"):
        read_lexicon_file(path)


@pytest.mark.parametrize(("name", "column"), FORMS.items())
def test_form_has_one_row_and_is_folded(name: str, column: str) -> None:
    """Of two rows for one form the second would never be reached; a capital letter would never be found."""
    forms = Counter(row[column] for row in read_lexicon(name))

    assert [form for form, times in forms.items() if times > 1] == []
    assert [form for form in forms if form != folded(form)] == []


def test_kinds_of_words_are_known() -> None:
    """A kind that the grammar does not know would be skipped in silence."""
    assert {row["kind"] for row in read_lexicon("body-words")} == WORD_KINDS
    assert {row["stands"] for row in read_lexicon("place-words")} == set(STANDS)


def test_every_word_of_an_organ_makes_an_organ_and_every_organ_can_be_said() -> None:
    """A word that no set holds makes every name with it unknown; a set of words that no form gives is never met."""
    said = {token for row in read_lexicon("body-words") if row["kind"] == "organ" for token in row["tokens"].split()}
    held = {token for tokens in body_lexicon().organs for token in tokens}

    assert held - said == set()
    # These stand in the table so that a name with them stays unknown rather than be read as another body.
    assert said - held <= {"снк", "комендатура"}


def test_one_set_of_words_is_one_organ_in_one_place_and_time() -> None:
    """Two rows for the same words, area and years would make the answer a matter of their order."""
    rows = Counter(
        (frozenset(tokens.split()), row["where"], row["from"])
        for row in read_lexicon("body-kinds")
        for tokens in row["tokens"].split("|")
    )

    assert [key for key, times in rows.items() if times > 1] == []


def test_bodies_name_only_what_is_there() -> None:
    """An id or a code that leads nowhere would be a broken link in every record of that body."""
    rows = [*read_lexicon("body-kinds"), *read_lexicon("body-curated")]
    bodies = {row[column] for row in rows for column in ("curated", "parent", "body") if row.get(column)}
    areas = {row["code"] for name in ("regions", "body-areas") for row in read_lexicon(name)}
    jurisdictions = {row["jurisdiction"] for row in read_lexicon("body-kinds")} - {"", "area"}

    assert bodies <= curated("bodies")
    assert jurisdictions <= curated("jurisdictions")
    assert {row["kind"] for row in read_lexicon("body-kinds")} <= codes(read_vocabularies())["body-kind"]
    assert {row["area"] for row in read_lexicon("body-curated")} <= areas
    assert {row["organ"] for row in read_lexicon("body-curated")} <= set(body_lexicon().by_code)


def test_no_organ_takes_the_name_of_a_curated_body() -> None:
    """`troika` is the curated troika of order 00447; an unnamed troika must not become it."""
    slugs = {identifier.removeprefix("b-") for identifier in curated("bodies")}

    assert slugs & set(body_lexicon().by_code) == set()


def test_regions_form_a_tree_under_names_of_their_own() -> None:
    """A region's parent and later name lead to rows, and no two regions share a label or a code."""
    rows = read_lexicon("regions")
    known = {row["code"] for row in rows}

    assert {row[column] for row in rows for column in ("parent", "now")} - {""} <= known
    for column in ("code", "ru", "en"):
        assert [value for value, times in Counter(row[column] for row in rows).items() if times > 1] == []
    assert all(row["from"] <= row["to"] for row in rows if row["from"] and row["to"])


def test_people_and_occupations_name_only_what_is_there() -> None:
    """A broader code or a curated group that is missing is a link to nothing."""
    peoples, classes = read_lexicon("nationalities"), read_lexicon("occupations")

    for rows in (peoples, classes):
        assert {row["broader"] for row in rows} - {""} <= {row["code"] for row in rows}
    assert {row["group"] for row in peoples} - {""} <= curated("groups")
    assert {row["occupation"] for row in read_lexicon("occupation-words")} - {""} == {row["code"] for row in classes}


def test_form_of_a_people_names_one_people() -> None:
    """A form in two rows would be decided by their order."""
    forms = Counter(form.strip() for row in read_lexicon("nationalities") for form in row["forms"].split("|"))

    assert [form for form, times in forms.items() if times > 1] == []


def test_concepts_of_the_lexicon_have_no_fault() -> None:
    """They are held to the rules of the written vocabularies: labels, definitions, notation, a way to the top."""
    graph = Graph().parse(data=serialize(lexicon_triples(), format=RdfFormat.N_TRIPLES), format="nt")

    assert faults(graph) == []
    assert len(graph) > 5_000


def test_concepts_belong_to_schemes_that_are_described() -> None:
    """A scheme without its own Turtle file has no title and no page."""
    schemes = codes(lexicon_triples())

    assert set(schemes) == {"people", "occupation", "region"}
    assert all((assets.VOCABULARIES / f"{scheme}.ttl").is_file() for scheme in schemes)


@given(st.text(st.sampled_from("абвгдежзиклмнопрстуфхцчшщ"), min_size=2, max_size=12))
def test_slug_of_a_name_can_be_read_back(name: str) -> None:
    """The label of a body is made from its code alone, so the code must keep the name."""
    assert slug(name).isascii()
    # A Roman number stays Roman, and ш + ч is spelled like щ.
    if "шч" not in name and not set(slug(name)) <= set("ivx"):
        assert name_of_slug(slug(name)) == name


def test_two_names_keep_two_slugs() -> None:
    """A soft sign or a hyphen is all that tells some names apart."""
    names = ["елецкий", "елетский", "ново-ивановский", "новоивановский", "ельский", "елский", "дубъязский"]

    assert len({slug(name) for name in names}) == len(names)
    assert [name_of_slug(slug(name)) for name in names] == names


@pytest.mark.parametrize(
    ("stem", "ending"), [("иркутск", "ой"), ("саратовск", "ому"), ("северн", "ым"), ("елецк", "ий")]
)
def test_adjective_is_led_to_its_stem_and_back(stem: str, ending: str) -> None:
    """A case is no other region."""
    assert adjective_stem(stem + ending) == stem
    assert adjective_stem(adjective(stem, "f")) == stem
    assert ending in ENDINGS
    assert adjective_stem("обл") is None
