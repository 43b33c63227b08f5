"""Measures of linking tell what was found, what was not, and how far both may be off; nothing flatters them."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehabkg.link.evaluate import Counts, Scored
from rehabkg.link.evaluate_clusters import components, measure_clusters
from rehabkg.link.intervals import Interval, bootstrap, wilson

TRUTH = [(f"l{number}", f"r{number}") for number in range(100)]
EVERY_PAIR = [(f"l{one}", f"r{other}") for one in range(100) for other in range(100)]


def test_one_who_answers_the_truth_reaches_the_ceiling() -> None:
    """A measure that perfect answers cannot reach measures something else."""
    counts = Scored([(*pair, 0.9) for pair in TRUTH], TRUTH).counts(0.5)

    assert (counts.precision, counts.recall, counts.f1) == (1.0, 1.0, 1.0)


def test_one_who_answers_everything_gets_the_base_rate() -> None:
    """All pairs taken are as often true as pairs are: nothing is gained by saying yes."""
    counts = Scored([(*pair, 1.0) for pair in EVERY_PAIR], TRUTH).counts(0.5)

    assert counts == Counts(right=100, wrong=9_900, missed=0)
    assert (counts.precision, counts.recall) == (0.01, 1.0)


def test_one_who_answers_at_random_passes_no_threshold() -> None:
    """Whatever threshold is chosen, chance does not hold the precision that is wanted."""
    rng = Random(1)  # noqa: S311 - the same draws in every run
    scored = Scored([(*pair, rng.random()) for pair in EVERY_PAIR], TRUTH)

    assert (scored.counts(0.5).precision or 0) < 0.05
    assert scored.threshold_of(0.98) is None


def test_a_true_pair_that_nobody_proposed_is_missed() -> None:
    """What blocking loses counts, at every threshold: else a peer that proposes little would shine."""
    scored = Scored([("l0", "r0", 0.9)], TRUTH)

    assert scored.counts(0.0) == Counts(right=1, wrong=0, missed=99)
    assert scored.counts(0.95) == Counts(right=0, wrong=0, missed=100)
    assert scored.counts(0.95).precision is None


def test_a_pair_found_twice_counts_once() -> None:
    """A peer cannot raise its precision by saying the same true pair again."""
    scored = Scored([("l0", "r0", 0.6), ("l0", "r0", 0.9), ("l0", "r1", 0.9)], TRUTH)

    assert scored.counts(0.7) == Counts(right=1, wrong=1, missed=99)


def test_a_threshold_takes_pairs_of_one_probability_together() -> None:
    """Of two pairs with one probability no threshold can take only the true one."""
    scored = Scored([("l0", "r0", 0.9), ("l1", "r1", 0.8), ("l1", "r2", 0.8), ("l2", "r2", 0.7)], TRUTH)

    assert scored.threshold_of(0.98) == 0.9
    assert scored.threshold_of(0.7) == 0.7
    assert scored.best_threshold() == 0.7
    assert scored.counts(0.8) == Counts(right=2, wrong=1, missed=98)
    assert list(scored.taken(0.8)) == [("l0", "r0"), ("l1", "r1"), ("l1", "r2")]
    assert [counts.right for _, counts in scored.curve((0.7, 0.8, 0.9, 0.95))] == [3, 2, 1, 0]


def test_of_equal_recall_the_higher_threshold_is_chosen() -> None:
    """Pairs below the last true one only add what is wrong."""
    scored = Scored([("l0", "r0", 0.9), ("l5", "r6", 0.4)], TRUTH)

    assert scored.threshold_of(0.5) == 0.9


@pytest.mark.parametrize("probability", [-0.1, 1.1, float("nan")])
def test_what_is_no_probability_is_refused(probability: float) -> None:
    """A weight in bits taken for a probability would make every threshold meaningless."""
    with pytest.raises(ValueError, match="no probability"):
        Scored([("l0", "r0", probability)], TRUTH)


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.floats(0, 1)), max_size=40),
    st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=20),
    st.floats(0, 1),
)
def test_counts_are_those_of_sets(
    found: list[tuple[int, int, float]], truth: set[tuple[int, int]], threshold: float
) -> None:
    """At any threshold the counts are those that a plain comparison of sets gives."""
    true = {(str(one), str(other)) for one, other in truth}
    scored = Scored([(str(one), str(other), score) for one, other, score in found], true)
    taken = {(str(one), str(other)) for one, other, score in found if score >= threshold}

    assert scored.counts(threshold) == Counts(len(taken & true), len(taken - true), len(true - taken))


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 10, 0.2366, 0.7634), (98, 100, 0.9300, 0.9945), (0, 0, 0.0, 1.0)],
)
def test_intervals_of_shares_are_wilsons(part: int, whole: int, low: float, high: float) -> None:
    """The figures are those of published tables; ten of ten is no certainty, and nothing of nothing tells nothing."""
    found = wilson(part, whole)

    assert (found.low, found.high) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


@pytest.mark.parametrize(("part", "whole"), [(3, 2), (-1, 2)])
def test_more_than_all_is_no_share(part: int, whole: int) -> None:
    """A share above 1 is a fault of the count, which an interval must not hide."""
    with pytest.raises(ValueError, match="no share"):
        wilson(part, whole)


def test_people_with_many_pairs_make_an_interval_wider() -> None:
    """Twenty pairs of one person are right or wrong together: they are worth less than twenty people."""
    truth = [(f"l{person}", f"r{person}-{pair}") for person in range(40) for pair in range(20)]
    found = [(*pair, 1.0) for pair in truth if int(pair[0][1:]) % 2]
    alone = Scored([(left + right, right, score) for left, right, score in found], [(a + b, b) for a, b in truth])
    together = Scored(found, truth)
    width = [measured.recall.high - measured.recall.low for each in (alone, together)
             if (measured := each.measured(0.5)).recall]  # fmt: skip

    assert together.counts(0.5).recall == alone.counts(0.5).recall == 0.5
    assert width[1] > 3 * width[0]
    by_record = Scored(found, truth, person_of={f"l{person}": "one" for person in range(40)})
    assert by_record.measured(0.5).recall == Interval(0.5, 0.5)


def test_drawing_people_again_agrees_with_wilson_where_each_brings_one_pair() -> None:
    """Where trials are independent both ways must tell the same; and the same seed tells it again."""
    scored = Scored([(*pair, 0.9) for pair in TRUTH[:80]], TRUTH)
    measured, again, other = scored.measured(0.5), scored.measured(0.5), scored.measured(0.5, seed=2)
    assert measured.recall is not None
    expected = wilson(80, 100)

    assert measured == again != other
    assert measured.recall.low == pytest.approx(expected.low, abs=0.02)
    assert measured.recall.high == pytest.approx(expected.high, abs=0.02)
    assert measured.precision == Interval(1.0, 1.0)


def test_of_many_people_an_interval_is_narrow_and_holds_the_share() -> None:
    """A large count is drawn as a normal number, which must be as good."""
    units = Counter({Counts(1, 0, 0): 90_000, Counts(0, 0, 1): 10_000})

    def recall(drawn: dict[Counts, int]) -> float:
        found, missed = (drawn[unit] for unit in (Counts(1, 0, 0), Counts(0, 0, 1)))
        return found / (found + missed)

    (found,) = bootstrap(units, (recall,))
    assert found is not None
    assert found.low == pytest.approx(0.9 - 0.00186, abs=0.0004)
    assert found.high == pytest.approx(0.9 + 0.00186, abs=0.0004)


def test_where_nothing_was_found_there_is_no_precision_and_no_interval() -> None:
    """Nothing said is not everything right."""
    measured = Scored([], TRUTH).measured(0.5)

    assert measured.counts.precision is None
    assert measured.precision is None
    assert measured.recall == Interval(0.0, 0.0)


def test_calibration_tells_a_sound_model_from_one_that_boasts() -> None:
    """A probability of 0.9 that is right in six of ten is no probability."""
    rng = Random(3)  # noqa: S311 - the same draws in every run
    drawn = [(f"l{number}", f"r{number}", rng.random()) for number in range(4_000)]
    truth = [(left, right) for left, right, share in drawn if rng.random() < share]
    sound = Scored(drawn, truth).calibration()
    boasting = Scored([(left, right, min(1.0, share + 0.2)) for left, right, share in drawn], truth).calibration()

    assert len(sound) == 10
    assert sum(each.pairs for each in sound) == 4_000
    assert sum(each.interval.low <= each.predicted <= each.interval.high for each in sound) >= 8
    assert not any(each.interval.low <= each.predicted <= each.interval.high for each in boasting)


PEOPLE = {"a1": "A", "a2": "A", "a3": "A", "b1": "B", "b2": "B", "c1": "C"}


def test_measures_of_clusters_are_those_counted_by_hand() -> None:
    """A's records in two clusters, one of them with a record of B: each measure tells it in its own way."""
    found = measure_clusters({"a1": "x", "a2": "x", "a3": "y", "b1": "y"}, PEOPLE)

    assert (found.records, found.clusters, found.people, found.exact) == (6, 4, 3, 1)
    assert found.pairs == Counts(right=1, wrong=1, missed=3)
    assert found.b_cubed_precision == pytest.approx((1 + 1 + 0.5 + 0.5 + 1 + 1) / 6)
    assert found.b_cubed_recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 0.5 + 0.5 + 1) / 6)
    assert found.b_cubed_f1 == pytest.approx(2 * (5 / 6) * (11 / 18) / (5 / 6 + 11 / 18))
    assert found.exact_share == pytest.approx(1 / 3)
    assert found.exact_interval == wilson(1, 3)


