"""People out of pairs: records are put together pair by pair, the surest first, as long as nothing forbids it.

What forbids it: somebody decided that two of them are different people; two of them are of one book and are not
themselves a pair; two of them are people of the curated tables; their years of birth lie too far apart. So no chain of
likely pairs makes one person of two that are known to be two. And a record that fits two such people equally well is
put to neither: which of two namesakes of a book it is, a person must say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter

# A year may be misprinted or reckoned from an age; beyond this two people share a name.
_BIRTHS_APART_DAYS = 6 * 366
CURATED = "curated"
# A stable id in common, or the word of a person, is worth more than any score, and than a misprinted year.
CERTAIN = 1_000.0


@dataclass(frozen=True, slots=True)
class Member:
    """What of a record may forbid to put it together with another. Births are days since 1970, None where not told."""

    id: str
    source: str
    book: str | None = None
    birth_first: int | None = None
    birth_last: int | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """A pair that may be one person. `weight` is in bits; a pair that somebody decided on has no limit to it."""

    left: str
    right: str
    weight: float


@dataclass(slots=True)
class _Group:
    """A person so far: the members, by book too, the latest first and the earliest last day of birth among them."""

    members: list[Member]
    different: set[str] = field(default_factory=set)
    books: dict[tuple[str, str | None], list[str]] = field(default_factory=dict)
    latest: int | None = None
    earliest: int | None = None

    def __post_init__(self) -> None:
        (only,) = self.members
        self.books[_book_of(only)] = [only.id]
        self.latest, self.earliest = only.birth_first, only.birth_last

    def take(self, other: _Group) -> None:
        """Put the members of *other* to these."""
        self.members += other.members
        self.different |= other.different
        for book, ids in other.books.items():
            self.books.setdefault(book, []).extend(ids)
        self.latest = max((each for each in (self.latest, other.latest) if each is not None), default=None)
        self.earliest = min((each for each in (self.earliest, other.earliest) if each is not None), default=None)


@dataclass(frozen=True, slots=True)
class Clustered:
    """What one connected component comes to: the groups of two members and more, each sorted; the pairs kept apart."""

    groups: tuple[tuple[str, ...], ...]
    apart: tuple[Edge, ...]


def cluster(
    edges: Iterable[Edge],
    member: Callable[[str], Member],
    *,
    same: Sequence[tuple[str, str]] = (),
    different: Sequence[tuple[str, str]] = (),
) -> Clustered:
    """Return the people that *edges* come to.

    *same* and *different* are what people decided, and win: the pairs of *same* are put together before all else, and
    not even they bring the two of a pair of *different* together. The same edges give the same people in any order.
    """
    groups: dict[str, _Group] = {}
    ordered = sorted(edges, key=lambda edge: (-edge.weight, *sorted((edge.left, edge.right))))
    scored = {frozenset((edge.left, edge.right)) for edge in ordered}
    for pair in different:
        for name, another in (pair, pair[::-1]):
            _group(groups, name, member).different.add(another)
    for left, right in sorted(map(sorted, same)):
        one, other = _group(groups, left, member), _group(groups, right, member)
        if one is not other and not _decided_apart(one, other):
            _merge(groups, one, other)
    apart = []
    for weight, alike in groupby(ordered, key=attrgetter("weight")):
        ends = [(edge, _group(groups, edge.left, member), _group(groups, edge.right, member)) for edge in alike]
        undecided = _of_rivals(ends, scored) if weight < CERTAIN else set()
        for edge, *_ in ends:
            one, other = groups[edge.left], groups[edge.right]
            if one is other:
                continue
            if edge in undecided or _forbidden(one, other, weight, scored):
                apart.append(edge)
            else:
                _merge(groups, one, other)
    found = {id(group): group for group in groups.values() if len(group.members) > 1}
    return Clustered(
        tuple(sorted(tuple(sorted(each.id for each in group.members)) for group in found.values())), tuple(apart)
    )


def _group(groups: dict[str, _Group], name: str, member: Callable[[str], Member]) -> _Group:
    found = groups.get(name)
    if found is None:
        found = groups[name] = _Group([member(name)])
    return found


def _merge(groups: dict[str, _Group], one: _Group, other: _Group) -> None:
    if len(one.members) < len(other.members):
        one, other = other, one
    one.take(other)
    for each in other.members:
        groups[each.id] = one


def _forbidden(one: _Group, other: _Group, weight: float, scored: set[frozenset[str]]) -> bool:
    return _decided_apart(one, other) or (weight < CERTAIN and _contradict(one, other, scored))


def _of_rivals(ends: Sequence[tuple[Edge, _Group, _Group]], scored: set[frozenset[str]]) -> set[Edge]:
    """Return those of equally likely pairs that lead from one group to two that cannot be one person."""
    led: dict[int, list[tuple[Edge, _Group]]] = {}
    for edge, one, other in ends if len(ends) > 1 else ():
        if one is not other and not _forbidden(one, other, edge.weight, scored):
            led.setdefault(id(one), []).append((edge, other))
            led.setdefault(id(other), []).append((edge, one))
    return {
        edge
        for found in led.values()
        for edge, group in found
        if any(rival is not group and _forbidden(group, rival, edge.weight, scored) for _, rival in found)
    }


def _decided_apart(one: _Group, other: _Group) -> bool:
    return any(
        bool(some.different) and any(each.id in some.different for each in others.members)
        for some, others in ((one, other), (other, one))
    )


def _contradict(one: _Group, other: _Group, scored: set[frozenset[str]]) -> bool:
    """Whether two members cannot be one person, whatever leads from the one to the other."""
    if len(one.members) < len(other.members):
        one, other = other, one
    for each in other.members:
        for rival in one.books.get(_book_of(each), ()):
            if each.source == CURATED or frozenset((each.id, rival)) not in scored:
                return True
    return _after(one, other) or _after(other, one)


def _book_of(member: Member) -> tuple[str, str | None]:
    # The curated tables are one book, whatever they rest on.
    return member.source, None if member.source == CURATED else member.book


def _after(late: _Group, early: _Group) -> bool:
    """Whether somebody of the one was born too long after somebody of the other."""
    if late.latest is None or early.earliest is None:
        return False
    return late.latest - early.earliest > _BIRTHS_APART_DAYS
