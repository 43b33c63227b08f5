"""OpenRefine can match a table against the graph: answers are those of the Reconciliation API 0.2, and bounded."""

from __future__ import annotations

import asyncio
import json
import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from reconcile_schemas import (
    EXTENDED,
    MANIFEST,
    PROPOSED_PROPERTIES,
    QUERY_BATCH,
    RESULT_BATCH,
    SUGGESTED_ENTITIES,
    SUGGESTED_PROPERTIES,
    SUGGESTED_TYPES,
)
from searched import client, made
from starlette.routing import BaseRoute

from rehabkg.pipeline import Assembled
from rehabkg.reconcile.batch import MOST_IDS, MOST_QUERIES
from rehabkg.reconcile.properties import PROPERTIES
from rehabkg.reconcile.routes import LONGEST_BODY, routes
from rehabkg.reconcile.types import TYPES
from rehabkg.search.everything import Everything
from rehabkg.settings import DEFAULT_BASE
from rehabkg.web.published import Published

FORM = {"Content-Type": "application/x-www-form-urlencoded;charset=utf-8"}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, assembled: Assembled) -> Published:
    return made(tmp_path_factory.mktemp("reconciled"), assembled)


@pytest.fixture(scope="module")
def served(published: Published) -> list[BaseRoute]:
    return routes(published, Everything(published.settings, published.store, date(2026, 11, 28)))


def ask(served: list[BaseRoute], method: str, path: str, **said: Any) -> httpx.Response:
    async def asking() -> httpx.Response:
        async with client(served) as one:
            return await one.request(method, path, **said)

    return asyncio.run(asking())


def valid(schema: dict[str, Any], told: Any) -> Any:
    """Return *told* once it keeps to *schema*."""
    Draft202012Validator(schema).validate(told)
    return told


def matched(served: list[BaseRoute], **query: Any) -> list[dict[str, Any]]:
    """Return the candidates for one query, sent as OpenRefine sends it."""
    batch = valid(QUERY_BATCH, {"q0": query})
    answer = ask(served, "POST", "/reconcile", data={"queries": json.dumps(batch)})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = valid(RESULT_BATCH, answer.json())["q0"]["result"]
    assert [one["score"] for one in found] == sorted((one["score"] for one in found), reverse=True)
    return found


def test_manifest_keeps_to_the_schema_and_its_addresses_answer(served: list[BaseRoute]) -> None:
    """A client is given nothing but the manifest; all else it reads there."""
    told = valid(MANIFEST, ask(served, "GET", "/reconcile").json())

    assert told["identifierSpace"] == DEFAULT_BASE
    view = told["view"]["url"].replace("{{id}}", quote("id/person/p0057", safe=""))
    assert ask(served, "GET", view).headers["location"] == f"{DEFAULT_BASE}id/person/p0057"
    preview = told["preview"]["url"].replace("{{id}}", quote("id/person/p0057", safe=""))
    assert ask(served, "GET", preview).status_code == 200
    for place in told["suggest"].values():
        assert ask(served, "GET", place["service_url"] + place["service_path"] + "?prefix=p").status_code == 200
    proposed = told["extend"]["propose_properties"]
    answer = ask(served, "GET", proposed["service_url"] + proposed["service_path"] + "?type=Person&limit=3")
    assert len(valid(PROPOSED_PROPERTIES, answer.json())["properties"]) == 3


def test_manifest_is_kept_by_no_cache_unless_the_address_is_set(served: list[BaseRoute], published: Published) -> None:
    """It repeats the host that was asked, and another client's host is not that."""
    answer = ask(served, "GET", "/reconcile", headers={"Host": "one.example:8000"})
    assert answer.json()["view"]["url"].startswith("http://one.example:8000/reconcile/view")
    assert answer.headers["cache-control"] == "no-store"
    assert ask(served, "GET", "/reconcile", headers={"Host": 'a"><script>'}).status_code == 400
    everything = Everything(published.settings, published.store, date(2026, 11, 28))
    fixed = routes(published, everything, address="https://site.example/")
    told = ask(fixed, "GET", "/reconcile", headers={"Host": "other.example"}).json()
    assert told["preview"]["url"] == "https://site.example/embed/preview?id={{id}}"


