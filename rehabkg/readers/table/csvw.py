"""Read a mapping from CSV on the Web metadata (W3C Metadata Vocabulary for Tabular Data, 2015).

What is read: `dialect`, `tableSchema` with its columns, `primaryKey`, and the inherited properties that say how a cell
is written. A column whose `propertyUrl` lies under https://w3id.org/rehabkg/field/ tells that field; a virtual column
with a `default` is a constant. Columns stand in the order described. Nothing is fetched: the context is not looked up,
and a schema or dialect given by its address must be a file beside the metadata. What has no effect here is noted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from rehabkg.errors import SourceError, shorten
from rehabkg.readers.table.csvw_datatype import cell_form
from rehabkg.readers.table.mapping import TRIMS, ColumnMapping, Dialect, Place, TableMapping, known_encoding, one_of
from rehabkg.readers.table.node import Node, mapping_text
from rehabkg.readers.table.target import Target, target_of_iri

CONTEXT = "http://www.w3.org/ns/csvw"
_MOST_ROWS_ABOVE, _MOST_COLUMNS = 1_000, 1_000
_INHERITED = ("aboutUrl", "datatype", "default", "lang", "null", "ordered", "propertyUrl", "required", "separator",
              "textDirection", "valueUrl")  # fmt: skip
_ANY = ("@id", "@type", "@context", *_INHERITED)
_TABLE = (*_ANY, "url", "dialect", "notes", "suppressOutput", "tableDirection", "tableSchema", "transformations")
_GROUP = (*_ANY, "tables", "dialect", "notes", "tableDirection", "tableSchema", "transformations")
_SCHEMA = (*_ANY, "columns", "foreignKeys", "primaryKey", "rowTitles")
_COLUMN = (*_ANY, "name", "suppressOutput", "titles", "virtual")
_DIALECT = ("@id", "@type", "@context", "commentPrefix", "delimiter", "doubleQuote", "encoding", "header",
            "headerRowCount", "lineTerminators", "quoteChar", "skipBlankRows", "skipColumns", "skipInitialSpace",
            "skipRows", "trim")  # fmt: skip
_LINE_ENDS = {"\r\n", "\n", "\r"}
# Read, allowed, and without any effect on a record: worth a word, no reason to stop.
_WITHOUT_EFFECT = ("aboutUrl", "valueUrl", "foreignKeys", "transformations")


def read_csvw(path: Path, table: Path) -> TableMapping:
    """Return what the metadata at *path* says of the file *table*, whose name tells one table of a group from others.

    Raises `SourceError` for the first member at fault.
    """
    top = Node(path, "", _document(path))
    _check_context(top)
    group: list[Node] = []
    found = top
    if "tables" in top.members:
        top.check_keys(_GROUP, common=True)
        group, found = [top], _table_of(top, table)
    found.check_keys(_TABLE, common=True)
    chain = [found, *group]
    schema = _first_object(chain, "tableSchema")
    if schema is None:
        raise found.fault("tableSchema", "is missing; the columns are wanted")
    schema.check_keys(_SCHEMA, common=True)
    dialect_node = _first_object(chain, "dialect")
    notes: list[str] = []
    _note_table(found, table, [schema, *chain], notes)
    try:
        dialect = _dialect(dialect_node) if dialect_node else Dialect(comment="#")
        columns, constants = _columns(schema, chain, dialect.skip_columns, notes)
        number = _number(schema, columns, notes)
        return TableMapping(
            "csv", tuple(columns.values()), number, tuple(constants), dialect, by_position=True, notes=tuple(notes)
        )
    except ValueError as error:
        raise SourceError(path, None, str(error)) from None


def _document(path: Path) -> dict[str, Any]:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(pairs)
        if len(members) < len(pairs):
            names = [name for name, _ in pairs]
            doubled = next(name for name in names if names.count(name) > 1)
            raise SourceError(path, None, f"the key {shorten(doubled)!r} stands twice in one object")
        return members

    try:
        found = json.loads(mapping_text(path), object_pairs_hook=once)
    except json.JSONDecodeError as error:
        raise SourceError(path, error.lineno, f"is no JSON: {error.msg} (column {error.colno})") from None
    except (RecursionError, ValueError):
        # A number of more than 4,300 digits is a ValueError of its own.
        raise SourceError(path, None, "is nested too deeply or holds an endless number") from None
    if not isinstance(found, dict):
        raise SourceError(path, 1, "is no object; CSV on the Web metadata are wanted")
    return found


def _check_context(top: Node) -> None:
    context = top.members.get("@context")
    first = context[0] if isinstance(context, list) and context else context
    if first != CONTEXT:
        raise top.fault("@context", f"{shorten(str(context))!r} is not {CONTEXT!r}, as CSV on the Web wants")


def _table_of(group: Node, table: Path) -> Node:
    """Return the description of the file *table* in *group*: the only one, or the one of that name."""
    tables = group.nodes("tables")
    if not tables:
        raise group.fault("tables", "is empty; the description of a table is wanted")
    named = [found for found in tables if _file_name(found.text("url") or "") == table.name]
    if len(tables) > 1 and len(named) != 1:
        names = ", ".join(repr(shorten(found.text("url") or "")) for found in tables[:10])
        raise group.fault("tables", f"{len(named)} of them describe {table.name!r}; they name {names}")
    return named[0] if named else tables[0]


def _file_name(url: str) -> str:
    return unquote(urlsplit(url).path.rpartition("/")[2])


def _first_object(chain: Iterable[Node], key: str) -> Node | None:
    """Return the first object at *key* of *chain*; a text names a file beside the metadata."""
    for node in chain:
        if isinstance(node.members.get(key), str):
            return _neighbour(node, key)
        if found := node.node(key):
            return found
    return None


def _neighbour(node: Node, key: str) -> Node:
    name = node.members[key]
    if name != _file_name(name) or not name.strip("."):
        raise node.fault(key, f"{shorten(name)!r} is not the name of a file beside the metadata; nothing is fetched")
    path = node.path.parent / name
    return Node(path, "", _document(path))


def _dialect(node: Node) -> Dialect:
    node.check_keys(_DIALECT, common=True)
    ends = set(node.texts("lineTerminators"))
    if not ends <= _LINE_ENDS:
        raise node.fault("lineTerminators", "is not one of '\\r\\n', '\\n' and '\\r', at which lines are cut here")
    quote = node.character("quoteChar", '"')
    header = node.count("headerRowCount", 1 if node.flag("header", default=True) else 0, 10)
    return Dialect(
        encoding=node.read("encoding", known_encoding, "utf-8"),
        delimiter=node.character("delimiter", ",") or ",",
        quote=quote,
        escape=None if quote is None or node.flag("doubleQuote", default=True) else "\\",
        comment=node.members.get("commentPrefix", "#") and (node.text("commentPrefix") or "#"),
        skip_rows=node.count("skipRows", 0, _MOST_ROWS_ABOVE),
        header_rows=header,
        skip_columns=node.count("skipColumns", 0, _MOST_COLUMNS),
        trim=_trim(node),
    )


def _trim(node: Node) -> str:
    found = node.members.get("trim")
    if isinstance(found, bool):
        return "true" if found else "false"
    if found is None and "skipInitialSpace" in node.members:
        return "start" if node.flag("skipInitialSpace", default=False) else "false"
    return node.read("trim", lambda value: one_of(value, TRIMS, "way of trimming"), "true")


def _note_table(found: Node, table: Path, nodes: Iterable[Node], notes: list[str]) -> None:
    url = found.text("url")
    if url is None:
        raise found.fault("url", "is missing; the name of the table's file is wanted")
    if _file_name(url) != table.name:
        notes.append(f"the metadata describe {_file_name(url)!r} and are used for {table.name!r}")
    for node in nodes:
        notes.extend(f"{key} has no effect on records" for key in _WITHOUT_EFFECT if node.members.get(key))


def _columns(
    schema: Node, chain: list[Node], skipped: int, notes: list[str]
) -> tuple[dict[str, ColumnMapping], list[tuple[Target, str]]]:
    """Return the columns of the file by their names, and what the virtual ones say of every record."""
    columns: dict[str, ColumnMapping] = {}
    constants: list[tuple[Target, str]] = []
    nodes = schema.nodes("columns")
    if len(nodes) > _MOST_COLUMNS:
        raise schema.fault("columns", f"are {len(nodes)}, at most {_MOST_COLUMNS} are read")
    for position, node in enumerate(nodes, 1):
        node.check_keys(_COLUMN, common=True)
        headings = _titles(node)
        name = node.text("name") or (quote(headings[0]) if headings else f"_col.{position}")
        target = _target(node, [node, schema, *chain], unquote(name))
        if node.flag("virtual", default=False):
            default = _inherited([node, schema, *chain], "default").text("default")
            if target and default:
                constants.append((target, default))
            else:
                notes.append(f"the virtual column {name!r} has no field and default, so no effect on records")
            continue
        if constants or name in columns:
            fault = "twice" if name in columns else "after a virtual column"
            raise node.fault("name", f"{name!r} stands {fault}")
        place = Place(headings or ((name,) if "name" in node.members else ()), position + skipped)
        columns[name] = _column(place, target, [node, schema, *chain], notes)
    return columns, constants


def _titles(node: Node) -> tuple[str, ...]:
    """Return the titles of a column, whatever their language."""
    found = node.members.get("titles")
    if not isinstance(found, dict):
        return node.texts("titles")
    languages = node.node("titles")
    return tuple(title for language in found for title in languages.texts(language)) if languages else ()


def _inherited(chain: Iterable[Node], key: str) -> Node:
    """Return the innermost node that has *key*, the first of *chain* where none has (section 5.7)."""
    nodes = list(chain)
    return next((node for node in nodes if key in node.members), nodes[0])


def _target(node: Node, chain: list[Node], name: str) -> Target | None:
    owner = _inherited(chain, "propertyUrl")
    url = owner.text("propertyUrl")
    if url is None or node.flag("suppressOutput", default=False):
        return None
    try:
        return target_of_iri(url.replace("{_name}", name))
    except ValueError as error:
        raise (owner if owner is node else node).fault("propertyUrl", str(error)) from None


def _column(place: Place, target: Target | None, chain: list[Node], notes: list[str]) -> ColumnMapping:
    dates, numerals, words = cell_form(_inherited(chain, "datatype"), str(place), notes) if target else ((), None, ())
    separator = _inherited(chain, "separator").text("separator")
    return ColumnMapping(
        place=place,
        target=target,
        null=_inherited(chain, "null").texts("null", ("",)),
        dates=dates,
        numerals=numerals,
        words=words,
        separator=separator or None,
        default=_inherited(chain, "default").text("default") or "",
        required=_inherited(chain, "required").flag("required", default=False),
        language=_inherited(chain, "lang").language("lang"),
    )


def _number(schema: Node, columns: dict[str, ColumnMapping], notes: list[str]) -> tuple[Place, ...]:
    names = schema.texts("primaryKey")
    unknown = [name for name in names if name not in columns]
    if unknown:
        raise schema.fault("primaryKey", f"{shorten(unknown[0])!r} is the name of no column")
    if not names:
        notes.append("there is no primaryKey, so records are numbered by their lines")
    return tuple(columns[name].place for name in names)
