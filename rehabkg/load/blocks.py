"""Cut the files of a source into blocks, in their order, and number the records of later files apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from rehabkg.load.formats import AnyBlock, Format, PageBlock, ReadOptions, Report, text_of
from rehabkg.readers.block import Block
from rehabkg.records.printed import PrintedRecord

_FILE_MARK = "f{}-"


def file_blocks(
    form: Format, files: Sequence[Path], records: int, report: Report, options: ReadOptions
) -> Iterator[tuple[str, AnyBlock]]:
    """Yield each block of about so many *records*, and what to put before their numbers.

    That is nothing for the first file, a mark of the file for later ones whose records are numbered by their place.
    """
    for place, path in enumerate(files, start=1):
        prefix = _FILE_MARK.format(place) if place > 1 and form.by_place(path, options) else ""
        for block in form.blocks(path, records, report, options):
            yield prefix, block


def renumbered(printed: PrintedRecord, prefix: str) -> PrintedRecord:
    """Return *printed* with the mark of its file before its number."""
    return replace(printed, number=prefix + printed.number) if prefix else printed


def block_bytes(block: AnyBlock) -> int:
    """Return about how many bytes of the file a block is."""
    if isinstance(block, Block):
        return len(block.content)
    if isinstance(block, PageBlock):
        return sum(len(page.text.encode("utf-8", "replace")) for page in block.pages)
    return sum(len(text_of(record).encode("utf-8", "replace")) for record in block.records)
