"""Read a mapping from its short form for people, `map.toml`.

number = "№"                 # the column that names a record; several as a list; without it, the line does
null = ["None", "нет данных"]   # words that stand for nothing known, in every column
language = "ru"

[file]
kind = "csv"                 # csv, xlsx or parquet
encoding = "windows-1251"    # csv only, as are delimiter, quote ("" where a quote is data), escape, comment
delimiter = ";"
header = 1                   # the row of the headings, 0 where there are none
sheet = "Лист1"              # xlsx only

[columns]                    # heading = field; '#3' is the third column, "" says that a column tells nothing
"Фамилия" = "surname"
"Дата ареста" = { field = "case.1.arrest_date", date = ["dd.MM.yyyy", "yyyy"], null = ["-"] }
"Варианты ФИО" = { field = "name_variants", separator = ";", language = "ru", default = "", required = false }

[constants]
book = "Книга памяти Выдумской области"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import partial
from pathlib import Path

from rehabkg.errors import SourceError, shorten
from rehabkg.readers.table.date_format import date_reader
from rehabkg.readers.table.mapping import KINDS, ColumnMapping, Dialect, Place, TableMapping, known_encoding, one_of
from rehabkg.readers.table.node import Node, mapping_text
from rehabkg.readers.table.target import Target, parse_target

_TOP = ("number", "null", "language", "file", "columns", "constants")
_ANY_FILE = ("kind", "header", "header_rows")
_FILE = {
    "csv": ("encoding", "delimiter", "quote", "escape", "comment"),
    "xlsx": ("sheet",),
    "parquet": (),
}
_COLUMN = ("field", "null", "date", "separator", "default", "required", "language")
_POSITION = re.compile(r"#([1-9][0-9]{0,3})")
_LAST_HEADER = 1_000
_LINE_IN_MESSAGE = re.compile(r" \(at line ([0-9]+), column [0-9]+\)$")


def read_toml(path: Path) -> TableMapping:
    """Return what the mapping file at *path* says. Raises `SourceError` for the first fault, with its line."""
    text = mapping_text(path)
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _LINE_IN_MESSAGE.search(str(error))
        message = _LINE_IN_MESSAGE.sub("", str(error))
        raise SourceError(path, int(place[1]) if place else None, f"is no TOML: {message}") from None
    except (RecursionError, ValueError):
        raise SourceError(path, None, "is nested too deeply or holds an endless number") from None
    top = Node(path, "", document, _line_finder(text))
    top.check_keys(_TOP)
    file = top.node("file")
    if file is None:
        raise top.fault("file", "is missing; a table [file] with its kind is wanted")
    kind = _kind(file)
    try:
        dialect = _dialect(file, kind)
        return TableMapping(
            kind=kind,
            columns=_columns(top),
            number=tuple(map(place_of, top.texts("number"))),
            constants=_constants(top),
            dialect=dialect,
            sheet=file.text("sheet"),
        )
    except ValueError as error:
        raise SourceError(path, None, str(error)) from None


def place_of(text: str) -> Place:
    """Return the place that *text* names: a heading, or `#3` for the third column."""
    position = _POSITION.fullmatch(text)
    return Place(position=int(position[1])) if position else Place((text,))


def _kind(file: Node) -> str:
    if file.text("kind") is None:
        raise file.fault("kind", f"is missing; one of {', '.join(KINDS)} is wanted")
    kind = file.read("kind", partial(one_of, known=KINDS, what="kind of file"), "csv")
    for key in file.members:
        owners = [owner for owner, keys in _FILE.items() if key in keys]
        if owners and kind not in owners:
            raise file.fault(key, f"belongs to a file of kind {owners[0]!r}, this one is {kind!r}")
    file.check_keys((*_ANY_FILE, *_FILE[kind]))
    return kind


def _dialect(file: Node, kind: str) -> Dialect:
    header = file.count("header", 1, _LAST_HEADER)
    rows = file.count("header_rows", 1, 10) if header else 0
    if kind != "csv":
        if kind == "parquet" and header != 1:
            raise file.fault("header", "is always 1 where the file itself names its columns")
        return Dialect(skip_rows=max(header - 1, 0), header_rows=rows)
    if file.text("encoding") is None:
        raise file.fault("encoding", "is missing; state it, such as 'utf-8' or 'windows-1251'")
    quote = file.character("quote", '"')
    delimiter = file.character("delimiter", ",")
    if delimiter is None:
        raise file.fault("delimiter", "is blank; one character is wanted")
    return Dialect(
        encoding=file.read("encoding", known_encoding, "utf-8"),
        delimiter=delimiter,
        quote=quote,
        escape=file.character("escape", None) if quote else None,
        comment=file.text("comment") or None,
        skip_rows=max(header - 1, 0),
        header_rows=rows,
    )


def _columns(top: Node) -> tuple[ColumnMapping, ...]:
    columns = top.node("columns")
    if columns is None:
        raise top.fault("columns", "is missing; a table [columns] of heading = field is wanted")
    null, language = top.texts("null"), top.language("language")
    return tuple(_column(columns, heading, null, language) for heading in columns.members)


def _column(columns: Node, heading: str, null: tuple[str, ...], language: str | None) -> ColumnMapping:
    place, said = place_of(heading), columns.members[heading]
    if isinstance(said, str):
        return ColumnMapping(place, columns.read(heading, _target, None), null, language=language)
    if not isinstance(said, dict):
        raise columns.fault(heading, f"{shorten(str(said))!r} is no field, nor a table with one")
    # The line of an option is that of the column, in whose inline table it stands.
    node = Node(columns.path, f"{columns.where}.{shorten(heading)}", said, lambda _: columns.line_of(heading))
    node.check_keys(_COLUMN)
    if "field" not in said:
        raise node.fault("field", "is missing")
    return ColumnMapping(
        place=place,
        target=node.read("field", _target, None),
        null=(*null, *node.texts("null")),
        dates=_dates(node),
        separator=node.text("separator") or None,
        default=node.text("default") or "",
        required=node.flag("required", default=False),
        language=node.language("language") or language,
    )


def _target(text: str) -> Target | None:
    return parse_target(text) if text else None


def _dates(node: Node) -> tuple[str, ...]:
    formats = node.texts("date")
    for form in formats:
        try:
            date_reader(form)
        except ValueError as error:
            raise node.fault("date", str(error)) from None
    return formats


def _constants(top: Node) -> tuple[tuple[Target, str], ...]:
    constants = top.node("constants")
    if constants is None:
        return ()
    found: list[tuple[Target, str]] = []
    for name in constants.members:
        value = constants.text(name)
        try:
            target = parse_target(name)
        except ValueError as error:
            raise constants.fault(name, str(error)) from None
        if value:
            found.append((target, value))
    return tuple(found)


def _line_finder(text: str) -> Callable[[str], int | None]:
    """Return a function that tells the first line on which a key is written; the parser tells of no lines."""
    lines = text.splitlines()

    def line_of(key: str) -> int | None:
        escaped = re.escape(key)
        written = re.compile(rf"""\s*(?:"{escaped}"|'{escaped}'|{escaped})\s*=|\s*\[{escaped}\]""")
        return next((number for number, line in enumerate(lines, 1) if written.match(line)), None)

    return line_of
