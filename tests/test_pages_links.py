"""Pages of linked people and records: a claim is shown as one, the records apart, what differs marked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from canary import CLOSE_ITEM, DAY, MATCHES, NOW, OTHER_SOURCE, PEOPLE, SHOWN_ITEM, match_iri, planted
from invented import IRIS
from published import NAME, client_of, into_force
from starlette.testclient import TestClient

from rehabkg.export.jsonld import framed_by_pyld, write_framed
from rehabkg.export.neighbourhood import neighbourhood
from rehabkg.link.write import person_iri
from rehabkg.namespaces import term
from rehabkg.pages import linked as linked_page
from rehabkg.pages.linked_words import linked_words
from rehabkg.release.model import Release, open_release
from rehabkg.show import Evidence, Fact, Text, facts
from rehabkg.site.documents import documents
from rehabkg.web.published import Published

PERSON = person_iri(PEOPLE[1], IRIS).removeprefix(f"{IRIS.base}id/")
EN, RU = linked_words("en"), linked_words("ru")
NOBODY = Evidence((), (), ())


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release in which the canary is linked, made by hand of the store itself."""
    folder = tmp_path_factory.mktemp("pages")
    planted(folder / NAME, others=3, linked=True)
    Release(folder / NAME, NAME, NOW, IRIS.base, None, frozenset(), DAY).write()
    into_force(folder, NAME)
    return open_release(folder)


@pytest.fixture(scope="module")
def ask(release: Release) -> Iterator[Callable[[str], str]]:
    """Get a page or document by its path below `doc/`."""
    with client_of(release) as client:
        yield lambda path: found(client, path)


def found(client: TestClient, path: str) -> str:
    answer = client.get(f"/doc/{path}")
    assert answer.status_code == 200, answer.text
    return answer.text


def section(page: str, anchor: str) -> str:
    """Return the section of a page that its heading names."""
    return page.partition(f'aria-labelledby="{anchor}"')[2].partition("</section>")[0]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_person_is_probable_and_the_records_stand_side_by_side(language: str, ask: Callable[[str], str]) -> None:
    """Who reads it must see three records and their sources, and that nobody but a comparison put them together."""
    word = linked_words(language)
    page = ask(f"{PERSON}.{language}.html")
    table = section(page, "linked")

    assert word["heading"].format(count=3) in page
    assert word["about"] in table
    assert table.count("<tr") == 10
    assert all(f"observation/{member}.{language}.html" in table for member in PEOPLE[1])
    assert "A list" in table
    assert table.count("Another list") == 2
    assert "comments" in page


def test_conviction_stands_with_what_became_of_it(ask: Callable[[str], str]) -> None:
    """In the row below the sentence, for each record."""
    table = section(ask(f"{PERSON}.en.html"), "linked")

    assert table.index(EN["row_sentence"]) < table.index(EN["row_became"])
    assert table.partition(EN["row_became"])[2].count("1957-05-05") == 3


def test_what_differs_is_marked_in_words(ask: Callable[[str], str]) -> None:
    """Colour alone says nothing to many readers."""
    table = section(ask(f"{PERSON}.en.html"), "linked")
    rows = {row.partition('<th scope="row">')[2].partition("<")[0].strip(): row for row in table.split("<tr")}

    assert EN["differ"] in rows[EN["row_name"]]
    assert EN["differ"] not in rows[EN["row_born"]]


def test_record_that_says_less_says_nothing_different() -> None:
    """A year is not at odds with a day in it, nor a trade with the same trade and a place of work."""
    said = [(Text("1887"),), (Text("1887-02-03"),), ()]

    assert not linked_page._differ(said)
    assert linked_page._differ([*said, (Text("1888"),)])
    assert not linked_page._differ([(Text("Пётр"),), (Text("Петр"),)])
    assert not linked_page._differ([(Text("1957"), Text("cleared")), (Text("1957; a court"), Text("cleared"))])


def test_record_that_is_silent_of_a_rehabilitation_does_not_differ() -> None:
    """Silence is not at odds with what another list tells, and is told as such."""
    person, scheme = IRIS.of_record("observation", "list", "1"), "rehabilitation-stated"
    told = [
        Fact(person, term("rehab:rehabilitationStated"), Text(name), NOBODY, IRIS.concept(scheme, name))
        for name in ("unstated", "rehabilitated")
    ]

    assert linked_page._said(person, told, linked_page._STATED) == (Text("rehabilitated"),)


def test_match_tells_probability_basis_model_and_who_decided(ask: Callable[[str], str]) -> None:
    """A claim that cannot be examined cannot be undone."""
    matches = section(ask(f"{PERSON}.en.html"), "matches")

    assert "99.2 %" in matches
    assert "vocab/match-basis/surname-same" in matches
    assert "canary-1" in matches
    assert "an editor, 2026-03-01" in matches


