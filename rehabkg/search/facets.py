"""The facets of a search: by what hits are narrowed and counted.

A value is the path of a concept or body below the base IRI (`vocab/measure/camp`, `id/body/b-oso`), or a year; so one
value means the same for a record of a list and for a person of the curated tables. A thing has each value once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import tantivy

from rehabkg.iri import local_name

# In the order in which pages show them. `kind` and `source` are told by the index, not by the record.
FIELDS = ("group", "body", "measure", "outcome", "year", "region")
FACETS = ("kind", *FIELDS, "source")
# A year of birth narrows a search, and is counted nowhere.
BORN = "born"
FILTERS = (*FACETS, BORN)
# The columns of typed records that they are read from.
COLUMNS = (
    "birth_first", "birth_last", "people", "birth_region", "residence_region", "status",
    *(f"sentences.list.element.{name}" for name in ("first", "last", "body", "measures", "changes", "closed")),
)  # fmt: skip
# A birth that is known no better than to so many years lies in each of them; a wider one in none.
_WIDEST_BIRTH = 10
# Of the values of a facet so many are counted; the rest are reached by asking more narrowly.
_MOST_VALUES = 40
Counts = dict[str, Counter[str]]


def facets_of(row: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the values of a typed record, by facet.

    Of its sentences those count that neither change an earlier one nor close the case; a year counts where the date
    is known to the year.
    """
    own = [sentence for sentence in row["sentences"] or () if not sentence["changes"] and not sentence["closed"]]
    regions = (row["birth_region"], row["residence_region"])
    return {
        "group": [f"vocab/people/{local_name(row['people'])}"] if row["people"] else [],
        "body": _each(f"id/body/{local_name(one['body'])}" for one in own if one["body"]),
        "measure": _each(f"vocab/measure/{local_name(kind)}" for one in own for kind in one["measures"] or ()),
        "outcome": [f"vocab/rehabilitation-stated/{local_name(row['status'])}"] if row["status"] else [],
        "year": _each(str(one["first"].year) for one in own if _is_known_to_the_year(one)),
        "region": _each(f"vocab/region/{local_name(region)}" for region in regions if region),
        BORN: years_between(row["birth_first"], row["birth_last"]),
    }


def years_between(first: date | None, last: date | None) -> list[str]:
    """Return the years in which a day between two bounds may lie, none where they are too many."""
    if first is None or last is None or last.year - first.year >= _WIDEST_BIRTH:
        return []
    return [str(year) for year in range(first.year, last.year + 1)]


def add_facet_fields(builder: tantivy.SchemaBuilder, names: Iterable[str] = FIELDS) -> None:
    """Add the columns of the facets to an index, and the years of birth."""
    builder.add_text_field(BORN, stored=False, tokenizer_name="raw", index_option="basic")
    for name in names:
        builder.add_text_field(name, stored=False, fast=True, tokenizer_name="raw", index_option="basic")


def narrowed(schema: tantivy.Schema, query: tantivy.Query, chosen: Mapping[str, str]) -> tantivy.Query:
    """Return *query* for those things alone that have each chosen value; scores stay as they are."""
    if not chosen:
        return query
    terms = [tantivy.Query.term_query(schema, name, value) for name, value in chosen.items()]
    return tantivy.Query.boolean_query(
        [(tantivy.Occur.Must, query)] + [(tantivy.Occur.Must, tantivy.Query.boost_query(term, 0.0)) for term in terms]
    )


def counted(searcher: tantivy.Searcher, query: tantivy.Query, names: Sequence[str] = FIELDS) -> Counts:
    """Return how many of the things found have each value, by facet; of many values those that most have."""
    asked = {name: {"terms": {"field": name, "size": _MOST_VALUES}} for name in names}
    found = searcher.aggregate(query, asked)
    return {
        name: Counter({str(bucket["key"]): int(bucket["doc_count"]) for bucket in found[name]["buckets"]})
        for name in names
    }


def _each(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _is_known_to_the_year(event: Mapping[str, Any]) -> bool:
    first, last = event["first"], event["last"]
    return first is not None and last is not None and first.year == last.year
