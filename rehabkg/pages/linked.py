"""Records that are thought to be of one person: side by side, where they differ, and what the claim rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from typing import TypeAlias

from pyoxigraph import NamedNode

from rehabkg.iri import RECORD_FORM
from rehabkg.namespaces import A, term
from rehabkg.pages.labels import Labels
from rehabkg.query.results import shown
from rehabkg.show import Fact, Text, facts
from rehabkg.web.published import Published

LINK_GRAPHS = ("link-records", "link-wikidata")
"""The names of the graphs whose statements stand in sections of their own, not among what sources say."""
_RELATIONS = ("exactMatch", "closeMatch")
# More records are told of in the data.
_MOST = 50
_OF_PERSON: Mapping[str, tuple[NamedNode, ...]] = {
    name: tuple(term(f"rehab:{one}") for one in of)
    for name, of in {
        "born": ("bornOn",),
        "places": ("birthPlace", "residence"),
        "people": ("nationality", "people"),
        "occupation": ("occupation",),
    }.items()
}
_ARREST, _SENTENCE = frozenset((term("rehab:RecordedArrest"),)), frozenset((term("rehab:RecordedSentence"),))
_BECAME = frozenset(
    term(name)
    for name in (
        "rehab:RecordedChange",
        "rehab:RecordedCaseClosing",
        "rehab:RecordedRelease",
        "rehab:RecordedRehabilitation",
        "rehab:RecordedRefusal",
    )
)
# What befell a person as the record itself says it, without a day.
_STATED = tuple(term(f"rehab:{name}") for name in ("diedOn", "deathManner", "rehabilitationStated", "amnestyStated"))
_WORDS = tuple(
    term(f"rehab:{name}")
    for name in ("text", "recordedMeasure", "recordedArticle", "charge", "recordedGround", "recordedBody")
)
# That a record is silent is no statement of it.
_SILENT = "/vocab/rehabilitation-stated/unstated"
_WHOLE_NAMES = (term("rehab:observedName"),)
_NAME_PARTS = tuple(term(f"rehab:{name}") for name in ("surname", "givenName", "patronymic"))
_Cell: TypeAlias = tuple[Text, ...]
_DAY = term("rehab:recordedOn")


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its name as printed, and the list that it stands in."""

    iri: str
    name: Text
    source: Text


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what each record says, in the order of the records; *differ* where two say different."""

    name: str
    cells: tuple[tuple[Text, ...], ...]
    differ: bool


@dataclass(frozen=True, slots=True)
class MatchShown:
    """A match: what it is of, how probable, what was found, by which model; who decided, when and why.

    `relation` is the local name of the link to the target: a close match is not the same.
    """

    ends: tuple[Text, ...]
    target: str | None
    relation: str | None
    probability: str | None
    basis: tuple[Text, ...]
    versions: tuple[str, ...]
    who: str | None
    when: str | None
    why: str | None


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking says of a thing. `person` is who the records are put together to, None where there is none.

    `is_linked` says that the person is known by records alone; `more` that there are further records.
    """

    person: Text | None
    is_linked: bool
    records: tuple[Record, ...]
    rows: tuple[Row, ...]
    matches: tuple[MatchShown, ...]
    items: tuple[MatchShown, ...]
    more: bool

    def match(self, one: str, other: str) -> MatchShown | None:
        """Return the match of two records, None where only others hold them together."""
        return next((match for match in self.matches if {end.iri for end in match.ends} == {one, other}), None)


def linked(published: Published, labels: Labels, thing: NamedNode, language: str) -> Linked | None:
    """Return what linking says of *thing*: a person put together from records, or one of the records; None of others.

    The records are put side by side on the page of the person alone.
    """
    view = published.view
    people = (
        [thing] if view.nodes(thing, "rehab:reconstructedFrom") else view.subjects("rehab:reconstructedFrom", thing)
    )
    own = [_match(published, labels, match, language) for match in view.subjects("rehab:matchOf", thing)]
    items = tuple(match for match in own if match.target is not None)
    if not people:
        return Linked(None, False, (), (), (), items, False) if items else None
    person = people[0]
    members = view.nodes(person, "rehab:reconstructedFrom")
    kept = members[:_MOST]
    ends = {person, *kept}
    nodes = dict.fromkeys(match for end in sorted(ends, key=str) for match in view.subjects("rehab:matchOf", end))
    matches = [_match(published, labels, match, language) for match in nodes]
    between = [match for match in matches if match.target is None and {end.iri for end in match.ends} <= _iris(ends)]
    told = [facts(published.store, member, published.iris, language) for member in kept] if person == thing else []
    return Linked(
        person=labels.of(person.value, language),
        is_linked=view.is_a(person, "rehab:LinkedPerson"),
        records=tuple(_record(published, labels, member, language) for member in kept),
        rows=_rows(labels, language, kept, told) if told else (),
        matches=tuple(between),
        items=items,
        more=len(members) > len(kept),
    )


def _iris(nodes: Iterable[NamedNode]) -> set[str]:
    return {node.value for node in nodes}


def _record(published: Published, labels: Labels, node: NamedNode, language: str) -> Record:
    source = _source(published, node)
    return Record(node.value, labels.of(node.value, language), labels.of(source.value, language))


def _source(published: Published, record: NamedNode) -> NamedNode:
    found = RECORD_FORM.fullmatch(record.value.rpartition("/")[2])
    return published.iris.thing("source", found[1] if found else "")


