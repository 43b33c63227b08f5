"""Read the cases of a person from the cells of a table: arrest, decisions, releases, rehabilitations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from rehabkg.recognise.acts import acts_in
from rehabkg.recognise.articles import articles_of
from rehabkg.recognise.cells import KEPT, Unread, is_affirmed, kept_trimmed
from rehabkg.recognise.history import History, history_of
from rehabkg.recognise.rehabilitation import rehabilitations_of
from rehabkg.recognise.releases import releases_of
from rehabkg.recognise.texts import trimmed
from rehabkg.records.model import Arrest, Death, RecordedCase, Rehabilitation, Release, Sentence

Cells = Mapping[str, str]

_ARREST = frozenset(("arrest_date", "arrest_body", "arrest_place", "arrest_kind", "restraint"))
_DECISION = frozenset(("charge", "articles", "decision_date", "deciding_body", "sentence"))
_RELEASE = frozenset(("release_date", "release_ground"))
_REHABILITATION = frozenset(
    ("rehabilitation_date", "rehabilitation_body", "rehabilitation_ground", "rehabilitation_act")
)
_EXECUTION = "execution"
_NOTHING = History()
# A sentence is read once for all cases that have it; in place of their body and date stand these marks, which equal
# nothing that a text can tell. The date is a mark only where the text has no date that could be the same.
_BODY, _DATE = "\0body", "\0date"
# Before and after all acts on rehabilitation.
_FIRST_DAY, _LAST_DAY = "1917-01-01", "2100-01-01"
_DATED = re.compile(r"[0-9]{4}|[0-9]\.[0-9]")
# An act entered in the cell of the body: "на основании Закона РСФСР от 18.10.91".
_ACT = re.compile(
    r"(?:на основании|согласно|в соответствии|по)\s|(?:ст(?:\.|ать)|закон|указ|постановлени)", re.IGNORECASE
)


def case_of(cells: Cells, unread: Unread) -> tuple[RecordedCase | None, Death | None]:
    """Return the case and the death that *cells* tell of, by the names of `records.fields.CASE_FIELDS`.

    `executed` says that the person was sentenced to death, not that it was done: of itself it makes no death.
    What is not read goes to *unread*.
    """
    # Most rows fill few cells: what has none is not looked at.
    history, sentences = (_NOTHING, ()) if _DECISION.isdisjoint(cells) else _decided(cells, unread)
    arrests, releases, cleared = history.arrests, history.releases, history.rehabilitations
    if "executed" in cells and is_affirmed(cells["executed"]):
        sentences = _with_execution(sentences)
    if not _ARREST.isdisjoint(cells):
        arrests = (*_arrests(cells, unread), *arrests)
    if not _RELEASE.isdisjoint(cells):
        releases = (*releases, *_releases(cells, unread))
    if not _REHABILITATION.isdisjoint(cells):
        cleared = (*cleared, *rehabilitations(cells, unread))
    if arrests or sentences or releases or cleared:
        return RecordedCase(arrests, sentences, releases, cleared), history.death
    return None, history.death


def other_case_of(text: str) -> tuple[RecordedCase, Death | None]:
    """Return what the free text about another repression of the same person tells.

    Where nothing of it is read, it stands whole as the sentence of that case.
    """
    told = _other_history(text)
    if told.arrests or told.sentences or told.releases or told.rehabilitations:
        return RecordedCase(told.arrests, told.sentences, told.releases, told.rehabilitations), told.death
    return RecordedCase(sentences=(Sentence(text=text),)), told.death


@lru_cache(maxsize=KEPT)
def _other_history(text: str) -> History:
    return history_of(text)


def _arrests(cells: Cells, unread: Unread) -> tuple[Arrest, ...]:
    """Return the arrest; its kind and the restraint are what is told of its circumstances. A restraint is no arrest."""
    date = unread.date("arrest_date", cells["arrest_date"]) if "arrest_date" in cells else None
    body, place = trimmed(cells.get("arrest_body")), trimmed(cells.get("arrest_place"))
    told = [cells[name] for name in ("arrest_kind", "restraint") if name in cells]
    if date or body or place or "arrest_kind" in cells:
        return (Arrest(date, body, place, "; ".join(told) or None),)
    unread.values += told
    return ()


def _decided(cells: Cells, unread: Unread) -> tuple[History, tuple[Sentence, ...]]:
    """Return what the cells of the decision tell, the sentence read as a story, and the decisions in it."""
    date = unread.date("decision_date", cells["decision_date"]) if "decision_date" in cells else None
    body = kept_trimmed(cells["deciding_body"]) if "deciding_body" in cells else None
    charge, articles, text = cells.get("charge"), cells.get("articles"), cells.get("sentence")
    if articles:
        charge = f"{charge}; {articles}" if charge else articles
    if text is None and not (date or body or charge):
        return _NOTHING, ()
    told = _undated(charge, text, body is not None, date is not None)
    if told is None:
        told = _dated(charge, text, body is not None, date)
    unread.values += told.unread
    if date or body:
        return told, (_with_heading(told.sentences[0], date, body), *told.sentences[1:])
    return told, told.sentences


@lru_cache(maxsize=KEPT)
def _undated(charge: str | None, text: str | None, has_body: bool, has_date: bool) -> History | None:
    """Return what a charge and a sentence tell, with marks for the body and the date that go with them.

    None where the sentence has dates of its own: then it is read together with those of the decision.
    """
    if text is not None and _DATED.search(text):
        return None
    return _dated(charge, text, has_body, _DATE if has_date else None)


@lru_cache(maxsize=KEPT)
def _dated(charge: str | None, text: str | None, has_body: bool, date: str | None) -> History:
    """Return what a charge and a sentence tell, read with the date of the decision, and a mark for its body."""
    charge, text = trimmed(charge), trimmed(text)
    main = Sentence(date, _BODY if has_body else None, charge, articles_of(charge))
    return history_of(text, main) if text else History(sentences=(main,))


def _with_heading(first: Sentence, date: str | None, body: str | None) -> Sentence:
    """Return the decision *first* with its date and body in place of the marks."""
    # Field by field: `dataclasses.replace` takes three times as long, a million times over.
    return Sentence(
        date if first.date == _DATE else first.date, body if first.body == _BODY else first.body, first.charge,
        first.articles, first.measures, first.term_years, first.text, first.changes,
    )  # fmt: skip


def _with_execution(told: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """Return the decisions with a sentence to death, which its own cell says, where no text does."""
    if any(_EXECUTION in sentence.measures for sentence in told):
        return told
    if not told:
        return (Sentence(measures=(_EXECUTION,)),)
    return (replace(told[0], measures=(_EXECUTION, *told[0].measures)), *told[1:])


def _releases(cells: Cells, unread: Unread) -> tuple[Release, ...]:
    printed, ground = cells.get("release_date"), trimmed(cells.get("release_ground"))
    if printed is None and ground is None:
        return ()
    date = unread.date("release_date", printed) if printed is not None else None
    read = releases_of(f"Освобожден {ground}") if ground else ()
    return (Release(date, read[0].ground if read else "other", ground or printed or ""),)


def rehabilitations(cells: Cells, unread: Unread) -> tuple[Rehabilitation, ...]:
    """Return the rehabilitations of a case or a person; no cell for them, no rehabilitation.

    Several bodies or grounds stand one a line. Each body makes a decision of its own, and each has the one date that
    the row gives; grounds go with the bodies one by one where there are as many of them, else each body has them all.
    """
    printed, body = cells.get("rehabilitation_date"), cells.get("rehabilitation_body")
    ground, act = cells.get("rehabilitation_ground"), cells.get("rehabilitation_act")
    date = unread.date("rehabilitation_date", printed) if printed is not None else None
    if body is not None and _is_act(body):
        body, act = None, f"{body}; {act}" if act else body
    if ground is None and act is None and (body is None or "\n" not in body):
        # Without words there is nothing to recognise.
        return (Rehabilitation(date, kept_trimmed(body) if body else None),) if date or body else ()
    if body and "\n" in body:
        return _of_several(body.split("\n"), ground, act, date)
    return _cleared(_joined(ground, act), date, trimmed(body))


@lru_cache(maxsize=KEPT)
def _is_act(body: str) -> bool:
    return bool(_ACT.match(body))


def _of_several(bodies: list[str], ground: str | None, act: str | None, date: str | None) -> tuple[Rehabilitation, ...]:
    grounds = ground.split("\n") if ground else []
    if len(grounds) != len(bodies):
        return tuple(decision for body in bodies for decision in _cleared(_joined(ground, act), date, trimmed(body)))
    return tuple(
        decision
        for body, own in zip(bodies, grounds, strict=True)
        for decision in _cleared(_joined(own, act), date, trimmed(body))
    )


def _joined(ground: str | None, act: str | None) -> str | None:
    return "; ".join(part.replace("\n", "; ") for part in (ground, act) if part) or None


def _cleared(text: str | None, date: str | None, body: str | None) -> tuple[Rehabilitation, ...]:
    """Return the decisions that the words *text* tell, of the date and body of their own cells."""
    if date is None or (text and _turns_on_date(text)):
        return _rehabilitated(text, date, body)
    return tuple(
        Rehabilitation(date, one.body, one.grounds, one.acts, one.outcome, one.text)
        for one in _rehabilitated(text, _FIRST_DAY, body)
    )


@lru_cache(maxsize=KEPT)
def _turns_on_date(text: str) -> bool:
    """Tell whether it depends on the date of the decision which act *text* means: an undated `Закон РФ`."""
    return acts_in(text, decided_on=_FIRST_DAY) != acts_in(text, decided_on=_LAST_DAY)


@lru_cache(maxsize=KEPT)
def _rehabilitated(text: str | None, date: str | None, body: str | None) -> tuple[Rehabilitation, ...]:
    return rehabilitations_of(text=text, date=date, body=body)
