"""Encodings are found and stated; what is no text is named; nothing is guessed and nothing is held without bound."""

from __future__ import annotations

import contextlib
import gzip
import io
import sqlite3
import time
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehabkg.errors import CallError, SourceError
from rehabkg.readers import bounds, encoding
from rehabkg.readers.binary import binary_kind
from rehabkg.readers.encoding import bounded_lines, detect, detect_content, fault, printable
from rehabkg.readers.letters import CANDIDATES, russian_encoding
from rehabkg.readers.named_cells import named_cells

RUSSIAN = "Придуманов Иван Небывалович, родился в 1901 году в деревне Выдумка; приговорён тройкой к десяти годам."
CAPITALS = "ПРИДУМАНОВ ИВАН НЕБЫВАЛОВИЧ, СОЧИНЁННАЯ ВЕРА ВЫДУМОВНА, НЕБЫЛОВ ПЁТР ЛУКИЧ"
UKRAINIAN = "Вигадько Іван Петрович, народився в селі Вигадане; засуджений трійкою до десяти років ув'язнення"
HERE = Path("list.txt")


def found(content: bytes, called: str | None = None) -> tuple[str, str]:
    """The name and the reason that a file of *content* gets."""
    result = detect_content(content, HERE, called=called)
    return result.name, result.how


@pytest.mark.parametrize("name", CANDIDATES)
@pytest.mark.parametrize("text", [RUSSIAN, CAPITALS, RUSSIAN.lower()])
def test_a_russian_text_shows_its_encoding_by_its_letters(text: str, name: str) -> None:
    """Archives hand over files of three operating systems, and a wrong reading has no error in it, only nonsense."""
    others = ", ".join(other for other in CANDIDATES if other != name)

    assert found(text.encode(name)) == (name, f"by its letters, which are not Russian in {others}")


def test_a_ukrainian_text_shows_its_encoding_too() -> None:
    """The lists of Ukraine are in windows-1251 as well."""
    assert found(UKRAINIAN.encode("windows-1251"))[0] == "windows-1251"


@pytest.mark.parametrize(
    ("content", "name", "how"),
    [
        (b"", "utf-8", "ASCII letters only"),
        (b"id,name\n1,Ivan\n", "utf-8", "ASCII letters only"),
        (RUSSIAN.encode(), "utf-8", "valid"),
        (b"\xef\xbb\xbf" + RUSSIAN.encode(), "utf-8-sig", "byte order mark"),
        (RUSSIAN.encode("utf-16"), "utf-16", "byte order mark"),
        (b"\xfe\xff" + RUSSIAN.encode("utf-16-be"), "utf-16", "byte order mark"),
        (RUSSIAN.encode("utf-32"), "utf-32", "byte order mark"),
        (RUSSIAN.encode()[:-2], "utf-8", "valid"),
        (RUSSIAN.encode() + b"\xcf" + RUSSIAN.encode(), "utf-8", "valid but for 1 bytes"),
        (
            b'<meta charset="windows-1251">' + RUSSIAN.encode(),
            "utf-8", "valid, although windows-1251 is declared",
        ),
        (b"<meta charset=Windows-1251>" + "Ёж".encode("windows-1251"), "windows-1251", "as the page declares"),
        (
            b'<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=koi8-r">' + RUSSIAN.encode("koi8-r"),
            "koi8-r", "as the page declares",
        ),
        (b'<?xml version="1.0" encoding="cp866"?><a>' + RUSSIAN.encode("cp866"), "cp866", "as the page declares"),
    ],
)  # fmt: skip
def test_an_encoding_is_found_in_the_order_of_what_is_surest(content: bytes, name: str, how: str) -> None:
    """Each way of finding it is stated, so that a user can see why a file was read as it was."""
    assert found(content) == (name, how)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"<meta charset=koi8-r>" + RUSSIAN.encode("windows-1251"),
            "declares koi8-r, but its letters are those of windows-1251; say which with --encoding",
        ),
        (
            b'<?xml version="1.0" encoding="UTF-8"?>' + RUSSIAN.encode("windows-1251"),
            "declares utf-8, but its letters are those of windows-1251; say which with --encoding",
        ),
        ("Müller, Łódź, São".encode("iso-8859-2", "replace"), None),
        ("Grüße aus Köln, Bücher über Öfen und ähnliches".encode("windows-1252"), None),
        ("10\xa0000\xa0000 \xab1\xbb".encode("windows-1252"), None),
        ("Ёж".encode("windows-1251"), None),
        (bytes(range(0x80, 0x100)) * 4, None),
    ],
)
def test_what_fits_no_encoding_or_two_is_refused(content: bytes, message: str | None) -> None:
    """A guess would fill the graph with names that no source has."""
    message = message or (
        "is not UTF-8, nor Russian in any of windows-1251, koi8-r, cp866, iso-8859-5; say which it has with --encoding"
    )

    with pytest.raises(SourceError) as raised:
        found(content)

    assert str(raised.value) == f"list.txt: {message}"


