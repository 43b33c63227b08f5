"""An object of a mapping file, read member by member: each fault is one line that names the member."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from rehabkg.errors import SourceError, shorten
from rehabkg.readers.table.target import nearest

LONGEST_FILE_BYTES = 1 << 20
# RFC 5646, section 2.1, without grandfathered tags.
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_Value = TypeVar("_Value")
_Default = TypeVar("_Default")
_MISSING = object()


def mapping_text(path: Path) -> str:
    """Return the text of the mapping file at *path*. Raises `SourceError` where it is too large or no UTF-8."""
    try:
        with path.open("rb") as opened:
            content = opened.read(LONGEST_FILE_BYTES + 1)
    except OSError as error:
        raise SourceError(path, None, f"cannot be read: {error.strerror or error}") from error
    if len(content) > LONGEST_FILE_BYTES:
        raise SourceError(path, None, f"has more than {LONGEST_FILE_BYTES:,} bytes; a mapping file is wanted")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        found = f"byte 0x{content[error.start]:02x} is not UTF-8"
        raise SourceError(path, line, f"{found}; save the mapping as UTF-8") from error


@dataclass(frozen=True, slots=True)
class Node:
    """The members of one object; `where` is its place in the file, `lines` tells the line of a key where it is known.

    Every method raises `SourceError` for a member of another type than it reads.
    """

    path: Path
    where: str
    members: Mapping[str, Any]
    line_of: Callable[[str], int | None] = field(default=lambda _: None)

    def fault(self, key: str, message: str) -> SourceError:
        """Return the error that says *message* of the member *key*."""
        place = f"{self.where}.{shorten(key)}" if self.where else shorten(key)
        return SourceError(self.path, self.line_of(key), f"{place}: {message}")

    def check_keys(self, known: Iterable[str], *, common: bool = False) -> None:
        """Refuse a key that is not *known*; where *common*, one with a prefix (`dc:title`) says nothing to us."""
        known = list(known)
        for key in self.members:
            if key not in known and not (common and ":" in key):
                raise self.fault(key, f"is no key known here{nearest(key, known)}")

    def read(self, key: str, reader: Callable[[str], _Value], default: _Default) -> _Value | _Default:
        """Return what *reader* makes of the text at *key*; its `ValueError` is the fault."""
        text = self.text(key)
        if text is None:
            return default
        try:
            return reader(text)
        except ValueError as error:
            raise self.fault(key, str(error)) from None

    def text(self, key: str) -> str | None:
        """Return the text at *key*, None where there is none."""
        return self._typed(key, str, "a text")

    def flag(self, key: str, default: bool) -> bool:
        """Return the boolean at *key*."""
        found = self._typed(key, bool, "true or false")
        return default if found is None else found

    def count(self, key: str, default: int, most: int) -> int:
        """Return the whole number at *key*, at most *most*."""
        found = self._typed(key, int, "a whole number")
        if isinstance(found, bool) or (found is not None and not 0 <= found <= most):
            raise self.fault(key, f"{found!r} is not a whole number from 0 to {most}")
        return default if found is None else found

    def character(self, key: str, default: str | None) -> str | None:
        """Return the one character at *key*; an empty text or null says that there is none."""
        if key in self.members and self.members[key] in (None, ""):
            return None
        found = self.text(key)
        if found is not None and (len(found) != 1 or found in "\r\n\0"):
            raise self.fault(key, f"{shorten(found)!r} is not one character")
        return default if found is None else found

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return the one or several texts at *key*."""
        found = self.members.get(key, _MISSING)
        if found is _MISSING:
            return default
        if isinstance(found, str):
            return (found,)
        if isinstance(found, list) and all(isinstance(item, str) for item in found):
            return tuple(found)
        raise self.fault(key, f"{shorten(str(found))!r} is not a text or a list of texts")

    def language(self, key: str) -> str | None:
        """Return the language tag at *key* (BCP 47), None for `und` and where there is none."""
        found = self.text(key)
        if found is not None and not _LANGUAGE.fullmatch(found):
            raise self.fault(key, f"{shorten(found)!r} is no language tag such as 'ru'")
        return None if found in (None, "und") else found

    def node(self, key: str) -> Node | None:
        """Return the object at *key*, None where there is none."""
        found = self._typed(key, dict, "an object")
        return None if found is None else self._inner(key, found)

    def nodes(self, key: str) -> list[Node]:
        """Return the list of objects at *key*."""
        found = self._typed(key, list, "a list") or []
        if not all(isinstance(item, dict) for item in found):
            raise self.fault(key, "is not a list of objects")
        return [self._inner(f"{key}[{place}]", item) for place, item in enumerate(found, 1)]

    def _inner(self, key: str, members: Mapping[str, Any]) -> Node:
        return Node(self.path, f"{self.where}.{key}" if self.where else key, members, self.line_of)

    def _typed(self, key: str, kind: type[_Value], expected: str) -> _Value | None:
        found = self.members.get(key)
        if found is None or isinstance(found, kind):
            return found
        raise self.fault(key, f"{shorten(str(found))!r} is not {expected}")
