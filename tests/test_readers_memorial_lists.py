"""The lists of lists.memo.ru are read as text and as pages, at once or block by block, whatever is wrong in them."""

from __future__ import annotations

import gzip
import os
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rehabkg import assets
from rehabkg.errors import SourceError
from rehabkg.readers import encoding, memorial_lists, memorial_pages, pages
from rehabkg.readers.block import Block
from rehabkg.readers.memorial_lists import list_blocks, read_memorial_lists, records_of
from rehabkg.records.printed import PrintedRecord

CASES = Path(__file__).parent / "cases" / "records" / "memorial-lists"
REAL = assets.ROOT.parent / "shared" / "data" / "memorial-lists"
untimed = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read(path: Path, called: str | None = None) -> tuple[list[PrintedRecord], list[str]]:
    """The records at *path*, and what is reported."""
    errors: list[SourceError] = []
    records = list(read_memorial_lists(path, report=errors.append, encoding=called))
    return records, [str(error) for error in errors]


def read_text(folder: Path, content: str | bytes) -> tuple[list[PrintedRecord], list[str]]:
    """The records of a text of *content*."""
    path = folder / "list.txt"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(path)


def test_bodies_are_read_with_the_line_where_each_starts() -> None:
    """Two equal bodies are two people; an entry between two separators is nobody."""
    records, errors = read(CASES / "records.txt")

    assert errors == []
    assert [(record.number, record.line, record.locator) for record in records] == [
        ("l1", 1, "line 1"), ("l9", 9, "line 9"), ("l13", 13, "line 13"), ("l16", 16, "line 16"),
    ]  # fmt: skip
    assert records[1].body == records[2].body == "Родилась в 1929 г.\nПриговор: репрессир. по национ. призн."
    assert records[3].text == records[3].body
    assert records[3].body == (
        "(варианты фамилии: Придуманов)\nРодился в 1898 г.; «из крестьян» № 7;\n   сторож – ночной."
    )
    assert {(record.file, record.name, record.book, len(record.fields)) for record in records} == {
        ("records.txt", None, None, 0)
    }


def test_pages_are_read_with_name_book_and_anchor() -> None:
    """A page of the site has what the texts lack: who the person is, and in which book they stand."""
    records, errors = read(CASES / "pages" / "d1" / "f1.htm")

    assert errors == []
    assert records[0] == PrintedRecord(
        number="f1.htm#n1",
        file="f1.htm",
        locator="page f1.htm, entry 1",
        line=8,
        text="\n".join((records[0].name or "", records[0].body or "", records[0].book or "")),
        name="Придуманов Иван Небывалович",
        body="Родился в 1901 г., д. Выдумка, Кривской р-н; русский; б/п;\nплотник.\nПроживал: с. Небывалово.\n"
        "Приговорен: тройка при УНКВД 9 марта 1938 г., обв.: по ст. 58-10.\nПриговор: 10 лет ИТЛ\n"
        "Реабилитирован 5 мая 1957 г.",
        book="Книга памяти Небыльской обл. — т.1",
    )
    assert (records[1].name, records[1].number) == ("Сочинённая Вера «Выдумовна»", "f1.htm#n2")


def test_a_folder_is_read_page_by_page_in_the_order_of_the_site() -> None:
    """f2.htm comes before f10.htm, and two pages have an n1 each."""
    records, errors = read(CASES / "pages")

    assert errors == []
    assert [record.number for record in records] == [
        "d1/f1.htm#n1", "d1/f1.htm#n2", "d2/f2.htm#n1", "d2/f10.htm#n1", "d2/f10.htm#l13", "d2/f10.htm#l16",
        "d2/f10.htm#l18", "d2/f10.htm#n7",
    ]  # fmt: skip


def test_broken_markup_loses_nobody() -> None:
    """An anchor given twice, a lost name, a lost body, tags that are never closed, a commented-out entry."""
    records, _ = read(CASES / "pages" / "d2" / "f10.htm")

    assert [(record.name, record.body, record.book) for record in records] == [
        ("Небылов Пётр Лукич", "Родился в 1880 г.\nАрестован в 1937 г.", "Книга памяти"),
        ("Небылов Павел Лукич", "Родился в 1882 г.", "Книга памяти"),
        (None, "Родился в 1884 г.", "Книга памяти"),
        ("Небылова Анна Лукинична", None, None),
        ("Небылова Ева Лукинична", "Родилась в 1886 г.", None),
    ]


