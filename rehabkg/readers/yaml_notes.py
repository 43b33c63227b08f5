"""Read a small YAML file of notes: a list of flat mappings, or one. No object is built from a tag, no alias followed.

The events of the parser are taken as they come, so a value stays the text that the file prints (`0123` is no octal
number), and nothing nests or multiplies in memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from rehabkg.errors import SourceError, one_line, shorten
from rehabkg.readers.table.row import Report

# The longest file of notes has 30 kB.
LARGEST_FILE_BYTES = 1 << 20
# libyaml's parser where PyYAML was built with it: the same events, ten times as fast.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BLANK = ("", "~", "null", "Null", "NULL")
# The ends of a line that YAML 1.1 knows (section 5.4); the parser counts lines by them.
_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_WANTED = "a list of notes, each a mapping of plain texts, is wanted"


@dataclass(frozen=True, slots=True)
class Note:
    """One mapping: `cells` by their keys, blank ones left out; `line` (1-based) where it begins; `text` as printed."""

    line: int
    cells: Mapping[str, str]
    text: str


def read_notes(path: Path, *, report: Report) -> Iterator[Note]:
    """Yield each mapping of the file *path*; where it stops being one, a line goes to *report*.

    A file that cannot be read as text is reported as well, for it is one of many.
    """
    try:
        text = _text(path)
        lines = _LINE_END.split(text)
        for start, end, cells in _mappings(path.name, text):
            yield Note(start + 1, cells, "\n".join(lines[start:end]).rstrip())
    except yaml.YAMLError as error:
        report(SourceError(path.name, _line(error), f"is no YAML: {one_line(_said(error))}"))
    except SourceError as error:
        report(error)


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE_BYTES + 1)
    except OSError as error:
        raise SourceError(path.name, None, f"cannot be read: {error.strerror or error}") from error
    if len(content) > LARGEST_FILE_BYTES:
        raise SourceError(path.name, None, f"has more than {LARGEST_FILE_BYTES:,} bytes, as no file of notes has")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise SourceError(path.name, line, f"byte 0x{content[error.start]:02x} is not UTF-8") from error


def _mappings(file: str, text: str) -> Iterator[tuple[int, int, dict[str, str]]]:
    """Yield the first line (0-based), the line after the last, and the cells of each mapping."""
    notes = _Notes()
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line
        fault = notes.take(event, line)
        if fault:
            raise SourceError(file, line + 1, f"{fault}; {_WANTED}")
        if isinstance(event, yaml.MappingEndEvent):
            cells = {name: cell for name, cell in notes.cells.items() if cell}
            yield notes.start, max(line, notes.start + 1), cells


class _Notes:
    """The note that is being read: its cells so far, and the line (0-based) where it began."""

    def __init__(self) -> None:
        self.cells: dict[str, str] = {}
        self.start = 0
        self.inside = False
        self.lists = 0
        self.key: str | None = None

    def take(self, event: Any, line: int) -> str | None:
        """Take the next *event*, which stands on *line*; return what is wrong with it."""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            return "has an anchor or an alias"
        if isinstance(event, yaml.MappingStartEvent):
            if self.inside:
                return "has a mapping inside a note"
            self.cells, self.start, self.inside, self.key = {}, line, True, None
        elif isinstance(event, yaml.MappingEndEvent):
            self.inside = False
        elif isinstance(event, yaml.SequenceStartEvent):
            self.lists += 1
            if self.inside or self.lists > 1:
                return "has a list inside a note" if self.inside else "has more than one list"
        elif isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        return None

    def _scalar(self, event: Any) -> str | None:
        if not self.inside:
            return f"has {shorten(event.value)!r} outside a note"
        if self.key is None:
            self.key = event.value
            return f"gives {shorten(event.value)!r} twice in a note" if event.value in self.cells else None
        self.cells[self.key] = "" if not event.style and event.value in _BLANK else event.value
        self.key = None
        return None


def _line(error: yaml.YAMLError) -> int | None:
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark is not None else None


def _said(error: yaml.YAMLError) -> str:
    return str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
