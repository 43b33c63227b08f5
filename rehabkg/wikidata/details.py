"""What an endpoint tells of items whose numbers are known: one query for many items, in plain SPARQL 1.1.

There is no label service, no hint and no extension in it: any endpoint with Wikidata's RDF form answers it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from pyoxigraph import Literal, NamedNode

from rehabkg.wikidata import properties as p
from rehabkg.wikidata import terms as t
from rehabkg.wikidata.calendars import LANGUAGE as CALENDAR_LANGUAGE
from rehabkg.wikidata.calendars import calendar_called
from rehabkg.wikidata.client import Client, Row
from rehabkg.wikidata.gather import LANGUAGES, Gathered, check_languages, number, qid_of
from rehabkg.wikidata.model import Item
from rehabkg.wikidata.times import TimeValue, read_time

AT_ONCE = 50
"""How many items are asked about at once."""

_COLUMNS = ("item", "what", "value", "more", "calendar")
_ITEMS = (p.INSTANCE_OF, p.CITIZENSHIP, p.OCCUPATION, p.BIRTH_PLACE)
_TIMES = (p.BIRTH, p.DEATH)
_CLAIMED = {t.claim(name): name for name in _TIMES}
# For all languages that share a script; no Wikipedia has this name.
_MULTIPLE = "mul"


def details(
    client: Client,
    qids: Sequence[str],
    *,
    languages: Sequence[str] = LANGUAGES,
    at_once: int = AT_ONCE,
    tell: Callable[[str], None] = lambda _: None,
) -> Iterator[Item]:
    """Yield each item of *qids* that the endpoint knows, by number; a number merged or deleted gives none.

    Labels, aliases, descriptions and articles are those in *languages*. Raises `EndpointError`, and `CallError` for
    what is no language.
    """
    check_languages(languages)
    known = sorted(dict.fromkeys(qids), key=number)
    for part, rows in client.in_parts("details", known, at_once, lambda some: _query(some, languages), _COLUMNS):
        gathered = {qid: Gathered(qid, tell) for qid in part}
        told = set()
        for row in rows:
            item = row[0]
            qid = qid_of(item.value) if isinstance(item, NamedNode) else None
            if qid in gathered:
                told.add(qid)
                _take(gathered[qid], row)
                if row[1] in _CLAIMED and row[4] is None:
                    client.note(
                        "a calendar of dates has no English label; months and years in it are kept as of either"
                    )
        yield from (gathered[qid].item() for qid in part if qid in told)


def _query(qids: Sequence[str], languages: Sequence[str]) -> str:
    items = t.written(map(t.entity, qids))
    tags = t.written(map(Literal, languages)).replace('" "', '", "')
    direct = t.written([t.direct(name) for name in (*_ITEMS, *_TIMES, p.COORDINATES, *p.EXTERNAL_IDS)])
    sites = ", ".join(str(t.site(language)) for language in languages if language != _MULTIPLE)
    branches = [
        *(
            f"?item {name} ?value . FILTER(LANG(?value) IN ({tags})) BIND({name} AS ?what)"
            for name in (t.LABEL, t.ALIAS, t.DESCRIPTION)
        ),
        f"VALUES ?what {{ {direct} {t.SITELINKS} }} ?item ?what ?value .",
        f"?item {t.direct(p.BIRTH_PLACE)} ?more . ?more {t.LABEL} ?value . FILTER(LANG(?value) IN ({tags}))",
        f"?value {t.ABOUT} ?item ; {t.PART_OF} ?site . FILTER(?site IN ({sites})) BIND({t.ABOUT} AS ?what)",
        *(_times(name) for name in _TIMES),
    ]
    # The items stand in each branch: not every engine carries them into a union.
    union = "\n  UNION\n".join(f"  {{ VALUES ?item {{ {items} }} {branch} }}" for branch in branches)
    return f"SELECT {' '.join(f'?{name}' for name in _COLUMNS)} WHERE {{\n{union}\n}}"


def _times(name: str) -> str:
    return (
        f"?item {t.claim(name)} ?statement . ?statement a {t.BEST_RANK} ; {t.full_value(name)} ?full . "
        f"?full {t.TIME_VALUE} ?value ; {t.TIME_PRECISION} ?more ; {t.TIME_CALENDAR} ?model . "
        f'OPTIONAL {{ ?model {t.LABEL} ?calendar . FILTER(LANG(?calendar) = "{CALENDAR_LANGUAGE}") }} '
        f"BIND({t.claim(name)} AS ?what)"
    )


def _take(gathered: Gathered, row: Row) -> None:
    _, what, value, more, calendar = row
    if isinstance(what, NamedNode) and what in _CLAIMED:
        if isinstance(value, Literal) and isinstance(more, Literal) and more.value.isdecimal() and len(more.value) < 4:
            said_in = calendar_called(calendar.value) if isinstance(calendar, Literal) else None
            time = TimeValue(value.value, int(more.value), said_in)
            gathered.full_time(_CLAIMED[what], lambda: read_time(time, rdf=True))
    elif what is None:
        place = qid_of(more.value) if isinstance(more, NamedNode) else None
        if place is not None and isinstance(value, Literal) and value.language:
            gathered.place_label(place, value.value, value.language)
    elif isinstance(what, NamedNode):
        _take_plain(gathered, what, value)


def _take_plain(gathered: Gathered, what: NamedNode, value: object) -> None:
    if isinstance(value, NamedNode):
        if what == t.ABOUT:
            gathered.sitelink(value.value)
        elif (qid := qid_of(value.value)) is not None:
            gathered.value(what.value.removeprefix(t.DIRECT), qid)
    elif isinstance(value, Literal):
        take_literal(gathered, what, value)


def take_literal(gathered: Gathered, what: NamedNode, value: Literal) -> None:
    """Take a text that a property of the RDF form tells of an item."""
    if value.language:
        taking = {t.LABEL: gathered.label, t.ALIAS: gathered.alias, t.DESCRIPTION: gathered.description}.get(what)
        if taking is not None:
            taking(value.value, value.language)
    elif what == t.SITELINKS:
        gathered.sitelink_count(value.value)
    elif (name := what.value.removeprefix(t.DIRECT)) in _TIMES:
        gathered.truthy_time(name, value.value)
    elif name != what.value:
        gathered.value(name, value.value)
