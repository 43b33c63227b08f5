"""Read and recognise files without storing them: what `rehabkg parse` and `rehabkg coverage` ask."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

from rehabkg.errors import SourceError, one_line, shorten
from rehabkg.iri import Iris
from rehabkg.load.blocks import file_blocks, renumbered
from rehabkg.load.call import check_files, check_language, check_options, check_source_id
from rehabkg.load.formats import ReadOptions, format_named
from rehabkg.mapping.lexicon_concepts import LexiconConcepts, body_label
from rehabkg.mapping.record_lines import RecordLines
from rehabkg.mapping.shared_values import shared_lines
from rehabkg.records.jsonl import to_object
from rehabkg.records.model import RecordedPerson, RecordedPlace
from rehabkg.records.places import PlaceRecord
from rehabkg.records.printed import PrintedRecord

Fault = Callable[[str], None]
_RECORDS_A_BLOCK = 1_000


def recognised(
    format_name: str, files: Sequence[Path], options: ReadOptions, fault: Fault
) -> Iterator[tuple[PrintedRecord, RecordedPerson | RecordedPlace]]:
    """Yield each record with what is recognised of it; *fault* gets a line for each that cannot be read."""
    form = format_named(format_name)
    check_options(form, options)
    check_files(files, None)

    def report(error: SourceError) -> None:
        fault(str(error))

    for prefix, block in file_blocks(form, files, _RECORDS_A_BLOCK, report, options):
        for found in form.read(block, report):
            if isinstance(found, PlaceRecord):
                yield renumbered(found.printed, prefix), found.place
            else:
                printed = renumbered(found, prefix)
                yield printed, form.recognise(printed, partial(_unread, fault, printed))


def _unread(fault: Fault, printed: PrintedRecord, column: str, value: str, expected: str) -> None:
    where = f"{printed.file}:{printed.line}" if printed.line else f"{printed.file}, {printed.locator}"
    fault(f"{where}: column {column!r}: {shorten(one_line(value))!r} is not {expected}")


def as_jsonl(format_name: str, files: Sequence[Path], options: ReadOptions, fault: Fault) -> Iterator[str]:
    """Yield a line of JSON for each record: the object of `memorial-lists/FORMAT.md`, and the place of the record."""
    for printed, found in recognised(format_name, files, options, fault):
        where = {"number": printed.number, "file": printed.file, "locator": printed.locator}
        if isinstance(found, RecordedPlace):
            value = where | asdict(found)
        else:
            value = to_object(found, printed.body or printed.text) | where | _names(found)
        yield json.dumps(value, ensure_ascii=False) + "\n"


def _names(person: RecordedPerson) -> dict[str, str | list[str] | None]:
    """Return what a table tells of a person and a list's body does not."""
    names = ("name", "surname", "given_name", "patronymic", "citizenship", "origin", "education", "party", "book")
    return {name: getattr(person, name) for name in names} | {"unread": list(person.unread)}


def as_nquads(
    format_name: str,
    files: Sequence[Path],
    options: ReadOptions,
    fault: Fault,
    base: str,
    source: str,
    language: str,
) -> Iterator[str]:
    """Yield the N-Quads of each record, and at the end of the values that they share: what a load would store.

    A load leaves out what the shapes refuse, and the later of two records of one number.
    """
    check_source_id(source)
    check_language(language)
    iris, concepts = Iris(base), LexiconConcepts()
    graph = iris.graph(source).value
    mapper = RecordLines(source, iris=iris, language=language, concepts=concepts, graph=graph)
    for printed, found in recognised(format_name, files, options, fault):
        if isinstance(found, RecordedPlace):
            yield mapper.place_lines(printed, found)
        else:
            yield mapper.lines(printed, found)
    yield from shared_lines(mapper.take_shared(), graph, iris, body_label)
