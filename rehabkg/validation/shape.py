"""What a result needs to know of its shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rdflib import Graph, Literal
from rdflib.namespace import SH
from rdflib.term import Node

from rehabkg.validation.literals import shown
from rehabkg.validation.result import SEVERITIES, CheckResult
from rehabkg.validation.statements import words


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape's IRI, severity and messages; `path` is the IRI of its property where that is a single one."""

    iri: str
    severity: str
    path: str | None
    messages: Mapping[str, str]

    def result(self, focus: str, value: str | None, path: str | None = None) -> CheckResult:
        """Return that *focus* breaks this shape, with *value* where the shape blames one."""
        return CheckResult(
            self.severity,
            self.iri,
            words(focus),
            path or self.path,
            None if value is None else shown(value),
            self.messages,
        )


def described(graph: Graph, node: Node) -> Shape:
    """Return what the shapes graph says of a shape; a severity that somebody made up lets nothing pass."""
    severity = str(graph.value(node, SH.severity) or "").rpartition("#")[2]
    path = str(graph.value(node, SH.path))
    messages = sorted((text for text in graph.objects(node, SH.message) if isinstance(text, Literal)), key=str)
    return Shape(
        str(node),
        severity if severity in SEVERITIES else SEVERITIES[0],
        path if path.startswith("http") else None,
        {text.language or "en": str(text) for text in messages},
    )
