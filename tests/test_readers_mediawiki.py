"""An export is read as far as it goes; what is wrong with it is one clear line, and costs no more than it must."""

from __future__ import annotations

import bz2
import gzip
from pathlib import Path

import pytest

from rehabkg.errors import SourceError
from rehabkg.readers import mediawiki
from rehabkg.readers.mediawiki import LONGEST_TEXT, Page, read_pages

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<mediawiki xml:lang="ru">\n'
FOOT = "</mediawiki>\n"


def page(number: object, text: str = "Текст", title: str = "Название", namespace: object = 0) -> str:
    return (
        f"<page>\n<title>{title}</title>\n<ns>{namespace}</ns>\n<id>{number}</id>\n<revision><id>1</id>"
        f"<contributor><id>2</id></contributor><text>{text}</text></revision>\n</page>\n"
    )


def read(path: Path) -> tuple[list[Page], list[str]]:
    """The pages of *path*, and what was reported."""
    faults: list[SourceError] = []
    return list(read_pages(path, report=faults.append)), [str(fault) for fault in faults]


def write(tmp_path: Path, content: str | bytes, name: str = "dump.xml") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_page_has_its_own_id_and_not_that_of_its_author(tmp_path: Path) -> None:
    pages, faults = read(write(tmp_path, HEAD + page(7, "а &amp; б") + FOOT))

    assert pages == [Page(7, 0, "Название", "а & б", 3, redirect=False)]
    assert faults == []


@pytest.mark.parametrize("name", ["dump.xml.bz2", "dump.xml.gz", "dump.xml", "named-otherwise"])
def test_packed_exports_are_unpacked_whatever_their_name(tmp_path: Path, name: str) -> None:
    content = (HEAD + page(7) + FOOT).encode()
    pack = bz2.compress if "bz2" in name else gzip.compress if name != "dump.xml" else bytes

    pages, faults = read(write(tmp_path, pack(content), name))

    assert ([found.number for found in pages], faults) == ([7], [])


def test_several_bzip2_streams_are_one_export(tmp_path: Path) -> None:
    """The wiki's own dumps are packed so."""
    content = (HEAD + page(7) + page(8) + FOOT).encode()

    pages, faults = read(write(tmp_path, bz2.compress(content[:150]) + bz2.compress(content[150:]), "dump.xml.bz2"))

    assert ([found.number for found in pages], faults) == ([7, 8], [])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "is a 7-Zip archive: unpack it first"),
        (b"PK\x03\x04\x14\x00", "is a zip archive: unpack it first"),
        (b"", "is no MediaWiki export: the XML is broken here: no element found"),
        (
            b"\x00\x01\x02\x03\x04\x05",
            "is no MediaWiki export: the XML is broken here: not well-formed (invalid token)",
        ),
        (b"<html></html>", "is no MediaWiki export: its root is <html>, <mediawiki> is wanted"),
        (b"surname\tname\n", "is no MediaWiki export: the XML is broken here: syntax error"),
        (bz2.compress(b"<mediawiki>")[:20], "is no MediaWiki export: the packed file is damaged or cut off here"),
    ],
)
def test_another_file_is_refused_in_one_line(tmp_path: Path, content: bytes, message: str) -> None:
    path = write(tmp_path, content)

    with pytest.raises(SourceError) as refused:
        read(path)

    assert message in str(refused.value)
    assert str(refused.value).startswith(str(path))
    assert "\n" not in str(refused.value)


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nowhere\.xml: cannot be read: No such file or directory$"):
        read(tmp_path / "nowhere.xml")


def test_entities_are_refused_before_they_grow(tmp_path: Path) -> None:
    """A billion laughs need a document type, and no export has one."""
    bomb = '<!DOCTYPE m [<!ENTITY a "ха"><!ENTITY b "&a;&a;&a;&a;">]>\n<mediawiki>&b;</mediawiki>'

    with pytest.raises(SourceError, match=r"dump\.xml:1: is no MediaWiki export: a document type is declared"):
        read(write(tmp_path, bomb))


def test_an_undeclared_entity_breaks_the_xml(tmp_path: Path) -> None:
    pages, faults = read(write(tmp_path, HEAD + page(1) + page(2, "&laquo;") + FOOT))

    assert [found.number for found in pages] == [1]
    assert faults == ["dump.xml:13: the XML is broken here: undefined entity; the 1 pages before it are read"]


