"""The bits of each comparison for the desk, as the last runs of `rehabkg link` counted them."""

from __future__ import annotations

from collections.abc import Sequence

from rehabkg.desk.compare import Explain
from rehabkg.errors import RehabkgError
from rehabkg.link.decision import ITEM_FORM
from rehabkg.link.explain import counted, explain, known_by_ids
from rehabkg.link.explain_item import explain_item
from rehabkg.link.reason import Reason
from rehabkg.settings import Settings


def explainer(settings: Settings) -> Explain:
    """Return what explains a pair; None for a pair that the model does not compare, or compares no more."""

    def explained(left: str, right: str) -> Sequence[tuple[str, float]] | None:
        try:
            on_item = any(ITEM_FORM.fullmatch(name) for name in (left, right))
            told = (_of_item if on_item else _of_records)(settings, left, right)
        except RehabkgError:
            return None
        return [(reason.basis, reason.bits) for reason in told if reason.basis is not None]

    return explained


def _of_item(settings: Settings, left: str, right: str) -> Sequence[Reason]:
    thing, qid = (right, left) if ITEM_FORM.fullmatch(left) else (left, right)
    return explain_item(settings, thing, qid)[1].reasons


def _of_records(settings: Settings, left: str, right: str) -> Sequence[Reason]:
    known = known_by_ids(settings, (left, right))
    return explain(known[left], known[right], counted(settings.links_path)).reasons