@pytest.mark.parametrize("name", ["windows-1251", "koi8-r", "cp866", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_text_reads_the_same_in_every_encoding(name: str, end: str, tmp_path: Path) -> None:
    """The encoding of a file and its line ends are no part of what it says."""
    # Guillemets and dashes are not in every encoding.
    text = (CASES / "records.txt").read_text("utf-8").replace("–", "-").replace("«", '"').replace("»", '"')
    wanted, _ = read_text(tmp_path, text.replace("№", "N"))

    found, errors = read_text(tmp_path, text.replace("№", "N").replace("\n", end).encode(name))

    assert errors == []
    assert found == wanted


def test_what_the_user_says_of_the_encoding_is_taken(tmp_path: Path) -> None:
    """A list of one short entry shows its encoding to nobody but its owner."""
    (tmp_path / "list.txt").write_bytes("Род. в 1901 г.".encode("cp866"))

    with pytest.raises(SourceError, match="is not UTF-8, nor Russian in any of"):
        read(tmp_path / "list.txt")
    records, _ = read(tmp_path / "list.txt", called="cp866")
    assert [record.body for record in records] == ["Род. в 1901 г."]


def test_a_bad_record_costs_that_record(tmp_path: Path) -> None:
    """A NUL byte, a byte that does not fit, a text cut within a letter: the others are read."""
    good = "Родился в 1901 г., д. Выдумка"
    content = b"\n---\n".join(
        (good.encode(), b"\xd0\xa0\x00", good.encode(), b"\n\nabc\xff", good.encode(), good.encode()[:-1])
    )

    records, errors = read_text(tmp_path, content)

    assert [record.line for record in records] == [1, 5, 11]
    assert errors == [
        "list.txt:3: there is a NUL byte",
        "list.txt:9: byte 0xff does not fit the file's encoding",
        "list.txt:13: byte 0xd0 does not fit the file's encoding",
    ]


def test_a_bad_record_is_handed_over_as_printed(tmp_path: Path) -> None:
    """Who mends the list must see the row, and a report in UTF-8 must be able to hold it."""
    path = tmp_path / "list.txt"
    path.write_bytes("Родился в ".encode() + b"\x98" + " году".encode())
    errors: list[SourceError] = []

    assert list(read_memorial_lists(path, report=errors.append)) == []

    assert [error.printed for error in errors] == ["Родился в \\x98 году"]


def test_a_record_without_end_is_reported_and_not_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that has no separators is no list; what comes after the next separator is read, with its line."""
    monkeypatch.setattr(memorial_lists, "LONGEST_RECORD_CHARACTERS", 20)
    content = "Род. в 1901 г.\n---\nодин\n" + "ещё строка\n" * 20 + "---\nРод. в 1903 г.\n---\nРод. в 1904 г."

    records, errors = read_text(tmp_path, content)

    assert [(record.body, record.line) for record in records] == [
        ("Род. в 1901 г.", 1), ("Род. в 1903 г.", 25), ("Род. в 1904 г.", 27),
    ]  # fmt: skip
    assert errors == [
        "list.txt:2: more than 1,000,000 characters without an end, beginning '---\\nодин\\nещё строка\\n'"
    ]


def test_a_record_with_an_endless_line_is_refused_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without that line it would be another record."""
    monkeypatch.setattr(encoding, "LONGEST_RECORD_CHARACTERS", 20)
    content = "Род. в 1901 г.\n---\nРод. в 1902 г.\n" + "x" * 99 + "\nконец\n---\nРод. в 1903 г."

    records, errors = read_text(tmp_path, content)

    assert [(record.body, record.line) for record in records] == [("Род. в 1901 г.", 1), ("Род. в 1903 г.", 7)]
    assert errors == [f"{tmp_path}/list.txt:4: more than 20 characters without an end, beginning '{'x' * 21}'"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (gzip.compress(b"x", mtime=0), "is a gzip archive, a text is wanted"),
        (bytes(100), "is a binary file"),
        (b"<html><p class=other>x</p></html>", None),
    ],
)
def test_what_is_no_list_is_told(content: bytes, message: str | None, tmp_path: Path) -> None:
    """A file that is no list is one clear line, not a list of nobody."""
    if message is None:
        records, errors = read_text(tmp_path, content)
        assert records == []
        assert errors == ["list.txt: holds no paragraph of the class 'name'; a page of lists.memo.ru is wanted"]
    else:
        with pytest.raises(SourceError, match=message):
            read_text(tmp_path, content)


def test_a_missing_file_and_a_folder_without_pages_are_told(tmp_path: Path) -> None:
    """Either is a slip of the call, and says what it looked for."""
    with pytest.raises(SourceError, match="cannot be read: No such file or directory"):
        read(tmp_path / "gone.txt")
    (tmp_path / "list.txt").write_text("x", encoding="utf-8")
    with pytest.raises(SourceError, match=r"holds no page \(\*.htm, \*.html\)"):
        read(tmp_path)


def page(tmp_path: Path, content: str | bytes, name: str = "f1.htm") -> tuple[list[PrintedRecord], list[str]]:
    """The records of a page of *content*."""
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode("windows-1251"))
    return read(tmp_path)