def test_whole_people_reach_the_ceiling_and_the_two_lazy_ways_do_not() -> None:
    """All in one cluster and each by itself are what somebody does who has nothing to say."""
    right = measure_clusters({record: person.lower() for record, person in PEOPLE.items()}, PEOPLE)
    one = measure_clusters(dict.fromkeys(PEOPLE, "all"), PEOPLE)
    alone = measure_clusters({}, PEOPLE)

    assert (right.pairs.f1, right.b_cubed_f1, right.exact_share) == (1.0, 1.0, 1.0)
    assert (one.pairs.recall, one.b_cubed_recall, one.exact) == (1.0, 1.0, 0)
    assert one.pairs.precision == pytest.approx(4 / 15)
    assert one.b_cubed_precision == pytest.approx((9 + 4 + 1) / 36)
    assert (alone.pairs.recall, alone.b_cubed_precision, alone.exact) == (0.0, 1.0, 1)
    assert alone.b_cubed_recall == pytest.approx(3 / 6)


def test_a_cluster_named_as_a_record_is_not_that_record() -> None:
    """A record without a cluster stands by itself, whatever the clusters are called."""
    found = measure_clusters({"a1": "c1", "a2": "c1"}, PEOPLE)

    assert found.clusters == 5
    assert found.pairs == Counts(right=1, wrong=0, missed=3)


def test_records_joined_by_pairs_are_one_component() -> None:
    """Pairs join records through others; a long chain is no deep recursion."""
    chain = [(f"r{number:05}", f"r{number + 1:05}") for number in range(5_000)]
    found = components([*chain, ("x", "y")])

    assert set(found.values()) == {"r00000", "x"}
    assert found["r05000"] == "r00000"
    assert components([]) == {}
