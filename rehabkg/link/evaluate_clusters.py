"""Measure clusters of records against the people whose records they are.

Three views, none of which a trick on another can flatter (Amigó and others 2009, section 4): pairs of records within
clusters, where large clusters weigh much; B-cubed, where each record weighs the same (Bagga and Baldwin 1998); and the
share of clusters that are exactly one person's records, where nothing nearly right counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rehabkg.link.evaluate import Counts
from rehabkg.link.intervals import Interval, wilson


@dataclass(frozen=True, slots=True)
class ClusterMeasures:
    """Measures of one clustering.

    `pairs` counts pairs of records within a cluster. `exact` is how many clusters of the `clusters` found are the whole
    of one person's records; `people` how many people there are. Clusters of one record count as any other.
    """

    records: int
    clusters: int
    people: int
    exact: int
    pairs: Counts
    b_cubed_precision: float
    b_cubed_recall: float

    @property
    def b_cubed_f1(self) -> float:
        """Harmonic mean of the two of B-cubed."""
        total = self.b_cubed_precision + self.b_cubed_recall
        return 2 * self.b_cubed_precision * self.b_cubed_recall / total if total else 0.0

    @property
    def exact_share(self) -> float:
        """Share of the people whose records are one cluster, whole and alone."""
        return self.exact / self.people if self.people else 1.0

    @property
    def exact_interval(self) -> Interval:
        """The 95 % interval of `exact_share`; people are found or not each by themselves."""
        return wilson(self.exact, self.people)


def measure_clusters(cluster_of: Mapping[str, str], person_of: Mapping[str, str]) -> ClusterMeasures:
    """Return the measures of *cluster_of* (record to cluster) against *person_of* (record to person).

    A record without a cluster is one by itself; a record whose person is not known is left out.
    """
    people = Counter(person_of.values())
    clusters: Counter[tuple[bool, str]] = Counter()
    both: Counter[tuple[tuple[bool, str], str]] = Counter()
    for record, person in person_of.items():
        # A name of a cluster may be that of a record as well.
        cluster = (True, cluster_of[record]) if record in cluster_of else (False, record)
        clusters[cluster] += 1
        both[cluster, person] += 1
    right = _pairs(both.values())
    records = len(person_of)
    precision = sum(count * count / clusters[cluster] for (cluster, _), count in both.items())
    recall = sum(count * count / people[person] for (_, person), count in both.items())
    return ClusterMeasures(
        records, len(clusters), len(people),
        sum(count == clusters[cluster] == people[person] for (cluster, person), count in both.items()),
        Counts(right, _pairs(clusters.values()) - right, _pairs(people.values()) - right),
        precision / records if records else 1.0, recall / records if records else 1.0,
    )  # fmt: skip


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def components(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the cluster of each record that *pairs* join, named by its smallest record."""
    parent: dict[str, str] = {}

    def root(record: str) -> str:
        above = parent.setdefault(record, record)
        while above != record:
            parent[record] = parent[above]
            record, above = above, parent[above]
        return record

    for left, right in pairs:
        first, second = sorted((root(left), root(right)))
        parent[second] = first
    return {record: root(record) for record in parent}
