"""What a mapper yields: a triple and the column of the row that it was read from."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from pyoxigraph import Literal, NamedNode

from rehabkg.namespaces import XSD

Term: TypeAlias = NamedNode | Literal


class Statement(NamedTuple):
    """A triple with the column that it comes from; the row's citation names its graph."""

    subject: NamedNode
    predicate: NamedNode
    object: Term
    column: str


def boolean(value: bool) -> Literal:
    """Return an `xsd:boolean`."""
    return Literal("true" if value else "false", datatype=NamedNode(XSD + "boolean"))


def integer(value: int) -> Literal:
    """Return an `xsd:integer`."""
    return Literal(str(value), datatype=NamedNode(XSD + "integer"))


def english(value: str) -> Literal:
    """Return an English text."""
    return Literal(value, language="en")


def russian(value: str) -> Literal:
    """Return a Russian text."""
    return Literal(value, language="ru")
