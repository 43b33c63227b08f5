"""The index of the names of one loaded source (tantivy), and the search over those of several.

The words of a name are the terms of the index. A word that is asked is sought in the dictionary of the terms, which
grows far slower than the records do; the names themselves are never gone through.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
import tantivy
from rapidfuzz.distance import OSA

from rehabkg.errors import CallError, StoreError, one_line, shorten
from rehabkg.search.keys import asked_keys, name_keys, rough

_PARTS = ("surname", "given_name", "patronymic")
_COLUMNS = ["number", "name", *_PARTS, "name_variants", "birth_edtf"]
_WRITER_BYTES = 128 << 20
_LONGEST_ASKED = 200
_MOST_WORDS = 6
# Edits (Damerau-Levenshtein) that a word of so many letters may be off.
_ONE_OFF, _TWO_OFF = 2, 7
# Fewer letters stand inside of too many words.
_INSIDE = 4
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
    number: str
    name: str
    birth: str | None
    keys: tuple[str, ...]


def build_names(columns: Path, folder: Path) -> None:
    """Write the index of the names in the Parquet file *columns* into *folder*, which is made."""
    folder.mkdir()
    index = tantivy.Index(_schema(), path=str(folder))
    # One thread: the order of records in the index must be theirs, so that the same are found each time.
    writer = index.writer(heap_size=_WRITER_BYTES, num_threads=1)
    for indexed in _names(columns):
        document = tantivy.Document(number=indexed.number, name=indexed.name, birth=indexed.birth or "")
        for key in indexed.keys:
            document.add_text("key", key)
            document.add_text("rough", rough(key))
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
    words = asked_keys(asked)
    if not 0 < len(words) <= _MOST_WORDS:
        raise CallError(f"name {shorten(asked)!r} is not one to {_MOST_WORDS} words")
    found = [name for source, folder in folders for name in _find(source, folder, words, max(limit, _COMPARED))]
    return sorted(found, key=lambda name: (-name.score, name.name, name.source, name.number))[:limit]


def _names(columns: Path) -> Iterator[_Indexed]:
    for batch in pq.ParquetFile(columns).iter_batches(columns=_COLUMNS):
        for row in batch.to_pylist():
            parts = [row[part] for part in _PARTS if row[part]]
            name = row["name"] or " ".join(parts)
            if name:
                told = (name, *parts, *(row["name_variants"] or ()))
                keys = dict.fromkeys(key for text in told for key in name_keys(text))
                yield _Indexed(row["number"], name, row["birth_edtf"], tuple(keys))


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in ("number", "name", "birth"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("key", "rough"):
        builder.add_text_field(name, stored=False, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _find(source: str, folder: Path, words: list[tuple[str, ...]], limit: int) -> Iterator[FoundName]:
    try:
        index = tantivy.Index.open(str(folder))
        searcher = index.searcher()
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, _word(index.schema, keys)) for keys in words])
        hits = [(score, searcher.doc(address)) for score, address in searcher.search(query, limit).hits]
    except (ValueError, OSError) as error:
        raise StoreError(f"{folder}: the index of names cannot be read ({one_line(error)}); load it again") from error
    for score, document in hits:
        name = str(document.get_first("name"))
        birth = document.get_first("birth") or None
        nearness = score + _likeness(words, name_keys(name))
        yield FoundName(source, str(document.get_first("number")), name, birth, round(nearness, 4))


def _word(schema: tantivy.Schema, keys: tuple[str, ...]) -> tantivy.Query:
    """Return the query for one word; constant scores, since a rare spelling is no better a match than a common one."""
    query, own = tantivy.Query, keys[0]
    # A key has letters and digits only, so that none of them can mean anything to a pattern.
    ways = [
        (query.term_query(schema, "key", own), _EXACT),
        (query.regex_query(schema, "key", f"{own}.*"), _BEGINS),
    ]
    ways += [(query.term_query(schema, "key", key), _USAGE) for key in keys[1:]]
    ways += [(query.term_query(schema, "rough", key), _ROUGHLY) for key in dict.fromkeys(map(rough, keys))]
    if len(own) >= _ONE_OFF:
        distance = 2 if len(own) >= _TWO_OFF else 1
        ways += [(query.fuzzy_term_query(schema, "key", key, distance=distance), _NEAR) for key in keys]
    if len(own) >= _INSIDE:
        ways.append((query.regex_query(schema, "key", f".*{own}.*"), _WITHIN))
    return query.disjunction_max_query([query.const_score_query(way, score) for way, score in ways])


def _likeness(words: list[tuple[str, ...]], keys: list[str]) -> float:
    """Return how like the words asked are to those of a name, from 0 to 1; it tells names apart that fit alike."""
    likest = (
        max((OSA.normalized_similarity(ask, key) for ask in asked for key in keys), default=0.0) for asked in words
    )
    return sum(likest) / len(words)
