"""The gate: the canary is found in everything when the policy shows her, and nowhere when it hides her."""

from __future__ import annotations

from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from canary import (
    CASE,
    DAY_OF_BIRTH,
    EMBARGOED,
    HIDDEN,
    IRIS_OF_HERS,
    NAME,
    NAMES,
    OBSERVATION,
    PERSON,
    PLACES,
    RECORD,
    SHOWN,
    SURNAME,
    WIKIDATA,
    WITHDRAWN,
    YEARS,
    contents,
    planted,
    released,
    traces,
)
from invented import IRIS
from load_fixture import written

from rehabkg import assets
from rehabkg.errors import CallError
from rehabkg.namespaces import term
from rehabkg.release.model import Release, open_release, releases
from rehabkg.search.find import find
from rehabkg.settings import Settings
from rehabkg.store.engine import open_store
from rehabkg.store.loaded import loaded_sources, source_folder
from rehabkg.store.view import View

# The kinds of files in which she must be met when she is shown: each is a way to leak.
WAYS = (
    "dumps/canary-book.nt.gz", "dumps/derived.nt.gz", "dumps/list.nt.gz", "dumps/sources.nt.gz", "dumps/rehabkg.nq.gz",
    "dumps/rehabkg.trig.gz", "dumps/rehabkg.jsonld.gz", "store/v000001/sources/list/records.parquet",
)  # fmt: skip


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return planted(tmp_path_factory.mktemp("planted"))


@pytest.fixture(scope="module")
def made(settings: Settings) -> dict[str, Release]:
    """A release for each policy, one after the other."""
    policies = {
        "shown": SHOWN,
        "coarse": assets.DEFAULT_POLICY,
        "hidden": HIDDEN,
        "embargoed": EMBARGOED,
        "withdrawn": WITHDRAWN,
        "years": YEARS,
    }
    return {name: released(settings, policy) for name, policy in policies.items()}


def records(release: Release) -> int:
    (source,) = loaded_sources(release.settings.store_path)
    return source.records


def test_shown_canary_is_found_in_every_kind_of_file(made: dict[str, Release]) -> None:
    """A search that finds her nowhere when she is hidden proves nothing if it could not find her."""
    found = {path for path, _ in traces(made["shown"].path, *NAMES)}

    assert set(WAYS) <= found
    assert any(path.endswith(".sst") for path in found)
    assert any("/names/" in path for path in found)
    # What names nobody leads to her as well.
    led = {path for path, _ in traces(made["shown"].path, *IRIS_OF_HERS)}
    assert {"description.ttl", "release.json", "sitemap/1.txt.gz", *WAYS[:-1]} <= led


@pytest.mark.parametrize("policy", ["hidden", "embargoed"])
def test_hidden_canary_leaves_no_trace(made: dict[str, Release], policy: str) -> None:
    """A name in one file of a store is a name that is published, and an IRI tells that there is something."""
    assert traces(made[policy].path, *NAMES, *PLACES, *IRIS_OF_HERS, DAY_OF_BIRTH, WIKIDATA) == set()


def test_withdrawn_canary_is_an_iri_that_is_gone_and_nothing_else(made: dict[str, Release]) -> None:
    """What was cited once must answer that it is gone; by what name it went nobody must be told."""
    release = made["withdrawn"]

    assert traces(release.path, *NAMES, *PLACES, DAY_OF_BIRTH, WIKIDATA) == set()
    assert {path for path, _ in traces(release.path, *IRIS_OF_HERS)} == {"release.json"}
    assert {PERSON, CASE, RECORD, OBSERVATION} <= release.withdrawn
    assert IRIS.thing("person", "p9000").value not in release.withdrawn


def test_hidden_canary_is_counted_nowhere(made: dict[str, Release]) -> None:
    """A count of six where five are shown tells that there is a sixth."""
    assert {name: records(release) for name, release in made.items()} == {
        "shown": 6, "coarse": 6, "hidden": 5, "embargoed": 5, "withdrawn": 5, "years": 6,
    }  # fmt: skip
    store = open_store(made["hidden"].settings.store_path)
    counted = [int(quad.object.value) for quad in store.quads_for_pattern(None, term("rehab:records"), None, None)]
    assert max(counted) == 5


