"""The types that can be matched against: classes of the ontology, and the kind under which each is sought."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EntityType:
    """A type: its local name in the ontology, the kind of search that finds it, its name for people."""

    id: str
    kind: str
    name: str
    description: str

    def as_json(self) -> dict[str, str]:
        """Return the type as responses give it (section 3.3 of the specification)."""
        return {"id": self.id, "name": self.name}


PERSON, OBSERVATION, GROUP = "Person", "PersonObservation", "Group"
TYPES = (
    EntityType(PERSON, "person", "person", "A person whose case historians have established."),
    EntityType(OBSERVATION, "observation", "person in a list", "A person as one record of a list shows them."),
    EntityType(GROUP, "group", "group", "A people or group that was repressed as such."),
    EntityType("Place", "place", "place", "A place of the curated tables."),
    EntityType("Body", "body", "body", "A court, board, commission or office."),
    EntityType("LegalAct", "act", "legal act", "A law, decree, order or resolution."),
    EntityType("CodeArticle", "article", "article of a code", "An article of a criminal code."),
    EntityType("Phrase", "phrase", "phrase", "A formula of release, ground, refusal or charge."),
)
BY_ID = {each.id: each for each in TYPES}
BY_KIND = {each.kind: each for each in TYPES}
