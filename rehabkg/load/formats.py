"""The formats that can be loaded: each says how a file is cut into blocks, read, and recognised."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from rehabkg.errors import CallError, SourceError, shorten
from rehabkg.readers.block import Block
from rehabkg.records.model import RecordedPerson
from rehabkg.records.places import PlaceRecord
from rehabkg.records.printed import PrintedRecord

if TYPE_CHECKING:
    from rehabkg.readers.mediawiki import Page
    from rehabkg.readers.table.mapping import TableMapping

Report = Callable[[SourceError], None]
ReportCell = Callable[[str, str, str], None]
AnyRecord: TypeAlias = PrintedRecord | PlaceRecord


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a reader may be told: an encoding instead of the one it finds, the mapping file of a table."""

    encoding: str | None = None
    mapping: Path | None = None


@dataclass(frozen=True, slots=True)
class ReadBlock:
    """Records that were read already: of formats that cannot be cut before they are read."""

    records: tuple[AnyRecord, ...]


@dataclass(frozen=True, slots=True)
class PageBlock:
    """Pages of a wiki at *path* that were cut out of the dump and not read."""

    path: Path
    pages: tuple[Page, ...]


AnyBlock: TypeAlias = Block | ReadBlock | PageBlock

_Found = TypeVar("_Found")
_ENCODED = frozenset({"encoding"})
_HEAVIEST_GROUP_CHARACTERS = 16_000_000


@dataclass(frozen=True, slots=True)
class Format:
    """One format. `takes` says in a few words what FILE is.

    `blocks` cuts a file into blocks of about so many records, `read` reads a block that is not read yet, `recognise`
    makes the typed record. `by_place` tells whether records are numbered by their place in a file, not by the source.
    `options` names those of `ReadOptions` that it takes; `encoding` says in which encoding a file is read and how that
    was found, None where the file is no text of one encoding.
    """

    name: str
    takes: str
    blocks: Callable[[Path, int, Report, ReadOptions], Iterator[AnyBlock]]
    recognise: Callable[[PrintedRecord, ReportCell], RecordedPerson]
    read: Callable[[AnyBlock, Report], Iterable[AnyRecord]]
    by_place: Callable[[Path, ReadOptions], bool] = lambda _path, _options: False
    options: frozenset[str] = frozenset()
    encoding: Callable[[Path, ReadOptions], str | None] = lambda _path, _options: None


def text_of(record: AnyRecord) -> str:
    """Return a record as printed."""
    return record.text if isinstance(record, PrintedRecord) else record.printed.text


def format_named(name: str) -> Format:
    """Return a format by its name. Raises `CallError` with the names there are."""
    if name not in FORMATS:
        raise CallError(f"format {shorten(name)!r} is not one of {', '.join(FORMATS)}")
    return FORMATS[name]()


def _memorial_table() -> Format:
    from rehabkg.readers.memorial_table import records_of, table_blocks

    def blocks(path: Path, size: int, report: Report, _: ReadOptions) -> Iterator[AnyBlock]:
        return table_blocks(path, rows=size, report=report)

    def read(block: AnyBlock, report: Report) -> Iterable[AnyRecord]:
        assert isinstance(block, Block)  # noqa: S101 - `blocks` makes no other
        return records_of(block, report=report)

    takes = "the table of 39 columns (.tsv)"
    return Format("memorial-table", takes, blocks, _by_fields, read, encoding=lambda *_: "utf-8 (as the format has it)")


def _memorial_lists() -> Format:
    from rehabkg.readers.memorial_lists import list_blocks, records_of

    def blocks(path: Path, size: int, report: Report, options: ReadOptions) -> Iterator[AnyBlock]:
        return list_blocks(path, records=size, report=report, encoding=options.encoding)

    def read(block: AnyBlock, report: Report) -> Iterable[AnyRecord]:
        assert isinstance(block, Block)  # noqa: S101 - `blocks` makes no other
        return records_of(block, report=report)

    takes = "record bodies separated by lines '---', a page of the site, or a folder of pages"
    return Format(
        "memorial-lists", takes, blocks, _by_body, read, by_place=lambda *_: True, options=_ENCODED, encoding=_found
    )


def _open_list() -> Format:
    from rehabkg.readers.mediawiki import read_pages
    from rehabkg.readers.open_list import record_of

    def blocks(path: Path, size: int, report: Report, _: ReadOptions) -> Iterator[AnyBlock]:
        for pages in _groups(read_pages(path, report=report), size, lambda page: len(page.text)):
            yield PageBlock(path, pages)

    def read(block: AnyBlock, report: Report) -> Iterable[AnyRecord]:
        assert isinstance(block, PageBlock)  # noqa: S101 - `blocks` makes no other
        for page in block.pages:
            record = record_of(page, block.path, report=report)
            if record is not None:
                yield record

    return Format("open-list", "an XML export of the wiki (.xml, .xml.bz2, .xml.gz)", blocks, _by_fields, read)


def _memorial_database() -> Format:
    from rehabkg.readers.memorial_database import read_memorial_database

    takes = "the folder of the database's tables (cp1251, ';')"
    return _read_whole("memorial-database", takes, lambda path, report, _: read_memorial_database(path, report=report))


def _moscow_executed() -> Format:
    from rehabkg.readers.moscow_executed import read_moscow_executed

    def read(path: Path, report: Report, options: ReadOptions) -> Iterator[AnyRecord]:
        return read_moscow_executed(path, report=report, encoding=options.encoding)

    takes = "the folder of pages by street, with its tables of addresses, or a page"
    return _read_whole("moscow-executed", takes, read, options=_ENCODED, encoding=_found)


