"""Places with their coordinates and their states in time, and links of any thing to Wikidata."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from rehabkg.mapping.naming import Naming, concepts, references, texts
from rehabkg.mapping.statement import Statement
from rehabkg.namespaces import GEO, SKOS, WD, XSD, A, term
from rehabkg.tables.reader import Row

_NAMES = {"name_en": ("rdfs:label", "en"), "name_ru": ("rdfs:label", "ru")}


def place(row: Row, naming: Naming) -> Iterator[Statement]:
    """Yield a place and its point, in degrees of WGS 84 (EPSG:4326), and what the point stands for.

    The geometry is a GeoSPARQL 1.1 WKT literal: longitude first (section 8.5.1, CRS84 by default).
    """
    subject = naming.ref(row["id"])
    yield Statement(subject, A, term("rehab:Place"), "id")
    yield from texts(
        row,
        subject,
        _NAMES | {"point_of": ("rehab:pointOf", "en"), "licence": ("rehab:coordinateLicence", None)},
    )
    yield from concepts(naming, row, subject, {"kind": ("rehab:placeKind", "place-kind")})
    if (row["lat"] is None) != (row["lon"] is None):
        raise row.error("lon", "given together with 'lat'")
    if row["lat"] is None:
        return
    for column, name in (("lat", "rehab:latitude"), ("lon", "rehab:longitude")):
        degrees = Literal(f"{row[column]:f}", datatype=NamedNode(XSD + "decimal"))
        yield Statement(subject, term(name), degrees, column)
    point = naming.iris.thing("geometry", row["id"])
    yield Statement(subject, term("geo:hasGeometry"), point, "lat")
    yield Statement(point, A, NamedNode(GEO + "Geometry"), "lat")
    wkt = Literal(f"POINT({row['lon']:f} {row['lat']:f})", datatype=NamedNode(GEO + "wktLiteral"))
    yield Statement(point, term("geo:asWKT"), wkt, "lat")


def place_state(row: Row, naming: Naming) -> Iterator[Statement]:
    """Yield a place under one name, and in one larger place, for a time."""
    subject = naming.iris.thing("place-state", "--".join(filter(None, row.key)))
    yield Statement(subject, A, term("rehab:PlaceState"), "place")
    yield from references(naming, row, subject, {"place": "rehab:stateOf", "part_of": "rehab:partOf"})
    yield from texts(row, subject, _NAMES)
    yield from naming.dating(subject, term("rehab:began"), row, "start")
    yield from naming.dating(subject, term("rehab:ended"), row, "end")


def link(row: Row, naming: Naming) -> Iterator[Statement]:
    """Yield a match with a Wikidata item, as close as the evidence allows, never `owl:sameAs`."""
    subject = naming.ref(row["about"])
    yield Statement(subject, NamedNode(SKOS + row["match"]), NamedNode(WD + row["qid"]), "qid")
