"""The policy: each constraint on it, one line for a bad one, and which rule decides."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from canary import EMBARGOED, HIDDEN, OBSERVATION, PERSON, SHOWN, WITHDRAWN
from load_fixture import written
from rdflib import SH, Graph, URIRef

from rehabkg import assets
from rehabkg.errors import SourceError
from rehabkg.release.policy import HIDE, INITIALS, Condition, Policy, property_iri, read_policy
from rehabkg.validation.shacl import load_shapes, run_pyshacl

CASES = Path(__file__).parent / "cases" / "policy"
DAY = date(2026, 11, 28)
SHAPES = load_shapes(assets.POLICY_SHAPES)
PERSON_CLASS = property_iri("rehab:Person")
SURNAME = property_iri("rehab:surname")


def constraints() -> list[str]:
    """The named shapes that can be broken."""
    return sorted(str(node).rpartition("#")[2] for node in SHAPES.subjects(SH.severity) if isinstance(node, URIRef))


def broken(path: Path) -> set[str]:
    """The names of the shapes that a file breaks."""
    return {result.shape.rpartition("#")[2] for result in run_pyshacl(Graph().parse(path), SHAPES)}


def test_every_constraint_has_a_file_that_it_accepts_and_one_that_it_rejects() -> None:
    """A shape that no file can break checks nothing."""
    assert [path.name for path in sorted(CASES.iterdir())] == constraints()


@pytest.mark.parametrize("name", constraints())
def test_good_policy_is_read_and_bad_one_breaks_its_shape_alone(name: str) -> None:
    """The line that the editor reads must be about what is wrong."""
    assert broken(CASES / name / "good.ttl") == set()
    assert broken(CASES / name / "bad.ttl") == {name}
    assert read_policy(CASES / name / "good.ttl", day=DAY)
    with pytest.raises(SourceError, match=r"bad\.ttl: ") as refused:
        read_policy(CASES / name / "bad.ttl", day=DAY)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("@prefix", ":1: is no Turtle"),
        ("", "holds no policies; give one node of the class policy:Policy"),
        (SHOWN + "\n<https://example.org/other>" + SHOWN.split("<https://example.org/policy>")[1], "holds 2 policies"),
    ],
)
def test_file_without_one_policy_is_refused_in_one_line(tmp_path: Path, text: str, message: str) -> None:
    """A policy that is not read hides nothing."""
    with pytest.raises(SourceError, match=r"policy\.ttl:") as refused:
        read_policy(written(tmp_path / "policy.ttl", text), day=DAY)

    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


def test_packaged_policy_gives_names_and_places_of_the_living_in_general() -> None:
    """What is done when nobody says anything is what the documents say."""
    policy = read_policy(day=DAY)
    treatments = policy.treatments([PERSON_CLASS], lambda _: True)

    assert (policy.living_years, policy.youngest_sentenced, policy.hidden) == (100, 12, frozenset())
    assert policy.conditions == [Condition(living=True)]
    assert treatments[SURNAME] == INITIALS
    assert treatments[property_iri("rehab:hasName")] == HIDE
    assert policy.treatments([PERSON_CLASS], lambda _: False) == {}
    assert set(policy.labels) == {"en", "ru"}


def test_embargo_ends_after_its_last_day(tmp_path: Path) -> None:
    """An embargo until a day holds on that day."""
    text = EMBARGOED.replace(f"<{PERSON}> ]", f'<{PERSON}> ; policy:until "2026-11-28"^^xsd:date ]')
    path = written(tmp_path / "policy.ttl", text)

    assert read_policy(path, day=DAY).hidden == {PERSON, OBSERVATION}
    assert read_policy(path, day=date(2026, 11, 29)).hidden == {OBSERVATION}


def test_what_is_withdrawn_is_hidden_and_told_to_be_gone(tmp_path: Path) -> None:
    """An embargo must not be told; a withdrawal must."""
    withdrawn = read_policy(written(tmp_path / "withdrawn.ttl", WITHDRAWN), day=DAY)
    embargoed = read_policy(written(tmp_path / "embargoed.ttl", EMBARGOED), day=DAY)

    assert withdrawn.hidden == withdrawn.withdrawn != frozenset()
    assert embargoed.withdrawn == frozenset()


def test_things_are_named_under_the_base_of_the_store(tmp_path: Path) -> None:
    """A policy is written once, whatever address the graph is published under."""
    policy = read_policy(written(tmp_path / "policy.ttl", EMBARGOED), day=DAY, base="https://example.org/kg/")

    assert PERSON.replace("https://w3id.org/rehabkg/", "https://example.org/kg/") in policy.hidden


def two_rules(tmp_path: Path, first: str, second: str) -> Policy:
    """A policy of two rules on surnames: treatment and order of each."""
    rules = "".join(
        f"<https://example.org/policy#{number}> a policy:Rule ; policy:onClass rehab:Person ;"
        f" policy:onProperty rehab:surname ; policy:when policy:always ; {said} .\n"
        for number, said in enumerate((first, second))
    )
    named = " ; policy:rule <https://example.org/policy#0> , <https://example.org/policy#1> .\n"
    return read_policy(written(tmp_path / "policy.ttl", SHOWN.removesuffix(" .") + named + rules), day=DAY)


@pytest.mark.parametrize(
    ("first", "second", "decides"),
    [
        ("policy:treatment policy:show ; sh:order 1", "policy:treatment policy:hide ; sh:order 2", {}),
        ("policy:treatment policy:show ; sh:order 2", "policy:treatment policy:hide ; sh:order 1", {SURNAME: HIDE}),
        ("policy:treatment policy:show ; sh:order 1", "policy:treatment policy:hide ; sh:order 1", {SURNAME: HIDE}),
    ],
)
def test_lowest_order_decides_and_of_equal_ones_the_strictest(
    tmp_path: Path, first: str, second: str, decides: dict[str, str]
) -> None:
    """Two rules that say two things must come to one, and in doubt to the one that shows less."""
    assert two_rules(tmp_path, first, second).treatments([PERSON_CLASS], lambda _: True) == decides


def test_rule_is_for_its_class_alone(tmp_path: Path) -> None:
    """Class by property: a place keeps its name."""
    policy = read_policy(written(tmp_path / "policy.ttl", HIDDEN), day=DAY)

    assert policy.treatments([PERSON_CLASS], lambda _: True) == {"": HIDE}
    assert policy.treatments([property_iri("rehab:Place")], lambda _: True) == {}