@pytest.mark.parametrize(
    ("query", "kind", "first"),
    [
        ("Паннвиц Гельмут фон", "Person", "id/person/p0057"),
        ("Helmuth von Pannwitz", "Person", "id/person/p0057"),
        ("Kalmyks", "Group", "id/group/kalmyks"),
        ("Magadan", "Place", "id/place/magadan"),
        ("Особое совещание при НКВД СССР", "Body", "id/body/oso"),
        ("Sikorski-Mayski agreement", "LegalAct", "id/act/a-1941-07-30-pl"),
        ("за отсутствием состава преступления", "Phrase", "vocab/phrase/sostav"),
        ("Vydumov Ivan Nebylovich", "PersonObservation", "id/observation/first.1"),
        ("Wydumow Iwan Nebylowitsch", "PersonObservation", "id/observation/first.1"),
    ],
)
def test_each_type_is_matched_by_names_in_any_letters(
    query: str, kind: str, first: str, served: list[BaseRoute]
) -> None:
    """A catalogue in Berlin has the name as German writes it."""
    best = matched(served, query=query, type=kind)[0]

    assert best["id"] == first
    assert [one["id"] for one in best["type"]] == [kind]
    assert 80 <= best["score"] <= 100


def test_article_of_a_code_is_matched_with_its_code(served: list[BaseRoute]) -> None:
    """58-10 stands in several codes."""
    best = matched(served, query="58-10 УК РСФСР", type="CodeArticle")[0]

    assert best["id"].startswith("vocab/article/")
    assert best["id"].endswith("58-10")


def test_identifier_or_iri_as_the_query_gives_that_entity(served: list[BaseRoute]) -> None:
    """Section 4.4: a cell that was matched before is matched again."""
    for text in ("id/person/p0057", f"{DEFAULT_BASE}id/person/p0057", "id/observation/first.4"):
        (found,) = matched(served, query=text)
        assert text.endswith(found["id"])
        assert (found["score"], found["match"]) == (100, True)
    assert matched(served, query="id/person/nobody") == []


def test_year_of_birth_tells_namesakes_apart(served: list[BaseRoute]) -> None:
    """Two people named Выдумов Иван stand in two lists."""
    for year, first in (("1890", "first.1"), ("1895", "second.1")):
        found = matched(
            served, query="Выдумов Иван", type="PersonObservation", properties=[{"pid": "birthYear", "v": year}]
        )
        assert found[0]["id"] == f"id/observation/{first}"
        assert found[0]["match"] is True
        assert not any(one["match"] for one in found[1:])


def test_patronymic_tells_namesakes_apart(served: list[BaseRoute]) -> None:
    """It may stand in a column of its own, and in Latin letters."""
    found = matched(
        served, query="Vydumov Ivan", type="PersonObservation", properties=[{"pid": "patronymic", "v": "Il'ich"}]
    )

    assert found[0]["id"] == "id/observation/second.1"
    assert {one["id"]: one["value"] for one in found[0]["features"]}["patronymic"] == 1


def test_transliteration_is_a_match_where_the_year_agrees_too(served: list[BaseRoute]) -> None:
    """Лю and Лу are written alike in Latin letters; with a year of birth that is no matter any more."""
    for name in ("Mstislavcev Lev Fomič", "Mstyslavtsev Lev Fomich"):
        alone = matched(served, query=name, type="PersonObservation")[0]
        dated = matched(served, query=name, type="PersonObservation", properties=[{"pid": "birthYear", "v": "1890"}])[0]
        assert alone["id"] == dated["id"] == "id/observation/first.5"
        assert dated["match"] is True
    (slip, *_) = matched(
        served, query="Мстеславцев Лев Фомич", type="PersonObservation", properties=[{"pid": "birthYear", "v": "1890"}]
    )
    assert (slip["id"], slip["match"]) == ("id/observation/first.5", False)


def test_namesakes_without_more_are_no_match(served: list[BaseRoute]) -> None:
    """A wrong link harms a person twice; a missing one costs a click."""
    assert not any(one["match"] for one in matched(served, query="Выдумов Иван", type="PersonObservation"))
    assert not any(one["match"] for one in matched(served, query="Мстиславцев", type="PersonObservation"))


def test_contradicted_year_is_no_match(served: list[BaseRoute]) -> None:
    """The same name and another year is another person, or a slip: a person must look."""
    (found, *_) = matched(
        served, query="Мстиславцев Лев Фомич", properties=[{"pid": "birthYear", "v": "1850"}], type="PersonObservation"
    )
    assert found["match"] is False
    assert {one["id"]: one["value"] for one in found["features"]}["birth_year"] == 0
    (found, *_) = matched(
        served, query="Мстиславцев Лев Фомич", properties=[{"pid": "birthYear", "v": 1890}], type="PersonObservation"
    )
    assert found["match"] is True


