"""Take a decision of a person: look at what it is of, add it to the table, and tell what it changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rehabkg.errors import NotFoundError
from rehabkg.link.decision import DIFFERENT, Decision
from rehabkg.link.decisions import FILE, Decisions, append
from rehabkg.link.named import Named


@dataclass(frozen=True, slots=True)
class Said:
    """Who decided, why and on which day (ISO 8601)."""

    who: str
    why: str
    when: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The rows that were added, and what a person should know: a former decision, a contradiction, a torn line."""

    added: tuple[Decision, ...]
    notes: tuple[str, ...] = ()


def decide(links: Path, named: Named, left: str, right: str, decision: str, said: Said) -> Outcome:
    """Add a decision on a pair to the table in the folder *links*.

    Raises `CallError` for what cannot be decided of the two, `NotFoundError` for an id that the store does not know,
    `TableErrors` for a table that cannot be read and `SourceError` for one that cannot be written.
    """
    kind = named.kind_of_pair(left, right)
    left, right = named.canonical(left), named.canonical(right)
    return _add(links, (row_of(left, right, decision, kind, said),))


def apart_from_all_others(links: Path, named: Named, record: str, said: Said) -> Outcome:
    """Take one record out of its person: it is different from each of those that it is joined with by now.

    Raises as `decide`, and `NotFoundError` for a record that stands alone.
    """
    others, record = named.joined_with(record), named.canonical(record)
    if not others:
        raise NotFoundError(f"{record} is joined with nothing; there is nothing to take it out of")
    return _add(
        links, tuple(row_of(record, other, DIFFERENT, named.kind_of_pair(record, other), said) for other in others)
    )


def row_of(left: str, right: str, decision: str, kind: str, said: Said) -> Decision:
    """Return a row for the table; what people wrote over several lines is put on one. Raises `CallError`."""
    who, why = (" ".join(text.split()) for text in (said.who, said.why))
    return Decision(left, right, decision, kind, who, said.when, why)


def _add(links: Path, rows: Sequence[Decision]) -> Outcome:
    path = links / FILE
    before = Decisions.read(path)
    torn = append(path, *rows)
    after = Decisions.read(path)
    notes = [str(torn)] if torn is not None else []
    for row in rows:
        former = before.of(row.left, row.right)
        if former is not None and former.decision != row.decision:
            notes.append(
                f"{row.left} – {row.right} was {former.decision} until now ({former.who}, {former.when}: {former.why})"
            )
    known = set(before.contradictions())
    notes += [f"{path}: {one}" for one in after.contradictions() if one not in known]
    return Outcome(tuple(rows), tuple(notes))
