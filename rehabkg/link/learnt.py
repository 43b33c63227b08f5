"""The model of a match after Fellegi and Sunter (1969): what each level of a comparison weighs.

A level weighs log2(m / u) bits: how often a pair of one person is at it (m), against how often a pair of two people
chosen at random is (u). m was learnt from pairs of invented people (`python -m bench.train`) and comes with this
package; u and the frequencies of names, places and days are counted in the lists that are compared, so that a common
name says less than a rare one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rehabkg.link.comparisons import COMPARISONS
from rehabkg.link.keys import KEYS
from rehabkg.link.others import weight_sql

LEARNT = "learnt.json"
# Splink weighs a level of no evidence by these: neither for nor against.
NEUTRAL = 0.5
# A value that stands once in a short list is not known to be rarer than this.
RAREST = 2e-5


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was learnt: m and u of each comparison, its levels in order and what is otherwise last.

    `version` names these numbers and the comparisons that they are of; `learnt_from` says from what.
    """

    version: str
    learnt_from: str
    m: Mapping[str, Sequence[float]]
    u: Mapping[str, Sequence[float]]


@cache
def learnt() -> Learnt:
    """Return what was learnt and comes with this package."""
    found = json.loads(files("rehabkg.link").joinpath(LEARNT).read_text("utf-8"))
    return Learnt(found["version"], found["learnt_from"], found["m"], found["u"])


def version_of(m: Mapping[str, Sequence[float]], u: Mapping[str, Sequence[float]]) -> str:
    """Return the version of a model: another number or another condition makes another version."""
    told = json.dumps(
        [dict(m), dict(u), [repr(each) for each in COMPARISONS], KEYS, weight_sql("bits")], sort_keys=True
    )
    return f"1-{hashlib.sha256(told.encode()).hexdigest()[:12]}"
