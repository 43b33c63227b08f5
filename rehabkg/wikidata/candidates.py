"""Find the items that may be what is wanted: by exactly the same label or alias, or by the same day of birth or death.

Labels are compared by the endpoint, letter by letter and language by language, as its index does; spellings that differ
are the caller's to give. Where a day is known it leads on its own to items under any spelling: then at least one word
of the name must be the same by the folded keys, or both days.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import Literal, NamedNode

from rehabkg.dates import parse_edtf
from rehabkg.errors import DateError, shorten
from rehabkg.names.keys import name_words
from rehabkg.wikidata import properties as p
from rehabkg.wikidata import terms as t
from rehabkg.wikidata.client import Client
from rehabkg.wikidata.details import details
from rehabkg.wikidata.gather import LANGUAGES, check_languages, number, qid_of
from rehabkg.wikidata.model import Item

PERSON = "person"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CYRILLIC_TAGS = frozenset(("ru", "uk", "be", "be-tarask", "bg", "kk", "ky", "tt", "ba", "cv", "ce", "os", "mn", "tg"))
_ANY_SCRIPT = frozenset(("mul", "sr", "mk", "az", "uz"))
_LONGEST_LABEL = 250
_LABELS_AT_ONCE = 200
_DAYS_AT_ONCE = 20
_MOST_LABELS, _MOST_DATES, _MOST_ITEMS = 40, 6, 1_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is sought. `labels` are names with a language tag, None for all languages of their script.

    `dates` are exact days of birth and death (1891-01-15, Gregorian), in any order; what is no such day is passed over.
    `kind` is `person`, `people`, `place`, `body` or `act`.
    """

    id: str
    labels: tuple[tuple[str, str | None], ...]
    dates: tuple[str, ...] = ()
    kind: str = PERSON


def candidates(
    client: Client,
    wanted: Iterable[Wanted],
    *,
    batch: int = 50,
    languages: Sequence[str] = LANGUAGES,
    instance_of: Sequence[str] = (),
    by_day: bool = True,
    tell: Callable[[str], None] = lambda _: None,
) -> Iterator[tuple[str, Item]]:
    """Yield the id of a wanted and an item that it may be, in the order of *wanted* and of the numbers.

    *batch* of them are held and asked about at once. Of *instance_of* the item is one, where any is given. *by_day*
    also looks for days alone. Raises `EndpointError`; with the client's cache the same call goes on where it stood.
    """
    check_languages(languages)
    rest = iter(wanted)
    while group := list(islice(rest, max(1, batch))):
        found = {id_: _bounded(id_, qids, tell) for id_, qids in _by_label(client, group, languages).items()}
        if by_day:
            for id_, qids in _by_day(client, group, languages).items():
                found[id_] |= _bounded(id_, qids, tell)
        every = set().union(*found.values())
        known = {item.qid: item for item in details(client, sorted(every), languages=languages, tell=tell)}
        for sought in group:
            for qid in (qid for qid in known if qid in found[sought.id]):
                if _may_be(sought, known[qid], instance_of):
                    yield sought.id, known[qid]


def _bounded(id_: str, qids: set[str], tell: Callable[[str], None]) -> set[str]:
    """Return the items of the smallest numbers: of villages of one name there are hundreds, not thousands."""
    if len(qids) <= _MOST_ITEMS:
        return qids
    tell(f"{shorten(id_)}: {len(qids):,} items bear its names or days; the first {_MOST_ITEMS:,} are looked at")
    return set(sorted(qids, key=number)[:_MOST_ITEMS])


def _may_be(sought: Wanted, item: Item, instance_of: Sequence[str]) -> bool:
    if instance_of and not set(instance_of) & set(item.instance_of):
        return False
    return sought.kind != PERSON or item.may_be_person()