def test_coarsened_canary_has_initials_a_region_and_a_year_and_no_more(made: dict[str, Release]) -> None:
    """What stays must tell that there was somebody, and not who."""
    release = made["coarse"]
    view = View(open_store(release.settings.store_path))
    person, observation = IRIS.thing("person", "p9001"), IRIS.of_record("observation", "list", "77")

    assert traces(release.path, *NAMES, *PLACES, WIKIDATA) == set()
    assert {label.value for label in view.labels(person)} == {f"F. {SURNAME[0]}.", "Ж. Ф. К."}
    assert [value.value for value in view.objects(observation, "rehab:surname")] == [f"{SURNAME[0]}."]
    assert [node.value for node in view.nodes(IRIS.thing("event", "e9001-birth"), "rehab:atPlace")] == [
        IRIS.thing("place", "far").value
    ]
    assert view.objects(observation, "rehab:birthPlace") == []
    assert [node.value for node in view.nodes(observation, "rehab:birthRegion")] == [
        IRIS.concept("region", "tulskaya-oblast").value
    ]


def test_texts_about_others_keep_all_but_her_name(made: dict[str, Release]) -> None:
    """A case of two people must not be lost for one of them, nor tell of her."""
    coarse = View(open_store(made["coarse"].settings.store_path))
    hidden = View(open_store(made["hidden"].settings.store_path))
    case, decision = IRIS.thing("case", "c9000-1"), IRIS.thing("decision", "d9000-1")

    assert [label.value for label in coarse.labels(case)] == [f"The case of Ivan Vydumov and F. {SURNAME[0]}."]
    assert [text.value for text in coarse.objects(decision, "rehab:text")] == [
        "sentenced as the accomplice of Ж. Ф. К."
    ]
    assert list(hidden.labels(case)) == []
    assert hidden.objects(decision, "rehab:text") == []
    assert hidden.is_a(decision, "rehab:Sentence")


def test_label_derived_from_a_name_is_derived_of_what_is_shown(made: dict[str, Release]) -> None:
    """ "Sentence: NAME" stands in no table, and would outlive the name."""
    decision = IRIS.thing("decision", "d9001-1")
    shown, coarse = (View(open_store(made[name].settings.store_path)) for name in ("shown", "coarse"))

    assert any(NAME in label.value for label in shown.labels(decision))
    assert [label.value for label in coarse.labels(decision) if label.language == "en"] == [
        f"Sentence: F. {SURNAME[0]}., 1970-02-03"
    ]


def test_index_of_names_finds_her_when_she_is_shown_and_only_then(made: dict[str, Release]) -> None:
    """The index is a copy of the names."""
    found = {name: [hit.number for hit in find(release.settings.store_path, SURNAME)] for name, release in made.items()}

    assert found == {"shown": ["77"], "coarse": [], "hidden": [], "embargoed": [], "withdrawn": [], "years": ["77"]}


def test_years_alone_are_given_of_days(made: dict[str, Release]) -> None:
    """A day of birth beside a region is a name."""
    release = made["years"]
    view = View(open_store(release.settings.store_path))

    assert traces(release.path, DAY_OF_BIRTH, "1970-02-03", "1970-02-01") == set()
    (dating,) = view.nodes(IRIS.thing("event", "e9001-birth"), "rehab:dated")
    assert [value.value for value in view.objects(dating, "rehab:edtf")] == ["1950"]
    assert str(view.day(dating, "rehab:latest")) == "1950-12-31"
    (recorded,) = view.nodes(IRIS.thing("decision", "list.77-1s1"), "rehab:recordedOn")
    assert recorded.value == IRIS.thing("dating", "1970").value
    assert str(view.day(recorded, "rehab:earliest")) == "1970-01-01"


def test_columns_say_of_her_what_the_statements_say(made: dict[str, Release]) -> None:
    """Counts and facets are taken from the columns, and a day in them is a day that is published."""
    (coarse,), (years,) = (
        pq.read_table(source_folder(made[name].settings.store_path, "list") / "records.parquet")
        .filter(pc.field("number") == "77")
        .to_pylist()
        for name in ("coarse", "years")
    )

    assert [coarse[name] for name in ("name", "surname", "given_name", "patronymic")] == [None, "Z.", "Ф.", "К."]
    assert (coarse["birth_edtf"], coarse["birth_region"]) == ("1950", "tulskaya-oblast")
    assert (years["surname"], years["birth_edtf"]) == (SURNAME, "1950")
    assert [(event["edtf"], str(event["first"]), str(event["last"])) for event in years["sentences"]] == [
        ("1970", "1970-01-01", "1970-12-31")
    ]


