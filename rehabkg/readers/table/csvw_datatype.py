"""What a `datatype` of CSV on the Web says of the cells: formats of dates, marks of numbers, words of truth."""

from __future__ import annotations

from rehabkg.readers.table.date_format import date_reader
from rehabkg.readers.table.mapping import Numerals, one_of
from rehabkg.readers.table.node import Node

CellForm = tuple[tuple[str, ...], Numerals | None, tuple[str, ...]]

# Metadata Vocabulary, section 5.11.1; each date type with the formats of XML Schema, a zone allowed.
_DATES = {
    "date": ("yyyy-MM-dd", "yyyy-MM-ddX"),
    "gYear": ("yyyy",),
    "gYearMonth": ("yyyy-MM",),
    **dict.fromkeys(
        ("dateTime", "datetime", "dateTimeStamp"),
        ("yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ssX", "yyyy-MM-ddTHH:mm:ss.SSSSSSSSS", "yyyy-MM-dd HH:mm:ss"),
    ),
}
_WHOLE = ("integer", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger", "unsignedLong",
          "unsignedInt", "unsignedShort", "unsignedByte", "nonPositiveInteger", "negativeInteger")  # fmt: skip
_DECIMAL = ("decimal", "double", "float", "number")
_TEXT = ("string", "normalizedString", "token", "language", "Name", "NMTOKEN", "anyAtomicType", "any", "anyURI",
         "xml", "html", "json", "QName", "base64Binary", "binary", "hexBinary", "gDay", "gMonth", "gMonthDay",
         "time", "duration", "dayTimeDuration", "yearMonthDuration")  # fmt: skip
_KNOWN = (*_DATES, *_WHOLE, *_DECIMAL, *_TEXT, "boolean")
_LIMITS = ("length", "minLength", "maxLength", "minimum", "maximum", "minInclusive", "maxInclusive", "minExclusive",
           "maxExclusive")  # fmt: skip


def cell_form(owner: Node, column: str, notes: list[str]) -> CellForm:
    """Return the date formats, numerals and allowed words of the `datatype` of *owner*, as `ColumnMapping` has them.

    What is not held by the reader goes to *notes*, with the name of the *column*. Raises `SourceError`.
    """
    if isinstance(owner.members.get("datatype"), str):
        node, key = owner, "datatype"
    else:
        found = owner.node("datatype")
        if found is None:
            return (), None, ()
        found.check_keys(("@id", "@type", "base", "format", *_LIMITS), common=True)
        node, key = found, "base"
    base = node.read(key, lambda value: one_of(value, _KNOWN, "datatype"), "string")
    form = node if key == "base" else Node(node.path, node.where, {})
    notes.extend(f"column {column}: {limit} is not checked" for limit in _LIMITS if limit in form.members)
    if base in _DATES:
        return _dates(form, base), None, ()
    if base in _WHOLE or base in _DECIMAL:
        return (), _numerals(form, base in _WHOLE, column, notes), ()
    if base == "boolean":
        return (), None, _words(form)
    if "format" in form.members:
        notes.append(f"column {column}: the regular expression of its format is not checked")
    return (), None, ()


def _dates(form: Node, base: str) -> tuple[str, ...]:
    stated = form.text("format")
    if stated is None:
        return _DATES[base]
    form.read("format", date_reader, None)
    return (stated,)


def _numerals(form: Node, whole: bool, column: str, notes: list[str]) -> Numerals:
    if isinstance(form.members.get("format"), str):
        notes.append(f"column {column}: the number pattern is not checked")
        return Numerals(whole)
    format_node = form.node("format")
    if format_node is None:
        return Numerals(whole)
    format_node.check_keys(("decimalChar", "groupChar", "pattern"))
    if "pattern" in format_node.members:
        notes.append(f"column {column}: the number pattern is not checked")
    decimal = format_node.character("decimalChar", ".") or "."
    return Numerals(whole, decimal, format_node.character("groupChar", None))


def _words(form: Node) -> tuple[str, ...]:
    stated = form.text("format")
    if stated is None:
        return ("true", "false", "1", "0")
    words = tuple(stated.split("|"))
    if len(words) != 2 or not all(words):
        raise form.fault("format", f"{stated!r} is not two words such as 'Y|N'")
    return words
