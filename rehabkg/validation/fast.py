"""Check batches of records against `shapes/records/`, thousands of records a second.

pySHACL says what is right and takes some 30 ms for a record; the engines that exist as libraries reach less than 1,000
records a second with these shapes (docs/performance.md), and a load needs thousands. So the shapes themselves are
compiled; a test holds the results of both to be the same.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from pyoxigraph import RdfFormat, Store
from rdflib import Graph
from rdflib.namespace import SH
from rdflib.term import Node as Term

from rehabkg import assets
from rehabkg.errors import CallError, ShapesError, one_line
from rehabkg.settings import DEFAULT_BASE
from rehabkg.validation.compiled import Compiler
from rehabkg.validation.program import Program
from rehabkg.validation.questions import Question, question
from rehabkg.validation.result import CheckResult, ordered
from rehabkg.validation.shacl import PreparedGraph, load_shapes, run_pyshacl
from rehabkg.validation.statements import NO_NODE, TYPE, Node, Statements, iri

BatchCheck = Callable[[bytes], list[CheckResult]]


class CompiledShapes:
    """The shapes of one graph, compiled once for many batches."""

    def __init__(self, shapes: Graph) -> None:
        """Compile *shapes*. Raises `ShapesError` for a shape that uses what is not compiled."""
        compiler = Compiler(shapes)
        self._by_class: dict[str, dict[Term, Program]] = {}
        self._by_property: dict[str, dict[Term, Program]] = {}
        self._questions: list[tuple[Term, Question]] = []
        for shape in compiler.targeted():
            program = compiler.program(shape)
            for predicate, programs in ((SH.targetClass, self._by_class), (SH.targetSubjectsOf, self._by_property)):
                for name in shapes.objects(shape, predicate):
                    programs.setdefault(iri(str(name)), {})[shape] = program
            asked = sorted(shapes.objects(shape, SH.sparql), key=lambda node: str(shapes.value(node, SH.select)))
            self._questions += [(shape, question(shapes, shape, node)) for node in asked]
        names = [asked.names for _, asked in self._questions]
        self._names = None if None in names else frozenset().union(*filter(None, names))

    def check(self, statements: Statements) -> list[CheckResult]:
        """Return every result for a batch, sorted. Raises `ShapesError` for a line that is no statement."""
        found: list[CheckResult] = []
        programs: dict[tuple[str, ...], Program] = {}
        for focus, node in statements.of.items():
            kind = self._kind(node)
            program = programs.get(kind)
            if program is None:
                program = programs[kind] = _together(self._targeting(kind).values())
            program.run(statements, focus, node, found)
        found.extend(self._answers(statements))
        return ordered(found)

    def _kind(self, node: Node) -> tuple[str, ...]:
        """Return what tells which shapes target a thing: its classes, and those of its properties that targets name."""
        return (*node.get(TYPE, ()), *[name for name in self._by_property if name in node])

    def _targeting(self, kind: tuple[str, ...]) -> dict[Term, Program]:
        """Return the shapes that target things of a kind, each once."""
        found: dict[Term, Program] = {}
        for name in kind:
            found |= self._by_class.get(name, {})
            found |= self._by_property.get(name, {})
        return found

    def _answers(self, statements: Statements) -> Iterator[CheckResult]:
        if not self._questions:
            return
        store = Store()
        try:
            store.bulk_load(statements.lines(self._names).encode(), format=RdfFormat.N_TRIPLES)
        except SyntaxError as error:
            raise ShapesError(f"the batch holds a line that is no statement: {one_line(error)}") from error
        for shape, asked in self._questions:
            for focus, path, value in asked.answers(store):
                if shape in self._targeting(self._kind(statements.of.get(focus, NO_NODE))):
                    yield asked.shape.result(focus, value, path)


def _together(programs: Iterable[Program]) -> Program:
    merged = Program()
    for program in programs:
        merged.add(program)
    return merged


def check_ntriples(data: bytes, shapes: CompiledShapes) -> list[CheckResult]:
    """Return every result for a batch of N-Triples or N-Quads lines, sorted; graphs are taken together.

    Raises `ShapesError` for a line that is no statement.
    """
    return shapes.check(Statements(data))


def compiled_engine(shapes: Graph) -> BatchCheck:
    """Return the engine that compiles the shapes."""
    compiled = CompiledShapes(shapes)
    return lambda data: check_ntriples(data, compiled)


def pyshacl_engine(shapes: Graph) -> BatchCheck:
    """Return the reference engine, for batches of some hundred records."""

    def check(data: bytes) -> list[CheckResult]:
        lines = Statements(data).lines(None)
        return run_pyshacl(PreparedGraph().parse(io.BytesIO(lines.encode()), format="nt"), shapes)

    return check


BATCH_ENGINES: Mapping[str, Callable[[Graph], BatchCheck]] = MappingProxyType(
    {"compiled": compiled_engine, "pyshacl": pyshacl_engine}
)


@lru_cache(maxsize=8)
def batch_check(name: str = "compiled", *, folder: Path = assets.RECORD_SHAPES, base: str = DEFAULT_BASE) -> BatchCheck:
    """Return the check of an engine for the shapes of a folder, made ready once in each process.

    Raises `CallError` for an unknown engine, `ShapesError` for shapes that it cannot run.
    """
    try:
        engine = BATCH_ENGINES[name]
    except KeyError:
        raise CallError(f"engine {name!r} is not one of {', '.join(BATCH_ENGINES)}") from None
    return engine(load_shapes(folder, base=base))
