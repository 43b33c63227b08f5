"""What is asked of stores elsewhere: the curated graph with three invented lists, and values of parameters."""

from __future__ import annotations

from pathlib import Path

from load_fixture import load_table, written
from test_queries_records import FIRST, SECOND

from bench.generate import generate
from rehabkg.pipeline import Assembled
from rehabkg.settings import DEFAULT_BASE
from rehabkg.store.version import write_version

# What the tests of the questions ask beside the defaults, and what has been refused there by an earlier wording.
ASKED = [
    ("act-effect", {"act": "r-1937-08-15-00486"}),
    ("acts-by-jurisdiction", {"jurisdiction": "georgia"}),
    ("acts-by-jurisdiction", {"jurisdiction": "ussr", "kind": "amnesty"}),
    ("amnesty-without-rehabilitation", {"absence": "not-known"}),
    ("bars-on-return", {"who": "g-kulaks"}),
    ("cases-reached-by-law", {"act": "a-1989-01-16", "body_kind": "extrajudicial"}),
    ("cases-reached-by-law", {"who": "p0129"}),
    ("children-status", {"category_asked": "child-born-in-exile"}),
    ("cleared-without-case", {"who": "g-katyn"}),
    ("contradictions", {"asked": "denies", "number": "15"}),
    ("court-rulings", {"issuer": "b-echr"}),
    ("defendants", {"group": "g-military-1937"}),
    ("equal-to-acquittal", {"word": "INNOCENT before"}),
    ("exclusions-of-act", {"act": "a-1991-10-18"}),
    ("figures", {"about": "b-comm-1954"}),
    ("figures", {"about": "g-doctors", "differing": "like-count"}),
    ("figures", {"differing": "same-count"}),
    ("history-by-name", {"who": "Vydumova Marija"}),
    ("history-by-name", {"who": "Иван"}),
    ("law-covers-body", {"body_kind": "extrajudicial", "day": "1938-02-25", "state": "russia"}),
    ("laws-leaving-out", {"category": "bandit"}),
    ("map-of-places", {"kind": "execution-site"}),
    ("names", {"about": "p0001"}),
    ("order-and-measures", {"act": "r-1937-07-30-00447"}),
    ("party-and-court", {"who": "g-leningrad"}),
    ("records-amnestied-not-rehabilitated", {"stated": "rehabilitated"}),
    ("records-contradictory-dates", {"kind": "born-after-death"}),
    ("records-rehabilitations-by-act", {"source": "first"}),
    ("records-rehabilitations-by-body", {"source": "first", "lang": "ru"}),
    ("records-rehabilitations-by-ground", {"source": "first", "lang": "ru"}),
    ("records-rehabilitations-by-region", {"source": "first"}),
    ("records-rehabilitations-by-year", {"source": "second"}),
    ("records-sentences-by-body", {"source": "first"}),
    ("records-years-to-rehabilitation", {"source": "first", "lang": "ru"}),
    ("refusals", {"phrase": "f-pravilno"}),
    ("rehabilitation-laws", {"reach_asked": "case-by-case"}),
    ("rehabilitation-without-amnesty", {"absence": "not-applicable"}),
    ("rehabilitations-before", {"day": "1954-05-01"}),
    ("release-is-no-clearing", {"manner": "amnesty"}),
    ("release-phrases", {"exonerates": "procedure-only"}),
    ("reversals", {"turn_asked": "refusal-overturned", "who_asked": "p0050"}),
    ("revocations", {"body": "b-proc-rostov"}),
    ("rights-restored", {"measure": "loss-of-awards"}),
    ("sentencing-bodies", {"who": "p0062"}),
    ("status-as-of", {"who": "p0057", "day": "2002-01-01"}),
    ("status-as-of", {"who": "g-katyn", "day": "2010-01-01"}),
    ("timeline", {"from": "1990-01-01", "until": "2009-12-31", "who": "g-katyn"}),
    ("timeline", {"who": "any"}),
    ("weak-evidence", {"level": "any"}),
]


def with_lists(folder: Path, assembled: Assembled) -> Path:
    """Write the store into *folder* and return where it is."""
    path = folder / "store"
    write_version(path, assembled.nquads(), DEFAULT_BASE)
    load_table(path, written(folder / "first.tsv", FIRST), source="first")
    load_table(path, written(folder / "second.tsv", SECOND), source="second")
    generate("memorial-lists", 300, folder / "lists.txt", truth=None, seed=8, errors=0.05)
    load_table(path, folder / "lists.txt", source="lists", format="memorial-lists", check=True)
    return path


def asked(name: str) -> dict[str, str]:
    """Return what is asked of a question whose default finds nothing."""
    return {"who": "first.1"} if name == "history-of-record" else {}
