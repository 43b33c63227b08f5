"""All curated tables together: read whole, their references resolved, their readable names held to the ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rehabkg.errors import SourceError, TableErrors
from rehabkg.tables.reader import Report, Row, read_table
from rehabkg.tables.schema import ANY, TABLES, Column

# Columns of readable names, with the column of the id that they stand for.
_WHO_NAMES = {
    "life": "person",
    "memberships": "member",
    "cases": "against",
    "decisions-persons": "case",
    "decisions-groups": "case",
    "events": "about",
    "findings": "about",
    "return-bars": "group",
}


@dataclass(frozen=True, slots=True)
class Collection:
    """The rows of every table, in the order of the files, and the kind of thing that each id names."""

    rows: Mapping[str, tuple[Row, ...]]
    kinds: Mapping[str, str]

    def __iter__(self) -> Iterator[Row]:
        for rows in self.rows.values():
            yield from rows


def read_collection(folder: Path, codes: Mapping[str, frozenset[str]]) -> Collection:
    """Read every table below *folder*; *codes* gives the codes of each SKOS scheme.

    Raises `TableErrors` with every fault of every table, in the order of tables and lines.
    """
    errors: list[SourceError] = []
    rows = {
        name: tuple(read_table(folder / f"{name}.csv", table, report=errors.append))
        for name, table in TABLES.items()
    }
    known = {name: {row["id"] for row in table_rows} for name, table_rows in rows.items() if "id" in TABLES[name].columns}
    kinds: dict[str, str] = {}
    for name, ids in known.items():
        kind = TABLES[name].kind
        if kind is not None:
            kinds.update(dict.fromkeys(ids, kind))
    # A table that could not be read at all would make every reference to it an error of its own.
    if not errors:
        for table_rows in rows.values():
            for row in table_rows:
                _check_references(row, known, codes, errors.append)
        _check_keys(rows, errors.append)
        _check_names(rows, errors.append)
    if errors:
        raise TableErrors(errors)
    return Collection(rows, kinds)


def _check_references(
    row: Row, known: Mapping[str, set[str]], codes: Mapping[str, frozenset[str]], report: Report
) -> None:
    for name, column in row.table.columns.items():
        value = row[name]
        if value is None:
            continue
        parts = value if isinstance(value, tuple) else (value,)
        if column.refers_to:
            _check_ids(row, name, column, parts, known, report)
        elif column.scheme is not None:
            for part in parts:
                if part not in codes[column.scheme]:
                    report(row.error(name, f"a code of the scheme {column.scheme!r}"))
        elif name in ("measure",):
            for part in parts:
                if part.code not in codes["measure"]:
                    report(row.error(name, f"made of codes of the scheme 'measure' ({part.code!r} is none)"))
        elif name == "articles":
            for part in parts:
                if part.code not in codes["code-of-law"]:
                    report(row.error(name, f"made of codes of the scheme 'code-of-law' ({part.code!r} is none)"))
    if row.evidence:
        for source in row.evidence.sources:
            if source not in known["sources"]:
                report(SourceError(row.path, row.line, f"column 'source': {source!r} is not an id of sources.csv"))


def _check_ids(
    row: Row, name: str, column: Column, parts: tuple[str, ...], known: Mapping[str, set[str]], report: Report
) -> None:
    tables = tuple(known) if column.refers_to == (ANY,) else column.refers_to
    for part in parts:
        if not any(part in known[table] for table in tables):
            where = "any table" if column.refers_to == (ANY,) else " or ".join(f"{table}.csv" for table in tables)
            report(row.error(name, f"made of ids of {where} ({part!r} is none)"))


def _check_keys(rows: Mapping[str, tuple[Row, ...]], report: Report) -> None:
    for name, table_rows in rows.items():
        seen: dict[tuple[object, ...], int] = {}
        for row in table_rows:
            cited = (*sorted(row.evidence.sources), row.evidence.locator) if row.evidence else ()
            key = (row.key, cited)
            first = seen.setdefault(key, row.line)
            if first != row.line:
                key_column = TABLES[name].key[0]
                report(row.error(key_column, f"new: line {first} speaks of it from the same place of the same source"))


def _check_names(rows: Mapping[str, tuple[Row, ...]], report: Report) -> None:
    names: dict[str, set[str]] = {}
    for table in ("persons", "groups"):
        for row in rows[table]:
            names.setdefault(row["id"], set()).update(filter(None, (row["name_en"], row["name_ru"])))
    for row in rows["cases"]:
        names.setdefault(row["id"], set()).update(names.get(row["against"], set()))
    for table, column in _WHO_NAMES.items():
        for row in rows[table]:
            wanted = names.get(row[column], set())
            if row["who"] is not None and row["who"] not in wanted:
                report(row.error("who", f"the name of {row[column]!r}: {' or '.join(sorted(wanted))}"))
