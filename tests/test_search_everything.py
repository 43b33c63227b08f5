"""One search finds what the curated graph names and what lists record, counts it by facets, and tells what followed."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
import tantivy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode
from searched import client, made
from starlette.routing import BaseRoute

from rehabkg.errors import CallError, StoreError
from rehabkg.names.keys import name_words
from rehabkg.pages.render import Renderer
from rehabkg.pages.search import routes
from rehabkg.pages.search_words import search_words
from rehabkg.pipeline import Assembled
from rehabkg.search.everything import ALL_KINDS, DEEPEST, OBSERVATION, Everything, Found
from rehabkg.search.facets import FACETS
from rehabkg.search.highlight import pieces
from rehabkg.search.things import kind_of
from rehabkg.settings import DEFAULT_BASE, Settings
from rehabkg.store.loaded import NAMES_FOLDER, source_folder
from rehabkg.web.published import Published

DAY = date(2026, 11, 28)
POLES, DEATH = "vocab/people/poles", "vocab/measure/death"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, assembled: Assembled) -> Published:
    return made(tmp_path_factory.mktemp("searched"), assembled)


@pytest.fixture(scope="module")
def everything(published: Published) -> Everything:
    return Everything(published.settings, published.store, DAY)


@pytest.fixture(scope="module")
def served(published: Published, everything: Everything) -> list[BaseRoute]:
    return routes(published, Renderer(published), everything)


def get(served: list[BaseRoute], path: str, **headers: str) -> httpx.Response:
    async def ask() -> httpx.Response:
        async with client(served) as asking:
            return await asking.get(path, headers=headers)

    return asyncio.run(ask())


def locals_of(found: Found) -> list[str]:
    return [hit.iri.removeprefix(DEFAULT_BASE) for hit in found.hits]


def counts(found: Found, facet: str) -> dict[str, int]:
    return {value.value: value.count for value in found.facets[facet]}


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("Паннвиц", "id/person/p0057"),
        ("pannwitz helmuth", "id/person/p0057"),
        ("von Panwitz", "id/person/p0057"),
        ("Kalmyks", "id/group/kalmyks"),
        ("калмыки", "id/group/kalmyks"),
        ("за отсутствием состава преступления", "vocab/phrase/sostav"),
        ("za otsutstviem sostava prestupleniya", "vocab/phrase/sostav"),
        ("Magadan", "id/place/magadan"),
        ("Особое совещание", "id/body/oso"),
        ("Sikorski-Mayski agreement", "id/act/a-1941-07-30-pl"),
        ("Мстиславцев Лев", "id/observation/first.5"),
        ("Mstislawzew Lev Fomitsch", "id/observation/first.5"),
        ("Мстесловцев", "id/observation/first.5"),
    ],
)
def test_curated_things_and_records_are_found_by_any_name(asked: str, first: str, everything: Everything) -> None:
    """Whoever searches need not know whether a historian or a list tells of a person, nor in what letters."""
    assert locals_of(everything.search(asked))[0] == first


def test_what_is_found_stands_in_the_store(everything: Everything, published: Published) -> None:
    """A hit that leads nowhere is worse than none."""
    for asked in ("Выдумов", "Калмыки", "Москва", "НКВД", "58-10"):
        for hit in everything.search(asked, limit=50).hits:
            assert next(iter(published.store.quads_for_pattern(NamedNode(hit.iri), None, None, None)), None), hit.iri


def test_every_word_must_fit(everything: Everything) -> None:
    """One right word among wrong ones is no match, here as in the index of names."""
    assert everything.search("Паннвиц Ктотоинойсовсем").total == 0


@pytest.mark.parametrize("asked", ["...", "ъ ь", "-–—", "я" * 201, " ".join(["слово"] * 17)])
def test_what_cannot_be_sought_is_a_bad_call(asked: str, everything: Everything) -> None:
    """It must neither find everybody nor tie the machine up."""
    with pytest.raises(CallError):
        everything.search(asked)


def test_no_words_find_everything(everything: Everything) -> None:
    """Who comes without a name walks by the facets."""
    found = everything.search("")

    assert found.total == sum(counts(found, "kind").values()) > 2_000
    assert counts(found, "kind")[OBSERVATION] == 7
    assert set(counts(found, "kind")) <= set(ALL_KINDS)


def test_facets_count_what_was_found(everything: Everything) -> None:
    """The figure beside a value is the number of hits that a click on it leaves."""
    found = everything.search("Выдумов", kinds=[OBSERVATION])

    assert found.total == 4
    assert counts(found, "group") == {"vocab/people/russians": 2, POLES: 2}
    assert counts(found, "measure") == {"vocab/measure/camp": 2, DEATH: 2}
    assert counts(found, "year") == {"1937": 2, "1938": 2}
    assert counts(found, "outcome") == {
        "vocab/rehabilitation-stated/rehabilitated": 3,
        "vocab/rehabilitation-stated/unstated": 1,
    }
    assert counts(found, "source") == {"id/source/first": 3, "id/source/second": 1}
    for facet in FACETS:
        for value in found.facets[facet]:
            narrowed = everything.search("Выдумов", kinds=[OBSERVATION], chosen={facet: value.value})
            assert narrowed.total == value.count, (facet, value)
            assert len(narrowed.hits) == value.count


def test_facets_of_curated_people_are_counted_by_their_decisions(everything: Everything) -> None:
    """A person of the curated tables is found by body, measure, year and status as a record is."""
    found = everything.search("Паннвиц", kinds=["person"])

    assert counts(found, "body") == {"id/body/milcoll-ussr": 1}
    assert counts(found, "measure") == {DEATH: 1}
    assert counts(found, "year") == {"1947": 1}
    assert "vocab/status/revoked" in counts(found, "outcome")
    narrowed = everything.search("", chosen={"kind": "person", "body": "id/body/milcoll-ussr", "year": "1947"})
    assert "id/person/p0057" in locals_of(narrowed)


def test_chosen_kind_or_source_leaves_the_counts_of_the_others_to_choose_from(everything: Everything) -> None:
    """Who looks at records must see that there are persons, too."""
    every = everything.search("Выдумов")
    records = everything.search("Выдумов", chosen={"kind": OBSERVATION, "source": "id/source/second"})

    assert records.total == 1
    assert counts(records, "source") == counts(every, "source")
    assert [value.chosen for value in records.facets["source"]].count(True) == 1


@pytest.mark.parametrize(
    "chosen", [{"kind": "nothing"}, {"measure": "vocab/measure/none"}, {"year": "x OR 1"}, {"unknown": "1"}]
)
def test_unknown_values_find_nothing(chosen: dict[str, str], everything: Everything) -> None:
    """A made-up address must not find more than was offered."""
    assert everything.search("Выдумов", chosen=chosen).total == 0


def test_conviction_never_stands_without_what_became_of_it(everything: Everything) -> None:
    """A line that told a sentence alone would convict once more."""
    for hit in everything.search("Выдумов", kinds=[OBSERVATION]).hits:
        *_, last = hit.line.became
        assert last.startswith("of rehabilitation: ")
    silent = everything.search("Выдумова Анна").hits[0]
    assert silent.line.became == ("1937-10-09 death sentence", "of rehabilitation: the record is silent")
    person = everything.search("Паннвиц", language="ru").hits[0]
    assert person.line.became[0].startswith("сегодня: ")
    for hit in everything.search("", kinds=["person", "group"], limit=300).hits:
        cases = everything.view.subjects("rehab:against", NamedNode(hit.iri))
        assert bool(hit.line.became) == bool(cases), hit.iri


def test_line_tells_namesakes_apart(everything: Everything) -> None:
    """Two records of one name differ by year of birth and place."""
    facts = {hit.iri[-8:]: hit.line.facts for hit in everything.search("Выдумов Иван").hits}

    assert facts["/first.1"] == ("born 1890", "Тульская обл., д. Выдумка")
    assert facts["second.1"][0] == "born 1895"


def test_match_shows_the_name_that_was_asked(everything: Everything) -> None:
    """A reader who asked in Cyrillic sees in what the English label answers."""
    hit = everything.search("Паннвиц", language="en").hits[0]

    assert hit.label == "Helmuth von Pannwitz"
    assert not hit.is_by_label
    assert [piece.text for piece in hit.match if piece.marked] == ["Паннвиц"]


def test_pages_follow_each_other_without_gap_or_repetition(everything: Everything) -> None:
    """Whatever the size of a page, together they hold what one long page holds."""
    whole = [hit.iri for hit in everything.search("", limit=700).hits]

    assert len(set(whole)) == len(whole) == 700
    for size in (7, 50, 230):
        parts = [
            hit.iri
            for start in range(0, 690, size)
            for hit in everything.search("", offset=start, limit=min(size, 690 - start)).hits
        ]
        assert parts == whole[:690]
    assert everything.search("", offset=DEEPEST, limit=20).hits == ()


def test_narrowed_search_keeps_its_order(everything: Everything) -> None:
    """A facet takes hits away and moves none."""
    every = [hit.iri for hit in everything.search("Выдумов", limit=50).hits]
    narrowed = [hit.iri for hit in everything.search("Выдумов", chosen={"group": POLES}, limit=50).hits]

    assert narrowed == [iri for iri in every if iri in narrowed]
    assert len(narrowed) == 2


def test_index_without_facets_is_one_line(published: Published, tmp_path: Path) -> None:
    """A store that an older version loaded is to be loaded again."""
    copy = tmp_path / "store"
    shutil.copytree(published.settings.store_path, copy)
    names = source_folder(copy, "first") / NAMES_FOLDER
    shutil.rmtree(names)
    names.mkdir()
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", tokenizer_name="raw")
    tantivy.Index(builder.build(), path=str(names)).writer().commit()
    state = json.loads((copy / "CURRENT").read_text(encoding="utf-8"))
    folder = copy / state["version"]
    files = [file for file in state["files"] if (folder / file).is_file()]
    state["files"] = {file: (folder / file).stat().st_size for file in files}
    state["files"] |= {str(file.relative_to(folder)): file.stat().st_size for file in sorted(names.iterdir())}
    (copy / "CURRENT").write_text(json.dumps(state), encoding="utf-8")
    with pytest.raises(StoreError, match="load it again") as caught:
        Everything(Settings(store_path=copy), published.store, DAY)
    assert "\n" not in str(caught.value)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=st.text(max_size=210), value=st.text(max_size=30))
def test_whatever_is_asked_is_answered_or_refused(asked: str, value: str, everything: Everything) -> None:
    """No text may end in a traceback."""
    with contextlib.suppress(CallError):
        assert everything.search(asked, chosen={"measure": value}, limit=3).total == 0


@settings(max_examples=100, deadline=None)
@given(name=st.text(max_size=80), asked=st.text(max_size=40))
def test_pieces_give_the_name_again(name: str, asked: str) -> None:
    """Marking must lose or add no letter."""
    assert "".join(piece.text for piece in pieces(name, name_words(asked)[:6])) == name


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("id/person/p1", "person"), ("vocab/phrase/x", "phrase"), ("vocab/article/y", "article"),
        ("vocab/measure/camp", "concept"), ("id/decision/d1", None), ("id/person/", None), ("graph/x", None),
    ],
)  # fmt: skip
def test_kind_is_told_by_the_address(path: str, kind: str | None) -> None:
    """Decisions and datings have labels, and nobody seeks them by name."""
    assert kind_of(DEFAULT_BASE + path, DEFAULT_BASE) == kind


def test_thing_of_another_base_has_no_kind() -> None:
    """What others name is not found here."""
    assert kind_of("http://www.wikidata.org/entity/Q1", DEFAULT_BASE) is None


def test_page_shows_hits_facets_and_marks_without_script(served: list[BaseRoute]) -> None:
    """The page is whole before any script runs."""
    answer = get(served, "/search.en.html?q=Выдумов&measure=vocab/measure/death")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-language"] == "en"
    assert "<mark>Выдумов</mark>" in answer.text
    assert "./doc/observation/first.2.en.html" in answer.text
    assert "of rehabilitation: the record is silent" in answer.text
    assert "<script>" not in answer.text
    links = re.findall(r'href="\./search\.en\.html(\?[^"]*)"', answer.text)
    assert any("group=vocab%2Fpeople%2Fpoles" in link and "measure=vocab%2Fmeasure%2Fdeath" in link for link in links)
    # A chosen value leads back to the search without it.
    assert "?q=%D0%92%D1%8B%D0%B4%D1%83%D0%BC%D0%BE%D0%B2" in links


def test_each_facet_link_leads_to_as_many_hits_as_it_says(served: list[BaseRoute]) -> None:
    """A link with a figure is a promise."""
    page = get(served, "/search.ru.html?q=Выдумов").text
    links = re.findall(
        r'<li><a href="\./search\.ru\.html(\?[^"]*)"[^>]*>[^<]*</a> <span class="count">(\d+)</span>', page
    )

    assert len(links) > 10
    for link, count in links:
        narrowed = get(served, "/search.ru.html" + link.replace("&amp;", "&")).text
        assert f"Найдено: {count}<" in narrowed, link


def test_page_is_in_its_language(served: list[BaseRoute]) -> None:
    """Words of the page, kinds, facets and what became of people."""
    page = get(served, "/search.ru.html?q=Выдумов").text

    assert '<html lang="ru">' in page
    assert "о реабилитации: запись молчит" in page or "о реабилитации:" in page
    assert "Narrow" not in page
    assert get(served, "/search.de.html?q=x").status_code == 404


def test_every_word_of_the_page_has_both_languages() -> None:
    """A page half in another language is half a page."""
    english, russian = search_words("en"), search_words("ru")

    assert set(english) >= {f"facet_{name}" for name in FACETS} | {f"kind_{kind}" for kind in ALL_KINDS}
    assert all(re.search("[А-Яа-я]", word) for word in russian.values())
    assert not any(re.search("[А-Яа-я]", word) for word in english.values())


HOSTILE = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'; DROP TABLE", "{{ 7*7 }}", "%00", "a&b=c")


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_asked_is_escaped(text: str, served: list[BaseRoute]) -> None:
    """What comes in by an address must not act in the page."""

    async def ask() -> httpx.Response:
        async with client(served) as asking:
            return await asking.get("/search.en.html", params={"q": text, "measure": text, "source": text})

    page = asyncio.run(ask())
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "<img" not in page.text
    assert "49" not in re.sub(r"\d{3,}", "", page.text)


def test_what_a_list_prints_is_escaped(served: list[BaseRoute]) -> None:
    """A name in a list may be markup."""
    page = get(served, "/search.en.html?q=Знаков").text

    assert "&lt;script&gt;" in page.replace("<mark>", "").replace("</mark>", "")
    assert "<script>alert" not in page


def test_text_that_cannot_be_sought_gives_a_page_that_says_so(served: list[BaseRoute]) -> None:
    """The visitor tries again in the same form."""
    page = get(served, "/search.en.html?q=...")

    assert page.status_code == 200
    assert "Ask one to sixteen words" in page.text


@pytest.mark.parametrize("query", ["page=0", "page=51", "page=x", "kind=robot", "measure=" + "x" * 301, "page=-1"])
def test_what_no_page_offers_is_refused(query: str, served: list[BaseRoute]) -> None:
    """Not answered with something else."""
    answer = get(served, f"/search.en.html?q=a&{query}")

    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


def test_pages_of_hits_lead_forward_and_back(served: list[BaseRoute]) -> None:
    """By plain links."""
    first, second = get(served, "/search.en.html?q=").text, get(served, "/search.en.html?page=2").text

    assert 'rel="next" href="./search.en.html?q=&amp;page=2"' in first
    assert 'rel="prev"' not in first
    assert 'rel="prev" href="./search.en.html?q="' in second
    assert '<ol start="21">' in second


def test_json_tells_the_same_as_the_page(served: list[BaseRoute]) -> None:
    """Programs read what people see."""
    told: dict[str, Any] = get(served, "/search?q=Выдумов&group=vocab/people/poles&lang=ru").json()

    assert told["total"] == 2
    assert {hit["iri"].rpartition("/")[2] for hit in told["hits"]} == {"first.2", "first.3"}
    assert all("".join(piece["text"] for piece in hit["match"]) for hit in told["hits"])
    assert told["facets"]["group"] == [{"value": POLES, "label": "поляки", "count": 2, "chosen": True}]
    assert get(served, "/search?q=...").status_code == 400
    assert get(served, "/search?q=a&lang=de").status_code == 400


def test_answer_is_cacheable(served: list[BaseRoute]) -> None:
    """A release does not change."""
    answer = get(served, "/search?q=Выдумов")

    assert get(served, "/search?q=Выдумов", **{"If-None-Match": answer.headers["etag"]}).status_code == 304


def test_suggestions_are_few_and_named_once(served: list[BaseRoute]) -> None:
    """A list of ten is read; what cannot be sought suggests nothing."""
    told = get(served, "/suggest?q=Выд").json()["suggestions"]

    assert 0 < len(told) <= 10
    assert len({one["label"] for one in told}) == len(told)
    assert "Выдумов Иван Небылович" in {one["label"] for one in told}
    assert get(served, "/suggest?q=" + "а" * 5000).json() == {"query": "а" * 200, "suggestions": []}
    assert get(served, "/suggest").json()["suggestions"] == []
