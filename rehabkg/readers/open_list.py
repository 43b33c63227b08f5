"""Read a dump of Open List (ru.openlist.wiki): a MediaWiki XML export whose pages hold the template Формуляр.

A page is a record: its number is MediaWiki's page id, its text the title and the wikitext. `read_pages` of
`readers.mediawiki` is the cheap half of the work; `record_of` the other, which may run elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache, lru_cache, partial
from operator import attrgetter
from pathlib import Path

from rehabkg.errors import SourceError
from rehabkg.lexicon import read_lexicon
from rehabkg.readers.full_name import parts_of_name
from rehabkg.readers.mediawiki import Page, read_pages
from rehabkg.readers.open_list_form import person_and_cases
from rehabkg.readers.wikitext import Template, Wikitext, categories, plain, targets, templates, wikitext
from rehabkg.records.printed import PrintedRecord

Report = Callable[[SourceError], None]

_NAMESPACE = r"\{\{\s*+(?:(?:[Шш]аблон|[Tt]emplate)\s*+:\s*+)?"
_FORM = re.compile(_NAMESPACE + r"[Фф]ормуляр\s*+(?=[|}])")
_KIN = re.compile(_NAMESPACE + r"[Пп]редположительные[ _]родственники\s*+(?=[|}])")
_REDIRECT = re.compile(r"\s*+#(?:перенаправление|redirect)\b", re.IGNORECASE)

# A category names a source, a region, or something else: a source by its words, a region by those of an address.
_OF_A_SOURCE = re.compile(
    r"книг[аи] памяти|мартиролог|\bБД\b|баз[аы] данных|архив|списк|список|\bобществ[оа]\b|мемориал|правительств|"
    r"сведения|издани|газет|журнал",
    re.IGNORECASE,
)
_OF_A_REGION = re.compile(
    r"(?:\b(?:обл|край|кр|губ)\b\.?|\bобласть|\bгуберния|\b[А-Я]{0,3}ССР\b|\bАО\b|\bокруг\b|^Республика\b|"
    r"\bреспублика)(?: \([^()]*\))?$"
)

# Categories of the wiki's own housekeeping.
_OF_ALL_SOURCES = frozenset({"Все мартирологи", "Открытый список"})
_KEPT = 16_384
# What a report shows of a page.
_LONGEST_PRINTED = 2_000

# "Фамилия Имя Отчество (1890)"; a second person of that name and year has a number after it.
_TITLE = re.compile(r"(.*\S)\s*\(([0-9]{4})\)(?:\s*\([0-9]{1,2}\))?")


def read_open_list(path: Path, *, report: Report, skipped: Counter[str] | None = None) -> Iterator[PrintedRecord]:
    """Yield the record of each person's page in the dump *path* (.xml, .xml.bz2 or .xml.gz).

    What cannot be read goes to *report*. Redirects, pages of other name spaces and pages without the template are
    passed over; *skipped* counts them by these words. Raises `SourceError` where the file is no export.
    """
    for page in read_pages(path, report=report):
        why = _why_skipped(page)
        if why is None:
            record = record_of(page, path, report=report)
            if record is not None:
                yield record
        elif skipped is not None:
            skipped[why] += 1


def _why_skipped(page: Page) -> str | None:
    if page.namespace != 0:
        return "other name space"
    if page.redirect or _REDIRECT.match(page.text):
        return "redirect"
    return None if _FORM.search(page.text) else "no form"


def record_of(page: Page, path: Path, *, report: Report) -> PrintedRecord | None:
    """Return the record of a person's *page* of the dump *path*; None if its form cannot be read, which is reported."""
    names, text = categories((source := wikitext(page.text)).text)
    forms, unclosed = templates(text, _FORM)
    if unclosed is not None or not forms:
        message = "the braces of its form do not close" if forms or unclosed is not None else "its form is a comment"
        report(_fault(path, page, message))
        return None
    if len(forms) > 1:
        report(_fault(path, page, f"it has {len(forms)} forms; the first is read"))
    words = partial(plain, source)
    fields, cases = person_and_cases(forms[0].parameters, words)
    kin, _ = templates(text, _KIN)
    name = _put_name(fields, page.title)
    _put_categories(fields, names)
    if kin:
        _put(fields, "kin", _kin(kin, words))
    _put(fields, "note", _prose(text, [*forms, *kin], source))
    return PrintedRecord(
        number=str(page.number),
        file=path.name,
        locator=f"page {page.number}",
        line=page.line,
        text=f"{page.title}\n{page.text}",
        name=name,
        fields=fields,
        cases=cases,
    )


