"""Shapes compiled to functions over the statements of a batch.

What is compiled are the parts of SHACL that `shapes/records/` uses; a shape that uses any other part is refused,
never passed over. Of what is compiled the results are those of pySHACL, which a test holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.collection import Collection as RdfList
from rdflib.namespace import SH
from rdflib.term import Node as Term

from rehabkg.errors import ShapesError
from rehabkg.validation.literals import COMPARISONS, Test, comparison_test, datatype_test, pattern_test
from rehabkg.validation.paths import compiled_path, simple_properties
from rehabkg.validation.program import Check, Program
from rehabkg.validation.result import CheckResult
from rehabkg.validation.shape import Shape, described
from rehabkg.validation.statements import NO_NODE, TYPE, Node, Statements, iri, is_iri, language

_SAID = {RDF.type, RDFS.comment, RDFS.label, SH.message, SH.severity, SH.path, SH.property, SH.flags}
TARGETS = {SH.targetClass, SH.targetSubjectsOf}
_COUNTS = {SH.minCount, SH.maxCount, SH.hasValue}
_QUALIFIED = {SH.qualifiedValueShape, SH.qualifiedMinCount, SH.qualifiedMaxCount}
_CLOSED = {SH.closed, SH.ignoredProperties}


class Compiler:
    """Compiles the shapes of one graph."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._under_way: list[Term] = []
        self._value_tests: dict[Term, Callable[[Term, Term], Test]] = {
            SH["class"]: lambda _, value: _class_test(iri(str(value))),
            SH.datatype: lambda _, value: datatype_test(str(value)),
            SH["in"]: lambda _, value: _one_of({self._term(item) for item in RdfList(graph, value)}),
            SH.languageIn: lambda _, value: _language_test({str(tag).lower() for tag in RdfList(graph, value)}),
            SH.node: lambda _, value: self.conforms(value),
            SH.nodeKind: lambda _, value: _kind_test(value),
            SH["not"]: lambda _, value: _opposite(self.conforms(value)),
            SH["or"]: lambda _, value: _any([self.conforms(item) for item in RdfList(graph, value)]),
            SH.pattern: lambda shape, value: pattern_test(str(value), str(graph.value(shape, SH.flags) or "")),
            **{SH[name]: partial(_comparison, name) for name in COMPARISONS},
        }

    def targeted(self) -> list[URIRef]:
        """Return the shapes that have a target, in one order. Raises `ShapesError` for a target of another sort."""
        for other in (SH.target, SH.targetNode, SH.targetObjectsOf):
            if (None, other, None) in self._graph:
                raise ShapesError(f"a shape has a target of the sort {other}, which is not compiled")
        found = {shape for target in TARGETS for shape in self._graph.subjects(target)}
        if not all(isinstance(shape, URIRef) for shape in found):
            raise ShapesError("a shape with a target has no name")
        return sorted(URIRef(str(shape)) for shape in found)

    def program(self, shape: Term) -> Program:
        """Return a shape as a program. Raises `ShapesError` for what cannot be compiled."""
        if shape in self._under_way:
            raise ShapesError(f"the shape {shape} refers to itself")
        self._under_way.append(shape)
        program = Program()
        path = self._graph.value(shape, SH.path)
        if path is None:
            self._add_node(program, shape)
        else:
            self._add_property(program, shape, path)
        self._under_way.pop()
        return program

    def conforms(self, shape: Term) -> Test:
        """Return a shape as a test of a value, whatever it would report."""
        run = self.program(shape).run

        def test(statements: Statements, term: str) -> bool:
            found: list[CheckResult] = []
            run(statements, term, statements.of.get(term, NO_NODE), found)
            return not found

        return test

    def _add_node(self, program: Program, shape: Term) -> None:
        about = described(self._graph, shape)
        for test in self._tests(shape, {SH.sparql} | _CLOSED | TARGETS):
            program.always.append(_node_check(about, test))
        if (shape, SH.closed, Literal(True)) in self._graph:
            allowed = {self._graph.value(part, SH.path) for part in self._graph.objects(shape, SH.property)}
            for ignored in self._graph.objects(shape, SH.ignoredProperties):
                allowed |= set(RdfList(self._graph, ignored))
            names = frozenset(iri(str(name)) for name in allowed)
            program.closed.append((names, _closed_check(about, names)))
        for part in sorted(self._graph.objects(shape, SH.property), key=str):
            program.add(self.program(part))

    def _add_property(self, program: Program, shape: Term, path: Term) -> None:
        graph, about = self._graph, described(self._graph, shape)
        if any(graph.objects(shape, SH.property)):
            raise ShapesError(f"the shape {shape} holds a property within a property, which is not compiled")
        values = compiled_path(graph, path)
        least, most = self._number(shape, SH.minCount), self._number(shape, SH.maxCount)
        tests = list(self._tests(shape, _COUNTS | _QUALIFIED))

        def check(statements: Statements, focus: str, node: Node, found: list[CheckResult]) -> None:
            some = values(statements, focus, node)
            for test in tests:
                found.extend([about.result(focus, value) for value in some if not test(statements, value)])
            if (most is not None and len(some) > most) or (least is not None and len(some) < least):
                found.append(about.result(focus, None))

        program.add_property(check, simple_properties(graph, path), tests, least, most)
        for wanted in map(self._term, graph.objects(shape, SH.hasValue)):
            program.always.append(_number_check(about, values, _one_of({wanted}), 1, None))
        for qualified in graph.objects(shape, SH.qualifiedValueShape):
            limits = self._number(shape, SH.qualifiedMinCount), self._number(shape, SH.qualifiedMaxCount)
            program.always.append(_number_check(about, values, self.conforms(qualified), *limits))

    def _tests(self, shape: Term, also: set[URIRef]) -> Iterator[Test]:
        """Yield a test for each constraint on single values; *also* are the predicates that others look at."""
        for predicate, value in sorted(self._graph.predicate_objects(shape)):
            if predicate in self._value_tests:
                yield self._value_tests[predicate](shape, value)
            elif predicate not in _SAID and predicate not in also:
                raise ShapesError(f"the shape {shape} uses {predicate}, which the engine for records does not know")

    def _number(self, shape: Term, predicate: URIRef) -> int | None:
        found = self._graph.value(shape, predicate)
        return None if found is None else int(str(found))

    def _term(self, value: Term) -> str:
        """Return a value that shapes name; only an IRI, since a literal can be written in several ways."""
        if not isinstance(value, URIRef):
            raise ShapesError(f"the value {value} of a shape is no IRI, which is not compiled")
        return iri(str(value))


