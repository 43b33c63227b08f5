"""The founding article, sentence by sentence: each claim with what confirms, refines and denies it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from rehabkg.mapping.statement import Term
from rehabkg.pages.labels import Labels
from rehabkg.query.catalog import stored_query
from rehabkg.query.results import shown
from rehabkg.query.run import run_stored
from rehabkg.show import Text
from rehabkg.web.published import Published

_CLAIMED = ("rehab:claimSubject", "rehab:claimPredicate", "rehab:claimObject")
_STANCES = ("confirms", "refines", "denies")


@dataclass(frozen=True, slots=True)
class Answer:
    """What other evidence says of a claim: *stance* is `confirms`, `refines` or `denies`; sources are ids."""

    iri: str
    stance: str
    stance_label: Text
    said: str
    date: str
    remark: str
    sources: tuple[Text, ...]
    evidence: Text


@dataclass(frozen=True, slots=True)
class Claim:
    """What a sentence claims, in few words, and the answers to it, confirming ones first."""

    iri: str
    said: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the article as it stands there, with what it claims and the places that it marks."""

    number: int
    section: str
    text: str
    claims: tuple[Claim, ...]
    places: tuple[Text, ...]


def article(published: Published, labels: Labels, language: str) -> list[Sentence]:
    """Return the sentences in their order."""
    view = published.view
    answers = _answers(published, labels, language)
    found = []
    for node in view.instances("rehab:PageSentence"):
        number = view.first(node, "rehab:sentenceNumber")
        told = view.subjects("rehab:standsIn", node)
        claims = [one for one in told if view.is_a(one, "rehab:Claim")]
        places = {place.value for element in told for place in view.nodes(element, "rehab:marksPlace")}
        found.append(
            Sentence(
                int(shown(number)),
                shown(view.first(node, "rehab:section")),
                shown(view.first(node, "rehab:sentenceText")),
                tuple(Claim(one.value, _said(published, one), tuple(answers.get(one.value, ()))) for one in claims),
                tuple(labels.of(place, language) for place in sorted(places)),
            )
        )
    return sorted(found, key=lambda sentence: sentence.number)


def _said(published: Published, claim: NamedNode) -> str:
    parts = [published.view.first(claim, name) for name in _CLAIMED]
    return " · ".join(shown(part) for part in parts if part is not None)


def _answers(published: Published, labels: Labels, language: str) -> Mapping[str, Sequence[Answer]]:
    rows = run_stored(published.store, stored_query("contradictions"), {}, published.settings)
    found: dict[str, list[Answer]] = {}
    for cells in rows:
        row = dict(zip(rows.variables, cells, strict=True))
        stance, answer, evidence = (_iri(row[name]) for name in ("stance", "answer", "evidence"))
        ids = shown(row["sources"]).split(" | ")
        found.setdefault(_iri(row["claim"]), []).append(
            Answer(
                iri=answer,
                stance=stance.rpartition("/")[2],
                stance_label=labels.of(stance, language),
                said=shown(row["answered"]),
                date=shown(row["date"]),
                remark=shown(row["remark"]),
                sources=tuple(labels.of(published.iris.thing("source", one).value, language) for one in ids),
                evidence=labels.of(evidence, language),
            )
        )
    for answers in found.values():
        answers.sort(key=lambda answer: (_STANCES.index(answer.stance), answer.said))
    return found


def _iri(cell: Term | None) -> str:
    """Return the IRI in a cell that holds one; the query binds it in every row."""
    return str(cell.value) if cell is not None else ""