WHOLE = (CASES / "pages" / "d1" / "f1.htm").read_bytes()


def test_a_page_that_is_cut_off_gives_its_whole_records_and_says_so(tmp_path: Path) -> None:
    """A download that broke off looks like a shorter list, and its last record like a shorter life."""
    cut = WHOLE.index("репрессир".encode("windows-1251"))

    records, errors = page(tmp_path, WHOLE[:cut])

    assert [record.number for record in records] == ["f1.htm#n1"]
    assert errors == [
        "f1.htm:17: the page ends within this record",
        "f1.htm:19: the page ends without </html>; it may be cut off",
    ]


def test_a_bad_page_costs_that_page(tmp_path: Path) -> None:
    """One page of thirteen thousand is a picture under a wrong name."""
    (tmp_path / "f0.htm").write_bytes(b"\x89PNG\r\n\x1a\n\x00")

    records, errors = page(tmp_path, WHOLE)

    assert len(records) == 2
    assert errors == [f"{tmp_path}/f0.htm: is a PNG picture, a text is wanted"]


def test_a_page_of_utf16_that_is_cut_costs_that_page(tmp_path: Path) -> None:
    """Half a letter leaves nothing that can be told from the letters before."""
    (tmp_path / "f0.htm").write_bytes("<p class=name>Ёж".encode("utf-16")[:-1])

    records, errors = page(tmp_path, WHOLE)

    assert len(records) == 2
    assert errors == [f"{tmp_path}/f0.htm: is not utf-16: truncated data"]


def test_a_page_that_is_gone_when_its_turn_comes_costs_that_page(tmp_path: Path) -> None:
    """A link that leads nowhere is such a page."""
    (tmp_path / "f0.htm").symlink_to(tmp_path / "gone.htm")

    records, errors = page(tmp_path, WHOLE)

    assert len(records) == 2
    assert errors == [f"{tmp_path}/f0.htm: cannot be read: No such file or directory"]


def test_a_page_whose_name_is_no_text_is_refused(tmp_path: Path) -> None:
    """The name is part of the number of each record, and must be one that can be written down."""
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/f\xff.htm")).write_bytes(WHOLE)

    with pytest.raises(SourceError, match=r"holds a page whose name is no text, 'f\\udcff.htm'; rename it"):
        read(tmp_path)


def test_bad_bytes_in_a_page_cost_that_record(tmp_path: Path) -> None:
    """Windows-1251 has one byte that is no letter."""
    records, errors = page(tmp_path, WHOLE.replace("Кривской".encode("windows-1251"), b"\x98\x00"))

    assert [record.number for record in records] == ["f1.htm#n2"]
    assert errors == ["f1.htm:8: byte 0x98 does not fit the file's encoding"]


