"""Read a decision with its measures, and the decisions that changed it, out of the cells or lines of a source."""

from __future__ import annotations

from rehabkg.recognise.articles import articles_of
from rehabkg.recognise.dates import date_of
from rehabkg.recognise.history import history_of
from rehabkg.records.model import Sentence


def sentences_of(*, body: str | None, date: str | None, charge: str | None, text: str | None) -> tuple[Sentence, ...]:
    """Return the decision of a case and its commutations, in the order of *text*, the sentence as printed.

    `date` is as printed or in EDTF. Nothing given makes no decision.
    """
    if not (body or date or charge or text):
        return ()
    main = Sentence(date=date_of(date), body=body, charge=charge, articles=articles_of(charge))
    return history_of(text, main).sentences if text else (main,)
