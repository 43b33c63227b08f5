"""The small line below a hit: when born, where, and what became of it.

A conviction is never told without what followed: where a record says nothing of it, the line says that it does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode

from rehabkg.iri import Iris
from rehabkg.status.walk import PRECEDENCE, status_as_of
from rehabkg.store.view import View

_WORDS = {
    "born": ("born {}", "род. {}"),
    "died": ("died {}", "ум. {}"),
    "term": ("{0}, {1} years", "{0}, {1} г."),
    "today": ("today: {}", "сегодня: {}"),
    "stated": ("of rehabilitation: {}", "о реабилитации: {}"),
}
# A case is known, and no decision in it.
_NO_DECISION = PRECEDENCE[-1]
_LANGUAGES = ("en", "ru")
# More would be no small line any more.
_MOST_EVENTS = 3
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Line:
    """`facts` say who or what it is; `became` what was done and what followed, in order, empty for what has no case."""

    facts: tuple[str, ...] = ()
    became: tuple[str, ...] = ()


class Describer:
    """Tells lines from one store; *day* is that for which the status of people is told."""

    def __init__(self, view: View, iris: Iris, day: date) -> None:
        self._view, self._iris, self._day = view, iris, day

    def line(self, node: NamedNode, kind: str, language: str) -> Line:
        """Return the line for a thing or an observation."""
        if kind == "observation":
            return self._observation(node, language)
        if kind in ("person", "group"):
            return self._actor(node, language)
        return Line(tuple(filter(None, self._thing(node, kind, language))))

    def _observation(self, node: NamedNode, language: str) -> Line:
        view = self._view
        place = self._text(view.first(node, "rehab:birthPlace")) or self._text(view.first(node, "rehab:residence"))
        days = [
            *self._days(node, "rehab:bornOn", "born", language),
            *self._days(node, "rehab:diedOn", "died", language),
        ]
        manner = [view.label(found, language) for found in view.nodes(node, "rehab:deathManner")]
        steps: list[tuple[str, str]] = []
        for case in view.subjects("rehab:againstObserved", node):
            for event in view.subjects("rehab:inRecordedCase", case):
                steps += self._step(event, language)
        told = [step for _, step in sorted(steps)][:_MOST_EVENTS]
        stated = [view.label(found, language) for found in view.nodes(node, "rehab:rehabilitationStated")]
        said = [_word("stated", language).format(", ".join(stated))] if stated else []
        return Line(tuple(filter(None, [*days, place])), (*told, *manner, *said))

    def _step(self, event: NamedNode, language: str) -> list[tuple[str, str]]:
        """Return what a recorded decision did, with its date to sort by; arrests say less than what they led to."""
        view = self._view
        if not view.is_a(event, "rehab:RecordedSentence"):
            return []
        dates = [self._text(view.first(day, "rehab:edtf")) for day in view.nodes(event, "rehab:recordedOn")]
        measures = [self._measure(measure, language) for measure in view.nodes(event, "rehab:recordedMeasure")]
        return [(dates[0] if dates else "~", " ".join([*dates[:1], ", ".join(measures)]).strip())] if measures else []

    def _measure(self, measure: NamedNode, language: str) -> str:
        kind = ", ".join(self._view.label(each, language) for each in self._view.nodes(measure, "rehab:measureKind"))
        months = self._view.first(measure, "rehab:termMonths")
        if not isinstance(months, Literal) or not months.value.isascii() or not months.value.isdigit():
            return kind
        return _word("term", language).format(kind, f"{int(months.value) / 12:g}")

    def _actor(self, node: NamedNode, language: str) -> Line:
        view = self._view
        found = [self._in_language(node, "dcterms:description", language)]
        events = view.subjects("rehab:concerns", node)
        for class_name, word in (("rehab:Birth", "born"), ("rehab:Death", "died")):
            lives = [event for event in events if view.is_a(event, class_name)]
            found += [day for life in lives[:1] for day in self._days(life, "rehab:shownDating", word, language)]
        standing = self._standing(node, language)
        became = (_word("today", language).format(standing),) if standing else ()
        return Line(tuple(filter(None, found)), became)

    def _standing(self, who: NamedNode, language: str) -> str:
        """Return what stands about a person or group; by states, where these do not hold the same."""
        by_state: dict[str, list[str]] = {}
        rows = sorted(status_as_of(self._view, who, self._day), key=lambda row: PRECEDENCE.index(row.status))
        for row in rows:
            label = self._view.label(self._iris.concept("status", row.status), language)
            if label not in by_state.setdefault(row.jurisdiction, []):
                by_state[row.jurisdiction].append(label)
        states: dict[str, list[str]] = {}
        for state, labels in by_state.items():
            states.setdefault(", ".join(labels), []).append(self._view.label(NamedNode(state), language))
        if not states and self._view.subjects("rehab:against", who):
            return self._view.label(self._iris.concept("status", _NO_DECISION), language)
        if len(states) == 1:
            return next(iter(states))
        return "; ".join(f"{told} ({', '.join(sorted(names))})" for told, names in states.items())

    def _thing(self, node: NamedNode, kind: str, language: str) -> list[str]:
        view = self._view
        if kind == "act":
            dates = [self._text(view.first(day, "rehab:edtf")) for day in view.nodes(node, "rehab:shownDating")[:1]]
            return [*dates, self._in_language(node, "rehab:summary", language)]
        if kind == "place":
            return [view.label(found, language) for found in view.nodes(node, "rehab:placeKind")]
        if kind == "body":
            states = [view.label(found, language) for found in view.nodes(node, "rehab:ofJurisdiction")]
            return [*states[:1], self._in_language(node, "dcterms:description", language)]
        if kind == "article":
            return [view.label(found, language) for found in view.nodes(node, "rehab:codeOfLaw")]
        if kind == "recorded-place":
            return [self._text(view.first(node, "rehab:kindAsPrinted"))]
        if kind in ("concept", "phrase"):
            schemes = [view.label(found, language) for found in view.nodes(node, "skos:inScheme")]
            return [*schemes[:1], self._in_language(node, "skos:definition", language)]
        return [self._in_language(node, "dcterms:description", language)]

    def _days(self, node: NamedNode, predicate: str, word: str, language: str) -> list[str]:
        days = self._view.nodes(node, predicate)
        dates = [self._text(self._view.first(day, "rehab:edtf")) for day in days]
        return [_word(word, language).format(" / ".join(dict.fromkeys(dates)))] if any(dates) else []

    def _in_language(self, node: NamedNode, predicate: str, language: str) -> str:
        texts = [value for value in self._view.objects(node, predicate) if isinstance(value, Literal)]
        texts.sort(key=lambda value: (value.language != language, value.language or "", value.value))
        return _cut(texts[0].value) if texts else ""

    def _text(self, value: object) -> str:
        return _cut(value.value) if isinstance(value, Literal) else ""


def _word(name: str, language: str) -> str:
    return _WORDS[name][_LANGUAGES.index(language)]


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
