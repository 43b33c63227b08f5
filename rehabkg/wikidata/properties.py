"""The properties of Wikidata that this project reads or writes, by what they say.

Numbers, English labels and datatypes are those of the list of all properties of early 2019 (wikidata-edit 2.9.3); none
is remembered. Classes have no place here: which item is the class of all people is no property, and no table at hand
tells its number, so that a person is told by what only a person has (`Item.may_be_person`).
"""

from __future__ import annotations

from types import MappingProxyType

INSTANCE_OF = "P31"
BIRTH = "P569"
DEATH = "P570"
BIRTH_PLACE = "P19"
CITIZENSHIP = "P27"
OCCUPATION = "P106"
NOTABLE_WORK = "P800"
COUNTRY = "P17"
COORDINATES = "P625"
IMAGE = "P18"
PUBLISHED = "P577"
SIGNIFICANT_EVENT = "P793"
POINT_IN_TIME = "P585"
EARLIEST_DATE = "P1319"
LATEST_DATE = "P1326"
LAWS_APPLIED = "P3014"
CAUSE = "P828"
COURT = "P4884"
JURISDICTION = "P1001"
REFERENCE_URL = "P854"

LABELS = MappingProxyType(
    {
        INSTANCE_OF: "instance of", BIRTH: "date of birth", DEATH: "date of death", BIRTH_PLACE: "place of birth",
        CITIZENSHIP: "country of citizenship", OCCUPATION: "occupation", NOTABLE_WORK: "notable work",
        COUNTRY: "country", COORDINATES: "coordinate location", IMAGE: "image", PUBLISHED: "publication date",
        SIGNIFICANT_EVENT: "significant event", POINT_IN_TIME: "point in time", EARLIEST_DATE: "earliest date",
        LATEST_DATE: "latest date", LAWS_APPLIED: "laws applied", CAUSE: "has cause", COURT: "court",
        JURISDICTION: "applies to jurisdiction", REFERENCE_URL: "reference URL", "P213": "ISNI", "P214": "VIAF ID",
        "P227": "GND ID", "P1566": "GeoNames ID", "P2924": "Great Russian Encyclopedia Online ID",
        "P4361": "ExecutedToday ID", "P4613": "Encyclopedia of Modern Ukraine ID",
    }
)  # fmt: skip
"""What each property is called in the list that its number is from."""

EXTERNAL_IDS = MappingProxyType(
    {"P213": "isni", "P214": "viaf", "P227": "gnd", "P1566": "geonames", "P2924": "gre", "P4361": "executed-today",
     "P4613": "esu"}
)  # fmt: skip
"""The schemes of external ids: an item's `external_ids` are `SCHEME:ID`."""
