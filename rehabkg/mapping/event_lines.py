"""The cases of a recognised record to N-Quads lines: arrests, decisions, releases and rehabilitations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from rehabkg.iri import local_name
from rehabkg.mapping.concepts import Concepts
from rehabkg.mapping.nquads import line_end, predicate, text, typed
from rehabkg.mapping.record_codes import ACTS, CASE_CLOSED, GROUNDS, MEASURES, RELEASES, WITH_TERM
from rehabkg.mapping.shared_values import SharedValues, article_local, measure_local
from rehabkg.records.model import Arrest, RecordedCase, Rehabilitation, Release, Sentence

_A_CASE, _A_ARREST, _A_RELEASE = (
    typed("rehab:RecordedCase"),
    typed("rehab:RecordedArrest"),
    typed("rehab:RecordedRelease"),
)
_A_SENTENCE, _A_CHANGE = typed("rehab:RecordedSentence"), typed("rehab:RecordedChange")
_A_CLOSING = typed("rehab:RecordedCaseClosing")
_A_REHABILITATION, _A_REFUSAL = typed("rehab:RecordedRehabilitation"), typed("rehab:RecordedRefusal")
_AGAINST, _IN_CASE, _MANNER = (
    predicate("rehab:againstObserved"),
    predicate("rehab:inRecordedCase"),
    predicate("rehab:recordedManner"),
)
_DATED, _BY, _CARRIED_OUT = (
    predicate("rehab:recordedOn"),
    predicate("rehab:recordedBody"),
    predicate("rehab:recordedBody"),
)
_BODY_AS_PRINTED, _CIRCUMSTANCES = predicate("rehab:bodyAsPrinted"), predicate("rehab:circumstances")
_UNDER, _CHARGE, _IMPOSES = (
    predicate("rehab:recordedArticle"),
    predicate("rehab:charge"),
    predicate("rehab:recordedMeasure"),
)
_REVIEWS, _GROUND, _ACT = (
    predicate("rehab:changesRecorded"),
    predicate("rehab:recordedGround"),
    predicate("rehab:recordedAct"),
)
_SCOPE = predicate("rehab:scope")

# A short charge without a word beside its articles and their code says nothing that they do not.
_BARE_CHARGE = 30
_WORD = re.compile(r"[^\W\d_]{3,}")
_NOTHING_BESIDE = re.compile(r".*(?:сср|сфср)|стат(?:ья|ьи|ье|ью|ьям|ей)|пункты?|осужд[её]на?|обв")

# Tails that are kept; the oldest go when there are more, so that memory does not grow with the records.
_KEPT_TAILS = 50_000
_Told = TypeVar("_Told", Arrest, Sentence, Release, Rehabilitation)


@dataclass(frozen=True, slots=True, eq=False)
class _Tail:
    """What is stated of an event beside its class, case and date: predicate, object and end of each line.

    Records repeat it by the thousand ("тройка", "58-10", ten years in a camp); it is put together once. `values`
    are the shared values that it refers to.
    """

    endings: tuple[str, ...]
    values: SharedValues


class EventLines:
    """Maps what happened in the cases of one source's records; `shared` fills with the values referred to."""

    def __init__(self, *, base: str, language: str, concepts: Concepts, graph: str | None) -> None:
        self.shared = SharedValues()
        self._base = base
        self._concepts = concepts
        self._end = line_end(graph)
        self._end_text = f"@{language}{self._end}"
        self._tails: dict[tuple[object, ...], _Tail] = {}
        # The tails given since the shared values were taken: to add up their values once is less than at each event.
        self._given: set[_Tail] = set()
        self._datings: dict[str, str] = {}

    def take_shared(self) -> SharedValues:
        """Return the values that the lines given since the last call refer to."""
        for tail in self._given:
            self.shared.update(tail.values)
        self._given.clear()
        taken, self.shared = self.shared, SharedValues()
        return taken

    def case(self, out: list[str], observation: str, local: str, case: RecordedCase) -> None:
        """Add the lines of one case against the *observation*; *local* names the case."""
        end = self._end
        node = f"<{self._base}id/case/{local}>"
        out.append(f"{node}{_A_CASE}{end}{node}{_AGAINST}{observation}{end}")
        in_case = f"{_IN_CASE}{node}{end}"
        for number, arrest in enumerate(case.arrests, start=1):
            event = f"<{self._base}id/event/{local}a{number}>"
            self._event(out, event, _A_ARREST, in_case, arrest.date, self._arrest(arrest))
        before = None
        for number, sentence in enumerate(case.sentences, start=1):
            decision = f"<{self._base}id/decision/{local}s{number}>"
            kind = _A_CHANGE if sentence.changes else _A_CLOSING if CASE_CLOSED in sentence.measures else _A_SENTENCE
            self._event(out, decision, kind, in_case, sentence.date, self._sentence(sentence))
            if sentence.changes and before is not None:
                out.append(f"{decision}{_REVIEWS}{before}{end}")
            before = decision
        for number, release in enumerate(case.releases, start=1):
            event = f"<{self._base}id/event/{local}l{number}>"
            self._event(out, event, _A_RELEASE, in_case, release.date, self._release(release))
        for number, found in enumerate(case.rehabilitations, start=1):
            decision = f"<{self._base}id/decision/{local}r{number}>"
            kind = _A_REFUSAL if found.outcome == "refused" else _A_REHABILITATION
            self._event(out, decision, kind, in_case, found.date, self._rehabilitation(found))

    def dating(self, edtf: str) -> str:
        """Return the node of a date."""
        self.shared.datings.add(edtf)
        node = self._datings.get(edtf)
        if node is None:
            if len(self._datings) > _KEPT_TAILS:
                self._datings.clear()
            node = self._datings[edtf] = f"<{self._base}id/dating/{local_name(edtf)}>"
        return node

    def _event(self, out: list[str], node: str, kind: str, in_case: str, edtf: str | None, tail: _Tail) -> None:
        end = self._end
        out.append(f"{node}{kind}{end}{node}{in_case}")
        if edtf is not None:
            out.append(f"{node}{_DATED}{self.dating(edtf)}{end}")
        for ending in tail.endings:
            out.append(node + ending)  # noqa: PERF401 - a loop of one or two costs less than a generator
        self._given.add(tail)

    def _arrest(self, arrest: Arrest) -> _Tail:
        key = ("arrest", arrest.body, _year(arrest.body, arrest.date), arrest.text, arrest.place)
        return self._tails.get(key) or self._keep(key, self._of_arrest, arrest)

    def _sentence(self, sentence: Sentence) -> _Tail:
        key = (
            "sentence", sentence.body, _year(sentence.body, sentence.date), sentence.charge, sentence.articles,
            sentence.measures, sentence.term_years, sentence.text,
        )  # fmt: skip
        return self._tails.get(key) or self._keep(key, self._of_sentence, sentence)

    def _release(self, release: Release) -> _Tail:
        key = ("release", release.ground, release.text)
        return self._tails.get(key) or self._keep(key, self._of_release, release)

    def _rehabilitation(self, found: Rehabilitation) -> _Tail:
        key = (
            "rehabilitation", found.body, _year(found.body, found.date), found.grounds, found.acts, found.outcome,
            found.text,
        )  # fmt: skip
        return self._tails.get(key) or self._keep(key, self._of_rehabilitation, found)

    def _keep(
        self, key: tuple[object, ...], endings: Callable[[_Told, SharedValues], Iterator[str]], event: _Told
    ) -> _Tail:
        """Put a tail together and keep it under *key*."""
        if len(self._tails) > _KEPT_TAILS:
            self._tails.clear()
        values = SharedValues()
        tail = self._tails[key] = _Tail(tuple(endings(event, values)), values)
        return tail

    def _of_arrest(self, arrest: Arrest, values: SharedValues) -> Iterator[str]:
        yield from self._body(values, _CARRIED_OUT, arrest.body, arrest.date)
        yield from self._said(arrest.text)
        if arrest.place is not None and (arrest.text is None or arrest.place not in arrest.text):
            yield from self._said(arrest.place)

    def _of_sentence(self, sentence: Sentence, values: SharedValues) -> Iterator[str]:
        yield from self._body(values, _BY, sentence.body, sentence.date)
        values.articles.update(sentence.articles)
        for article in sentence.articles:
            yield f"{_UNDER}<{self._base}vocab/article/{local_name(article_local(article))}>{self._end}"
        charge = sentence.charge
        if charge is not None and not (sentence.articles and _is_bare(charge)):
            yield f"{_CHARGE}{text(charge)}{self._end_text}"
        for measure in measures_imposed(sentence):
            values.measures.add(measure)
            yield f"{_IMPOSES}<{self._base}id/measure/{measure_local(*measure)}>{self._end}"
        yield from self._said(sentence.text)

    def _of_release(self, release: Release, _: SharedValues) -> Iterator[str]:
        manner = RELEASES.get(release.ground, "unstated")
        yield f"{_MANNER}<{self._base}vocab/release-manner/{manner}>{self._end}"
        yield from self._said(release.text)

    def _of_rehabilitation(self, found: Rehabilitation, values: SharedValues) -> Iterator[str]:
        yield from self._body(values, _BY, found.body, found.date)
        if found.outcome == "partly":
            yield f"{_SCOPE}<{self._base}vocab/scope/partial>{self._end}"
        grounds = [GROUNDS[ground] for ground in found.grounds if ground in GROUNDS]
        for ground in grounds:
            yield f"{_GROUND}<{self._base}vocab/phrase/{ground}>{self._end}"
        acts = [ACTS[act] for act in found.acts if act in ACTS]
        for act in acts:
            yield f"{_ACT}<{self._base}id/act/{act}>{self._end}"
        if len(grounds) < len(found.grounds) or len(acts) < len(found.acts):
            # A ground or an act without a concept has at least its words.
            yield from self._said(found.text)

    def _body(self, values: SharedValues, name: str, printed: str | None, date: str | None) -> Iterator[str]:
        if printed is None:
            return
        code = self._concepts.body(printed, date)
        if code is None:
            yield f"{_BODY_AS_PRINTED}{text(printed)}{self._end_text}"
        else:
            values.bodies.add(code)
            yield f"{name}<{self._base}id/body/{local_name(code)}>{self._end}"

    def _said(self, said: str | None) -> Iterator[str]:
        if said is not None:
            yield f"{_CIRCUMSTANCES}{text(said)}{self._end_text}"


def measures_imposed(sentence: Sentence) -> list[tuple[str, int | None]]:
    """Return the measures of a sentence with their terms in months; the term is of the measure that it fits best."""
    kinds = [MEASURES.get(code, code) for code in sentence.measures if code != CASE_CLOSED]
    months = None if sentence.term_years is None else round(sentence.term_years * 12) or None
    if months is None:
        return [(kind, None) for kind in kinds]
    carrier = next((kind for kind in kinds if kind in WITH_TERM), None)
    if carrier is None:
        carrier = "unstated"
        kinds.append(carrier)
    return [(kind, months if kind == carrier else None) for kind in kinds]


def _is_bare(charge: str) -> bool:
    """Tell whether a charge names articles and their code, and nothing else."""
    words = _WORD.findall(charge.lower())
    return len(charge) <= _BARE_CHARGE and all(_NOTHING_BESIDE.fullmatch(word) for word in words)


def _year(body: str | None, edtf: str | None) -> str | None:
    # A body of one name is told by the year; of an event without a body the year tells nothing more.
    return None if body is None or edtf is None else edtf[:4]
