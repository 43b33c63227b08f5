"""Bind parameters: every value becomes a typed term before it reaches SPARQL, and no text can leave its literal."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from pyoxigraph import Literal, NamedNode

from rehabkg.errors import ParameterError
from rehabkg.iri import ID_FORM, RECORD_FORM, RECORD_KINDS, Iris
from rehabkg.mapping.statement import Term
from rehabkg.namespaces import XSD
from rehabkg.query.header import Parameter, StoredQuery
from rehabkg.settings import DEFAULT_BASE

_LONGEST_VALUE = 1_000
# What stands for the records that a name fits where there are none: an IRI that no record has.
NOTHING = "<urn:rehabkg:nothing>"
# A parameter that is no text may be left open by this word, whatever its default.
ANY = "any"
_TABLE_PREFIXES = {"group": "g-", "body": "b-", "place": "pl-"}
_PHRASE_PREFIX = "f-"


Search = Callable[[str], Sequence[NamedNode]]


def bound_text(
    query: StoredQuery,
    values: Mapping[str, str],
    iris: Iris | None = None,
    search: Search | None = None,
    *,
    text: str | None = None,
) -> str:
    """Return the query's text with each given value in place of the default.

    *text* is the query's, with another answer in place of its SERVICE; without it what that would tell is read from
    the extract. *search* gives the observations that a name fits; a parameter of type `search` needs it. All lines are
    replaced in one pass, so that no value can be taken for another parameter's line.
    Raises `ParameterError` for an unknown parameter or a value that is not of its type.
    """
    iris, text = iris or Iris(), query.own_text if text is None else text
    unknown = [name for name in values if name not in query.parameters]
    if unknown:
        known = ", ".join(query.parameters) or "none"
        raise ParameterError(query.name, unknown[0], values[unknown[0]], f"a parameter of it (it has: {known})")
    lines = {}
    for name, value in values.items():
        parameter = query.parameters[name]
        if parameter.type == "search":
            if search is None:
                raise ParameterError(
                    query.name, name, value, "to be sought here: no store with an index of names is open"
                )
            terms = " ".join(map(str, search(value))) or NOTHING
        elif value == ANY and parameter.type != "xsd:string":
            terms = "UNDEF"
        else:
            terms = str(parameter_term(query.name, parameter, value, iris))
        lines[parameter.line] = f"VALUES ?{name} {{ {terms} }}"
    if not lines:
        return rebased(text, iris.base)
    pattern = re.compile("(" + "|".join(re.escape(line) for line in lines) + ")")
    # What is given stays as it is: a text may hold what looks like one of our prefixes.
    return "".join(lines.get(part) or rebased(part, iris.base) for part in pattern.split(text))


def rebased(text: str, base: str) -> str:
    """Return a query with the prefixes of things, concepts and graphs moved to another base."""
    if base == DEFAULT_BASE:
        return text
    return re.sub(rf"<{re.escape(DEFAULT_BASE)}(id|vocab|graph)/", lambda found: f"<{base}{found[1]}/", text)


def parameter_term(query: str, parameter: Parameter, value: str, iris: Iris) -> Term:
    """Return the RDF term that *value* writes for *parameter*."""

    def refuse(expected: str) -> ParameterError:
        return ParameterError(query, parameter.name, value, expected)

    if len(value) > _LONGEST_VALUE:
        raise refuse(f"at most {_LONGEST_VALUE} characters long")
    if not value.isascii() and re.search("[\ud800-\udfff]", value):
        raise refuse("Unicode text: half of a letter stands alone in it")
    kind, _, scheme = parameter.type.partition(":")
    if kind == "xsd":
        return _literal(value, scheme, refuse)
    if re.match(r"https?://", value):
        try:
            return NamedNode(value)
        except ValueError:
            raise refuse("an IRI") from None
    if scheme in RECORD_KINDS and (found := RECORD_FORM.fullmatch(value)):
        return iris.of_record(scheme, found[1], found[2])
    if not ID_FORM.fullmatch(value):
        raise refuse(f"an IRI or the id of a {scheme or 'thing'}")
    if kind == "concept":
        return iris.concept(scheme, value.removeprefix(_PHRASE_PREFIX) if scheme == "phrase" else value)
    return _thing(value, scheme, iris)


def _literal(value: str, datatype: str, refuse: Callable[[str], ParameterError]) -> Literal:
    if datatype == "integer" and not re.fullmatch(r"[+-]?[0-9]{1,18}", value):
        raise refuse("xsd:integer")
    if datatype == "boolean" and value not in ("true", "false"):
        raise refuse("xsd:boolean (true or false)")
    if datatype == "date":
        try:
            if date.fromisoformat(value).isoformat() != value:
                raise ValueError(value)
        except ValueError:
            raise refuse("xsd:date, such as 1957-01-01") from None
    return Literal(value) if datatype == "string" else Literal(value, datatype=NamedNode(XSD + datatype))


# The first letters of an id tell its table; see data/README.md, "Identifiers".
_KINDS_BY_FORM = (
    (re.compile(r"p\d{4,}"), "person"),
    (re.compile(r"c\d{4,}-\d+|cg-.+"), "case"),
    (re.compile(r"d\d{4,}-\d+|dg-.+"), "decision"),
    (re.compile(r"e\d{4,}-\d+|eg-.+"), "event"),
    (re.compile(r"f\d{4,}-\d+|fg-.+"), "finding"),
    (re.compile(r"g-.+"), "group"),
    (re.compile(r"b-.+"), "body"),
    (re.compile(r"pl-.+"), "place"),
    (re.compile(r"n-.+"), "count"),
    (re.compile(r"bar-.+"), "return-bar"),
    (re.compile(r"bib-.+"), "book"),
    (re.compile(r"c\d+[a-z]?"), "claim"),
    (re.compile(r"pe-\d+"), "page-element"),
    (re.compile(r"[arl]-.+-p\d\d"), "provision"),
    (re.compile(r"[arl]-.+"), "act"),
)


def _thing(value: str, kind: str, iris: Iris) -> NamedNode:
    if record := RECORD_FORM.fullmatch(value):
        return iris.of_record("observation", record[1], record[2])
    if value.startswith(_PHRASE_PREFIX) and not re.match(r"f\d|fg-", value):
        return iris.concept("phrase", value.removeprefix(_PHRASE_PREFIX))
    found = kind or next((name for form, name in _KINDS_BY_FORM if form.fullmatch(value)), "jurisdiction")
    return iris.thing(found, value.removeprefix(_TABLE_PREFIXES.get(found, "")))


def thing_of(value: str, iris: Iris) -> NamedNode:
    """Return the IRI that an id of the tables names, whatever its table."""
    return _thing(value, "", iris)
