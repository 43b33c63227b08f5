"""What is in a release: its curated things by kind, and its lists of people."""

from __future__ import annotations

from dataclasses import dataclass

from rehabkg.namespaces import term
from rehabkg.pages.labels import Labels
from rehabkg.show import Text
from rehabkg.store.loaded import LoadedSource, loaded_sources
from rehabkg.web.published import Published

# What people look for, by the class and in this order.
KINDS = {
    "person": "rehab:Person",
    "group": "rehab:Group",
    "act": "rehab:LegalAct",
    "phrase": "rehab:Phrase",
    "body": "rehab:Body",
    "place": "rehab:Place",
    "jurisdiction": "rehab:Jurisdiction",
    "source": "rehab:Source",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing: its name in addresses, the label of its class, and how many there are."""

    name: str
    label: Text
    count: int


def overview(published: Published, labels: Labels, language: str) -> tuple[list[Kind], list[LoadedSource]]:
    """Return the kinds with their counts, and the loaded lists."""
    view = published.view
    kinds = [
        Kind(name, labels.of(_class(name), language), len(view.instances(class_name)))
        for name, class_name in KINDS.items()
    ]
    return kinds, loaded_sources(published.settings.store_path)


def things_of(published: Published, labels: Labels, kind: str, language: str) -> list[Text]:
    """Return the things of a kind by their labels, in the order of the letters. Raises `KeyError` for no kind."""
    found = (labels.of(node.value, language) for node in published.view.instances(KINDS[kind]))
    return sorted((Text(label.value, label.language, label.iri) for label in found), key=_sorted)


def class_label(labels: Labels, kind: str, language: str) -> Text:
    """Return the label of the class of a kind."""
    return labels.of(_class(kind), language)


def _class(kind: str) -> str:
    return str(term(KINDS[kind]).value)


def _sorted(label: Text) -> tuple[str, str]:
    return label.value.casefold(), label.iri or ""