@settings(deadline=None)
@given(st.binary(min_size=1, max_size=200))
def test_any_bytes_have_an_encoding_or_one_clear_line(content: bytes) -> None:
    """No input may end in a traceback or in a message of several lines."""
    said = None
    try:
        said, _ = found(content)
        content.decode(said, "surrogateescape")
    except SourceError as error:
        message = str(error)
    except UnicodeDecodeError:
        message = said or ""

    assert said is not None or len(message.splitlines()) == 1
    assert said in (None, "utf-8", "utf-8-sig", "utf-16", "utf-32", *CANDIDATES)


# Letters drawn by chance are no text: a search without end finds some that look like one in another encoding (fifteen
# letters, eleven of them different). So the same ones are drawn each time.
@settings(deadline=None, derandomize=True)
@given(
    st.text(st.sampled_from("оеаинтсрвлкмдпуяызьбгчй жшхюцщэфё"), min_size=1, max_size=400), st.sampled_from(CANDIDATES)
)
def test_letters_never_show_a_wrong_encoding(text: str, name: str) -> None:
    """Too few letters, or letters of no language, show none; a wrong one would be a silent guess."""
    assert russian_encoding("".join(text).encode(name, "ignore")) in (name, None) or len(set(text)) < 16


def test_an_encoding_is_stated_in_words() -> None:
    """This is the line that a user reads."""
    assert str(detect_content(b"\xef\xbb\xbfid", HERE)) == "utf-8 (byte order mark)"
    assert str(detect_content(RUSSIAN.encode("cp866"), HERE, called="cp866")) == "cp866 (as called for)"


def test_a_declared_encoding_that_nobody_knows_is_passed_over() -> None:
    """The letters show what the page meant."""
    assert found(b"<meta charset=x-user-defined>" + RUSSIAN.encode("koi8-r"))[0] == "koi8-r"


def test_what_the_user_calls_it_is_taken() -> None:
    """A file of three names is too short for statistics, and its owner knows."""
    content = "Ёж".encode("cp866")

    assert found(content, "CP866") == ("cp866", "as called for")
    assert found(RUSSIAN.encode("utf-16-le"), "utf-16-le") == ("utf-16-le", "as called for")


@pytest.mark.parametrize("called", ["idna", "nonsense", "unicode_escape", "x\x00y", ""])
def test_an_unknown_encoding_is_a_bad_call(called: str) -> None:
    """Some of Python's codecs are no encodings of a text."""
    with pytest.raises(CallError, match="is not known; known are utf-8, "):
        found(b"abc", called)


def test_a_byte_order_mark_contradicts_what_the_user_says() -> None:
    """The file knows better, and reading it otherwise would put the mark into the first cell."""
    with pytest.raises(SourceError, match="begins with the byte order mark of utf-8, so it is not windows-1251"):
        found(b"\xef\xbb\xbfid", "windows-1251")


def parquet() -> bytes:
    """A Parquet file of one number."""
    written = io.BytesIO()
    pq.write_table(pa.table({"a": [1]}), written)
    return written.getvalue()


def sqlite(folder: Path) -> bytes:
    """An SQLite database of one table."""
    db = sqlite3.connect(folder / "a.db")
    db.execute("CREATE TABLE a (b)")
    db.commit()
    db.close()
    return (folder / "a.db").read_bytes()


