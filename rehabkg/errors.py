"""What can go wrong that a user can mend: each error is one line: where, what was found, what is wanted.

A bug stays a traceback; everything below `RehabkgError` is printed as its message alone.
"""

from __future__ import annotations

from pathlib import Path


class RehabkgError(Exception):
    """Something a user can mend. `exit_code` is 1 for bad data, 2 for a bad call."""

    exit_code = 1


class CallError(RehabkgError):
    """The call itself is off: an unknown name, option or combination."""

    exit_code = 2


class SourceError(RehabkgError):
    """A file cannot be used as it is. `printed` is the row or record at fault as printed, where the reader has it."""

    def __init__(self, path: Path | str, line: int | None, message: str, *, printed: str | None = None) -> None:
        where = f"{path}:{line}" if line is not None else str(path)
        super().__init__(f"{where}: {message}")
        self.path = str(path)
        self.line = line
        self.printed = printed


class RowError(SourceError):
    """One cell cannot be read; the rows around it can."""

    def __init__(
        self, path: Path | str, line: int, column: str, value: str, expected: str, *, printed: str | None = None
    ) -> None:
        super().__init__(path, line, f"column {column!r}: {shorten(value)!r} is not {expected}", printed=printed)
        self.column = column
        self.value = value
        self.expected = expected


class SourceNote(SourceError):  # noqa: N818 - nothing is lost to it
    """What a person should look at in a file whose records are all read: it may be cut off, or lack a table."""


class TableErrors(RehabkgError):  # noqa: N818 - it carries several errors
    """The rows of one or more tables that cannot be read, a line each."""

    def __init__(self, errors: list[SourceError]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = errors


class DateError(RehabkgError):
    """A text is no date that this project reads."""

    def __init__(self, value: str, expected: str) -> None:
        super().__init__(f"{shorten(value)!r} is not {expected}")
        self.value = value
        self.expected = expected


class QueryError(CallError):
    """A stored query is malformed, or the text given is no SPARQL that may run here."""


class ParameterError(CallError):
    """A value given for a query's parameter is not of its type."""

    def __init__(self, query: str, parameter: str, value: str, expected: str) -> None:
        super().__init__(f"query {query!r}, parameter {parameter!r}: {shorten(value)!r} is not {expected}")
        self.parameter = parameter


class StoreError(RehabkgError):
    """The store is missing, of another version, or held by another process."""


class EndpointError(RehabkgError):
    """A remote endpoint did not answer as a SPARQL endpoint does.

    `status` is the HTTP status of a refusal, None where none came; `passing` says whether the same request may do
    better a moment later.
    """

    def __init__(self, message: str, *, status: int | None = None, passing: bool = False) -> None:
        super().__init__(message)
        self.status = status
        self.passing = passing


class TooMuchError(EndpointError):
    """What was asked of a remote endpoint takes it too long or has too long an answer; a part of it may be answered."""


class NotFoundError(CallError):
    """No thing, or more than one, has the name or id given."""


class ShapesError(RehabkgError):
    """The data break a shape whose severity is Violation."""


def one_line(said: object, limit: int = 200) -> str:
    """Return what another program said as one line that a terminal can show: no control character, not too long."""
    words = shorten(" ".join(str(said).split()), limit)
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in words)


def shorten(value: str, limit: int = 80) -> str:
    """Return *value* cut to *limit* characters, so that a message stays one line."""
    return value if len(value) <= limit else value[: limit - 1] + "…"
