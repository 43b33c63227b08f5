"""What of this graph may be an item of Wikidata, and under which names and days it is sought there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from rehabkg.link.accepted import id_in_tables
from rehabkg.link.curated import known_person
from rehabkg.link.decision import LINKED_FORM
from rehabkg.link.features import shown
from rehabkg.link.known import Known
from rehabkg.names import SCHEMES, transliterate
from rehabkg.names.whole import SplitName, split_name
from rehabkg.store.view import View
from rehabkg.wikidata.candidates import Wanted

if TYPE_CHECKING:
    from pyoxigraph import Store

PERSON, PEOPLE, PLACE, BODY, ACT = "person", "people", "place", "body", "act"
KINDS = (PERSON, PEOPLE, PLACE, BODY, ACT)
_CLASSES: Mapping[str, str] = {
    PERSON: "rehab:Person",
    PEOPLE: "rehab:Group",
    PLACE: "rehab:Place",
    BODY: "rehab:Body",
    ACT: "rehab:LegalAct",
}
# A label that holds for all languages of a script stands under this tag alone.
_MULTIPLE = "mul"
_MOST_LABELS, _MOST_NAMES, _MOST_SPOKEN = 40, 14, 3
_MOST_SPELLINGS, _FEW_SPELLINGS = 16, 4
_SIGNS = str.maketrans("", "", "’”'\"ʹʺ")
_ALEXANDER = re.compile(r"\bAleksandr\b")
# Surnames keep their y (Trotsky, Bely), given names have it or not (Dmitry, Dmitri).
_SKIY, _IY, _EY = re.compile(r"(sk)iy\b|yy\b"), re.compile(r"iy\b"), re.compile(r"([ae])y\b")
_YE = re.compile(r"\bYe|(?<=[aeiouyë])ye|’ye")


@dataclass(frozen=True, slots=True)
class Sought:
    """A thing of this graph: `labels` by language tag, None for every language of the script; `point` is lat, lon.

    `years` are those in which it began and ended, where the graph tells them. `known` is there for people.
    """

    id: str
    iri: str
    kind: str
    labels: tuple[tuple[str, str | None], ...]
    point: tuple[float, float] | None = None
    years: tuple[int, ...] = ()
    known: Known | None = None

    @property
    def wanted(self) -> Wanted:
        """What the endpoint or the dump is asked for."""
        dates = () if self.known is None else (*self.known.birth, *self.known.death)
        return Wanted(self.id, self.labels[:_MOST_LABELS], dates, self.kind)

    @property
    def shows(self) -> str:
        """Who or what it is, in a line."""
        if self.known is not None:
            return shown(self.known)
        names = list(dict.fromkeys(label for label, _ in self.labels))[:2]
        return "; ".join([*names, *map(str, self.years), *self._where()])

    def _where(self) -> tuple[str, ...]:
        return () if self.point is None else (f"{self.point[0]:.2f}, {self.point[1]:.2f}",)


def sought(store: Store, kind: str) -> Iterator[Sought]:
    """Yield the things of one kind, by IRI."""
    view = View(store)
    for node in view.instances(_CLASSES[kind]):
        id_ = id_in_tables(node)
        if kind == PERSON:
            if not LINKED_FORM.fullmatch(id_):
                yield of_person(known_person(view, node), str(node.value))
        elif kind != BODY or _is_described(view, node):
            labels = tuple(dict.fromkeys(_labels(view, node)))
            yield Sought(id_, str(node.value), kind, labels, _point(view, node), _years(view, node))


def _is_described(view: View, body: NamedNode) -> bool:
    """Return whether a source tells of a body itself; those that lists name and nobody describes are asked for nowhere.

    What supports a statement is reckoned for the curated tables alone.
    """
    return view.first(body, "rehab:shownEvidence") is not None


def of_person(known: Known, iri: str) -> Sought:
    """Return a person with the names under which others may tell of them, the likeliest first."""
    names = list(dict.fromkeys(_forms(known)))[:_MOST_NAMES]
    labels = dict.fromkeys(names)
    for name, most in _spoken(known):
        labels |= dict.fromkeys(islice(usual_spellings(name), most))
    for scheme in SCHEMES:
        labels |= dict.fromkeys(transliterate(name, scheme) for name in names if not name.isascii())
    return Sought(known.id, iri, PERSON, tuple((label, None) for label in labels), known=known)


def usual_spellings(name: str) -> Iterator[str]:
    """Yield a Russian name as English texts print it: by no scheme, but like BGN/PCGN with what is hard to say eased.

    >>> list(usual_spellings("Дмитрий Гумилёв"))
    ['Dmitry Gumilyov', 'Dmitri Gumilyov', 'Dmitry Gumilev', 'Dmitri Gumilev']
    >>> list(usual_spellings("Андрей Тарковский")), "Grigory Zinoviev" in usual_spellings("Григорий Зиновьев")
    (['Andrey Tarkovsky', 'Andrei Tarkovsky'], True)
    """
    if name.isascii():
        return
    told = _ALEXANDER.sub("Alexander", transliterate(name, "bgn-pcgn")).replace("Aleks", "Alex")
    found = [_SKIY.sub(lambda end: f"{end[1] or ''}y", told)]
    for eased in (lambda text: _IY.sub("i", text), lambda text: _EY.sub(r"\1i", text), _without_ye, _without_yo):
        found += [eased(each) for each in found]
    yield from dict.fromkeys(
        _IY.sub("y", each).replace("ë", "yo").replace("Ë", "Yo").translate(_SIGNS) for each in found
    )


def _without_ye(text: str) -> str:
    return _YE.sub(lambda found: {"Y": "E", "y": "e"}.get(found[0][0], "ie"), text)


def _without_yo(text: str) -> str:
    return text.replace("ë", "e").replace("Ë", "E")


def _forms(known: Known) -> Iterator[str]:
    """Yield a name in the orders in which Wikidata has it: given names first, or the surname first with a comma."""
    yield from _orders(known.surname, known.given_name, known.patronymic)
    whole = _whole(known)
    # Who has but one name is asked for by it.
    yield from [known.name, *whole] if known.name else whole
    if not (known.given_name and known.surname):
        for name in whole:
            told = split_name(name)
            yield from _orders(told.surname, told.given, told.patronymic)


def _spoken(known: Known) -> Iterator[tuple[str, int]]:
    """Yield a name with the given name first, and how many spellings of it to seek: few have the patronymic there."""
    told = [SplitName(known.surname, known.given_name, known.patronymic, True), *map(split_name, _whole(known))]
    for each in told[:_MOST_SPOKEN]:
        if each.surname and each.given:
            yield f"{each.given} {each.surname}", _MOST_SPELLINGS
            if each.patronymic:
                yield f"{each.given} {each.patronymic} {each.surname}", _FEW_SPELLINGS


def _whole(known: Known) -> list[str]:
    return [name for name in (known.name, *known.variants) if name and " " in name.strip()]


def _orders(surname: str | None, given: str | None, patronymic: str | None) -> Iterator[str]:
    if given and surname:
        both = f"{given} {patronymic}" if patronymic else given
        yield from (f"{both} {surname}", f"{surname}, {both}", f"{given} {surname}", f"{surname}, {given}")
        yield f"{surname} {both}"


def _labels(view: View, node: NamedNode) -> Iterator[tuple[str, str | None]]:
    for label in (*view.labels(node), *view.objects(node, "dcterms:alternative")):
        if isinstance(label, Literal):
            yield str(label.value), label.language
            if label.language is not None:
                yield str(label.value), _MULTIPLE


def _point(view: View, node: NamedNode) -> tuple[float, float] | None:
    """Return the one point of a place; several sources may tell several, and then none is chosen here."""
    found = {
        str(text.value)
        for geometry in view.nodes(node, "geo:hasGeometry")
        for text in view.objects(geometry, "geo:asWKT")
        if isinstance(text, Literal)
    }
    if len(found) != 1:
        return None
    text = found.pop().rpartition("POINT(")[2].rstrip(") ")
    try:
        longitude, latitude = map(float, text.split())
    except ValueError:
        return None
    return latitude, longitude


def _years(view: View, node: NamedNode) -> tuple[int, ...]:
    datings = [*view.nodes(node, "rehab:began"), *view.nodes(node, "rehab:ended"), *view.nodes(node, "rehab:dated")]
    found = {str(text.value)[:4] for dating in datings for text in view.objects(dating, "rehab:edtf")}
    return tuple(sorted(int(year) for year in found if year.isdecimal()))
