"""The index of the names of one loaded source (tantivy), and the search over those of several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
import tantivy

from rehabkg.errors import CallError, StoreError, one_line, shorten
from rehabkg.search.keys import name_keys

_COLUMNS = ["number", "name", "surname", "given_name", "patronymic", "birth_edtf"]
_WRITER_BYTES = 128 << 20
_LONGEST_ASKED = 200
_MOST_WORDS = 6
# Levenshtein's distance that a word of so many letters may be off.
_ONE_OFF, _TWO_OFF = 4, 8
_EXACT, _BEGINS, _NEAR, _WITHIN = 8.0, 4.0, 2.0, 1.0


@dataclass(frozen=True, slots=True)
class FoundName:
    """A record whose name fits: `number` within `source`; `score` is the higher the nearer the name is."""

    source: str
    number: str
    name: str
    birth: str | None
    score: float


def build_names(columns: Path, folder: Path) -> None:
    """Write the index of the names in the Parquet file *columns* into *folder*, which is made.

    Raises `StoreError` where the disk refuses.
    """
    folder.mkdir()
    try:
        index = tantivy.Index(_schema(), path=str(folder))
        writer = index.writer(heap_size=_WRITER_BYTES, num_threads=1)
        for document in map(_document, _names(columns)):
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
    # tantivy raises ValueError for what the system refuses.
    except ValueError as error:
        raise StoreError(f"{folder}: the index of names cannot be written: {one_line(error)}") from error


def find_names(folders: Iterable[tuple[str, Path]], asked: str, *, limit: int) -> list[FoundName]:
    """Return the records that a name fits best, the best first, over the indexes of several sources.

    Every word of *asked* must be met, in any order: whole, as the beginning or inside of a word, or misspelt by one
    letter (by two from eight letters on). Raises `CallError` where nothing that can be sought is asked.
    """
    keys = name_keys(asked)
    if not keys or len(asked) > _LONGEST_ASKED or len(keys) > _MOST_WORDS:
        raise CallError(f"name {shorten(asked)!r} is not one to {_MOST_WORDS} words")
    found = [name for source, folder in folders for name in _find(source, folder, keys, limit)]
    return sorted(found, key=lambda name: (-name.score, name.name, name.source, name.number))[:limit]


def _names(columns: Path) -> Iterator[tuple[str, str, str | None]]:
    for batch in pq.ParquetFile(columns).iter_batches(columns=_COLUMNS):
        for row in batch.to_pylist():
            name = row["name"] or " ".join(filter(None, (row["surname"], row["given_name"], row["patronymic"])))
            if name:
                yield row["number"], name, row["birth_edtf"]


def _document(entry: tuple[str, str, str | None]) -> tantivy.Document:
    number, name, birth = entry
    document = tantivy.Document(number=number, name=name, birth=birth or "")
    for key in name_keys(name):
        document.add_text("key", key)
    return document


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("number", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("name", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("birth", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("key", stored=False, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _find(source: str, folder: Path, keys: list[str], limit: int) -> Iterator[FoundName]:
    try:
        index = tantivy.Index.open(str(folder))
        searcher = index.searcher()
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, _word(index.schema, key)) for key in keys])
        for score, address in searcher.search(query, limit).hits:
            document = searcher.doc(address)
            birth = document.get_first("birth") or None
            number, name = str(document.get_first("number")), str(document.get_first("name"))
            yield FoundName(source, number, name, birth, float(score))
    except (ValueError, OSError) as error:
        raise StoreError(f"{folder}: the index of names cannot be read ({one_line(error)}); load it again") from error


def _word(schema: tantivy.Schema, key: str) -> tantivy.Query:
    """Return the query for one word; constant scores, since a rare spelling is no better a match than a common one."""
    query = tantivy.Query
    ways = [
        (query.term_query(schema, "key", key), _EXACT),
        (query.regex_query(schema, "key", f"{key}.*"), _BEGINS),
    ]
    if len(key) >= _ONE_OFF:
        distance = 2 if len(key) >= _TWO_OFF else 1
        ways.append((query.fuzzy_term_query(schema, "key", key, distance=distance), _NEAR))
        ways.append((query.regex_query(schema, "key", f".*{key}.*"), _WITHIN))
    return query.disjunction_max_query([query.const_score_query(way, score) for way, score in ways])