def _by_label(client: Client, group: Sequence[Wanted], languages: Sequence[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {sought.id: set() for sought in group}
    ids: dict[Literal, set[str]] = {}
    for sought in group:
        for text, language in sought.labels[:_MOST_LABELS]:
            for tag in _tags(text, language, languages):
                ids.setdefault(Literal(text, language=tag), set()).add(sought.id)
    labels = sorted(ids, key=str)
    for _, rows in client.in_parts("labels", labels, _LABELS_AT_ONCE, _label_query, ("label", "item")):
        for label, item in rows:
            qid = qid_of(item.value) if isinstance(item, NamedNode) else None
            if qid is not None and isinstance(label, Literal):
                for id_ in ids.get(label, ()):
                    found[id_].add(qid)
    return found


def _tags(text: str, language: str | None, languages: Sequence[str]) -> Sequence[str]:
    """Return the language tags under which a name may stand."""
    if not text.strip() or len(text) > _LONGEST_LABEL or re.search("[\ud800-\udfff\x00]", text):
        return ()
    if language is not None:
        return (language.lower(),) if re.fullmatch(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}", language) else ()
    cyrillic = re.search("[\u0400-\u052f]", text) is not None
    return [tag for tag in languages if tag in _ANY_SCRIPT or (tag in _CYRILLIC_TAGS) == cyrillic]


def _label_query(labels: Sequence[Literal]) -> str:
    given = f"VALUES ?label {{ {t.written(labels)} }}"
    return (
        f"SELECT DISTINCT ?label ?item WHERE {{\n  {{ {given} ?item {t.LABEL} ?label . }}\n"
        f"  UNION\n  {{ {given} ?item {t.ALIAS} ?label . }}\n}}"
    )


def _by_day(client: Client, group: Sequence[Wanted], languages: Sequence[str]) -> dict[str, set[str]]:
    """Return whom the days lead to: those of whom both are the same, and those with one day and a word of the name."""
    days = {sought.id: _days(sought) for sought in group if sought.kind == PERSON}
    every = sorted({day for found in days.values() for day in found})
    names: dict[str, set[str]] = {}
    born: dict[str, set[str]] = {}
    died: dict[str, set[str]] = {}
    for _, rows in client.in_parts(
        "days", every, _DAYS_AT_ONCE, lambda some: _day_query(some, languages), ("day", "when", "item", "label")
    ):
        for day, when, item, label in rows:
            qid = qid_of(item.value) if isinstance(item, NamedNode) else None
            if qid is None or not (isinstance(day, Literal) and isinstance(when, NamedNode)):
                continue
            (born if when == t.direct(p.BIRTH) else died).setdefault(day.value[:10], set()).add(qid)
            if isinstance(label, Literal):
                names.setdefault(qid, set()).update(_keys(label.value))
    found = {}
    for sought in (sought for sought in group if days.get(sought.id)):
        keys = {key for text, _ in sought.labels[:_MOST_LABELS] for key in _keys(text)}
        mine = days[sought.id]
        qids = {
            qid for day in mine for qid in born.get(day, set()) | died.get(day, set()) if keys & names.get(qid, set())
        }
        both = ((first, last) for first in mine for last in mine if first < last)
        for first, last in both:
            qids |= born.get(first, set()) & died.get(last, set())
        found[sought.id] = qids
    return found


def _days(sought: Wanted) -> tuple[str, ...]:
    return tuple(sorted({day for day in sought.dates if _DAY.fullmatch(day) and _exists(day)}))[:_MOST_DATES]


def _exists(day: str) -> bool:
    try:
        parse_edtf(day)
    except DateError:
        return False
    # Who is said to be born on 1 January may be born at any day of that year: the truthy value is the same.
    return not day.endswith("-01-01")


def _keys(text: str) -> set[str]:
    """Return the folded keys of a name's words, also as other languages write them; initials tell nothing."""
    words = name_words(text[:_LONGEST_LABEL])
    return {key for word in words for key in (word.key, *word.usages()) if len(key) > 2}


def _day_query(days: Sequence[str], languages: Sequence[str]) -> str:
    tags = t.written(map(Literal, languages)).replace('" "', '", "')
    given = t.written(map(t.day_value, days))
    union = "\n  UNION\n".join(
        f"  {{ VALUES ?day {{ {given} }} ?item {t.direct(name)} ?day . BIND({t.direct(name)} AS ?when)\n"
        f"    OPTIONAL {{ ?item {t.LABEL} ?label . FILTER(LANG(?label) IN ({tags})) }} }}"
        for name in (p.BIRTH, p.DEATH)
    )
    return f"SELECT ?day ?when ?item ?label WHERE {{\n{union}\n}}"
