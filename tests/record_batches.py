"""Batches of lines as a load checks them: records, and the values that they share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from rdflib import Graph
from recorded_files import MadeUpWords, described

from rehabkg.iri import Iris
from rehabkg.mapping.record_lines import RecordLines
from rehabkg.mapping.shared_values import shared_lines
from rehabkg.records.model import RecordedPerson, RecordedPlace
from rehabkg.records.printed import PrintedRecord

SOURCE = "list"
CASES = Path(__file__).parent / "cases" / "shapes"
OF_RECORDS = ("PersonObservation-", "Record-", "Recorded", "Shared")


def batch_of(
    records: Iterable[tuple[PrintedRecord, RecordedPerson | RecordedPlace]], iris: Iris | None = None
) -> bytes:
    """Return the lines of records, and those of what they share."""
    iris = iris or Iris()
    mapping = RecordLines(SOURCE, iris=iris, language="ru", concepts=MadeUpWords(), graph=None)
    lines = [
        mapping.place_lines(printed, found) if isinstance(found, RecordedPlace) else mapping.lines(printed, found)
        for printed, found in records
    ]
    return "".join([*lines, *shared_lines(mapping.take_shared(), None, iris, described)]).encode()


def numbered(people: Iterable[RecordedPerson]) -> Iterator[tuple[PrintedRecord, RecordedPerson]]:
    """Yield each person with a record of a number, counted from 1."""
    for number, person in enumerate(people, start=1):
        yield PrintedRecord(str(number), "list.txt", f"line {number}", number, f"entry {number}"), person


def case_folders() -> list[Path]:
    """Return the folders of the shapes of records."""
    return sorted(path for path in CASES.iterdir() if path.name.startswith(OF_RECORDS))


def of_every_fault() -> bytes:
    """Return the lines of the rejected files of all shapes of records, each with records and values of its own."""
    faulty = Graph()
    for number, folder in enumerate(case_folders()):
        text = re.sub(r"\b(list|camps)\.", rf"\g<1>{number}.", (folder / "bad.ttl").read_text("utf-8"))
        text = re.sub(r"(id/(?:body|book|dating|measure)/|vocab/article/)>", rf"\g<1>{number}->", text)
        faulty.parse(data=text, format="turtle")
    return faulty.serialize(format="nt").encode()