def _north_ossetia() -> Format:
    from rehabkg.readers.north_ossetia import read_north_ossetia

    takes = "the workbook (.xlsx), with the table of districts beside it"
    return _read_whole("north-ossetia", takes, lambda path, report, _: read_north_ossetia(path, report=report))


def _khabarovsk() -> Format:
    from rehabkg.readers.khabarovsk import read_khabarovsk

    def read(path: Path, report: Report, options: ReadOptions) -> Iterator[AnyRecord]:
        return read_khabarovsk(path, report=report, encoding=options.encoding)

    takes = "the folder of tables that share an id"
    return _read_whole("khabarovsk", takes, read, options=_ENCODED, encoding=_found)


def _gulag_camps() -> Format:
    from rehabkg.readers.gulag_camps import read_gulag_camps

    takes = "the folder of camps, their locations and their counts of prisoners (.tsv)"
    return _read_whole("gulag-camps", takes, lambda path, report, _: read_gulag_camps(path, report=report))


def _stalin_lists() -> Format:
    from rehabkg.readers.stalin_lists import read_stalin_lists

    takes = "the folder with spravki/ (YAML) and tables/ (CSV)"
    return _read_whole("stalin-lists", takes, lambda path, report, _: read_stalin_lists(path, report=report))


def _table() -> Format:
    from rehabkg.readers.table.load import load_mapping
    from rehabkg.readers.table.read import read_table

    def mapping(path: Path, options: ReadOptions) -> TableMapping:
        if options.mapping is None:
            raise CallError("a table needs --mapping FILE; 'rehabkg map init' proposes one")
        return load_mapping(options.mapping, path)

    def read(path: Path, report: Report, options: ReadOptions) -> Iterator[AnyRecord]:
        return read_table(path, mapping(path, options), report=report)

    def by_place(path: Path, options: ReadOptions) -> bool:
        return not mapping(path, options).number

    def encoding(path: Path, options: ReadOptions) -> str | None:
        said = mapping(path, options)
        return f"{said.dialect.encoding} (as the mapping says)" if said.kind == "csv" else None

    takes = "any CSV, TSV, XLSX or Parquet, with --mapping FILE"
    return _read_whole(
        "table", takes, read, recognise=_by_either, by_place=by_place, options=frozenset({"mapping"}), encoding=encoding
    )


def _read_whole(
    name: str,
    takes: str,
    reader: Callable[[Path, Report, ReadOptions], Iterator[AnyRecord]],
    *,
    recognise: Callable[[PrintedRecord, ReportCell], RecordedPerson] | None = None,
    **told: Any,
) -> Format:
    """Return a format whose reader cannot be cut into blocks: it reads here, other processes do the rest."""

    def blocks(path: Path, size: int, report: Report, options: ReadOptions) -> Iterator[AnyBlock]:
        for records in _groups(reader(path, report, options), size, lambda record: len(text_of(record))):
            yield ReadBlock(records)

    def read(block: AnyBlock, _: Report) -> Iterable[AnyRecord]:
        assert isinstance(block, ReadBlock)  # noqa: S101 - `blocks` makes no other
        return block.records

    return Format(name, takes, blocks, recognise or _by_fields, read, **told)


def _groups(found: Iterable[_Found], most: int, weigh: Callable[[_Found], int]) -> Iterator[tuple[_Found, ...]]:
    """Yield what is found in groups, bounded in number and in weight: a page may hold two million letters."""
    group: list[_Found] = []
    weight = 0
    for one in found:
        group.append(one)
        weight += weigh(one)
        if len(group) >= most or weight >= _HEAVIEST_GROUP_CHARACTERS:
            yield tuple(group)
            group, weight = [], 0
    if group:
        yield tuple(group)


def _found(path: Path, options: ReadOptions) -> str | None:
    from rehabkg.readers.encoding import detect

    try:
        return str(detect(path, called=options.encoding))
    except SourceError:
        # A picture among the pages; its reader says what is wrong with a file that is wanted.
        return None


def _by_fields(printed: PrintedRecord, report: ReportCell) -> RecordedPerson:
    from rehabkg.recognise.fields import recognise_fields

    return recognise_fields(printed, report=report)


def _by_body(printed: PrintedRecord, _: ReportCell) -> RecordedPerson:
    from rehabkg.recognise.list_body import recognise_body

    # Running text has no cells to report; what no rule takes stands in `unread`.
    return recognise_body(printed)


def _by_either(printed: PrintedRecord, report: ReportCell) -> RecordedPerson:
    """Recognise the cells, and the running text beside them where there is one: a cell goes before the text."""
    person = _by_fields(printed, report)
    if printed.body is None:
        return person
    from dataclasses import fields, replace

    told = _by_body(printed, report)
    silent = RecordedPerson()
    blank = [field.name for field in fields(person) if getattr(person, field.name) == getattr(silent, field.name)]
    return replace(person, **{name: getattr(told, name) for name in blank})


FORMATS: Mapping[str, Callable[[], Format]] = MappingProxyType(
    {
        "memorial-table": _memorial_table,
        "memorial-lists": _memorial_lists,
        "memorial-database": _memorial_database,
        "open-list": _open_list,
        "moscow-executed": _moscow_executed,
        "north-ossetia": _north_ossetia,
        "khabarovsk": _khabarovsk,
        "stalin-lists": _stalin_lists,
        "gulag-camps": _gulag_camps,
        "table": _table,
    }
)