def test_date_that_only_she_had_goes_with_her(made: dict[str, Release]) -> None:
    """A day that nothing refers to tells of what was left out."""
    dating = IRIS.thing("dating", "1970-02-03")
    shown, hidden = (View(open_store(made[name].settings.store_path)) for name in ("shown", "hidden"))

    assert shown.is_a(dating, "rehab:Dating")
    assert not hidden.is_a(dating, "rehab:Dating")
    # The day that others share with her stays.
    assert hidden.is_a(IRIS.thing("dating", "1957-05-05"), "rehab:Dating")


def test_changes_tell_nothing_that_the_gate_withholds(made: dict[str, Release]) -> None:
    """A statement that left because of the policy would be told once more as removed."""
    assert made["hidden"].former == made["coarse"].name
    for name in ("coarse", "hidden", "embargoed", "withdrawn"):
        assert traces(made[name].path / "changes", *NAMES, *PLACES) == set()


def test_older_release_that_holds_what_is_withheld_now_is_closed(made: dict[str, Release]) -> None:
    """An older release stays, but must not give what was taken out since."""
    assert made["coarse"].closed == {made["shown"].name}
    assert made["shown"].name in made["withdrawn"].closed
    assert made["shown"].closed == frozenset()


def test_rows_that_were_rejected_are_no_part_of_a_release(settings: Settings, made: dict[str, Release]) -> None:
    """The report of a load keeps rows as printed, and nobody has decided on them."""
    assert list(settings.store_path.rglob("rejects.csv"))
    assert [path for release in made.values() for path, _ in contents(release.path) if "rejects" in str(path)] == []


def test_rule_for_one_source_leaves_the_others(settings: Settings, tmp_path: Path) -> None:
    """A rule about a list is no rule about what historians have established."""
    text = HIDDEN.replace("policy:treatment", 'policy:inSource "list" ; policy:treatment')
    release = released(settings, written(tmp_path / "policy.ttl", text))

    view = View(open_store(release.settings.store_path))
    assert view.is_a(IRIS.thing("person", "p9001"), "rehab:Person")
    assert records(release) == 5


def test_rule_with_a_value_is_for_those_who_have_it(settings: Settings, tmp_path: Path) -> None:
    """Class by property by condition: the condition must tell people apart."""
    having = f'policy:having [ policy:property rehab:surname ; policy:value "{SURNAME}"@ru ] ; policy:treatment'
    text = HIDDEN.replace("policy:possibly-living", "policy:always").replace("policy:treatment", having)
    release = released(settings, written(tmp_path / "policy.ttl", text))

    assert records(release) == 5
    assert find(release.settings.store_path, SURNAME) == []
    assert len(find(release.settings.store_path, "Выдумов1")) > 0


def test_rule_of_lower_order_decides(settings: Settings, tmp_path: Path) -> None:
    """An exception is a rule that comes first."""
    shown_first = """ , <https://example.org/policy#0> .
<https://example.org/policy#0> a policy:Rule ; sh:order 0 ; policy:onClass rehab:PersonObservation ;
  policy:treatment policy:show ; policy:when policy:always ."""
    text = HIDDEN.replace(
        "policy:rule <https://example.org/policy#1> .", "policy:rule <https://example.org/policy#1>" + shown_first, 1
    )
    release = released(settings, written(tmp_path / "policy.ttl", text))

    assert records(release) == 6


def test_policy_that_hides_everything_leaves_no_source(settings: Settings, tmp_path: Path) -> None:
    """A source of no record would be a name in a list of sources."""
    text = HIDDEN.replace("policy:possibly-living", "policy:always")
    release = released(settings, written(tmp_path / "policy.ttl", text))

    assert loaded_sources(release.settings.store_path) == []
    assert not any("list" in graph for graph in release.graphs)


def test_part_of_a_record_cannot_be_hidden_as_a_whole(settings: Settings, tmp_path: Path) -> None:
    """What refers to it would refer to nothing; the editor is told what to write instead."""
    text = HIDDEN.replace("rehab:PersonObservation", "rehab:RecordedCase")

    with pytest.raises(CallError, match="hides rehab:RecordedCase as a whole; hide rehab:Record, or its properties"):
        released(settings, written(tmp_path / "policy.ttl", text))


def test_release_in_force_is_the_last(settings: Settings, made: dict[str, Release]) -> None:
    """Readers open what CURRENT names; the tenth of a day comes after the ninth."""
    assert made
    names = [release.name for release in releases(settings.releases_path)]

    assert open_release(settings.releases_path).name == names[-1]
    assert names[:2] == ["2026-11-28", "2026-11-28.2"]
