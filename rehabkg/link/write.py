"""What linking claims, as N-Triples: linked people, the matches that they rest on, the run that made them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rehabkg.iri import RECORD_FORM, Iris
from rehabkg.link.decision import CLOSE, Decision
from rehabkg.link.others import probability_of
from rehabkg.mapping.nquads import line_end, predicate, text, typed
from rehabkg.namespaces import WD, XSD
from rehabkg.wikidata.model import check_qid

DECIDED = "decided-by-editor"
_END = line_end(None)
_A_LINKAGE, _A_LINKED, _A_MATCH = typed("rehab:Linkage"), typed("rehab:LinkedPerson"), typed("rehab:Match")
_VERSION, _THRESHOLD = predicate("rehab:modelVersion"), predicate("rehab:matchThreshold")
_SOURCE, _FROM = predicate("rehab:linkedSource"), predicate("rehab:reconstructedFrom")
_BY, _OF, _BASIS = predicate("rehab:matchedBy"), predicate("rehab:matchOf"), predicate("rehab:matchBasis")
_PROBABILITY, _WEIGHT = predicate("rehab:matchProbability"), predicate("rehab:matchWeight")
_WHO, _ON, _WHY = predicate("rehab:matchDecidedBy"), predicate("rehab:matchDecidedOn"), predicate("rehab:matchReason")
_TARGET, _EXACT, _CLOSE = predicate("rehab:matchTarget"), predicate("skos:exactMatch"), predicate("skos:closeMatch")
_DECIMAL, _DATE = f"^^<{XSD}decimal>", f"^^<{XSD}date>"
_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Linkage:
    """One run: the version of its model, the probability from which a pair was taken, the sources compared.

    `asked` is the address that was asked for things elsewhere, None for a run that stayed within this graph.
    """

    version: str
    threshold: float
    sources: tuple[str, ...]
    asked: str | None = None

    @property
    def id(self) -> str:
        """Its local name: the same model over the same sources is the same run."""
        told = "\n".join((self.version, f"{self.threshold:.6f}", *self.sources, self.asked or ""))
        return hashlib.sha256(told.encode()).hexdigest()[:_DIGITS]

    def lines(self, iris: Iris) -> Iterator[str]:
        """Yield what is said of the run."""
        node = f"<{iris.thing('linkage', self.id).value}>"
        yield f"{node}{_A_LINKAGE}{_END}"
        yield f"{node}{_VERSION}{text(self.version)}{_END}"
        yield f"{node}{_THRESHOLD}{text(f'{self.threshold:.6f}')}{_DECIMAL}{_END}"
        for source in self.sources:
            yield f"{node}{_SOURCE}<{iris.thing('source', source).value}>{_END}"
        if self.asked is not None:
            yield f"{node}{_SOURCE}<{self.asked}>{_END}"


@dataclass(frozen=True, slots=True)
class Match:
    """A pair that is one person. `weight` in bits is None where a person or a stable id alone put the two together."""

    left: str
    right: str
    weight: float | None
    basis: tuple[str, ...]
    decision: Decision | None = None


def observed(known: str, iris: Iris) -> str:
    """Return the IRI of what is linked: the observation of a record, or a person of the curated tables."""
    if RECORD_FORM.fullmatch(known):
        # The id is the local name, which is encoded already.
        return f"{iris.base}id/observation/{known}"
    return str(iris.thing("person", known).value)


def person_iri(members: Sequence[str], iris: Iris) -> str:
    """Return the IRI of the person that *members* are: the curated one among them, else one of their own.

    The latter is made of the smallest member's IRI and says no name; it stays as long as that record is the smallest.
    """
    curated = [member for member in members if not RECORD_FORM.fullmatch(member)]
    if curated:
        return observed(curated[0], iris)
    smallest = min(observed(member, iris) for member in members)
    return f"{iris.base}id/person/r-{hashlib.sha256(smallest.encode()).hexdigest()[:_DIGITS]}"


def person_lines(members: Sequence[str], linkage: Linkage, iris: Iris) -> Iterator[str]:
    """Yield what is said of one person and the records that they are reconstructed from."""
    person = person_iri(members, iris)
    node, records = f"<{person}>", [member for member in members if RECORD_FORM.fullmatch(member)]
    if len(records) == len(members):
        yield f"{node}{_A_LINKED}{_END}"
    for record in records:
        yield f"{node}{_FROM}<{observed(record, iris)}>{_END}"
    yield f"{node}{_BY}<{iris.thing('linkage', linkage.id).value}>{_END}"


def match_lines(match: Match, linkage: Linkage, iris: Iris) -> Iterator[str]:
    """Yield what is said of one match."""
    ends = sorted(observed(each, iris) for each in (match.left, match.right))
    node = f"<{iris.base}id/match/{hashlib.sha256(' '.join(ends).encode()).hexdigest()[:_DIGITS]}>"
    yield f"{node}{_A_MATCH}{_END}"
    for end in ends:
        yield f"{node}{_OF}<{end}>{_END}"
    if match.weight is not None:
        yield f"{node}{_PROBABILITY}{text(f'{probability_of(match.weight):.6f}')}{_DECIMAL}{_END}"
        yield f"{node}{_WEIGHT}{text(f'{match.weight:.2f}')}{_DECIMAL}{_END}"
    if match.weight is not None or match.decision is None:
        yield f"{node}{_BY}<{iris.thing('linkage', linkage.id).value}>{_END}"
    basis: Iterable[str] = match.basis if match.decision is None else (*match.basis, DECIDED)
    for code in sorted(set(basis)):
        yield f"{node}{_BASIS}<{iris.concept('match-basis', code).value}>{_END}"
    if match.decision is not None:
        yield from decision_lines(node, match.decision)


def link_lines(
    thing: str,
    qid: str,
    linkage: Linkage,
    iris: Iris,
    *,
    weight: float | None = None,
    basis: Sequence[str] = (),
    decision: Decision | None = None,
) -> Iterator[str]:
    """Yield the link from the thing of IRI *thing* to an item, and what it rests on: a score or a decision."""
    target = f"<{WD}{check_qid(qid)}>"
    node = f"<{iris.base}id/match/{hashlib.sha256(f'{thing} {qid}'.encode()).hexdigest()[:_DIGITS]}>"
    close = decision is not None and decision.decision == CLOSE
    yield f"<{thing}>{_CLOSE if close else _EXACT}{target}{_END}"
    yield f"{node}{_A_MATCH}{_END}{node}{_OF}<{thing}>{_END}{node}{_TARGET}{target}{_END}"
    if weight is not None:
        yield f"{node}{_PROBABILITY}{text(f'{probability_of(weight):.6f}')}{_DECIMAL}{_END}"
        yield f"{node}{_WEIGHT}{text(f'{weight:.2f}')}{_DECIMAL}{_END}"
        yield f"{node}{_BY}<{iris.thing('linkage', linkage.id).value}>{_END}"
    for code in sorted({*basis, *([] if decision is None else [DECIDED])}):
        yield f"{node}{_BASIS}<{iris.concept('match-basis', code).value}>{_END}"
    if decision is not None:
        yield from decision_lines(node, decision)


def decision_lines(node: str, decision: Decision) -> Iterator[str]:
    """Yield who decided, when and why."""
    yield f"{node}{_WHO}{text(decision.who)}{_END}"
    yield f"{node}{_ON}{text(decision.when)}{_DATE}{_END}"
    if decision.why:
        yield f"{node}{_WHY}{text(decision.why)}{_END}"
