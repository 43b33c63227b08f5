"""The properties of Wikidata that this project reads or writes, by what they say.

Numbers, English labels and datatypes are those of the list of all properties of early 2019 (wikidata-edit 2.9.3); none
is remembered. Classes have no place here: which item is the class of all people is no property, and no table at hand
tells its number, so that a person is told by what only a person has (`OF_PERSONS`).
"""

from __future__ import annotations

from types import MappingProxyType

INSTANCE_OF = "P31"
SUBCLASS_OF = "P279"
SEX = "P21"
BIRTH = "P569"
DEATH = "P570"
BIRTH_PLACE = "P19"
DEATH_PLACE = "P20"
CITIZENSHIP = "P27"
OCCUPATION = "P106"
ETHNIC_GROUP = "P172"
GIVEN_NAME = "P735"
FAMILY_NAME = "P734"
PATRONYMIC = "P5056"
NATIVE_NAME = "P1559"
BIRTH_NAME = "P1477"
NOTABLE_WORK = "P800"
COUNTRY = "P17"
WITHIN = "P131"
COORDINATES = "P625"
IMAGE = "P18"
INCEPTION = "P571"
DISSOLVED = "P576"
PUBLISHED = "P577"
SIGNIFICANT_EVENT = "P793"
POINT_IN_TIME = "P585"
START_TIME = "P580"
END_TIME = "P582"
EARLIEST_DATE = "P1319"
LATEST_DATE = "P1326"
DIFFERENT_FROM = "P1889"

LABELS = MappingProxyType(
    {
        INSTANCE_OF: "instance of", SUBCLASS_OF: "subclass of", SEX: "sex or gender", BIRTH: "date of birth",
        DEATH: "date of death", BIRTH_PLACE: "place of birth", DEATH_PLACE: "place of death",
        CITIZENSHIP: "country of citizenship", OCCUPATION: "occupation", ETHNIC_GROUP: "ethnic group",
        GIVEN_NAME: "given name", FAMILY_NAME: "family name",
        PATRONYMIC: "patronym or matronym for this person", NATIVE_NAME: "name in native language",
        BIRTH_NAME: "birth name", NOTABLE_WORK: "notable work", COUNTRY: "country",
        WITHIN: "located in the administrative territorial entity", COORDINATES: "coordinate location",
        IMAGE: "image", INCEPTION: "inception", DISSOLVED: "dissolved, abolished or demolished",
        PUBLISHED: "publication date", SIGNIFICANT_EVENT: "significant event", POINT_IN_TIME: "point in time",
        START_TIME: "start time", END_TIME: "end time", EARLIEST_DATE: "earliest date", LATEST_DATE: "latest date",
        DIFFERENT_FROM: "different from", "P213": "ISNI", "P214": "VIAF ID", "P227": "GND ID",
        "P1566": "GeoNames ID", "P2924": "Great Russian Encyclopedia Online ID", "P4361": "ExecutedToday ID",
        "P4613": "Encyclopedia of Modern Ukraine ID",
    }
)  # fmt: skip
"""What each property is called in the list that its number is from."""

EXTERNAL_IDS = MappingProxyType(
    {"P213": "isni", "P214": "viaf", "P227": "gnd", "P1566": "geonames", "P2924": "gre", "P4361": "executed-today",
     "P4613": "esu"}
)  # fmt: skip
"""The schemes of external ids: an item's `external_ids` are `SCHEME:ID`."""

OF_PERSONS = (BIRTH, DEATH, SEX, CITIZENSHIP, OCCUPATION, BIRTH_PLACE, GIVEN_NAME, FAMILY_NAME)
"""What an item has that tells of a person, the surest first."""
