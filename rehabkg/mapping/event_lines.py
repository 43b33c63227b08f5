"""The cases of a recognised record to N-Quads lines: arrests, decisions, releases and rehabilitations."""

from __future__ import annotations

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
_AGAINST, _IN_CASE, _MANNER = predicate("rehab:against"), predicate("rehab:inCase"), predicate("rehab:manner")
_DATED, _BY, _CARRIED_OUT = predicate("rehab:dated"), predicate("rehab:decidedBy"), predicate("rehab:carriedOutBy")
_BODY_AS_PRINTED, _CIRCUMSTANCES = predicate("rehab:bodyAsPrinted"), predicate("rehab:circumstances")
_UNDER, _CHARGE, _IMPOSES = predicate("rehab:chargedUnder"), predicate("rehab:charge"), predicate("rehab:imposes")
_REVIEWS, _GROUND, _ACT = predicate("rehab:reviews"), predicate("rehab:ground"), predicate("rehab:appliesAct")
_SCOPE = predicate("rehab:scope")

# A charge of no more letters than its articles need says nothing beside them.
_BARE_CHARGE = 30


class EventLines:
    """Maps what happened in the cases of one source's records; `shared` fills with the values referred to."""

    def __init__(self, *, base: str, language: str, concepts: Concepts, graph: str | None) -> None:
        self.shared = SharedValues()
        self._base = base
        self._concepts = concepts
        self._end = line_end(graph)
        self._end_text = f"@{language}{self._end}"

    def case(self, out: list[str], observation: str, local: str, case: RecordedCase) -> None:
        """Add the lines of one case against the *observation*; *local* names the case."""
        end = self._end
        node = f"<{self._base}id/case/{local}>"
        out.append(f"{node}{_A_CASE}{end}{node}{_AGAINST}{observation}{end}")
        in_case = f"{_IN_CASE}{node}{end}"
        for number, arrest in enumerate(case.arrests, start=1):
            self._arrest(out, f"<{self._base}id/event/{local}a{number}>", in_case, arrest)
        before = None
        for number, sentence in enumerate(case.sentences, start=1):
            decision = f"<{self._base}id/decision/{local}s{number}>"
            self._sentence(out, decision, in_case, sentence)
            if sentence.changes and before is not None:
                out.append(f"{decision}{_REVIEWS}{before}{end}")
            before = decision
        for number, release in enumerate(case.releases, start=1):
            self._release(out, f"<{self._base}id/event/{local}l{number}>", in_case, release)
        for number, rehabilitation in enumerate(case.rehabilitations, start=1):
            self._rehabilitation(out, f"<{self._base}id/decision/{local}r{number}>", in_case, rehabilitation)

    def dating(self, edtf: str) -> str:
        """Return the node of a date."""
        self.shared.datings.add(edtf)
        return f"<{self._base}id/dating/{local_name(edtf)}>"

    def _arrest(self, out: list[str], event: str, in_case: str, arrest: Arrest) -> None:
        out.append(f"{event}{_A_ARREST}{self._end}{event}{in_case}")
        self._dated(out, event, arrest.date)
        self._body(out, event, _CARRIED_OUT, arrest.body, arrest.date)
        self._said(out, event, arrest.text or arrest.place)

    def _sentence(self, out: list[str], decision: str, in_case: str, sentence: Sentence) -> None:
        closed = CASE_CLOSED in sentence.measures
        kind = _A_CHANGE if sentence.changes else _A_CLOSING if closed else _A_SENTENCE
        out.append(f"{decision}{kind}{self._end}{decision}{in_case}")
        self._dated(out, decision, sentence.date)
        self._body(out, decision, _BY, sentence.body, sentence.date)
        for article in sentence.articles:
            self.shared.articles.add(article)
            out.append(f"{decision}{_UNDER}<{self._base}vocab/article/{local_name(article_local(article))}>{self._end}")
        charge = sentence.charge
        if charge is not None and (not sentence.articles or len(charge) > _BARE_CHARGE):
            out.append(f"{decision}{_CHARGE}{text(charge)}{self._end_text}")
        out.extend(
            f"{decision}{_IMPOSES}<{self._base}id/measure/{measure}>{self._end}" for measure in self._measures(sentence)
        )
        self._said(out, decision, sentence.text)

    def _measures(self, sentence: Sentence) -> list[str]:
        """Return the local names of the measures; the term goes to the measure that it is likeliest of."""
        kinds = [MEASURES.get(code, code) for code in sentence.measures if code != CASE_CLOSED]
        months = None if sentence.term_years is None else round(sentence.term_years * 12) or None
        carrier = None
        if months is not None:
            carrier = next((kind for kind in kinds if kind in WITH_TERM), None)
            if carrier is None:
                carrier = "unstated"
                kinds.append(carrier)
        found = [(kind, months if kind == carrier else None) for kind in kinds]
        self.shared.measures.update(found)
        return [measure_local(*value) for value in found]

    def _release(self, out: list[str], event: str, in_case: str, release: Release) -> None:
        out.append(f"{event}{_A_RELEASE}{self._end}{event}{in_case}")
        self._dated(out, event, release.date)
        manner = RELEASES.get(release.ground, "unstated")
        out.append(f"{event}{_MANNER}<{self._base}vocab/release-manner/{manner}>{self._end}")
        self._said(out, event, release.text)

    def _rehabilitation(self, out: list[str], decision: str, in_case: str, found: Rehabilitation) -> None:
        refused = found.outcome == "refused"
        out.append(f"{decision}{_A_REFUSAL if refused else _A_REHABILITATION}{self._end}{decision}{in_case}")
        self._dated(out, decision, found.date)
        self._body(out, decision, _BY, found.body, found.date)
        if found.outcome == "partly":
            out.append(f"{decision}{_SCOPE}<{self._base}vocab/scope/partial>{self._end}")
        known = [GROUNDS[ground] for ground in found.grounds if ground in GROUNDS]
        out.extend(f"{decision}{_GROUND}<{self._base}vocab/phrase/{ground}>{self._end}" for ground in known)
        acts = [ACTS[act] for act in found.acts if act in ACTS]
        out.extend(f"{decision}{_ACT}<{self._base}id/act/{act}>{self._end}" for act in acts)
        if len(known) < len(found.grounds) or len(acts) < len(found.acts):
            # A ground or an act without a concept has at least its words.
            self._said(out, decision, found.text)

    def _dated(self, out: list[str], node: str, edtf: str | None) -> None:
        if edtf is not None:
            out.append(f"{node}{_DATED}{self.dating(edtf)}{self._end}")

    def _body(self, out: list[str], node: str, name: str, printed: str | None, date: str | None) -> None:
        if printed is None:
            return
        code = self._concepts.body(printed, date)
        if code is None:
            out.append(f"{node}{_BODY_AS_PRINTED}{text(printed)}{self._end_text}")
            return
        self.shared.bodies.add(code)
        out.append(f"{node}{name}<{self._base}id/body/{code}>{self._end}")

    def _said(self, out: list[str], node: str, said: str | None) -> None:
        if said is not None:
            out.append(f"{node}{_CIRCUMSTANCES}{text(said)}{self._end_text}")
