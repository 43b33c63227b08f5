"""What a check found: which shape, of which thing, how grave, and which cell of which table to mend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rehabkg.mapping.graph import Origin
from rehabkg.namespaces import REHAB
from rehabkg.query.results import short_iri

SEVERITIES = ("Violation", "Warning", "Info")
Origins = Mapping[tuple[str, str], Sequence[Origin]]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One result of a check. `path` is the property's IRI and `value` its value, where the shape has them.

    `severity` is one of `SEVERITIES`: a Violation stops publication, a Warning is published and listed.
    """

    severity: str
    shape: str
    focus: str
    path: str | None
    value: str | None
    messages: Mapping[str, str]

    def message(self, language: str = "en") -> str:
        """Return what to do, in *language* or else in English."""
        return self.messages.get(language) or self.messages.get("en") or "breaks the shape"

    def origins(self, known: Origins) -> list[Origin]:
        """Return the cells to mend: the property's, or else the first row of the thing, without a column."""
        exact = known.get((self.focus, self.path)) if self.path is not None else None
        if exact:
            return sorted(set(exact), key=lambda cell: (cell.table, cell.line, cell.column))
        rows = {(cell.table, cell.line) for (thing, _), cells in known.items() if thing == self.focus for cell in cells}
        return [Origin(*row, "") for row in sorted(rows)[:1]]

    def line(self, known: Origins, language: str = "en") -> str:
        """Return the result as one line: where, what was found, what is wanted."""
        cells = self.origins(known)
        where = "; ".join(f"{origin.table}:{origin.line}" for origin in cells[:3]) or short_iri(self.focus)
        column = f" column {cells[0].column!r}:" if cells and cells[0].column else ""
        value = f" found {short_iri(self.value)!r}:" if self.value else ""
        name = self.shape.rpartition("#")[2]
        return f"{where}:{column}{value} {self.message(language)} [{self.severity} {name}, {short_iri(self.focus)}]"


def ordered(results: Sequence[CheckResult]) -> list[CheckResult]:
    """Return results sorted: the gravest first, then by shape and thing."""
    return sorted(
        results,
        key=lambda result: (
            SEVERITIES.index(result.severity), result.shape, result.focus, result.path or "", result.value or "",
        ),
    )  # fmt: skip


def short_property(iri: str | None) -> str:
    """Return a property's local name where it is ours."""
    return "" if iri is None else iri.removeprefix(REHAB)
