"""How much of what files print the vocabulary knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from rehabkg.load.detect import detect_format
from rehabkg.load.formats import ReadOptions
from rehabkg.load.parse import recognised
from rehabkg.recognise.coverage import Coverage, coverage_of
from rehabkg.records.model import RecordedPerson


def coverage_of_files(
    files: Sequence[Path], format_name: str | None, options: ReadOptions, fault: Callable[[str], None]
) -> Coverage:
    """Return the coverage of all records of *files*; the format is told by their content where none is named."""
    return coverage_of(_persons(files, format_name, options, fault))


def _persons(
    files: Sequence[Path], format_name: str | None, options: ReadOptions, fault: Callable[[str], None]
) -> Iterator[RecordedPerson]:
    for path in files:
        name = format_name if format_name is not None else detect_format(path)
        for _, found in recognised(name, (path,), options, fault):
            if isinstance(found, RecordedPerson):
                yield found