def test_properties_alone_make_a_query(served: list[BaseRoute]) -> None:
    """The schema allows it; the name stands in columns of its own."""
    parts = [{"pid": "surname", "v": "Мстиславцев"}, {"pid": "givenName", "v": ["Лев"]}]

    assert matched(served, properties=parts)[0]["id"] == "id/observation/first.5"
    assert matched(served, properties=[{"pid": "unknown", "v": {"id": "x"}}]) == []


def test_wanted_type_is_a_hard_bound(served: list[BaseRoute]) -> None:
    """Who asks for groups gets no people; who asks for what is not there gets nothing."""
    assert {one["type"][0]["id"] for one in matched(served, query="Kalmyks", type=["Group", "LegalAct"])} <= {
        "Group", "LegalAct",
    }  # fmt: skip
    assert matched(served, query="Kalmyks", type="Q9000000001") == []


def test_limit_is_kept(served: list[BaseRoute]) -> None:
    """Both that of the client and ours."""
    assert len(matched(served, query="Выдумов", limit=2)) == 2
    assert len(matched(served, query="НКВД", limit=10_000)) <= 50


def test_description_tells_no_conviction_without_what_became_of_it(served: list[BaseRoute]) -> None:
    """Nor does a column by which a table is extended."""
    (found, *_) = matched(served, query="Выдумова Анна Ильинична", type="PersonObservation")

    assert found["description"].endswith("of rehabilitation: the record is silent")
    assert not {each.id for each in PROPERTIES} & {"sentence", "measure", "charge", "article"}


def test_batches_go_by_get_and_post_and_one_bad_cell_spoils_none(served: list[BaseRoute]) -> None:
    """A long cell of a table is no name; the other rows are answered."""
    batch = {
        "a": {"query": "Мстиславцев"},
        "b": {"query": "я" * 5000},
        "c": {"query": "..."},
        "д": {"query": "Magadan"},
    }
    posted = ask(served, "POST", "/reconcile", data={"queries": json.dumps(batch)})
    got = ask(served, "GET", "/reconcile", params={"queries": json.dumps(batch)})

    assert posted.json() == got.json()
    told = valid(RESULT_BATCH, got.json())
    assert told["b"] == told["c"] == {"result": []}
    assert told["a"]["result"]
    assert told["д"]["result"]
    assert posted.headers["cache-control"] == "no-store"


def test_answer_is_called_by_a_function_of_a_plain_name(served: list[BaseRoute]) -> None:
    """JSONP of version 0.2: the name is all that a client can put into the script."""
    answer = ask(
        served, "GET", "/reconcile", params={"callback": "jQuery.cb_1", "queries": '{"q":{"query":"Magadan"}}'}
    )
    called = re.fullmatch(r"/\*\*/jQuery\.cb_1\((.*)\);\n", answer.text)

    assert called is not None
    assert answer.headers["content-type"].startswith("application/javascript")
    valid(RESULT_BATCH, json.loads(called[1]))


@pytest.mark.parametrize(
    "name", ["alert(1)", "a;b", "a b", "a\nb", "", "a" * 70, "a..b", "<script>", "a\u2028b", "[x]"]
)
def test_other_names_of_functions_are_refused(name: str, served: list[BaseRoute]) -> None:
    """A script of a stranger must not run by us."""
    assert ask(served, "GET", "/reconcile", params={"callback": name}).status_code == 400


@pytest.mark.parametrize(
    ("queries", "status"),
    [
        ("", 400), ("[]", 400), ("null", 400), ("{", 400), ("[" * 100_000, 400), ('{"a":' * 20_000, 400),
        ('{"q":[]}', 400), ('{"q":{}}', 400), ('{"q":{"query":1}}', 400), ('{"q":{"query":" "}}', 400),
        ('{"q":{"query":"a","limit":0}}', 400), ('{"q":{"query":"a","limit":true}}', 400),
        ('{"q":{"query":"a","limit":NaN}}', 400), ('{"q":{"query":"a","properties":{}}}', 400),
        ('{"q":{"query":"a","properties":[{"pid":"x"}]}}', 400), ('{"q":{"query":"a","type":[7]}}', 400),
        (json.dumps({str(n): {"query": "a"} for n in range(MOST_QUERIES + 1)}), 413),
        (json.dumps({"q": {"query": "a", "properties": [{"pid": "p", "v": "v"}] * 21}}), 400),
        (json.dumps({"k" * 101: {"query": "a"}}), 400),
    ],
)  # fmt: skip
def test_what_is_no_batch_is_refused(queries: str, status: int, served: list[BaseRoute]) -> None:
    """With a reason, and no traceback."""
    answer = ask(served, "POST", "/reconcile", data={"queries": queries, "x": "1"})

    assert answer.status_code == status
    assert answer.json()["detail"]


