"""How a name that is asked fits the words of an index, and how like it is to the name that is found."""

from __future__ import annotations

from collections.abc import Sequence

import tantivy
from rapidfuzz.distance.OSA import normalized_similarity as _similar

from rehabkg.errors import CallError, shorten
from rehabkg.names.keys import NameWord, name_words, rough

WORD_FIELDS = ("letters", "key", "rough", "tail")
_LONGEST_ASKED = 200
MOST_WORDS = 6
# Edits (Damerau-Levenshtein) that a word of so many letters may be off.
_ONE_OFF, _TWO_OFF = 2, 5
# So many letters of the inside or the end of a word find it; fewer stand in too many.
_SHORTEST_PART = 4
# How a word may fit, the best first: a sum of these tells names apart before their letters do.
EXACT = 16.0
_USAGE, _BEGINS, _ROUGHLY, _NEAR, _WITHIN = 12.0, 8.0, 6.0, 4.0, 2.0


def words_asked(asked: str, *, most: int = MOST_WORDS) -> list[NameWord]:
    """Return the words of what is asked. Raises `CallError` where there are none, or more than *most*."""
    if len(asked) > _LONGEST_ASKED:
        raise CallError(f"name {shorten(asked)!r} is longer than {_LONGEST_ASKED} characters")
    words = name_words(asked)
    if not 0 < len(words) <= most:
        raise CallError(f"name {shorten(asked)!r} is not one to {most} words")
    return words


def add_word_fields(builder: tantivy.SchemaBuilder) -> None:
    """Add the fields by which `fitting` finds."""
    for name in WORD_FIELDS:
        builder.add_text_field(name, stored=False, tokenizer_name="raw", index_option="basic")


def word_values(words: Sequence[NameWord]) -> dict[str, list[str]]:
    """Return what the fields of `add_word_fields` hold for a thing whose names have these words."""
    keys = [word.key for word in words]
    return {
        "letters": [word.letters for word in words],
        "key": keys,
        "rough": [rough(key) for key in keys],
        "tail": [key[start:] for key in keys for start in range(1, len(key) - _SHORTEST_PART + 1)],
    }


def fitting(schema: tantivy.Schema, words: Sequence[NameWord]) -> tantivy.Query:
    """Return the query that asks for every word, in any order; everything where there are none."""
    if not words:
        return tantivy.Query.all_query()
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, _fitting(schema, word)) for word in words])


def _fitting(schema: tantivy.Schema, word: NameWord) -> tantivy.Query:
    """Return the query for one word; constant scores, since a rare spelling is no better a match than a common one."""
    query, key, usages = tantivy.Query, word.key, word.usages()
    # Letters and digits only, so that none of them can mean anything to a pattern.
    ways = [
        (query.term_query(schema, "key", key), EXACT),
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


def likeness(words: list[NameWord], name: str) -> float:
    """Return how like the words asked are to those of a name, from 0 to 1: it tells names apart that fit alike."""
    told = name_words(name)
    likest = (max((alike(word, other) for other in told), default=0.0) for word in words)
    return sum(likest) / len(words)


def alike(word: NameWord, other: NameWord) -> float:
    """Return how like two words are, from 0 to 1."""
    return (_similar(word.latin, other.latin) + _similar(word.key, other.key)) / 2