@pytest.mark.parametrize(
    ("broken", "line", "message"),
    [
        (HEAD + page(1) + "<page><title>Обрыв", 9, "no element found"),
        (HEAD + page(1) + page(2, "\0"), 13, "not well-formed (invalid token)"),
        (HEAD + page(1) + "<page></mediawiki>", 9, "mismatched tag"),
        (HEAD + page(1) + FOOT + "ещё", 10, "junk after document element"),
    ],
)
def test_what_stands_before_broken_xml_stays_read(tmp_path: Path, broken: str, line: int, message: str) -> None:
    pages, faults = read(write(tmp_path, broken))

    assert [found.number for found in pages] == [1]
    assert faults == [f"dump.xml:{line}: the XML is broken here: {message}; the 1 pages before it are read"]


@pytest.mark.parametrize("pack", [bz2.compress, gzip.compress])
def test_what_stands_before_the_end_of_a_cut_archive_stays_read(tmp_path: Path, pack: object) -> None:
    content = (HEAD + "".join(page(number, f"Текст {number * number}") for number in range(1, 20_001)) + FOOT).encode()
    packed = pack(content)  # type: ignore[operator]

    pages, faults = read(write(tmp_path, packed[: len(packed) // 2], "dump.xml.packed"))

    assert 0 < len(pages) < 20_000
    assert [found.number for found in pages] == list(range(1, len(pages) + 1))
    assert len(faults) == 1
    assert "the packed file is damaged or cut off here" in faults[0]
    assert faults[0].endswith(f"the {len(pages):,} pages before it are read")


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (page("семь"), "page семь: its id 'семь' is no page id"),
        (page(1 << 40), f"page {1 << 40}: its id '{1 << 40}' is no page id"),
        (page(3, namespace="?"), "page 3: its name space '?' is no number"),
        (page(1, title="Повтор"), "page 1: a page of this id was read before"),
        (page(3, title="Я" * 1_001), "page 3: its title is longer than 1,000 characters"),
        ("<page><title>Без номера</title></page>\n", "page : its id '' is no page id"),
    ],
)
def test_a_bad_page_costs_that_page(tmp_path: Path, bad: str, message: str) -> None:
    pages, faults = read(write(tmp_path, HEAD + page(1) + bad + page(2) + FOOT))

    assert [found.number for found in pages] == [1, 2]
    assert faults == [f"dump.xml:9: {message}"]


def test_an_absurdly_long_text_is_refused_by_its_page(tmp_path: Path) -> None:
    """It is dropped while it comes in, so that it need not fit into memory."""
    content = HEAD + page(1, "Я" * (LONGEST_TEXT + 1)) + page(2, "Я" * LONGEST_TEXT) + FOOT

    pages, faults = read(write(tmp_path, content))

    assert [found.number for found in pages] == [2]
    assert faults == [f"dump.xml:3: page 1: its text is longer than {LONGEST_TEXT:,} characters"]


def test_a_tag_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A parser must hold a tag whole; nothing but a bound keeps one of 30 GB out of memory."""
    monkeypatch.setattr(mediawiki, "_LONGEST_TAG", 200_000)

    pages, faults = read(write(tmp_path, HEAD + page(1) + "<page " + 'a="б" ' * 100_000))

    assert [found.number for found in pages] == [1]
    assert len(faults) == 1
    assert "a tag is longer than 200,000 bytes; the 1 pages before it are read" in faults[0]


def test_nesting_without_end_is_refused(tmp_path: Path) -> None:
    pages, faults = read(write(tmp_path, HEAD + page(1) + "<a>" * 1_000_000))

    assert [found.number for found in pages] == [1]
    assert faults == ["dump.xml:9: elements nest deeper than 20; the 1 pages before it are read"]


def test_a_single_encoding_that_the_xml_states_is_followed(tmp_path: Path) -> None:
    content = HEAD.replace("utf-8", "windows-1251") + page(1, "Реабилитирован") + FOOT

    pages, faults = read(write(tmp_path, content.encode("windows-1251")))

    assert ([found.text for found in pages], faults) == (["Реабилитирован"], [])


def test_bytes_that_are_not_of_the_encoding_break_the_xml(tmp_path: Path) -> None:
    content = HEAD.encode() + page(1).encode() + page(2).encode("windows-1251")

    pages, faults = read(write(tmp_path, content))

    assert [found.number for found in pages] == [1]
    assert faults == [
        "dump.xml:10: the XML is broken here: not well-formed (invalid token); the 1 pages before it are read"
    ]
