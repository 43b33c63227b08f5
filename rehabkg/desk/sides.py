"""What is known of one side of a pair, in rows that both sides have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Store

from rehabkg.errors import RehabkgError
from rehabkg.iri import RECORD_FORM, Iris
from rehabkg.link.named import Named
from rehabkg.namespaces import A
from rehabkg.show import Fact, Text, facts
from rehabkg.store.view import View

# The rows in their order; what has no row of its own stands behind them under its own label.
ROWS = (
    "name", "other_names", "description", "sex", "birth", "birth_place", "people", "residence", "occupation",
    "arrest", "sentence", "became", "death", "point", "book", "printed", "links",
)  # fmt: skip
MOST_VALUES, LONGEST_VALUE = 20, 600
_OWN = {
    "observedName": "name", "alternative": "other_names", "hasName": "other_names", "sex": "sex", "bornOn": "birth",
    "birthPlace": "birth_place", "people": "people", "nationality": "people", "residence": "residence",
    "occupation": "occupation", "diedOn": "death", "deathManner": "death", "deathPlace": "death",
    "rehabilitationStated": "became", "amnestyStated": "became", "description": "description",
}  # fmt: skip
_OF_RECORD = {"asListed": "printed", "printedIn": "book", "locator": "book"}
_EVENTS = {
    "Birth": "birth", "Death": "death", "Execution": "death", "Arrest": "arrest", "RecordedArrest": "arrest",
    "Sentence": "sentence", "RecordedSentence": "sentence", "RecordedChange": "sentence",
}  # fmt: skip
_SAID_OF_EVENTS = frozenset({"dated", "recordedOn", "atPlace", "beforeLawOf"})
# No reasoner has run over lists, so the classes of their events are named.
_HAPPENED = frozenset({
    "RecordedArrest", "RecordedSentence", "RecordedChange", "RecordedCaseClosing", "RecordedRelease",
    "RecordedRehabilitation", "RecordedRefusal",
})  # fmt: skip
_PARTS_OF_NAME = ("surname", "givenName", "patronymic")
# What says nothing of who or what it is, or is said in another way.
_UNSAID = frozenset({
    "type", "inCase", "inRecordedCase", "ofRecord", "concerns", "against", "againstObserved", "exactMatch",
    "closeMatch", "reconstructedFrom", "surname", "givenName", "patronymic", "support", "mayBeLiving", "reviews",
    "bearsOn", "changesRecorded", "affects", "annuls", "annulsInPart", "carriesOut", "commutes", "protests", "refuses",
    "requalifies", "revokes", "setsAside", "upholds", "coordinateLicence", "parentAsStated", "latitude", "longitude",
})  # fmt: skip


# That a record is silent is no statement of it.
_SILENT = "unstated"


@dataclass(frozen=True, slots=True)
class Row:
    """A heading and the values of one side under it. `label` is that of a property where the row has no name here."""

    key: str
    label: Text | None
    values: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One side: its id, its name for a heading, its rows by key; `known` says whether anything was found of it.

    `source` is the title of the list that a record stands in, where it has another than its id.
    """

    id: str
    name: Text
    rows: Mapping[str, Row] = field(default_factory=dict)
    known: bool = True
    source: Text | None = None

    def values(self, key: str) -> tuple[Text, ...]:
        """Return what the side says in one row, nothing where it has none."""
        return self.rows[key].values if key in self.rows else ()


def side_of_thing(store: Store, iris: Iris, identifier: str, language: str, shows: str) -> Side:
    """Return what the store tells of a record or a curated thing; *shows* is said where it tells nothing by now."""
    try:
        node = Named(store, iris).iri(identifier)
    except RehabkgError:
        return Side(identifier, Text(shows or identifier), known=False)
    view = View(store)
    rows = _Rows(view, language)
    labelled = [Text(value.value, value.language) for value in view.labels(node)]
    for text in sorted(labelled, key=lambda text: (text.language != language, text.language or "", text.value)):
        rows.add("name", text)
    told = facts(store, node, iris, language)
    point = [view.first(node, name) for name in ("rehab:latitude", "rehab:longitude")]
    degrees = [float(each.value) for each in point if isinstance(each, Literal)]
    if len(degrees) == len(point):
        rows.add("point", Text(", ".join(f"{each:.3f}" for each in degrees)))
    own = [fact for fact in told if fact.subject == node]
    for fact in own:
        rows.add_own(fact, _OWN)
    rows.add_name(own)
    for subject, of_subject in _by_subject(told).items():
        if subject != node:
            _add_other(rows, view, of_subject)
    found = rows.found()
    name = found["name"].values[0] if "name" in found else Text(shows or identifier)
    return Side(identifier, name, found, source=_source_of(view, iris, identifier, language))