def test_pages_and_records_beyond_any_size_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page is read whole, so it has a limit, and so has a record of it."""
    monkeypatch.setattr(memorial_pages, "LONGEST_RECORD_CHARACTERS", 150)
    records, errors = page(tmp_path, WHOLE)
    assert [record.number for record in records] == ["f1.htm#n2"]
    assert len(errors) == 1
    assert errors[0].startswith("f1.htm:8: more than 1,000,000 characters without an end, beginning 'Придуманов")

    monkeypatch.setattr(pages, "LARGEST_PAGE_BYTES", 500)
    assert page(tmp_path, WHOLE) == ([], [f"{tmp_path}/f1.htm: is longer than 500 bytes, too long for a page"])


@pytest.mark.parametrize(
    "hostile",
    ["<p ", "<!--", "<p class=name>", "<p class=cont><b ", "&#x41;", "<a name=", "<p class", "--><!--", "<br"],
)
def test_hostile_markup_takes_no_longer(hostile: str, tmp_path: Path) -> None:
    """Markup that nests or never closes must not take a time that grows with its square."""
    start = time.perf_counter()

    page(tmp_path, WHOLE.decode("windows-1251") + hostile * (2_000_000 // len(hostile)))

    assert time.perf_counter() - start < 10


def blocks(path: Path, records: int) -> Iterator[Block]:
    """The blocks at *path*; nothing is reported."""
    return list_blocks(path, records=records, report=lambda error: pytest.fail(str(error)))


@pytest.mark.parametrize("records", [1, 2, 3, 100])
@pytest.mark.parametrize("place", ["records.txt", "pages", "pages/d1/f1.htm"])
def test_block_by_block_is_the_same(place: str, records: int) -> None:
    """Whatever the number of processes, a record is the same, its number and its line too."""
    wanted, _ = read(CASES / place)

    found = [record for block in blocks(CASES / place, records) for record in records_of(block, report=pytest.fail)]

    assert found == wanted


def test_a_block_of_a_text_is_never_taken_for_a_page(tmp_path: Path) -> None:
    """A body that begins with a tag must not turn its block into a page, and its neighbours into nothing."""
    records, errors = read_text(tmp_path, "Род. в 1901 г.\n---\n<p class=name>x</p>\n---\nРод. в 1903 г.\n")

    assert errors == []
    assert [record.body for record in records] == ["Род. в 1901 г.", "<p class=name>x</p>", "Род. в 1903 г."]
    for block in blocks(tmp_path / "list.txt", 1):
        assert not block.content.startswith(b"<")


def test_a_page_that_begins_with_words_stays_a_page(tmp_path: Path) -> None:
    """A page saved with a line above it has its records all the same."""
    records, errors = page(tmp_path, "Сохранено\n".encode("windows-1251") + WHOLE)

    assert errors == []
    assert [record.line for record in records] == [9, 18]


# More control characters than a damaged text has would make it a binary.
BODY = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.sampled_from("\n\r\t-"), max_size=40)


@untimed
@given(st.lists(BODY, min_size=1, max_size=8), st.integers(1, 5))
def test_every_body_comes_back_or_is_reported(tmp_path: Path, bodies: list[str], records: int) -> None:
    """No entry may vanish without a word, whatever letters it has."""
    written = "Род. в 1901 г.\n---\n" + "\n---\n".join(bodies)
    path = tmp_path / "list.txt"
    path.write_text(written, encoding="utf-8", newline="")
    errors: list[SourceError] = []

    found = [
        record
        for block in list_blocks(path, records=records, report=errors.append)
        for record in records_of(block, report=errors.append)
    ]

    assert errors == []
    wanted = [piece.strip() for piece in memorial_lists._SEPARATING.split(written)]
    assert [record.body for record in found] == [piece.replace("\r\n", "\n") for piece in wanted if piece]
    assert len({record.number for record in found}) == len(found)


def test_memory_does_not_grow_with_the_list(tmp_path: Path) -> None:
    """A list of two million entries is read in what one of two thousand takes."""
    body = "Родился в 1901 г., д. Выдумка, Кривской р-н; русский; б/п;\nплотник.\n---\n"
    peaks = []
    for count in (20_000, 100_000):
        path = tmp_path / "list.txt"
        path.write_text(body * count, encoding="utf-8")
        tracemalloc.start()
        assert sum(1 for _ in read_memorial_lists(path, report=pytest.fail)) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] < peaks[0] * 1.2


@pytest.mark.skipif(not REAL.is_dir(), reason="the real lists (../shared/data/memorial-lists) are not here")
def test_the_real_list_is_read_whole() -> None:
    """37,206 bodies, fifteen of them after a separator too many, none lost and none changed."""
    records, errors = read(REAL / "records.txt")

    assert errors == []
    bodies = (REAL / "records.txt").read_text("utf-8").split("\n---\n")
    assert [record.body for record in records] == [body.removeprefix("---\n") for body in bodies]
    assert len(records) == len({record.number for record in records}) == 37_206
