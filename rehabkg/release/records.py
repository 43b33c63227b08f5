"""The gate for the graph of a loaded source: its lines stream through, those of one subject at a time."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

from pyoxigraph import NamedNode, Store

from rehabkg.errors import CallError
from rehabkg.iri import Iris, local_name
from rehabkg.mapping.nquads import text
from rehabkg.mapping.shared_values import SharedValues, shared_lines
from rehabkg.namespaces import RDF, REHAB
from rehabkg.release.belonging import hanging
from rehabkg.release.coarsen import initials, year_of
from rehabkg.release.decided import Decided, Decision, record_of, record_pattern
from rehabkg.release.naming_words import WithheldNames
from rehabkg.release.policy import HIDE, INITIALS, YEAR, Policy, property_iri

_TYPE = f"<{RDF}type>"
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@[A-Za-z0-9-]+|\^\^<[^>]*>)? \.\n')
_ROOTS = frozenset(f"{REHAB}{name}" for name in ("Record", "PersonObservation", "RecordedPlace"))
_INNER = tuple(
    f"{REHAB}Recorded{name}"
    for name in ("Arrest", "Case", "CaseClosing", "Change", "Rehabilitation", "Refusal", "Release", "Sentence")
)
_NAMING = frozenset(map(property_iri, ("rehab:observedName", "rehab:surname", "rehab:asListed")))


class RecordGate:
    """Takes the lines of one source's graph through the gate. `dropped` tells whether anything was left out."""

    def __init__(
        self, decided: Decided, policy: Policy, iris: Iris, above: Mapping[str, tuple[NamedNode, ...]]
    ) -> None:
        """Decide by *decided*; *above* gives the superclasses of each class.

        Raises `CallError` for a rule that hides a part of records as a whole: what refers to it would refer to nothing.
        """
        self._decided, self._policy, self._iris = decided, policy, iris
        self._above = above
        # How many records have passed.
        self.records = 0
        self._record_start = f"<{iris.base}id/record/"
        self._shared_start = (f"<{iris.base}id/", f"<{iris.base}vocab/article/")
        self._referred: set[str] = set()
        self._kept: set[str] = set()
        self._years: set[str] = set()
        self._treatments = lru_cache(maxsize=4096)(self._treatments_of)
        self._hidden_by = lru_cache(maxsize=4096)(self._is_hidden_by)
        for kind in _INNER:
            if self._policy.treatments(self._classes(kind), lambda _: True).get("") == HIDE:
                name = kind.removeprefix(REHAB)
                raise CallError(f"policy: a rule hides rehab:{name} as a whole; hide rehab:Record, or its properties")

    @property
    def touches_nothing(self) -> bool:
        """Whether every record passes as it is."""
        return len(self._decided) == 0 and not self.touched_by(self._decided.of_all)

    def touched_by(self, conditions: int) -> bool:
        """Whether the policy does anything to records of which these conditions hold."""
        kinds = (*_ROOTS, *_INNER, f"{REHAB}Figure")
        return any(self._treatments((kind,), conditions) for kind in kinds)

    def hides(self, decision: Decision | None) -> bool:
        """Whether a record is hidden as a whole."""
        if decision is None:
            return self._hidden_by(self._decided.of_all)
        return decision.hidden or self._hidden_by(decision.conditions)

    def treatments(self, kind: str, decision: Decision | None) -> Mapping[str, str]:
        """Return what to do with the properties of things of a class in a record."""
        return self._treatments((kind,), self._decided.of_all if decision is None else decision.conditions)

    def lines(self, lines: Iterable[str], store: Store, folder: Path) -> Iterator[str]:
        """Yield the N-Triples lines that pass; those of one subject must follow each other.

        Values that records share go with the last that refers to them; *store* tells who else does. Those that are
        described wait within *folder*, not in memory.
        """
        pattern = record_pattern(f"<{self._iris.base}", self._decided.source)
        all_pass = not self.touched_by(self._decided.of_all)
        with tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n", dir=folder) as shared:
            for subject, group in by_subject(lines):
                found = pattern.fullmatch(subject[:-1])
                if found is None:
                    # What is shared is written at the end, when it is known who refers to it.
                    shared.writelines(group)
                    continue
                decision = self._decided.get(found[found.lastindex or 0])
                if self.hides(decision):
                    self._refer(group)
                    continue
                self.records += subject.startswith(self._record_start)
                yield from group if decision is None and all_pass else self._passed(group, decision)
            shared.seek(0)
            yield from self._of_shared(shared, store)

    def withdrawn(self, store: Store) -> frozenset[str]:
        """Return the IRIs that shall answer that they are gone: of withdrawn records, and of what is in them."""
        base, source = self._iris.base, self._decided.source
        records = {record for iri in self._policy.withdrawn if (record := record_of(iri, base, source)) is not None}
        known = [
            NamedNode(f"{base}id/{kind}/{source}.{record}")
            for record in sorted(records)
            for kind in ("record", "observation", "recorded-place")
        ]
        known = [node for node in known if next(iter(store.quads_for_pattern(node, None, None, None)), None)]
        found = {node.value for node in hanging(store, known, base)}
        return frozenset(iri for iri in found if record_of(iri, base, source) in records and self._is_nameless(iri))

    def _is_nameless(self, iri: str) -> bool:
        record = record_of(iri, self._iris.base, self._decided.source)
        decision = None if record is None else self._decided.get(record)
        return decision is None or not decision.names.stand_in_iri(iri.removeprefix(self._iris.base))

    def _passed(self, group: list[str], decision: Decision | None) -> Iterator[str]:
        kinds = tuple(sorted(line.split(" ", 3)[2][1:-1] for line in group if f" {_TYPE} " in line))
        treatments = self._treatments(kinds, self._decided.of_all if decision is None else decision.conditions)
        names = None
        if decision is not None and decision.bears and self._withholds_names(decision):
            names = decision.names
        for line in group:
            subject, predicate, value = line.split(" ", 2)
            treatment = treatments.get(predicate[1:-1])
            if treatment is not None:
                self._refer([line])
                value = self._coarsened(value, treatment)
            elif names is not None and _holds(value, names):
                # A title that names the person is no value that others share.
                self._refer([line])
                value = ""
            if value:
                if value.startswith(self._shared_start):
                    self._kept.add(value[: value.index(">") + 1])
                yield f"{subject} {predicate} {value}"

    def _withholds_names(self, decision: Decision) -> bool:
        """Whether a record's names are withheld, so that its texts must not hold them either."""
        found = self._treatments((f"{REHAB}PersonObservation",), decision.conditions)
        return any(found.get(name) in (HIDE, INITIALS) for name in _NAMING)

    def _coarsened(self, value: str, treatment: str) -> str:
        """Return the object of a line coarsened, with the end of the line; "" where nothing is left."""
        literal = _LITERAL.fullmatch(value)
        if literal is not None:
            if treatment != INITIALS:
                return ""
            return text(initials(literal[1])) + value[len(literal[1]) + 2 :]
        start = f"<{self._iris.base}id/dating/"
        if treatment != YEAR or not value.startswith(start):
            return ""
        year = year_of(unquote(value[len(start) : value.index(">")]))
        if year is None:
            return ""
        self._years.add(year)
        return f"{start}{local_name(year)}> .\n"

    def _refer(self, group: Iterable[str]) -> None:
        """Note the shared values that lines refer to which do not pass."""
        for line in group:
            value = line.split(" ", 2)[2]
            if value.startswith(self._shared_start):
                self._referred.add(value[: value.index(">") + 1])

    def _of_shared(self, lines: Iterable[str], store: Store) -> Iterator[str]:
        loose = {node for node in self._referred - self._kept if not self._is_referred(node, store)}
        for line in lines:
            if line[: line.index(" ")] not in loose:
                yield line
        yield from shared_lines(SharedValues(datings=self._years), None, self._iris, lambda _: None)

    def _is_referred(self, node: str, store: Store) -> bool:
        """Whether a record that passes as it is refers to a shared value."""
        if self.touched_by(self._decided.of_all):
            return False
        pattern = record_pattern(self._iris.base, self._decided.source)
        graph = self._iris.graph(self._decided.source)
        for quad in store.quads_for_pattern(None, None, NamedNode(node[1:-1]), graph):
            found = pattern.fullmatch(quad.subject.value)
            if found is None or self._decided.get(found[found.lastindex or 0]) is None:
                return True
        return False

    def _classes(self, kind: str) -> set[str]:
        return {kind, *(above.value for above in self._above.get(kind, ()))}

    def _treatments_of(self, kinds: tuple[str, ...], conditions: int) -> Mapping[str, str]:
        classes = {name for kind in kinds for name in self._classes(kind)}
        return self._policy.treatments(classes, lambda condition: self._decided.holds(conditions, condition))

    def _is_hidden_by(self, conditions: int) -> bool:
        return any(self._treatments((kind,), conditions).get("") == HIDE for kind in _ROOTS)


def _holds(value: str, names: WithheldNames) -> bool:
    return names.stand_in(value) if value.startswith('"') else names.stand_in_iri(value)


def by_subject(lines: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield the lines of each subject; the subject comes with the mark at its end."""
    subject, group = "", list[str]()
    for line in lines:
        found = line[: line.index(" ")]
        if found != subject:
            if group:
                yield subject, group
            subject, group = found, []
        group.append(line)
    if group:
        yield subject, group
