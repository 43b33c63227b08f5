"""Read the lists of people executed in Moscow, by street, house and flat: the pages of mos.memo.ru.

A page has a paragraph `Street`, under it houses (`h4`, with the number of people), flats (`h5`) and a paragraph `pers`
a person. The folder may hold tables beside the pages: `addresses.csv` and the geocoded addresses are joined to the
people; `all_2014-06.csv` has the first person of each flat, and is read for the pages that are not there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rehabkg.errors import SourceError, SourceNote
from rehabkg.readers.bounds import LONGEST_RECORD_CHARACTERS
from rehabkg.readers.encoding import fault, printable, too_long
from rehabkg.readers.moscow_addresses import address_key, read_addresses
from rehabkg.readers.moscow_biography import cut
from rehabkg.readers.named_cells import named_cells
from rehabkg.readers.pages import Element, elements, page_files, plain, read_page
from rehabkg.records.printed import PrintedRecord

Report = Callable[[SourceError], None]
Addresses = Mapping[str, Mapping[str, str]]

_TABLE = "all_2014-06.csv"
_COLUMNS = ("ADDRESS", "APT", "NAME", "BIO", "LINK")
_PAGE_NUMBER = re.compile(r"(?:shot-)?([0-9]{1,6})")
_LINKED_PAGE = re.compile(r"shot-([0-9]{1,6})\.htm")
_NAME = re.compile(r"\s*<b>(?P<name>.*?)</b>,?\s*(?P<life>.*)", re.IGNORECASE | re.DOTALL)
# Where the name is not closed, it ends at the first comma outside brackets.
_OPEN_NAME = re.compile(r"(?P<name>[^,(]*(?:\([^)]*\))?),\s*(?P<life>.*)", re.DOTALL)
_WHITE = re.compile(r"\s+")
_END = re.compile(r"</html\s*>", re.IGNORECASE)


@dataclass(slots=True)
class _Heading:
    """The headings under which the next person stands, as printed; "" where there is none."""

    street: str = ""
    house: str = ""
    people: str = ""
    flat: str = ""

    def enter(self, element: Element, text: str) -> None:
        if element.kind == "street":
            self.street, self.house, self.people, self.flat = text, "", "", ""
        elif element.tag == "h4":
            self.house, self.people, self.flat = text, "", ""
        elif element.tag == "h5":
            self.flat = text
        elif element.kind == "right":
            self.people = text

    def lines(self) -> list[str]:
        house = f"{self.house} ({self.people})" if self.people else self.house
        return [line for line in (self.street, house, self.flat) if line]

    def __str__(self) -> str:
        return ", ".join(line for line in (self.street, self.house, self.flat) if line)


def read_moscow_executed(path: Path, *, report: Report, encoding: str | None = None) -> Iterator[PrintedRecord]:
    """Yield each person of the page at *path*, or of all pages and tables of the folder.

    A person is numbered by the page and the place there, `shot-1-17`, one of the table by its line there,
    `all_2014-06-17`. Page by page, nothing is held but one page and the table of addresses. What cannot be read goes
    to *report*; raises `SourceError` where nothing can be read at *path*.
    """
    if not path.is_dir():
        yield from _page(path, path.name, {}, report, encoding)
        return
    table = path / _TABLE
    files = _pages(path, table)
    addresses = read_addresses(path, report=report, encoding=encoding)
    read: set[str] = set()
    for file in files:
        name = file.relative_to(path).as_posix()
        key = _page_key(file)
        if key in read:
            report(SourceError(file, None, f"page {key} is here twice; the second is left out"))
            continue
        read.add(key)
        try:
            yield from _page(file, name, addresses, report, encoding)
        except SourceError as error:
            report(error)
    if table.is_file():
        yield from _table(table, read, addresses, report, encoding)


def _pages(folder: Path, table: Path) -> list[Path]:
    try:
        return page_files(folder)
    except SourceError:
        if table.is_file():
            return []
        raise


def _page_key(file: Path) -> str:
    found = _PAGE_NUMBER.fullmatch(file.stem)
    return f"shot-{int(found[1])}" if found else file.stem


def _page(file: Path, name: str, addresses: Addresses, report: Report, encoding: str | None) -> Iterator[PrintedRecord]:
    page = read_page(file, encoding=encoding)
    heading = _Heading()
    place = 0
    for element in elements(page, "p", "h4", "h5"):
        if element.kind != "pers":
            heading.enter(element, _WHITE.sub(" ", plain(element.markup)).strip())
            continue
        place += 1
        person = _person(element, heading, f"{_page_key(file)}-{place}", name, place, addresses)
        amiss = fault(person.text)
        if amiss:
            report(SourceError(file, element.line, amiss, printed=printable(person.text)))
        elif len(person.text) > LONGEST_RECORD_CHARACTERS:
            report(too_long(file, element.line, person.text))
        elif not element.closed:
            report(SourceError(file, element.line, "the page ends within this person", printed=person.text))
        else:
            yield person
    if not place:
        raise SourceError(file, None, "holds no paragraph of the class 'pers'; a page of mos.memo.ru is wanted")
    if not _END.search(page, max(0, len(page) - 1000)):
        report(SourceNote(file, page.count("\n") + 1, "the page ends without </html>; it may be cut off"))


def _person(
    element: Element, heading: _Heading, number: str, file: str, place: int, addresses: Addresses
) -> PrintedRecord:
    text = plain(element.markup).strip()
    found = _NAME.fullmatch(element.markup) or _OPEN_NAME.fullmatch(text)
    name, life = (plain(found["name"]).strip(), plain(found["life"]).strip()) if found else ("", text)
    fields = _fields(life, address_key(heading.street, heading.house), addresses)
    return PrintedRecord(
        number=number,
        file=file,
        locator=f"page {file}, {heading}, person {place}" if str(heading) else f"page {file}, person {place}",
        line=element.line,
        text="\n".join((*heading.lines(), text)),
        name=name or None,
        fields=fields,
    )


def _fields(life: str, address: str, addresses: Addresses) -> dict[str, str]:
    return cut(life) | {name: cell for name, cell in addresses.get(address, {}).items() if cell}


def _table(
    table: Path, read: set[str], addresses: Addresses, report: Report, encoding: str | None
) -> Iterator[PrintedRecord]:
    """Yield the people of the pages that are not there."""
    for line, (address, flat, name, life, link) in named_cells(table, _COLUMNS, report=report, encoding=encoding):
        page = _LINKED_PAGE.search(link)
        if page and f"shot-{int(page[1])}" in read:
            continue
        fields = _fields(life.strip(), address_key(address), addresses)
        if link.strip():
            fields.setdefault("book_address", link.strip())
        printed = "\n".join(filter(None, (address, flat, f"{name}, {life}")))
        yield PrintedRecord(
            f"{table.stem}-{line}", table.name, f"line {line}", line, printed, name=name.strip() or None, fields=fields
        )