def zipped() -> bytes:
    """A zip archive of one file."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("a.txt", "a")
    return written.getvalue()


@pytest.mark.parametrize(
    ("kind", "named"),
    [
        ("zip", "a zip archive (xlsx, docx and ods are such)"),
        ("gzip", "a gzip archive"),
        ("sqlite", "an SQLite database"),
        ("parquet", "a Parquet file"),
        ("pdf", "a PDF"),
        ("png", "a PNG picture"),
        ("xls", "an old Office file (xls, doc)"),
        ("noise", "a binary file (112 control characters in its first 1,024 bytes)"),
        ("wide", "like utf-16-le without its byte order mark (say --encoding utf-16-le if it is)"),
    ],
)
def test_a_binary_is_called_by_its_name(kind: str, named: str, tmp_path: Path) -> None:
    """An archive sends what it has; the user learns what that is, not that byte 0x8b is no letter."""
    content = {
        "zip": zipped, "gzip": lambda: gzip.compress(b"a" * 100), "sqlite": lambda: sqlite(tmp_path),
        "parquet": parquet,
        "pdf": lambda: b"%PDF-1.4\n%\xe2\xe3", "png": lambda: b"\x89PNG\r\n\x1a\n\x00\x00",
        "xls": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
        "noise": lambda: bytes(range(256)) * 4, "wide": lambda: (RUSSIAN * 9).encode("utf-16-le"),
    }[kind]()  # fmt: skip
    path = tmp_path / "list.txt"
    path.write_bytes(content)

    with pytest.raises(SourceError) as raised:
        detect(path)

    assert str(raised.value) == f"{path}: is {named}, a text is wanted"


def test_a_text_with_a_stray_control_character_is_a_text() -> None:
    """One damaged byte in a page does not make it a binary."""
    assert binary_kind((RUSSIAN + "\x01").encode()) is None


def test_a_long_ascii_beginning_does_not_hide_the_encoding(tmp_path: Path) -> None:
    """The first Russian letter of a dump may come after megabytes of markup, and the sample may cut it in two."""
    path = tmp_path / "dump.txt"
    path.write_bytes(b"a" * (encoding._SAMPLE_BYTES - 1) + RUSSIAN.encode())
    other = tmp_path / "other.txt"
    other.write_bytes(b"a" * (3 << 20) + RUSSIAN.encode("koi8-r"))

    assert detect(path).name == "utf-8"
    assert detect(other).name == "koi8-r"


@pytest.mark.parametrize(("place", "message"), [("gone.txt", "No such file or directory"), ("", "Is a directory")])
def test_a_file_that_cannot_be_opened_is_told(place: str, message: str, tmp_path: Path) -> None:
    """A renamed list is the user's to mend."""
    with pytest.raises(SourceError, match=f"cannot be read: {message}"):
        detect(tmp_path / place)
    with pytest.raises(SourceError, match=f"cannot be read: {message}"):
        list(bounded_lines(tmp_path / place, encoding.Encoding("utf-8", "as called for"), report=pytest.fail))


def lines_of(path: Path) -> tuple[list[str], list[str]]:
    """The lines of *path*, and what is reported."""
    errors: list[SourceError] = []
    lines = list(bounded_lines(path, detect(path), report=errors.append))
    return lines, [str(error).removeprefix(f"{path}") for error in errors]


def test_lines_keep_their_ends_and_bytes_that_do_not_fit_are_found(tmp_path: Path) -> None:
    """One bad byte costs its row; the rows around it are read."""
    path = tmp_path / "a.txt"
    path.write_bytes("Ёж\r\nИва".encode() + b"\x98" + "нов\nДа\x00\n".encode() + RUSSIAN.encode())

    lines, errors = lines_of(path)

    assert errors == []
    assert lines[0] == "Ёж\r\n"
    assert [fault(line) for line in lines] == [
        None, "byte 0x98 does not fit the file's encoding", "there is a NUL byte", None,
    ]  # fmt: skip
    assert [printable(line) for line in lines[1:3]] == ["Ива\\x98нов\n", "Да\\x00\n"]
    assert fault("\ud800") == "half a letter stands alone"


def test_an_endless_line_is_reported_and_the_numbers_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file without line ends must not be taken into memory whole, and line 3 stays line 3."""
    monkeypatch.setattr(encoding, "LONGEST_RECORD_CHARACTERS", 10)
    path = tmp_path / "a.txt"
    path.write_text("one\n" + "x" * 100 + "\nthree\n" + "y" * 50, encoding="utf-8")

    lines, errors = lines_of(path)

    assert lines == ["one\n", "\n", "three\n", "\n"]
    assert errors == [
        ":2: more than 10 characters without an end, beginning 'xxxxxxxxxxx'",
        ":4: more than 10 characters without an end, beginning 'yyyyyyyyyyy'",
    ]


def test_a_utf16_file_cut_within_a_letter_is_told(tmp_path: Path) -> None:
    """UTF-16 cannot go on after half a letter; the lines before it are read."""
    path = tmp_path / "a.txt"
    path.write_bytes("один\nдва".encode("utf-16")[:-1])

    with pytest.raises(SourceError, match="is not utf-16 from here on: truncated data"):
        list(bounded_lines(path, detect(path), report=pytest.fail))


def cells_of(path: Path, content: str | bytes, *columns: str) -> tuple[list[tuple[int, list[str]]], list[str]]:
    """What the table of *content* gives for *columns*, and what is reported."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    errors: list[SourceError] = []
    rows = list(named_cells(path, columns, report=errors.append))
    return rows, [str(error).removeprefix(f"{path}:") for error in errors]