@pytest.mark.parametrize("language", ["en", "ru"])
def test_record_names_the_others_and_leads_to_them(language: str, ask: Callable[[str], str]) -> None:
    """Directly matched ones with the probability, the others by way of those."""
    word = linked_words(language)
    told = section(ask(f"observation/list.1.{language}.html"), "linked")

    assert word["of_record"] in told
    assert f"{OTHER_SOURCE}.1.{language}.html" in told
    assert word["through_others"] in told
    assert f"doc/{PERSON}.{language}.html" in told
    assert word["one_list"] in ask(f"observation/list.1.{language}.html")
    assert SHOWN_ITEM in section(ask(f"observation/list.1.{language}.html"), "items")


def test_record_tells_who_decided_and_how_probable_it_was(ask: Callable[[str], str]) -> None:
    """A bare share of a hundred says neither what it is of nor that somebody took it upon themselves."""
    told = section(ask("observation/list.1.en.html"), "linked")

    assert "probability &gt; 99.9 %" in told
    assert "decided by an editor, 2026-03-01" in told


def test_close_link_is_not_shown_as_the_same(ask: Callable[[str], str]) -> None:
    """Whoever reads that a man is compared with an item takes the item for him: it may be his regiment."""
    exact, close = (section(ask(f"observation/list.{number}.en.html"), "items") for number in (1, 3))

    assert (EN["exactMatch"] in exact, EN["closeMatch"] in exact) == (True, False)
    assert (EN["exactMatch"] in close, EN["closeMatch"] in close) == (False, True)
    assert CLOSE_ITEM in close


def test_what_became_of_a_sentence_says_what_it_was(release: Release) -> None:
    """A day and a body may be those of a rehabilitation or of its refusal; an arrest stands in the row of arrests."""
    published = Published.open(release)
    told = facts(published.store, IRIS.of_record("observation", "list", "1"), published.iris, "en")

    (became,) = linked_page._events(told, linked_page._BECAME, with_kind=True)
    (arrest,) = linked_page._events(told, linked_page._ARREST, with_kind=False)

    assert became.value.startswith("1957-05-05: Recorded rehabilitation; ")
    assert ":" not in arrest.value


def test_cases_of_a_person_stay_with_their_records(ask: Callable[[str], str]) -> None:
    """To merge them would say that somebody was sentenced twice, or not at all."""
    page = ask(f"{PERSON}.en.html")

    assert 'aria-labelledby="story"' not in page
    assert 'aria-labelledby="standing"' not in page


def test_curated_person_names_the_records(ask: Callable[[str], str]) -> None:
    """Beside what the editors know: apart from it."""
    told = section(ask("person/p9001.en.html"), "linked")

    assert EN["heading_curated"] in told
    assert "observation/list.77" in told


def test_document_of_a_person_holds_the_matches(ask: Callable[[str], str]) -> None:
    """Machines must be able to weigh them too."""
    nodes = ask(f"{PERSON}.nt")
    framed = json.loads(ask(f"{PERSON}.jsonld"))

    assert f"<{match_iri(MATCHES[2])}>" in nodes
    assert f"<{match_iri(MATCHES[3])}>" in nodes
    assert "canary-1" in nodes
    assert match_iri(MATCHES[4]) not in nodes
    assert match_iri(MATCHES[2]).removeprefix(IRIS.base) in json.dumps(framed)


def test_linked_person_is_framed_as_the_reference_does_it(release: Release) -> None:
    """The matches hang on the records that the person is put together from: a way that no other frame goes."""
    published = Published.open(release)
    for path in (PERSON, "observation/list.1", "person/p9001"):
        thing = IRIS.thing(*path.split("/"))
        quads = neighbourhood(published.store, thing, IRIS)
        assert write_framed(quads, thing) == framed_by_pyld(quads, thing)


def test_thing_that_is_linked_to_nothing_says_nothing_of_it(ask: Callable[[str], str]) -> None:
    """An empty heading would be read as a finding."""
    page = ask("person/p9000.en.html")

    assert EN["heading_curated"] not in page
    assert EN["items"] not in page


def test_site_has_a_document_of_each_linked_person(release: Release) -> None:
    """And none without the lists, whose records it would lead to."""
    published = Published.open(release)
    paths = [document.path for document in documents(published)]

    assert f"doc/{PERSON}" in paths
    assert f"doc/{PERSON}" not in [document.path for document in documents(published, lists=False)]
    assert not any("/match/" in path or "/linkage/" in path for path in paths)
