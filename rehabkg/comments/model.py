"""A comment, and what a visitor may send for one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

PENDING, ACCEPTED, REFUSED = "pending", "accepted", "refused"
STATES = (PENDING, ACCEPTED, REFUSED)
# Motivations of the Web Annotation Vocabulary (section 4.2): a correction, or something to add.
EDITING, COMMENTING = "editing", "commenting"
MOTIVATIONS = (EDITING, COMMENTING)
LANGUAGES = ("en", "ru")
# In characters.
LONGEST = {"about": 2_000, "statement": 500, "text": 5_000, "evidence": 1_000, "name": 100}
SHORTEST_TEXT = 10
# What makes a text look other than it reads: control characters, and marks that turn its direction (UAX 9).
_UNSEEN = re.compile("[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Said:
    """What a visitor says: of the thing `about` (an IRI) and, where given, of the `statement` named there as shown.

    `evidence` says where it can be checked; `name` is for attribution, None for who does not give one.
    """

    about: str
    statement: str | None
    motivation: str
    text: str
    evidence: str | None
    name: str | None
    language: str


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment as it is kept. Times are ISO 8601 in UTC; `note` is the editor's, and is not published."""

    id: str
    said: Said
    created: str
    state: str
    decided: str | None = None
    note: str | None = None


def read(form: Mapping[str, str], about: str) -> tuple[Said, tuple[str, ...]]:
    """Return what a form says of *about*, and the names of the fields that cannot be taken as they are.

    Fields are cleaned of what cannot be seen; one that is too long is cut, and named.
    """
    wrong = [name for name, longest in LONGEST.items() if len(form.get(name, "")) > longest]
    cleaned = {name: clean(form.get(name, "")[:longest]) for name, longest in LONGEST.items()}
    if len(cleaned["text"]) < SHORTEST_TEXT and "text" not in wrong:
        wrong.append("text")
    motivation, language = form.get("motivation", EDITING), form.get("language", LANGUAGES[0])
    wrong += [name for name, value, known in (
        ("motivation", motivation, MOTIVATIONS), ("language", language, LANGUAGES),
    ) if value not in known]  # fmt: skip
    if motivation == EDITING and not cleaned["evidence"] and "evidence" not in wrong:
        # A correction that cannot be checked cannot be accepted.
        wrong.append("evidence")
    said = Said(
        about=about,
        statement=cleaned["statement"] or None,
        motivation=motivation if motivation in MOTIVATIONS else EDITING,
        text=cleaned["text"],
        evidence=cleaned["evidence"] or None,
        name=cleaned["name"] or None,
        language=language if language in LANGUAGES else LANGUAGES[0],
    )
    return said, tuple(wrong)


def clean(text: str) -> str:
    r"""Return *text* in Unicode NFC, its lines ended alike, without characters that cannot be seen.

    >>> clean(" 10 лет,\r\n не\u202e 5 ")
    '10 лет,\n не 5'
    """
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    seen = _UNSEEN.sub("", lines).encode("utf-8", "ignore").decode()
    return re.sub(r"\n{3,}", "\n\n", seen).strip()