def test_bad_rows_of_a_table_are_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    """Too few cells, too many, a broken quote, a NUL byte, a byte that does not fit: each costs its row."""
    long = "д" * (bounds.LONGEST_CELL_CHARACTERS + 1)
    content = (
        f'id,имя\n1,Иван\n2\n3,a,b\n4,"Ев"а\n5,О\x00ля\n6,{long}\n\n'.encode()
        + "7,Ли".encode() + b"\xff\n8,\"\xd0\x90\n\xd0\x91\"\n9,\xd0\x90\n"
    )  # fmt: skip

    rows, errors = cells_of(tmp_path / "a.csv", content, "имя", "id")

    assert rows == [(2, ["Иван", "1"]), (10, ["А\nБ", "8"]), (12, ["А", "9"])]
    assert errors == [
        "3: the row has 1 cells, 2 are wanted",
        "4: the row has 3 cells, 2 are wanted",
        "5: is no CSV row: ',' expected after '\"'",
        "6: there is a NUL byte",
        "7: a cell has 100,001 letters, at most 100,000 are wanted",
        "9: byte 0xff does not fit the file's encoding",
    ]


def test_a_quote_that_is_never_closed_does_not_swallow_the_table(tmp_path: Path) -> None:
    """The module gives up at 131,072 characters, and the rows after that are read."""
    content = 'id,имя\n1,"Иван\n' + "".join(f"{number},Анна\n" for number in range(2, 20_000))

    rows, errors = cells_of(tmp_path / "a.csv", content, "id")

    assert errors == ["2: is no CSV row: field larger than field limit (131072)"]
    assert rows[-1][1] == ["19999"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "the table is empty; a header line is wanted"),
        ("id,name\n", "the header is without 'имя'"),
        ("id,имя,id\n", "the header is with doubled 'id'"),
    ],
)
def test_a_table_without_its_columns_is_refused(content: str, message: str, tmp_path: Path) -> None:
    """A column that is missing or doubled is another table."""
    with pytest.raises(SourceError, match=f":1: {message}"):
        cells_of(tmp_path / "a.csv", content, "id", "имя")


def archive_of(members: dict[str, bytes]) -> zipfile.ZipFile:
    """A zip archive, deflated."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return zipfile.ZipFile(written)


def test_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forty kilobytes can unpack to as many megabytes, and a thousand times as many."""
    bomb = archive_of({"a.xml": bytes(40 << 20)})
    with pytest.raises(SourceError, match=r"'a.xml' in it unpacks to 1,0\d\d times its size, at most 200 times"):
        bounds.check_archive(bomb, HERE)

    bounds.check_archive(archive_of({"a.xml": bytes(1 << 20)}), HERE)

    monkeypatch.setattr(bounds, "LARGEST_UNPACKED_BYTES", 10)
    with pytest.raises(SourceError, match="unpacks to 11 bytes, at most 10 are wanted"):
        bounds.check_archive(archive_of({"a": b"x" * 5, "b": b"y" * 6}), HERE)
    monkeypatch.setattr(bounds, "_MOST_MEMBERS", 1)
    with pytest.raises(SourceError, match="holds 2 files, at most 1 are wanted"):
        bounds.check_archive(archive_of({"a": b"", "b": b""}), HERE)


def test_detection_takes_no_longer_for_hostile_bytes() -> None:
    """A megabyte of anything is judged in a moment."""
    start = time.perf_counter()
    for content in (b"<meta " * 180_000, b"<?xml " * 180_000, b"\xc2" * (1 << 20), b"\xd0\x90" * (1 << 19)):
        with contextlib.suppress(SourceError):
            found(content)

    assert time.perf_counter() - start < 5