def _node_check(about: Shape, test: Test) -> Check:
    def check(statements: Statements, focus: str, _: Node, found: list[CheckResult]) -> None:
        if not test(statements, focus):
            found.append(about.result(focus, focus))

    return check


def _closed_check(about: Shape, allowed: frozenset[str]) -> Check:
    def check(_: Statements, focus: str, node: Node, found: list[CheckResult]) -> None:
        for predicate in node.keys() - allowed:
            found.extend(about.result(focus, value, predicate[1:-1]) for value in node[predicate])

    return check


def _number_check(
    about: Shape,
    values: Callable[[Statements, str, Node], Iterable[str]],
    test: Test,
    least: int | None,
    most: int | None,
) -> Check:
    def check(statements: Statements, focus: str, node: Node, found: list[CheckResult]) -> None:
        number = sum(test(statements, value) for value in values(statements, focus, node))
        if least is not None and number < least:
            found.append(about.result(focus, None))
        if most is not None and number > most:
            found.append(about.result(focus, None))

    return check


def _class_test(name: str) -> Test:
    return lambda statements, term: name in statements.values(term, TYPE)


def _one_of(terms: set[str]) -> Test:
    return lambda _, term: term in terms


def _language_test(tags: set[str]) -> Test:
    def test(_: Statements, term: str) -> bool:
        tag = (language(term) or "").lower()
        return bool(tag) and (tag in tags or tag.partition("-")[0] in tags)

    return test


def _kind_test(kind: Term) -> Test:
    if kind not in (SH.IRI, SH.Literal):
        raise ShapesError(f"the kind of node {kind} is not compiled")
    wanted = kind == SH.IRI
    return lambda _, term: is_iri(term) == wanted


def _opposite(test: Test) -> Test:
    return lambda statements, term: not test(statements, term)


def _any(tests: list[Test]) -> Test:
    return lambda statements, term: any(test(statements, term) for test in tests)


def _comparison(name: str, _: Term, bound: Term) -> Test:
    if not isinstance(bound, Literal):
        raise ShapesError(f"the bound {bound} of a shape is no literal")
    return comparison_test(name, bound)