def _source_of(view: View, iris: Iris, identifier: str, language: str) -> Text | None:
    record = RECORD_FORM.fullmatch(identifier)
    if record is None:
        return None
    title = Text(*view.labelled(iris.thing("source", record[1]), language))
    return title if title.value not in ("", record[1]) else None


class _Rows:
    def __init__(self, view: View, language: str) -> None:
        self._view, self._language = view, language
        self._values: dict[str, dict[Text, None]] = {}
        self._labels: dict[str, Text] = {}

    def add(self, key: str, *values: Text) -> None:
        for value in values:
            if value.value:
                self._values.setdefault(key, {})[Text(value.value[:LONGEST_VALUE], value.language)] = None

    def add_own(self, fact: Fact, keys: Mapping[str, str]) -> None:
        """Add a statement about a thing under its row, or under the label of its property."""
        name = _local(fact.predicate)
        if name in _UNSAID or (
            name == "rehabilitationStated" and fact.node is not None and _local(fact.node) == _SILENT
        ):
            return
        key = keys.get(name, fact.predicate.value)
        if key not in ROWS:
            self._labels[key] = self._label(fact.predicate)
        value = fact.value
        if value.value in ("true", "false"):
            label = self._label(fact.predicate)
            value = Text(label.value if value.value == "true" else f"{label.value}: –", label.language)
        self.add(key, value)

    def add_name(self, own: Iterable[Fact]) -> None:
        """Put a name together from its parts where the whole of it is not printed."""
        parts = {_local(fact.predicate): fact.value for fact in own}
        found = [parts[name] for name in _PARTS_OF_NAME if name in parts]
        if found and "name" not in self._values:
            self.add("name", Text(" ".join(part.value for part in found), found[0].language))

    def class_label(self, node: NamedNode) -> str:
        """Return the name of a class."""
        return self._view.label(node, self._language)

    def _label(self, predicate: NamedNode) -> Text:
        value, language = self._view.labelled(predicate, self._language)
        return Text(value, language)

    def found(self) -> dict[str, Row]:
        ordered = [*ROWS, *sorted(self._values.keys() - set(ROWS))]
        return {
            key: Row(key, self._labels.get(key), tuple(self._values[key])[:MOST_VALUES])
            for key in ordered
            if key in self._values
        }


def _by_subject(told: Iterable[Fact]) -> dict[NamedNode, list[Fact]]:
    found: dict[NamedNode, list[Fact]] = {}
    for fact in told:
        found.setdefault(fact.subject, []).append(fact)
    return found


def _add_other(rows: _Rows, view: View, told: list[Fact]) -> None:
    """Add what belongs to a thing: the record as printed, and each event in one line."""
    classes = [fact.node for fact in told if fact.predicate == A and fact.node is not None]
    names = {_local(node) for node in classes}
    if "Record" in names:
        for fact in told:
            if _local(fact.predicate) in _OF_RECORD:
                rows.add_own(fact, _OF_RECORD)
        return
    if not (names & _HAPPENED or any(view.is_a(fact.subject, "rehab:Event") for fact in told[:1])):
        return
    key = next((_EVENTS[name] for name in sorted(names) if name in _EVENTS), "became")
    dates = [fact.value.value for fact in told if _local(fact.predicate) in ("dated", "recordedOn")]
    others = [
        fact.value.value
        for fact in told
        if _local(fact.predicate) not in _UNSAID | _SAID_OF_EVENTS and fact.value.value not in ("true", "false")
    ]
    places = [fact.value for fact in told if _local(fact.predicate) == "atPlace"]
    if key == "birth":
        rows.add("birth", *map(Text, dates))
        rows.add("birth_place", *places)
        return
    kinds = [] if key in ("arrest", "sentence") else [rows.class_label(classes[0])]
    rows.add(key, Text(", ".join(dict.fromkeys([*dates, *kinds, *(place.value for place in places), *others]))))


def _local(node: NamedNode) -> str:
    return str(node.value).rpartition("#")[2].rpartition("/")[2]
