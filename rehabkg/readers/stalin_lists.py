"""Read Stalin's execution lists: a YAML file of notes for each person, and the places.

The folder holds `spravki/p123.yaml`, where 123 is the number of the person, and `tables/`. Each note comes from a
source of its own and is a record of its own, numbered by the person and the note: `123-4567`. The tables of the lists
themselves (`lists_head.csv`) tell of documents, and no note refers to them; they are not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rehabkg.errors import SourceError
from rehabkg.readers.full_name import parts_of_name
from rehabkg.readers.small_table import named_rows
from rehabkg.readers.stalin_note import person_and_case
from rehabkg.readers.stalin_places import PLACES, read_stalin_places
from rehabkg.readers.table.mapping import Dialect
from rehabkg.readers.table.row import Report
from rehabkg.readers.yaml_notes import Note, read_notes
from rehabkg.records.places import PlaceRecord
from rehabkg.records.printed import PrintedRecord

NOTES = "spravki"
TABLES = "tables"
_SUFFIXES = (".yaml", ".yml")
# The names of the table of remarks: the whole one, and the beginning of it that is handed round.
_REMARKS = ("prim.csv", "prim_head.csv")
_NEEDED = ("spravka_old_id", "fio", "spravka")
_KNOWN = (*_NEEDED, "source", "repryear")


def read_stalin_lists(path: Path, *, report: Report) -> Iterator[PrintedRecord | PlaceRecord]:
    """Yield the places, then the notes by the numbers of the people, of the folder *path*, or the notes of a file.

    *path* is the whole folder, its folder of notes, or one file of notes. What cannot be read goes to *report*.
    Raises `SourceError` where there is nothing to read.
    """
    files = _files(path)
    root = path.parent if path.name == NOTES else path
    places = root / TABLES / PLACES
    if places.is_file():
        yield from read_stalin_places(places, report=report)
    remarks = _remarks(root / TABLES, report)
    for file in files:
        yield from _records(file, remarks, report)


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    folder = path / NOTES if (path / NOTES).is_dir() else path
    try:
        found = [file for file in folder.iterdir() if file.suffix in _SUFFIXES]
    except OSError as error:
        raise SourceError(path, None, f"cannot be read: {error.strerror or error}") from error
    if not found:
        raise SourceError(path, None, f"holds no notes (*.yaml); the folder with {NOTES}/ and {TABLES}/ is wanted")
    return sorted(found, key=lambda file: (int(_number(file)) if _number(file).isdecimal() else 0, file.name))


def _number(file: Path) -> str:
    """Return the number of the person whom a file of notes tells of."""
    return file.stem.removeprefix("p")


def _remarks(tables: Path, report: Report) -> dict[str, str]:
    """Return the remarks that the compilers made on people, by the number of the person."""
    path = next((tables / name for name in _REMARKS if (tables / name).is_file()), None)
    if path is None:
        return {}
    # The table writes the break of a line as the two characters \\n.
    rows = named_rows(path, ("personprim", "primtext"), Dialect(), report=report)
    return {row["personprim"]: row["primtext"].replace("\\n", "\n") for row in rows if row["primtext"]}


def _records(file: Path, remarks: dict[str, str], report: Report) -> Iterator[PrintedRecord]:
    met: set[str] = set()
    person = _number(file)
    for note in read_notes(file, report=report):
        missing = [key for key in _NEEDED if not note.cells.get(key)]
        number = note.cells.get("spravka_old_id", "")
        if missing:
            message = f"the note has no {', '.join(map(repr, missing))}"
            report(SourceError(file.name, note.line, message, printed=note.text))
        elif number in met:
            message = f"the number {number} stands over an earlier note of this file"
            report(SourceError(file.name, note.line, message, printed=note.text))
        else:
            met.add(number)
            yield _record(file, note, f"{person}-{number}", remarks.get(person))


def _record(file: Path, note: Note, number: str, remark: str | None) -> PrintedRecord:
    cells = note.cells
    fields, case = person_and_case(cells["spravka"])
    fields |= parts_of_name(cells["fio"])
    if "source" in cells:
        fields["book"] = cells["source"]
    said = [fields.get("note"), remark, *(f"{key}: {value}" for key, value in cells.items() if key not in _KNOWN)]
    year = cells.get("repryear")
    if year and not any(year in value for value in case.values()):
        said.append(f"repryear: {year}")
    told = "\n".join(filter(None, said))
    if told:
        fields["note"] = told
    return PrintedRecord(
        number=number,
        file=file.name,
        locator=f"line {note.line}",
        line=note.line,
        text=note.text,
        name=cells["fio"],
        fields=fields,
        cases=(case,) if case else (),
    )
