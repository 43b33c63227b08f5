"""What a call may say of a source: its id, the language of its texts, its files, the options of its format."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from rehabkg.errors import CallError, shorten
from rehabkg.load.formats import Format, ReadOptions

_ID = re.compile(r"[a-z](?:[a-z0-9-]{0,58}[a-z0-9])?")
# RFC 5646, section 2.1, as far as a literal may bear it (RDF 1.1 N-Quads, production [144s] LANGTAG).
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,8}")
_DERIVED_PREFIX = "derived-"


def check_source_id(source: str) -> None:
    """Raise `CallError` for an id of a source under which no graph may stand."""
    if not _ID.fullmatch(source) or source.startswith(_DERIVED_PREFIX):
        expected = (
            "a small Latin letter, then at most 59 of them, digits and hyphens, neither ending in a hyphen nor"
            f" beginning with {_DERIVED_PREFIX!r}"
        )
        raise CallError(f"source id {shorten(source)!r} is not {expected}")


def check_language(language: str) -> None:
    """Raise `CallError` for what is no language tag."""
    if not _LANGUAGE.fullmatch(language):
        raise CallError(f"language {shorten(language)!r} is no language tag (BCP 47) such as 'ru' or 'uk-Cyrl'")


def check_options(form: Format, options: ReadOptions) -> None:
    """Raise `CallError` for an option that the format does not take: it would change nothing, without a word."""
    for name, value in (("encoding", options.encoding), ("mapping", options.mapping)):
        if value is not None and name not in form.options:
            raise CallError(f"format {form.name!r} takes no --{name}")


def check_files(files: Sequence[Path], report: Path | None) -> None:
    """Raise `CallError` for a file that is given twice, or that the *report* would be written over."""
    places = [file.resolve() for file in files]
    for place, file in enumerate(files):
        if places.index(places[place]) != place:
            raise CallError(f"{file} is given more than once")
    if report is not None and report.resolve() in places:
        raise CallError(f"{report} is a file to load; the report of rejects needs another name")
