"""The bits of each comparison for the desk, as the last run of `rehabkg link records` counted them."""

from __future__ import annotations

from collections.abc import Sequence

from rehabkg.desk.compare import Explain
from rehabkg.errors import RehabkgError
from rehabkg.link.explain import counted, explain, known_by_ids
from rehabkg.settings import Settings


def explainer(settings: Settings) -> Explain:
    """Return what explains a pair of records; None for a pair that the model does not compare, or compares no more."""

    def explained(left: str, right: str) -> Sequence[tuple[str, float]] | None:
        try:
            known = known_by_ids(settings, (left, right))
            told = explain(known[left], known[right], counted(settings.links_path))
        except RehabkgError:
            return None
        return [(reason.basis, reason.bits) for reason in told.reasons if reason.basis is not None]

    return explained
