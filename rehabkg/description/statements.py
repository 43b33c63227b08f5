"""Gather the statements of a description by prefixed names."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from rehabkg.namespaces import DESCRIPTION_PREFIXES, XSD, A, term

Node: TypeAlias = NamedNode | BlankNode
Value: TypeAlias = Node | Literal | int | date | datetime | str


class Statements:
    """Statements in the order in which they are made; a node without a name is numbered in that order."""

    def __init__(self) -> None:
        self.triples: list[Triple] = []
        self._unnamed = 0

    def unnamed(self) -> BlankNode:
        """Return a new node without a name."""
        self._unnamed += 1
        return BlankNode(f"b{self._unnamed}")

    def say(self, subject: Node, name: str, value: Value | None) -> None:
        """State one thing; nothing where the value is None."""
        if value is not None:
            self.triples.append(Triple(subject, term(name), _node(value)))

    def kind(self, subject: Node, *names: str) -> None:
        """State the classes of a node."""
        self.triples += [Triple(subject, A, term(name)) for name in names]

    def both(self, subject: Node, name: str, en: str, ru: str) -> None:
        """State a text in both languages."""
        self.say(subject, name, Literal(en, language="en"))
        self.say(subject, name, Literal(ru, language="ru"))

    def turtle(self) -> bytes:
        """Return the statements as Turtle."""
        text: bytes = serialize(self.triples, format=RdfFormat.TURTLE, prefixes=DESCRIPTION_PREFIXES)
        return text


def _node(value: Value) -> Node | Literal:
    if isinstance(value, NamedNode | BlankNode | Literal):
        return value
    if isinstance(value, int):
        return Literal(str(value), datatype=NamedNode(f"{XSD}integer"))
    if isinstance(value, datetime):
        return Literal(value.isoformat(timespec="seconds"), datatype=NamedNode(f"{XSD}dateTime"))
    if isinstance(value, date):
        return Literal(value.isoformat(), datatype=NamedNode(f"{XSD}date"))
    return Literal(value)