def _match(published: Published, labels: Labels, node: NamedNode, language: str) -> MatchShown:
    view = published.view
    runs = view.nodes(node, "rehab:matchedBy")
    targets = view.nodes(node, "rehab:matchTarget")
    things = list(islice(view.nodes(node, "rehab:matchOf"), _MOST))
    relations = (
        name for name in _RELATIONS for one in things if targets and targets[0] in view.nodes(one, f"skos:{name}")
    )
    return MatchShown(
        ends=tuple(labels.of(one.value, language) for one in things),
        target=targets[0].value if targets else None,
        relation=next(relations, None),
        probability=_percent(_one(published, node, "rehab:matchProbability")),
        basis=tuple(labels.of(code.value, language) for code in view.nodes(node, "rehab:matchBasis")),
        versions=tuple(shown(value) for run in runs for value in view.objects(run, "rehab:modelVersion")),
        who=_one(published, node, "rehab:matchDecidedBy"),
        when=_one(published, node, "rehab:matchDecidedOn"),
        why=_one(published, node, "rehab:matchReason"),
    )


def _one(published: Published, node: NamedNode, name: str) -> str | None:
    value = published.view.first(node, name)
    return None if value is None else shown(value)


def _percent(probability: str | None) -> str | None:
    """Return a probability as people read it: nothing is quite sure.

    >>> _percent("0.999999"), _percent("0.9873")
    ('> 99.9 %', '98.7 %')
    """
    if probability is None:
        return None
    try:
        share = float(probability)
    except ValueError:
        return None
    return "> 99.9 %" if share > 0.999 else f"{share * 100:.1f} %"


def _rows(labels: Labels, language: str, members: Sequence[NamedNode], told: Sequence[list[Fact]]) -> tuple[Row, ...]:
    pairs = list(zip(members, told, strict=True))
    rows: list[tuple[str, list[_Cell]]] = [("name", [_name(member, of) for member, of in pairs])]
    rows += [(name, [_said(member, of, names) for member, of in pairs]) for name, names in _OF_PERSON.items()]
    for name, classes in (("arrest", _ARREST), ("sentence", _SENTENCE), ("became", _BECAME)):
        cells = [_events(of, classes, with_kind=name == "became") for of in told]
        if name == "became":
            cells = [
                (*cell, *_stated(labels, language, member, of)) for cell, (member, of) in zip(cells, pairs, strict=True)
            ]
        rows.append((name, cells))
    return tuple(Row(name, tuple(cells), _differ(cells)) for name, cells in rows)


def _name(member: NamedNode, of: Sequence[Fact]) -> _Cell:
    """Return the name as printed, whole or in its parts."""
    whole = _said(member, of, _WHOLE_NAMES)
    if whole:
        return whole
    parts = [text for name in _NAME_PARTS for text in _said(member, of, (name,))]
    return (Text(" ".join(part.value for part in parts), "ru"),) if parts else ()


def _said(member: NamedNode, of: Iterable[Fact], predicates: Sequence[NamedNode]) -> _Cell:
    found = (
        Text(fact.value.value, fact.value.language)
        for predicate in predicates
        for fact in of
        if fact.subject == member and fact.predicate == predicate and not _is_silent(fact)
    )
    return tuple(dict.fromkeys(found))


def _is_silent(fact: Fact) -> bool:
    return fact.node is not None and fact.node.value.endswith(_SILENT)


def _stated(labels: Labels, language: str, member: NamedNode, of: Sequence[Fact]) -> Iterator[Text]:
    """Yield what the record says of the end without an event of its own, each with what it is."""
    for predicate in _STATED:
        label = labels.of(predicate.value, language)
        for text in _said(member, of, (predicate,)):
            told = label.value if text.value == "true" else f"{label.value}: {text.value}"
            yield Text(told, label.language)


def _events(of: Sequence[Fact], classes: frozenset[NamedNode], *, with_kind: bool) -> _Cell:
    events = dict.fromkeys(fact.subject for fact in of if fact.node in classes)
    return tuple(_event(of, event, with_kind=with_kind) for event in events)


def _event(of: Sequence[Fact], event: NamedNode, *, with_kind: bool) -> Text:
    """Return what a record says of one event: the day, and in whose words or by which measure.

    The kind is told too where the row has several: a day and a body do not tell a refusal from a rehabilitation.
    """
    own = [fact for fact in of if fact.subject == event]
    days = [fact.value.value for fact in own if fact.predicate == _DAY]
    says = [fact.value for predicate in _WORDS for fact in own if fact.predicate == predicate]
    kinds = [fact.value for fact in own if fact.predicate == A] if with_kind or not (days or says) else []
    words = "; ".join(dict.fromkeys(text.value for text in (*kinds, *says)))
    return Text(": ".join(filter(None, (", ".join(days), words))), next((text.language for text in says), None))


def _differ(cells: Sequence[_Cell]) -> bool:
    """Whether two records say different things: one that says less, or the same in fewer words, says nothing else."""
    told = [[text.value.casefold().replace("ё", "е") for text in cell] for cell in cells if cell]
    return any(not (_goes_into(one, other) or _goes_into(other, one)) for one, other in combinations(told, 2))


def _goes_into(one: Sequence[str], other: Sequence[str]) -> bool:
    return all(any(said in more for more in other) for said in one)