def _fault(path: Path, page: Page, message: str) -> SourceError:
    printed = f"{page.title}\n{page.text}"[:_LONGEST_PRINTED]
    return SourceError(path.name, page.line, f"page {page.number}: {message}", printed=printed)


def _put(fields: dict[str, str], name: str, value: str) -> None:
    """Add a line to a cell; nothing for an empty value."""
    if value:
        fields[name] = f"{fields[name]}\n{value}" if name in fields else value


def _put_name(fields: dict[str, str], title: str) -> str:
    """Put the parts of the name that *title* shows, and the year of birth where no date stands; return the name."""
    titled = _TITLE.fullmatch(title)
    name = titled[1] if titled else title
    if titled:
        fields.setdefault("birth_date", titled[2])
    for cell, part in parts_of_name(name).items():
        _put(fields, cell, part)
    return name


def _put_categories(fields: dict[str, str], names: list[str]) -> None:
    """Tell the categories that name a source or a region from the others; all of them stand in `categories`."""
    _put(fields, "categories", "\n".join(names))
    cited = fields.get("book", "")
    books = [name for name in names if _kind(name) == "source" or (name in cited and name in cited.split("; "))]
    regions = [name for name in names if _kind(name) == "region" and name not in books]
    if books:
        fields["book"] = "; ".join(books)
    _put(fields, "region", "; ".join(regions))


@lru_cache(maxsize=_KEPT)
def _kind(category: str) -> str:
    """Return what a category names: a source, a region or other."""
    if category in _OF_ALL_SOURCES:
        return "other"
    if _OF_A_SOURCE.search(category):
        return "source"
    word = category.lower()
    names, beginnings = _regions()
    is_region = word in names or (" " not in word and word.startswith(beginnings)) or _OF_A_REGION.search(category)
    return "region" if is_region else "other"


@cache
def _regions() -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the names of regions that the lexicon has, in lower case, and the beginnings that stand for any ending."""
    names = {
        name.strip().lower() for row in read_lexicon("regions") for name in (row["ru"], *row["names"].split("|"))
    } - {""}
    beginnings = tuple(sorted(name.rstrip("*") for name in names if name.endswith("*")))
    return frozenset(name for name in names if not name.endswith("*")), beginnings


def _kin(boxes: list[Template], words: Callable[[str], str]) -> str:
    """Return the kin, a line each: how they are related, as the wiki words it, and the title of their page."""
    lines: dict[str, None] = {}
    for box in boxes:
        for relation, value in box.parameters.items():
            for person in targets(value) or filter(None, [words(value)]):
                lines[person if relation.isdecimal() else f"{relation}: {person}"] = None
    return "\n".join(lines)


def _prose(text: str, boxes: list[Template], source: Wikitext) -> str:
    """Return what the page says outside its boxes: each section with words in it, under its heading; the footnotes."""
    pieces, place = [], 0
    for box in sorted(boxes, key=attrgetter("start")):
        pieces.append(text[place : box.start])
        place = box.end
    rest = "".join([*pieces, text[place:]])
    said: list[str] = []
    heading = ""
    for line in plain(source, rest).split("\n") if rest.strip() else ():
        if line.startswith("=") and line.endswith("="):
            heading = line.strip("= ")
        else:
            said.append(f"{heading}: {line}" if heading else line)
            heading = ""
    return "\n".join(filter(None, [*said, *(plain(source, note) for note in source.footnotes)]))
