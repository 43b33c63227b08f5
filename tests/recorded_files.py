"""Recorded people as JSON, as the filed cases write them, and a vocabulary of a few made-up words."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rehabkg.mapping.concepts import BodyLabel
from rehabkg.records.model import (
    Arrest,
    Article,
    Death,
    RecordedCase,
    RecordedPerson,
    RecordedPlace,
    Rehabilitation,
    Release,
    Sentence,
)
from rehabkg.records.printed import PrintedRecord

_PARTS = {
    "articles": Article,
    "arrests": Arrest,
    "sentences": Sentence,
    "releases": Release,
    "rehabilitations": Rehabilitation,
    "cases": RecordedCase,
    "death": Death,
}


class MadeUpWords:
    """Answers `mapping.concepts.Concepts` for the made-up words of the tests; the year tells two bodies apart."""

    bodies = MappingProxyType(
        {
            "тройка при УНКВД": "troika-unkvd",
            "Небываловское УНКВД": "unkvd--nebyvalov",
            "Верховный суд": "supreme-court",
            "прокуратура": "prokuratura",
        }
    )
    regions = MappingProxyType(
        {"Выдуманная губ., с. Никольское": "made-up-guberniya", "г. Небывалов": "nebyvalov", "Ижора": "izhora"}
    )

    def body(self, printed: str, date: str | None) -> str | None:
        if printed == "ОСО":
            return "oso-ogpu" if date is not None and date[:4] <= "1934" else "oso-nkvd"
        return self.bodies.get(printed)

    def region(self, printed: str) -> str | None:
        return self.regions.get(printed)

    def people(self, printed: str) -> str | None:
        return {"русский": "russians"}.get(printed)

    def occupation(self, printed: str) -> str | None:
        return {"учитель сельской школы": "teacher"}.get(printed)

    def book(self, printed: str) -> str | None:
        return {"Книга памяти Небываловской обл.": "nebyvalov-book"}.get(printed)


def described(code: str) -> BodyLabel | None:
    """Describe the bodies that are not in the curated graph."""
    if code == "unkvd--nebyvalov":
        ru, en = "УНКВД Небываловской области", "Nebyvalov NKVD directorate"
        return BodyLabel(ru, en, "security-organ", "rsfsr", "b-nkvd")
    if code == "troika-unkvd":
        return BodyLabel("тройка при УНКВД", "troika of an NKVD directorate", None, None)
    return None


def read_case(path: Path) -> tuple[PrintedRecord, RecordedPerson | RecordedPlace]:
    """Return the record of a filed case and what is recognised of it."""
    found = json.loads(path.read_text(encoding="utf-8"))
    printed = built(PrintedRecord, found["printed"])
    return printed, built(RecordedPlace, found["place"]) if "place" in found else built(RecordedPerson, found["person"])


def built(kind: type[Any], value: dict[str, Any]) -> Any:
    """Return a *kind* of the given fields, those within it by their own kinds; lists become tuples."""
    unknown = value.keys() - {field.name for field in fields(kind)}
    assert not unknown, f"{kind.__name__} has no {unknown}"
    return kind(**{name: _part(_PARTS.get(name), given) for name, given in value.items()})


def _part(kind: type[Any] | None, given: Any) -> Any:
    if isinstance(given, list):
        return tuple(_part(kind, entry) for entry in given)
    return built(kind, given) if kind is not None and given is not None else given
