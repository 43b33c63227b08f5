"""The catalogue in DCAT 3 (W3C Recommendation of 22 August 2024): the dataset, its versions and their distributions."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from rehabkg.description.addresses import Described
from rehabkg.description.statements import Node, Statements
from rehabkg.description.statistics import Statistics
from rehabkg.namespaces import XSD
from rehabkg.release.changes import ADDED, REMOVED
from rehabkg.release.model import Dump, Release
from rehabkg.store.loaded import LoadedSource

# The licence of the curated tables (data/README.md). Lists come without one: facts are not owned, files may be.
CURATED_LICENCE = NamedNode("https://creativecommons.org/licenses/by/4.0/")
TITLE_EN = "rehabkg: Soviet political repression, amnesty and rehabilitation"
TITLE_RU = "rehabkg: политические репрессии в СССР, амнистия и реабилитация"
ABOUT_EN = (
    "Cases, sentences and what became of them: amnesty, release, rehabilitation, refusal and revocation, each statement"
    " with its source."
)
ABOUT_RU = (
    "Дела, приговоры и их судьба: амнистия, освобождение, реабилитация, отказ и отмена; у каждого утверждения указан"
    " источник."
)
_RIGHTS_EN = "The source states no licence; the facts of the list are given with the source that they come from."
_RIGHTS_RU = "Источник не указывает лицензию; сведения списка приводятся с указанием источника."
_KEYWORDS = ("political repression", "Gulag", "amnesty", "rehabilitation", "Soviet Union")
_KEYWORDS_RU = ("политические репрессии", "ГУЛАГ", "амнистия", "реабилитация", "СССР")
_IANA = "https://www.iana.org/assignments/media-types/"
_SOVIET_UNION = NamedNode("http://www.wikidata.org/entity/Q15180")
_LANGUAGES = ("ENG", "RUS")


def say_catalogue(statements: Statements, release: Release, found: Statistics, sources: list[LoadedSource]) -> None:
    """State the catalogue, the dataset, this version of it and its distributions."""
    named = Described(release)
    say = statements.say
    statements.kind(named.catalogue, "dcat:Catalog")
    statements.both(named.catalogue, "dcterms:title", "rehabkg", "rehabkg")
    say(named.catalogue, "dcat:dataset", named.dataset)
    say(named.catalogue, "dcat:service", named.endpoint)
    _say_service(statements, named)
    _say_dataset(statements, release, named, found, sources)
    _say_version(statements, release, named)
    listed = {graph for source in sources for graph in source.graphs}
    for dump in release.files:
        _say_distribution(statements, named, dump, listed, bool(sources))
    _say_changes(statements, release, named)


def _say_dataset(
    statements: Statements, release: Release, named: Described, found: Statistics, sources: list[LoadedSource]
) -> None:
    dataset, say = named.dataset, statements.say
    statements.kind(dataset, "dcat:Dataset")
    statements.both(dataset, "dcterms:title", TITLE_EN, TITLE_RU)
    statements.both(dataset, "dcterms:description", ABOUT_EN, ABOUT_RU)
    for language, words in (("en", _KEYWORDS), ("ru", _KEYWORDS_RU)):
        for word in words:
            say(dataset, "dcat:keyword", Literal(word, language=language))
    for language in _LANGUAGES:
        authority = f"http://publications.europa.eu/resource/authority/language/{language}"
        say(dataset, "dcterms:language", NamedNode(authority))
    say(dataset, "dcterms:modified", release.created)
    say(dataset, "dcat:landingPage", named.at("index"))
    say(dataset, "dcat:hasCurrentVersion", named.version)
    say(dataset, "dcat:hasVersion", named.version)
    _say_licence(statements, dataset, listed=bool(sources))
    _say_coverage(statements, dataset, found)


def _say_version(statements: Statements, release: Release, named: Described) -> None:
    version, say = named.version, statements.say
    statements.kind(version, "dcat:Dataset")
    statements.both(version, "dcterms:title", f"{TITLE_EN}, {release.name}", f"{TITLE_RU}, {release.name}")
    say(version, "dcat:version", release.name)
    say(version, "dcat:isVersionOf", named.dataset)
    say(version, "dcterms:issued", release.created)
    if release.former is not None:
        say(version, "dcat:previousVersion", named.version_named(release.former))
    for language, text in sorted((release.policy or {}).items()):
        if language != "sha256":
            say(version, "dcterms:accessRights", Literal(text, language=language))
    for dump in release.files:
        say(version, "dcat:distribution", named.distribution(dump))
        if dump.graph is None:
            say(named.dataset, "dcat:distribution", named.distribution(dump))


def _say_distribution(statements: Statements, named: Described, dump: Dump, listed: set[str], lists: bool) -> None:
    node, say = named.distribution(dump), statements.say
    statements.kind(node, "dcat:Distribution")
    say(node, "dcterms:title", dump.file)
    say(node, "dcat:accessURL", named.download(dump))
    say(node, "dcat:downloadURL", named.download(dump))
    say(node, "dcat:mediaType", NamedNode(_IANA + dump.media_type))
    say(node, "dcat:compressFormat", NamedNode(f"{_IANA}application/gzip"))
    say(node, "dcat:byteSize", Literal(str(dump.size), datatype=NamedNode(f"{XSD}nonNegativeInteger")))
    checksum = statements.unnamed()
    say(node, "spdx:checksum", checksum)
    statements.kind(checksum, "spdx:Checksum")
    say(checksum, "spdx:algorithm", NamedNode("http://spdx.org/rdf/terms#checksumAlgorithm_sha256"))
    say(checksum, "spdx:checksumValue", Literal(dump.sha256, datatype=NamedNode(f"{XSD}hexBinary")))
    say(node, "dcterms:conformsTo", NamedNode("https://w3id.org/rehabkg/ontology"))
    _say_licence(statements, node, listed=lists if dump.graph is None else dump.graph in listed)


def _say_licence(statements: Statements, node: Node, *, listed: bool) -> None:
    """State the licence of what is curated; of a list, or of what holds one, that its source states none."""
    if listed:
        statements.both(node, "dcterms:rights", _RIGHTS_EN, _RIGHTS_RU)
    else:
        statements.say(node, "dcterms:license", CURATED_LICENCE)


def _say_coverage(statements: Statements, dataset: NamedNode, found: Statistics) -> None:
    say = statements.say
    if found.first_day is not None and found.last_day is not None:
        period = statements.unnamed()
        say(dataset, "dcterms:temporal", period)
        statements.kind(period, "dcterms:PeriodOfTime")
        for name, day in (("dcat:startDate", found.first_day), ("dcat:endDate", found.last_day)):
            say(period, name, Literal(day, datatype=NamedNode(f"{XSD}date")))
    say(dataset, "dcterms:spatial", _SOVIET_UNION)
    statements.kind(_SOVIET_UNION, "dcterms:Location")
    statements.both(_SOVIET_UNION, "rdfs:label", "Soviet Union", "СССР")


def _say_service(statements: Statements, named: Described) -> None:
    node, say = named.endpoint, statements.say
    statements.kind(node, "dcat:DataService")
    statements.both(node, "dcterms:title", "SPARQL endpoint", "точка доступа SPARQL")
    say(node, "dcat:endpointURL", named.endpoint)
    say(node, "dcat:endpointDescription", named.at(".well-known/void"))
    say(node, "dcat:servesDataset", named.dataset)
    say(node, "dcterms:conformsTo", NamedNode("https://www.w3.org/TR/sparql11-protocol/"))


def _say_changes(statements: Statements, release: Release, named: Described) -> None:
    for change in release.changes:
        for kind, count in ((ADDED, change.added), (REMOVED, change.removed)):
            if count:
                node = named.change(change, kind)
                statements.say(named.version, "dcterms:hasPart", node)
                statements.say(node, "dcterms:title", f"{change.name}: {count} {kind}")
