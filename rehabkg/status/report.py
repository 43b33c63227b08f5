"""A standing with the words that people read."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from pyoxigraph import NamedNode

from rehabkg.status.walk import Standing
from rehabkg.store.view import View


@dataclass(frozen=True, slots=True)
class Described:
    """A standing and the labels of what it names, in one language; `evidence` is the best level of what gives it."""

    standing: Standing
    jurisdiction: str
    decision: str
    status: str
    by: str
    grounds: tuple[str, ...]
    certainty: str
    evidence: str

    def as_cells(self) -> tuple[str, ...]:
        """Return the cells of a table row."""
        grounds = "; ".join(self.grounds)
        return self.jurisdiction, self.decision, self.status, self.by, grounds, self.certainty, self.evidence

    def as_dict(self) -> dict[str, object]:
        """Return the IRIs and codes, and the labels beside them."""
        labels = {key: value for key, value in asdict(self).items() if key != "standing"}
        return asdict(self.standing) | {"labels": labels}


def described(view: View, standing: Standing, language: str) -> Described:
    """Return *standing* with its labels in *language*."""

    def label(iri: str) -> str:
        return view.label(NamedNode(iri), language)

    by = NamedNode(standing.by)
    base = standing.case.partition("id/case/")[0]
    evidence = view.first(by, "rehab:shownEvidence")
    return Described(
        standing,
        label(standing.jurisdiction),
        label(standing.decision),
        label(f"{base}vocab/status/{standing.status}"),
        label(standing.by) if standing.by != standing.decision else "",
        tuple(view.label(ground, language) for ground in view.nodes(by, "rehab:ground")),
        label(f"{base}vocab/certainty/{standing.certainty}"),
        label(evidence.value) if evidence is not None else "",
    )
