"""The index of the names of one loaded source (tantivy), and the search over those of several.

The words of a name are the terms of the index. A word that is asked is sought in the dictionary of the terms, which
grows far slower than the records do; the names themselves are never gone through.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import tantivy

from rehabkg.errors import StoreError, one_line
from rehabkg.names.keys import NameWord, name_words
from rehabkg.search.facets import COLUMNS, add_facet_fields, facets_of
from rehabkg.search.matching import add_word_fields, fitting, likeness, word_values, words_asked

_PARTS = ("surname", "given_name", "patronymic")
_COLUMNS = ["number", "name", *_PARTS, "name_variants", "birth_edtf", *COLUMNS]
_WRITER_BYTES = 128 << 20
# Names that fit alike are many; so many of them are looked at letter by letter.
_COMPARED = 200


@dataclass(frozen=True, slots=True)
class FoundName:
    """A record whose name fits: `number` within `source`; `score` is the higher the nearer the name is."""

    source: str
    number: str
    name: str
    birth: str | None
    score: float


@dataclass(frozen=True, slots=True)
class _Indexed:
    """What the index keeps of a record, the words that lead to it, and the values by which it is counted."""

    number: str
    name: str
    birth: str | None
    words: tuple[NameWord, ...] = ()
    facets: dict[str, list[str]] = field(default_factory=dict)


def build_names(columns: Path, folder: Path) -> None:
    """Write the index of the names in the Parquet file *columns* into *folder*, which is made."""
    folder.mkdir()
    index = tantivy.Index(_schema(), path=str(folder))
    # One thread: the order of records in the index must be theirs, so that the same are found each time.
    writer = index.writer(heap_size=_WRITER_BYTES, num_threads=1)
    for indexed in _names(columns):
        document = tantivy.Document(
            told=json.dumps([indexed.number, indexed.name, indexed.birth]).encode(),
            **word_values(indexed.words),
            **indexed.facets,
        )
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


def find_names(folders: Iterable[tuple[str, Path]], asked: str, *, limit: int) -> list[FoundName]:
    """Return the records that a name fits best, the best first, over the indexes of several sources.

    Every word of *asked* must be met, in any order: whole, as the beginning or inside of a word, as another language
    writes it, or misspelt by one letter (by two from eight letters on). Raises `CallError` where nothing that can be
    sought is asked.
    """
    words = words_asked(asked)
    found = [
        FoundName(source, indexed.number, indexed.name, indexed.birth, round(score + likeness(words, indexed.name), 4))
        for source, folder in folders
        for score, indexed in _hits(folder, words, max(limit, _COMPARED))
    ]
    return sorted(found, key=lambda name: (-name.score, name.name, name.source, name.number))[:limit]


def _names(columns: Path) -> Iterator[_Indexed]:
    for batch in pq.ParquetFile(columns).iter_batches(columns=_COLUMNS):
        for row in batch.to_pylist():
            parts = [row[part] for part in _PARTS if row[part]]
            name = row["name"] or " ".join(parts)
            if name:
                told = (name, *(part for part in parts if part not in name), *(row["name_variants"] or ()))
                words = dict.fromkeys(word for text in told for word in name_words(text))
                yield _Indexed(row["number"], name, row["birth_edtf"], tuple(words), facets_of(row))


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_bytes_field("told", stored=True, indexed=False)
    add_word_fields(builder)
    add_facet_fields(builder)
    return builder.build()


def _hits(folder: Path, words: list[NameWord], limit: int) -> list[tuple[float, _Indexed]]:
    try:
        index = tantivy.Index.open(str(folder))
        searcher = index.searcher()
        found = searcher.search(fitting(index.schema, words), limit).hits
        return [(score, indexed_name(searcher.doc(address))) for score, address in found]
    except (ValueError, TypeError, OSError) as error:
        raise StoreError(f"{folder}: the index of names cannot be read ({one_line(error)}); load it again") from error


def indexed_name(document: tantivy.Document) -> _Indexed:
    """Return what the index keeps of a record."""
    told: Any = document.get_first("told")
    return _Indexed(*json.loads(bytes(told)))
