"""Candidates for a query, the best first, with the features that explain their scores."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from pyoxigraph import NamedNode

from rehabkg.errors import CallError
from rehabkg.names.keys import NameWord, name_words
from rehabkg.reconcile import score as scoring
from rehabkg.reconcile.batch import LONGEST_TEXT, Query
from rehabkg.reconcile.properties import BY_PROPERTY, Entity, entity_of
from rehabkg.reconcile.score import Scored
from rehabkg.reconcile.types import BY_ID, BY_KIND
from rehabkg.search.everything import Everything
from rehabkg.search.facets import BORN

# So many that fit by name are looked at closely.
_LOOKED_AT = 60
_PEOPLE = ("person", "observation")
_NAME_PARTS = ("surname", "givenName", "patronymic")
_Feature = Callable[[str, Sequence[str]], float]
# What a property that was given is compared by; others that are given do no harm.
_COMPARED: Mapping[str, tuple[str, _Feature]] = {
    "patronymic": (scoring.PATRONYMIC, scoring.patronymic_feature),
    "birthYear": (scoring.BIRTH_YEAR, scoring.birth_year_feature),
    "birthPlace": (scoring.BIRTH_PLACE, scoring.words_feature),
    "nationality": (scoring.NATIONALITY, scoring.words_feature),
}


def candidates(everything: Everything, query: Query) -> list[dict[str, Any]]:
    """Return the candidates for a query, as the specification has them (section 4.2).

    A text that is an identifier or IRI gives that entity. Wanted types are a hard bound: an unknown one finds nothing.
    """
    known = entity_of(everything, query.text) if query.text else None
    if known is not None:
        return [_as_json(known, Scored({scoring.NAME: 1.0}), match=True)]
    kinds = {BY_ID[name].kind for name in query.types if name in BY_ID} if query.types else set(BY_KIND)
    text = query.text or " ".join(
        query.properties.get(part, ("",))[0] for part in _NAME_PARTS if query.properties.get(part)
    )
    words = name_words(text[:LONGEST_TEXT])
    if not kinds or not words or len(text) > LONGEST_TEXT:
        return []
    found = _found(everything, text, kinds, query)
    scored = [(entity, _scored(entity, names, words, query)) for entity, names in found]
    scored.sort(key=lambda pair: (-pair[1].score, pair[0].id))
    safe = _is_safe(scored, words, query)
    return [
        _as_json(entity, each, match=safe and place == 0) for place, (entity, each) in enumerate(scored[: query.limit])
    ]


def _found(
    everything: Everything, text: str, kinds: Collection[str], query: Query
) -> list[tuple[Entity, tuple[str, ...]]]:
    """Return what fits by name; where a year of birth is given, those of that year before others of the name."""
    found: dict[str, tuple[Entity, tuple[str, ...]]] = {}
    years = [match[1] for value in query.properties.get("birthYear", ()) if (match := scoring.YEAR.search(value))]
    try:
        for chosen in [*({BORN: year} for year in years[:1]), {}]:
            for one in everything.candidates(text, kinds=kinds, chosen=chosen, limit=_LOOKED_AT):
                found.setdefault(one.iri, (Entity(NamedNode(one.iri), one.kind, everything), one.names))
    except CallError:
        # A cell of a table that is no name has no candidates.
        return []
    return list(found.values())


def _scored(entity: Entity, names: Sequence[str], words: Sequence[NameWord], query: Query) -> Scored:
    features = scoring.name_features(words, names)
    if entity.kind in _PEOPLE:
        for pid, (feature, compare) in _COMPARED.items():
            asked = query.properties.get(pid, ())
            if asked:
                told = [cell.get("str") or cell.get("name", "") for cell in BY_PROPERTY[pid].values(entity)]
                if pid == "patronymic" and not told:
                    told = [word.letters for word in name_words(names[0])[2:3]]
                features[feature] = max(compare(value, told) for value in asked)
        if features.get(scoring.PATRONYMIC) == 1.0:
            # A name whose patronymic stands in a column of its own is whole all the same.
            whole = [*words, *name_words(query.properties["patronymic"][0])[:1]]
            features[scoring.COVERED] = scoring.name_features(whole, names)[scoring.COVERED]
    return Scored(features)


def _is_safe(scored: Sequence[tuple[Entity, Scored]], words: Sequence[NameWord], query: Query) -> bool:
    if not scored:
        return False
    (best, first), *others = scored
    given = len(words) + (1 if first.features.get(scoring.PATRONYMIC) == 1.0 and query.text else 0)
    second = others[0][1] if others else None
    return scoring.is_safe(first, second, words=given, is_person=best.kind in _PEOPLE)


def _as_json(entity: Entity, scored: Scored, *, match: bool) -> dict[str, Any]:
    line = entity.everything.describer.line(entity.node, entity.kind, entity.language)
    told = {
        "id": entity.id,
        "name": entity.label,
        "description": " · ".join((*line.facts, *line.became)),
        "type": [BY_KIND[entity.kind].as_json()],
        "score": scored.score,
        "features": [{"id": name, "value": value} for name, value in scored.features.items()],
        "match": match,
    }
    return {name: value for name, value in told.items() if value != ""}
