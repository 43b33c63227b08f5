"""The people of the curated tables as `Known`: whatever their sources tell, disagreements included."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from rehabkg.link.clusters import CURATED
from rehabkg.link.known import Known
from rehabkg.store.view import View

if TYPE_CHECKING:
    from pyoxigraph import Store

_PERSON = "/id/person/"


def curated_people(store: Store) -> Iterator[Known]:
    """Yield the people whom the curated tables tell of, by id."""
    view = View(store)
    for person in view.instances("rehab:Person"):
        if _PERSON in person.value:
            yield known_person(view, person)


def known_person(view: View, person: NamedNode) -> Known:
    """Return what is known of one person."""
    # The Russian name has a patronymic; most others leave it out.
    labels = [str(label.value) for label in sorted(view.labels(person), key=lambda label: label.language != "ru")]
    forms = [
        str(form.value) for name in view.nodes(person, "rehab:hasName") for form in _texts(view, name, "rehab:form")
    ]
    events = view.subjects("rehab:concerns", person)
    decisions = [
        decision for case in view.subjects("rehab:against", person) for decision in view.subjects("rehab:inCase", case)
    ]
    sex = next((_local(node) for node in view.nodes(person, "rehab:sex")), None)
    return Known(
        id=_local(person),
        source=CURATED,
        name=next(iter(labels), None),
        surname=_first(view, person, "rehab:surname"),
        given_name=_first(view, person, "rehab:givenName"),
        patronymic=_first(view, person, "rehab:patronymic"),
        variants=tuple(dict.fromkeys([*labels[1:], *forms])),
        sex=sex,
        birth=_dates(view, [event for event in events if view.is_a(event, "rehab:Birth")], "rehab:dated"),
        death=_dates(view, [event for event in events if view.is_a(event, "rehab:Death")], "rehab:dated"),
        birth_place=_birth_place(view, events),
        arrests=_dates(view, [event for event in events if view.is_a(event, "rehab:Arrest")], "rehab:dated"),
        sentences=_dates(view, [one for one in decisions if view.is_a(one, "rehab:Sentence")], "rehab:dated"),
        rehabilitations=_dates(
            view, [one for one in decisions if view.is_a(one, "rehab:Rehabilitation")], "rehab:dated"
        ),
        bodies=tuple(
            dict.fromkeys(
                _local(body)
                for one in decisions
                if view.is_a(one, "rehab:Sentence")
                for body in view.nodes(one, "rehab:decidedBy")
            )
        ),
    )


def _birth_place(view: View, events: Sequence[NamedNode]) -> str | None:
    for event in events:
        if view.is_a(event, "rehab:Birth"):
            for place in view.nodes(event, "rehab:atPlace"):
                return view.label(place, "ru")
    return None


def _dates(view: View, events: Sequence[NamedNode], predicate: str) -> tuple[str, ...]:
    datings = (dating for event in events for dating in view.nodes(event, predicate))
    return tuple(dict.fromkeys(str(edtf.value) for dating in datings for edtf in _texts(view, dating, "rehab:edtf")))


def _texts(view: View, node: NamedNode, predicate: str) -> list[Literal]:
    return [value for value in view.objects(node, predicate) if isinstance(value, Literal)]


def _first(view: View, node: NamedNode, predicate: str) -> str | None:
    return next((str(value.value) for value in _texts(view, node, predicate)), None)


def _local(node: NamedNode) -> str:
    return str(node.value).rpartition("/")[2]