def test_body_is_bounded_and_must_be_a_form(served: list[BaseRoute]) -> None:
    """Ten megabytes are no batch."""
    assert ask(served, "POST", "/reconcile", content=b"queries=" + b"a" * LONGEST_BODY, headers=FORM).status_code == 413
    assert ask(served, "POST", "/reconcile", json={"queries": "{}"}).status_code == 415
    assert ask(served, "POST", "/reconcile", content=b"queries=%FF", headers=FORM).status_code == 400
    assert ask(served, "POST", "/reconcile", content=b"&".join([b"a=1"] * 50), headers=FORM).status_code == 400


@settings(max_examples=60, deadline=None)
@given(query=st.text(max_size=60), value=st.text(max_size=30), year=st.integers(-5, 99999) | st.text(max_size=8))
def test_whatever_a_cell_holds_is_answered(query: str, value: str, year: Any, served: list[BaseRoute]) -> None:
    """Tables hold anything."""
    properties = [{"pid": "patronymic", "v": value}, {"pid": "birthYear", "v": year}, {"pid": "birthPlace", "v": value}]
    batch = {"q": {"query": query, "properties": properties, "type": "PersonObservation"}}
    answer = ask(served, "POST", "/reconcile", data={"queries": json.dumps(batch)})

    assert answer.status_code == 200
    valid(RESULT_BATCH, answer.json())


def test_entities_are_suggested_by_what_they_begin_with(served: list[BaseRoute]) -> None:
    """By name, by identifier, and further ones behind a cursor."""
    path = "/reconcile/suggest/entity"
    told = valid(SUGGESTED_ENTITIES, ask(served, "GET", f"{path}?prefix=Выдум").json())["result"]
    assert {one["name"] for one in told} >= {"Выдумов Иван Небылович", "Выдумова Анна Ильинична"}
    (known,) = ask(served, "GET", f"{path}?prefix=id/group/kalmyks").json()["result"]
    assert known["notable"] == [{"id": "Group", "name": "group"}]
    first = ask(served, "GET", f"{path}?prefix=а&cursor=0").json()["result"]
    second = ask(served, "GET", f"{path}?prefix=а&cursor=10").json()["result"]
    assert len(first) == 10
    assert not {one["id"] for one in first} & {one["id"] for one in second}
    only = ask(served, "GET", f"{path}?prefix=Kalmyk&type=LegalAct").json()["result"]
    assert {one["notable"][0]["id"] for one in only} == {"LegalAct"}
    for prefix in ("", "...", "я" * 5000):
        assert ask(served, "GET", path, params={"prefix": prefix}).json() == {"result": []}
    assert ask(served, "GET", f"{path}?prefix=а&cursor=1000").status_code == 400


def test_properties_and_types_are_suggested(served: list[BaseRoute]) -> None:
    """All of them where nothing was typed."""
    told = valid(SUGGESTED_PROPERTIES, ask(served, "GET", "/reconcile/suggest/property?prefix=birth").json())["result"]
    assert {one["id"] for one in told} == {"birthYear", "birthPlace"} | {
        one["id"] for one in told if "birth" in one["name"]
    }
    types = valid(SUGGESTED_TYPES, ask(served, "GET", "/reconcile/suggest/type?prefix=").json())["result"]
    assert [one["id"] for one in types] == [each.id for each in TYPES]
    assert ask(served, "GET", "/reconcile/suggest/other?prefix=").status_code == 404


