"""The index of the names of one loaded source (tantivy), and the search over those of several.

The words of a name are the terms of the index. A word that is asked is sought in the dictionary of the terms, which
grows far slower than the records do; the names themselves are never gone through.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import tantivy
from rapidfuzz.distance.OSA import normalized_similarity as _similar

from rehabkg.errors import CallError, StoreError, one_line, shorten
from rehabkg.search.keys import NameWord, name_words, rough

_PARTS = ("surname", "given_name", "patronymic")
_COLUMNS = ["number", "name", *_PARTS, "name_variants", "birth_edtf"]
_WRITER_BYTES = 128 << 20
_LONGEST_ASKED = 200
_MOST_WORDS = 6
# Edits (Damerau-Levenshtein) that a word of so many letters may be off.
_ONE_OFF, _TWO_OFF = 2, 5
# So many letters of the inside or the end of a word find it; fewer stand in too many.
_SHORTEST_PART = 4
# How a word may fit, the best first: a sum of these tells names apart before their letters do.
_EXACT, _USAGE, _BEGINS, _ROUGHLY, _NEAR, _WITHIN = 16.0, 12.0, 8.0, 6.0, 4.0, 2.0
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
    """What the index keeps of a record, and the words that lead to it."""

    number: str
    name: str
    birth: str | None
    words: tuple[NameWord, ...] = ()


def build_names(columns: Path, folder: Path) -> None:
    """Write the index of the names in the Parquet file *columns* into *folder*, which is made."""
    folder.mkdir()
    index = tantivy.Index(_schema(), path=str(folder))
    # One thread: the order of records in the index must be theirs, so that the same are found each time.
    writer = index.writer(heap_size=_WRITER_BYTES, num_threads=1)
    for indexed in _names(columns):
        keys = [word.key for word in indexed.words]
        document = tantivy.Document(
            told=json.dumps([indexed.number, indexed.name, indexed.birth]).encode(),
            letters=[word.letters for word in indexed.words],
            key=keys,
            rough=[rough(key) for key in keys],
            tail=[key[start:] for key in keys for start in range(1, len(key) - _SHORTEST_PART + 1)],
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
    if len(asked) > _LONGEST_ASKED:
        raise CallError(f"name {shorten(asked)!r} is longer than {_LONGEST_ASKED} characters")
    words = name_words(asked)
    if not 0 < len(words) <= _MOST_WORDS:
        raise CallError(f"name {shorten(asked)!r} is not one to {_MOST_WORDS} words")
    found = [
        FoundName(source, indexed.number, indexed.name, indexed.birth, round(score + _likeness(words, indexed.name), 4))
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
                yield _Indexed(row["number"], name, row["birth_edtf"], tuple(words))


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_bytes_field("told", stored=True, indexed=False)
    for name in ("letters", "key", "rough", "tail"):
        builder.add_text_field(name, stored=False, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _hits(folder: Path, words: list[NameWord], limit: int) -> list[tuple[float, _Indexed]]:
    try:
        index = tantivy.Index.open(str(folder))
        searcher = index.searcher()
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, _fitting(index.schema, word)) for word in words])
        return [(score, _indexed(searcher.doc(address))) for score, address in searcher.search(query, limit).hits]
    except (ValueError, TypeError, OSError) as error:
        raise StoreError(f"{folder}: the index of names cannot be read ({one_line(error)}); load it again") from error


def _indexed(document: tantivy.Document) -> _Indexed:
    told: Any = document.get_first("told")
    return _Indexed(*json.loads(bytes(told)))


def _fitting(schema: tantivy.Schema, word: NameWord) -> tantivy.Query:
    """Return the query for one word; constant scores, since a rare spelling is no better a match than a common one."""
    query, key, usages = tantivy.Query, word.key, word.usages()
    # Letters and digits only, so that none of them can mean anything to a pattern.
    ways = [
        (query.term_query(schema, "key", key), _EXACT),
        (query.regex_query(schema, "key", f"{key}.*"), _BEGINS),
    ]
    ways += [(query.term_query(schema, "key", usage), _USAGE) for usage in usages]
    for each in dict.fromkeys(map(rough, (key, *usages))):
        ways.append((query.term_query(schema, "rough", each), _ROUGHLY))
        ways += _near(schema, "rough", each)
    # One wrong letter of Cyrillic may be two of its key.
    ways += _near(schema, "letters", word.letters)
    if len(key) >= _SHORTEST_PART:
        ways.append((query.regex_query(schema, "tail", f"{key}.*"), _WITHIN))
    return query.disjunction_max_query([query.const_score_query(way, score) for way, score in ways])


def _near(schema: tantivy.Schema, field: str, value: str) -> list[tuple[tantivy.Query, float]]:
    if len(value) < _ONE_OFF:
        return []
    distance = 2 if len(value) >= _TWO_OFF else 1
    return [(tantivy.Query.fuzzy_term_query(schema, field, value, distance=distance), _NEAR)]


def _likeness(words: list[NameWord], name: str) -> float:
    """Return how like the words asked are to those of a name, from 0 to 1: it tells names apart that fit alike."""
    told = name_words(name)
    likest = (max((_alike(word, other) for other in told), default=0.0) for word in words)
    return sum(likest) / len(words)


def _alike(word: NameWord, other: NameWord) -> float:
    return (_similar(word.latin, other.latin) + _similar(word.key, other.key)) / 2
