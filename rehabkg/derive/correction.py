"""Which decisions better evidence has corrected: they are kept and shown, but give no status and count nowhere."""

from __future__ import annotations

from pyoxigraph import NamedNode

from rehabkg.store.view import View


def corrected(view: View, decision: NamedNode) -> bool:
    """Whether everything that states the decision is deprecated."""
    ranks = [rank for node in view.subjects("rehab:attests", decision) for rank in view.nodes(node, "rehab:rank")]
    return bool(ranks) and all(rank.value.endswith("/deprecated") for rank in ranks)
