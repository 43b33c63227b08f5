"""A record as its source prints it, before anything is recognised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

EMPTY: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class PrintedRecord:
    """One entry of a source, as printed, with the place where it stands.

    `number` names the record within its source: the source's own id where it has one, else what the reader's
    docstring says; two records of one source never share it. `file` is the name of the file, `line` the first line
    (1-based) that the record takes there, None where the file has no lines; `locator` says the place in words of
    the format ("line 17", "row 17", "page 3242"). `text` is the whole entry as printed, in the order of the source.

    `name` is the heading under which the source lists the person, `body` the free text of a list (the grammar of
    `recognise.body` reads it), `fields` the cells of the person by the names of `records.fields.PERSON_FIELDS`,
    `cases` the cells of each case by those of `records.fields.CASE_FIELDS`. A cell that the source leaves blank is
    absent; a value is kept letter by letter. `languages` pairs a cell's name (`note`, `case.1.note`) with the BCP 47
    tag of its language, where the source states one.
    """

    number: str
    file: str
    locator: str
    line: int | None
    text: str
    name: str | None = None
    body: str | None = None
    book: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    cases: tuple[Mapping[str, str], ...] = ()
    languages: tuple[tuple[str, str], ...] = ()
