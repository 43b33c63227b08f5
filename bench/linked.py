"""Load two invented lists as a user does, link them, and measure the people that then stand in the graph.

    python -m bench.linked
    python -m bench.linked --left 100000 --right 1000000 --seed 12
    python -m bench.linked --pairs DIR                      files of `bench.pairs` that are there already

What `bench.link` measures is pairs across two tables; here it is what readers meet: `rehabkg load table` of each list,
`rehabkg link records` at the threshold it comes with, and the records of each linked person. Records of one list are
linked with each other as well, and what forbids a person (one book, births far apart) has its say.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from pyoxigraph import NamedNode

from bench.invented.pairs import CLUSTERS, LEFT, RIGHT, Wanted
from bench.invented.real_names import RealNames
from bench.load import make_store
from bench.pairs import lists_here, write
from bench.processes import Ran, run
from bench.report import counted, machine, mebibytes, share, table
from rehabkg.iri import Iris
from rehabkg.link.evaluate_clusters import ClusterMeasures, measure_clusters
from rehabkg.namespaces import REHAB
from rehabkg.store.engine import open_store

_GRAPH = "link-records"
_MEMBER = NamedNode(REHAB + "reconstructedFrom")


def main() -> None:
    """Read the arguments, load, link and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--left", type=int, default=10_000)
    parser.add_argument("--right", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=12, help="1 to 3 are those that the model was learnt on")
    parser.add_argument("--errors", type=float, default=1.0, help="multiplies how often each error is made")
    parser.add_argument("--pairs", type=Path, help="a folder of `bench.pairs`")
    call = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        pairs = call.pairs or work / "pairs"
        if call.pairs is None:
            write(pairs, Wanted(call.left, call.right, errors=call.errors), call.seed, RealNames(lists_here()))
        make_store(work / "store", None)
        for path in (pairs / LEFT, pairs / RIGHT):
            load(path, work)
        ran = _rehabkg(work, "link", "records")
        print(ran.output.strip(), "\n")
        report(measured(pairs, linked(work / "store")), ran)


def load(path: Path, work: Path) -> None:
    """Load a list by the mapping that is proposed for it."""
    mapping = work / f"{path.stem}.toml"
    run([sys.executable, "-m", "rehabkg", "map", "init", str(path), "--out", str(mapping)])
    call = ("load", "table", str(path), "--mapping", str(mapping), "--source", path.stem)
    ran = _rehabkg(work, *call, "--rejects", str(work / "rejects.csv"))
    print(f"{ran.seconds:.0f} s: {ran.output.strip()}")


def linked(store: Path) -> dict[str, str]:
    """Return the linked person of each record that is of one, by the record's number in its list."""
    graph = Iris().graph(_GRAPH)
    quads = open_store(store).quads_for_pattern(None, _MEMBER, None, graph)
    return {quad.object.value.rpartition(".")[2]: quad.subject.value for quad in quads}


def measured(pairs: Path, person_of: Mapping[str, str]) -> ClusterMeasures:
    """Return the measures over people of two records or more, and over all records that were taken for such.

    Of those who are rightly by themselves there are many, and they would make every measure look well.
    """
    with (pairs / CLUSTERS).open(encoding="utf-8", newline="") as opened:
        rows = csv.reader(opened)
        next(rows)
        truth: dict[str, str] = dict(rows)
    records = Counter(truth.values())
    people = {record: person for record, person in truth.items() if records[person] > 1 or record in person_of}
    return measure_clusters(person_of, people)


def report(measures: ClusterMeasures, ran: Ran) -> None:
    """Print the measures, and what linking took."""
    counts = measures.pairs
    rows = [
        ("pairs within people", share(counts.precision), share(counts.recall)),
        ("B-cubed", f"{measures.b_cubed_precision:.3f}", f"{measures.b_cubed_recall:.3f}"),
        ("people who are whole and alone", "", counted(measures.exact, measures.people)),
    ]
    table((f"{measures.records:,} records of {measures.people:,} people", "precision", "recall"), rows)
    print(f"`rehabkg link records`: {ran.seconds:.0f} s, {mebibytes(ran.peak('main'))} MiB in the main process")


def _rehabkg(work: Path, *words: str) -> Ran:
    return run([sys.executable, "-m", "rehabkg", *words, "--store", str(work / "store")])


if __name__ == "__main__":
    main()
