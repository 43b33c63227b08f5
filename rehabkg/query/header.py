"""A stored query: plain SPARQL 1.1 with a TOML header in comment lines, so that it runs unchanged in any client.

    #+ title.en = "Which groups received amnesty without rehabilitation?"
    #+ title.ru = "..."
    #+ description.en = "..."
    #+ description.ru = "..."
    #+ questions = ["1"]
    #+ view = "table"
    #+ [columns]
    #+ group = {en = "group", ru = "группа"}
    #+ [parameters.day]
    #+ type = "xsd:date"
    #+ about = {en = "the day asked for", ru = "день"}

A parameter is a line `VALUES ?name { ... }` that holds its default; `UNDEF` there means "any". A query that asks
another endpoint names it under `[service]` (`query.service`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rehabkg.errors import QueryError
from rehabkg.query.service import Service, read_service

MARK = "#+"
VIEWS = ("table", "map", "timeline", "bar", "graph")
LANGUAGES = ("en", "ru")
LITERAL_TYPES = ("xsd:string", "xsd:integer", "xsd:date", "xsd:boolean")
_VALUES = re.compile(r"^[ \t]*VALUES[ \t]+\?(\w+)[ \t]*\{[ \t]*([^{}\n]*?)[ \t]*\}[ \t]*$", re.MULTILINE)
_TYPE = re.compile(r"xsd:(?:string|integer|date|boolean)|thing|thing:[a-z-]+|concept:[a-z-]+|search")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: its type, its line in the text and what it is for, by language.

    `type` is an XSD datatype, `thing` or `thing:KIND` (an id or IRI of the graph), `concept:SCHEME` (a code), or
    `search` (a name, for which the index of names gives the observations).
    """

    name: str
    type: str
    about: Mapping[str, str]
    line: str
    default: str


@dataclass(frozen=True, slots=True)
class StoredQuery:
    """A stored query with all that its header says. `columns` gives the heading of each column by language.

    `service` is what it asks of another endpoint, None for most.
    """

    name: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    questions: tuple[str, ...]
    view: str
    columns: Mapping[str, Mapping[str, str]]
    parameters: Mapping[str, Parameter]
    text: str
    service: Service | None = None

    @property
    def own_text(self) -> str:
        """The text as it is asked of this graph alone: what another endpoint would tell is read from its extract."""
        return self.text if self.service is None else self.service.from_extract(self.text)


def read_query(path: Path) -> StoredQuery:
    """Read a stored query. Raises `QueryError` with the file and what is wrong."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path}: cannot be read: {error}") from error
    lines = [line.removeprefix(MARK).strip() for line in text.splitlines() if line.startswith(MARK)]
    try:
        header = tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError as error:
        raise QueryError(f"{path}: the header is no TOML: {error}") from error
    for key in ("title", "description"):
        _bilingual(path, key, header.get(key))
    view = header.get("view")
    if view not in VIEWS:
        raise QueryError(f"{path}: view {view!r} is not one of {', '.join(VIEWS)}")
    columns = header.get("columns")
    if not isinstance(columns, dict) or not columns:
        raise QueryError(f"{path}: the header names no columns")
    for name, heading in columns.items():
        _bilingual(path, f"columns.{name}", heading)
    questions = header.get("questions", [])
    if not isinstance(questions, list) or not all(isinstance(number, str) for number in questions):
        raise QueryError(f'{path}: questions is not a list of texts, such as ["1", "22"]')
    try:
        service = read_service(header, text)
    except ValueError as error:
        raise QueryError(f"{path}: {error}") from error
    return StoredQuery(
        path.stem,
        header["title"],
        header["description"],
        tuple(questions),
        view,
        columns,
        _parameters(path, header.get("parameters", {}), text),
        text,
        service,
    )


def _bilingual(path: Path, key: str, value: object) -> None:
    if not isinstance(value, dict) or any(not isinstance(value.get(language), str) for language in LANGUAGES):
        raise QueryError(f"{path}: {key} is not given in English and Russian ({key}.en, {key}.ru)")


def _parameters(path: Path, header: object, text: str) -> dict[str, Parameter]:
    if not isinstance(header, dict):
        raise QueryError(f"{path}: parameters is not a table with an entry for each")
    lines: dict[str, list[re.Match[str]]] = {}
    for line in _VALUES.finditer(text):
        lines.setdefault(line[1], []).append(line)
    parameters = {}
    for name, entry in header.items():
        if not isinstance(entry, dict) or not _TYPE.fullmatch(str(entry.get("type"))):
            raise QueryError(f"{path}: parameters.{name}.type is no datatype, thing or concept")
        _bilingual(path, f"parameters.{name}.about", entry.get("about"))
        found = lines.get(name, [])
        if len(found) != 1 or text.count(found[0][0]) != 1:
            raise QueryError(f"{path}: parameter {name!r} has no one line 'VALUES ?{name} {{ default }}'")
        parameters[name] = Parameter(name, entry["type"], entry["about"], found[0][0], found[0][2])
    return parameters