def test_table_is_extended_by_properties(served: list[BaseRoute]) -> None:
    """Rows for each identifier asked, with no value where nothing is known."""
    ids = ["id/person/p0057", "id/observation/first.2", "id/place/magadan", "id/person/nobody"]
    names = ["birthYear", "patronymic", "fate", "nationality", "placeKind", "nameRu", "exactMatch", "unknown"]
    query = {"ids": ids, "properties": [{"id": name} for name in names]}
    told = valid(EXTENDED, ask(served, "POST", "/reconcile", data={"extend": json.dumps(query)}).json())

    assert [one["id"] for one in told["meta"]] == names
    person, record, place, nobody = (told["rows"][each] for each in ids)
    assert person["birthYear"][0]["str"].startswith("1898")
    assert person["nameRu"] == [{"str": "Паннвиц Гельмут фон"}]
    assert person["exactMatch"] == [{"str": "http://www.wikidata.org/entity/Q62269"}]
    assert record["patronymic"] == [{"str": "Небылович"}]
    assert record["nationality"] == [{"id": "vocab/people/poles", "name": "Poles"}]
    assert record["fate"] == [{"str": "1937-10-09 death sentence → of rehabilitation: rehabilitated"}]
    assert place["placeKind"]
    assert place["birthYear"] == []
    assert set(nobody) == set(names)
    assert not any(nobody.values())


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"ids": "x", "properties": []}, 400), ({"properties": []}, 400), ({"ids": [1], "properties": []}, 400),
        ({"ids": [], "properties": [{}]}, 400), ({"ids": [], "properties": [{"id": "a"}] * 21}, 400),
        ({"ids": ["x"] * (MOST_IDS + 1), "properties": []}, 413),
    ],
)  # fmt: skip
def test_what_extends_nothing_is_refused(query: Any, status: int, served: list[BaseRoute]) -> None:
    """With a reason."""
    assert ask(served, "POST", "/reconcile", data={"extend": json.dumps(query)}).status_code == status


@pytest.mark.parametrize("each", PROPERTIES, ids=lambda each: each.id)
def test_each_property_is_proposed_for_its_types(each: Any, served: list[BaseRoute]) -> None:
    """A client offers what is proposed."""
    for kind in each.types:
        told = ask(served, "GET", f"/reconcile/properties?type={kind}").json()
        assert {"id": each.id, "name": each.name} in told["properties"]
    assert ask(served, "GET", "/reconcile/properties?limit=0").status_code == 400


def test_preview_is_a_page_whole_in_itself(served: list[BaseRoute]) -> None:
    """It stands in a frame of another program, and what a list prints is escaped."""
    page = ask(served, "GET", "/embed/preview?id=id/observation/second.2").text

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script" not in page
    assert "of rehabilitation: rehabilitated" in page
    assert ask(served, "GET", "/embed/preview?id=id/person/nobody").status_code == 404
    assert ask(served, "GET", "/embed/preview").status_code == 404
    assert ask(served, "GET", "/reconcile/view?id=//evil.example").status_code == 404
    assert ask(served, "GET", "/reconcile/view?id=http://evil.example/").status_code == 404


def test_withdrawn_entity_is_gone_without_a_name(published: Published) -> None:
    """410, and nothing else is told."""
    gone = replace(published.release, withdrawn=frozenset({f"{DEFAULT_BASE}id/person/p9999"}))
    everything = Everything(published.settings, published.store, date(2026, 11, 28))
    answer = ask(routes(replace(published, release=gone), everything), "GET", "/embed/preview?id=id/person/p9999")

    assert answer.status_code == 410


@pytest.mark.skipif("REHABKG_RECONCILE_SCHEMAS" not in os.environ, reason="the specification's own files are elsewhere")
def test_answers_keep_to_the_specification_s_own_schemas(served: list[BaseRoute]) -> None:
    """Where its files are at hand (folder `0.2/schemas` of its repository), they are asked as well."""
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT7

    folder = Path(os.environ["REHABKG_RECONCILE_SCHEMAS"])
    files = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in folder.glob("*.json")}
    registry: Any = Registry().with_resources(
        [(name, Resource(contents=each, specification=DRAFT7)) for each in files.values() for name in [each["$id"]]]
    )

    def keeps(name: str, path: str, **said: Any) -> None:
        schema = files[name]
        # Its reference into Swagger's schema leads to the network, and says what a password is.
        schema.get("properties", {}).pop("authentication", None)
        from jsonschema import Draft7Validator

        told = ask(served, "POST" if said else "GET", path, **said).json()
        Draft7Validator(schema, registry=registry).validate(told)

    batch = {"q": {"query": "Выдумов Иван", "properties": [{"pid": "birthYear", "v": "1890"}]}}
    extend = {
        "ids": ["id/person/p0057", "id/observation/first.2"],
        "properties": [{"id": each.id} for each in PROPERTIES][:20],
    }
    keeps("manifest", "/reconcile")
    keeps("reconciliation-result-batch", "/reconcile", data={"queries": json.dumps(batch)})
    keeps("data-extension-response", "/reconcile", data={"extend": json.dumps(extend)})
    keeps("suggest-entities-response", "/reconcile/suggest/entity?prefix=Иван")
    keeps("suggest-properties-response", "/reconcile/suggest/property?prefix=")
    keeps("suggest-types-response", "/reconcile/suggest/type?prefix=")
    keeps("data-extension-property-proposal", "/reconcile/properties?type=Person")
