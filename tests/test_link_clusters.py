"""Whatever pairs are likely, what is known to be two people is never one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from rehabkg.link.clusters import CERTAIN, CURATED, Clustered, Edge, Member, cluster

YEAR = 366
NAMES = [f"m{number}" for number in range(5)]
MEMBERS = st.fixed_dictionaries(
    {
        name: st.builds(
            Member,
            st.just(name),
            st.sampled_from(("a", "b", "c", CURATED)),
            st.sampled_from((None, "book")),
            st.sampled_from((None, 0, 3 * YEAR, 20 * YEAR)),
            st.sampled_from((None, 3 * YEAR, 30 * YEAR)),
        )
        for name in NAMES
    }
)
PAIR = st.lists(st.sampled_from(NAMES), min_size=2, max_size=2, unique=True).map(tuple)
EDGES = st.lists(
    st.builds(lambda pair, weight: Edge(pair[0], pair[1], weight), PAIR, st.sampled_from((6.0, 9.0, 30.0))), max_size=12
)
PAIRS = st.lists(PAIR, max_size=3)


def group_of(found: Clustered) -> dict[str, int]:
    return {member: number for number, group in enumerate(found.groups) for member in group}


def together(found: Clustered, left: str, right: str) -> bool:
    groups = group_of(found)
    return left in groups and groups[left] == groups.get(right)


def people(edges: Sequence[tuple[str, str]], members: Sequence[Member], weight: float = 9.0) -> Clustered:
    by_id = {member.id: member for member in members}
    return cluster([Edge(*pair, weight) for pair in edges], by_id.__getitem__)


def one_source(*names: str) -> list[Member]:
    return [Member(name, name) for name in names]


@settings(max_examples=50, deadline=None)
@given(MEMBERS, EDGES, PAIRS, PAIRS, st.randoms(use_true_random=False))
def test_order_and_direction_of_the_pairs_change_nothing(members, edges, same, different, random) -> None:  # type: ignore[no-untyped-def]
    """The same lists must come to the same people, or no figure and no link could be looked up again."""
    first = cluster(edges, members.__getitem__, same=same, different=different)
    turned = [Edge(edge.right, edge.left, edge.weight) if random.random() < 0.5 else edge for edge in edges]
    for pairs in (turned, same, different):
        random.shuffle(pairs)

    again = cluster(turned, members.__getitem__, same=[pair[::-1] for pair in same], different=different)

    assert again.groups == first.groups


@settings(max_examples=50, deadline=None)
@given(MEMBERS, EDGES, PAIRS, PAIRS)
def test_groups_are_disjoint_and_have_two_members_or_more(members, edges, same, different) -> None:  # type: ignore[no-untyped-def]
    """A record in two people, or a person of one record, is no linking."""
    found = cluster(edges, members.__getitem__, same=same, different=different)

    everybody = [member for group in found.groups for member in group]
    assert len(everybody) == len(set(everybody))
    assert all(len(group) > 1 and list(group) == sorted(group) for group in found.groups)
    assert set(found.apart) <= set(edges)


@settings(max_examples=50, deadline=None)
@given(MEMBERS, EDGES, PAIRS, PAIRS)
def test_what_people_decided_holds_and_different_wins_over_all(members, edges, same, different) -> None:  # type: ignore[no-untyped-def]
    """A merge that somebody undid would come back by way of a third record."""
    found = cluster(edges, members.__getitem__, same=same, different=different)
    undone = cluster(edges, members.__getitem__, same=same)

    assert not any(together(found, *pair) for pair in different)
    assert all(together(undone, *pair) for pair in same)


@settings(max_examples=50, deadline=None)
@given(MEMBERS, EDGES)
def test_no_score_puts_two_curated_people_two_of_a_book_or_births_apart_together(members, edges) -> None:  # type: ignore[no-untyped-def]
    """Curated people were told apart by hand; a book tells one person once; nobody is born twice."""
    found = cluster(edges, members.__getitem__)

    likely = {frozenset((edge.left, edge.right)) for edge in edges}
    for group in found.groups:
        for left, right in combinations((members[name] for name in group), 2):
            assert not left.source == right.source == CURATED
            if (left.source, left.book) == (right.source, right.book):
                assert frozenset((left.id, right.id)) in likely
            for late, early in ((left, right), (right, left)):
                if late.birth_first is not None and early.birth_last is not None:
                    assert late.birth_first - early.birth_last <= 6 * YEAR


def test_two_of_one_book_are_not_joined_through_a_third_and_the_pair_is_told() -> None:
    """The thin record of another list fits both namesakes; which of them it is, a person must say."""
    members = [Member("a.1", "a", "book"), Member("a.2", "a", "book"), Member("b.1", "b")]

    alike = people([("a.1", "b.1"), ("a.2", "b.1")], members)
    by_id = {member.id: member for member in members}
    likelier = cluster([Edge("a.1", "b.1", 9.0), Edge("a.2", "b.1", 9.5)], by_id.__getitem__)
    decided = cluster([Edge("a.1", "b.1", 9.0), Edge("a.2", "b.1", 9.0)], by_id.__getitem__, same=[("b.1", "a.1")])

    assert alike.groups == ()
    assert [(edge.left, edge.right) for edge in alike.apart] == [("a.1", "b.1"), ("a.2", "b.1")]
    assert likelier.groups == (("a.2", "b.1"),)
    assert [(edge.left, edge.right) for edge in likelier.apart] == [("a.1", "b.1")]
    assert decided.groups == (("a.1", "b.1"),)


def test_record_that_fits_two_who_were_decided_to_be_different_waits() -> None:
    """Somebody told two namesakes apart; the order of ids must not say whose the third record is."""
    members = {member.id: member for member in one_source("a.1", "b.1", "c.1")}

    found = cluster([Edge("c.1", "a.1", 9.0), Edge("b.1", "c.1", 9.0)], members.__getitem__, different=[("a.1", "b.1")])

    assert found.groups == ()
    assert len(found.apart) == 2


def test_two_of_one_book_that_are_a_pair_themselves_are_joined_and_two_books_of_a_source_are_free() -> None:
    """A book may print somebody twice by mistake, and one source holds many books."""
    book = [Member("a.1", "a", "book"), Member("a.2", "a", "book"), Member("b.1", "b")]
    books = [Member("a.1", "a", "one"), Member("a.2", "a", "other"), Member("b.1", "b")]

    assert people([("a.1", "a.2"), ("a.1", "b.1"), ("a.2", "b.1")], book).groups == (("a.1", "a.2", "b.1"),)
    assert people([("a.1", "b.1"), ("a.2", "b.1")], books).groups == (("a.1", "a.2", "b.1"),)


def test_stable_id_in_common_joins_though_one_year_is_misprinted() -> None:
    """Two files of one register tell one record, whatever else a hand copied wrong."""
    born = [Member("a.1", "a", None, 0, 0), Member("b.1", "b", None, 20 * YEAR, 20 * YEAR)]

    assert people([("a.1", "b.1")], born, CERTAIN).groups == (("a.1", "b.1"),)
    assert people([("a.1", "b.1")], born).groups == ()


def test_long_chain_is_put_together_in_bounded_time() -> None:
    """Thousands of records of one famous person are one component."""
    names = [f"m{number:05}" for number in range(3_000)]

    found = people(list(pairwise(names)), one_source(*names))

    assert [len(group) for group in found.groups] == [3_000]


def test_record_that_fits_thousands_of_one_book_is_left_alone_in_bounded_time() -> None:
    """A bare common name meets all who bear it, with one weight."""
    book = [Member(f"a.{number:04}", "a", "book") for number in range(3_000)]

    found = people([(member.id, "b.1") for member in book], [*book, Member("b.1", "b")])

    assert (found.groups, len(found.apart)) == ((), 3_000)
