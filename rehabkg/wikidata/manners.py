"""How a client behaves towards an endpoint: who it says it is, how long it waits, when it gives up."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, version
from urllib.error import HTTPError
from urllib.parse import urlsplit

from rehabkg.errors import CallError, EndpointError, shorten

WIKIDATA_ENDPOINT = "https://query.wikidata.org/sparql"
"""The address of Wikidata's own query service."""

_WIKIMEDIA = (".wikidata.org", ".wikimedia.org")
_CONTACT = re.compile(r"[\x21-\x27\x2a-\x7e](?:[\x20-\x27\x2a-\x7e]{0,198}[\x21-\x27\x2a-\x7e])?")
_REACHABLE = re.compile(r"\S@\S|https?://\S|User:\S")
_MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Manners:
    """How to ask. `contact` is an address of mail or of a page.

    `seconds_between` lie between the end of an answer and the next request. A whole answer may take `timeout_seconds`,
    a little more than Wikidata's 60, so that its own refusal comes first, and `longest_answer` bytes. A query is sent
    `tries` times at most; the pause after the first refusal is `first_pause_seconds`, then twice that and so on with
    chance added, unless the endpoint names one; what is longer than `longest_wait_seconds` is not waited for. All that
    one client asks may take `patience_seconds`.
    """

    contact: str | None = None
    seconds_between: float = 1.0
    timeout_seconds: float = 70.0
    tries: int = 5
    first_pause_seconds: float = 2.0
    longest_wait_seconds: float = 600.0
    patience_seconds: float = math.inf
    longest_answer: int = 64 * 1024 * 1024

    def __post_init__(self) -> None:
        """Raise `CallError` for a contact by which nobody is reached or that would not stay in its header."""
        if self.contact is None:
            return
        if not (_CONTACT.fullmatch(self.contact) and _REACHABLE.search(self.contact)):
            expected = "an address of mail, of a web page or a name such as User:Example, in ASCII without brackets"
            raise CallError(f"contact {shorten(self.contact)!r} is not {expected}")


def check_endpoint(endpoint: str, manners: Manners) -> None:
    """Raise `CallError` for what is no address, holds a password, or is Wikimedia's and nobody said who asks."""
    try:
        split = urlsplit(endpoint)
        host = split.hostname or ""
    except ValueError as error:
        raise CallError(f"endpoint {shorten(endpoint)!r} is no address: {error}") from error
    if split.scheme not in ("http", "https") or not host:
        raise CallError(f"endpoint {shorten(endpoint)!r} is not an address that starts with http:// or https://")
    if "@" in split.netloc:
        # Not repeated: it holds the password.
        raise CallError("endpoint: name and password do not belong into the address")
    if split.query or split.fragment:
        # The query is put there, and what stands there may be a key: the address is published with the links.
        raise CallError(
            f"endpoint {shorten(endpoint.partition('?')[0])!r}: nothing may follow after ? or # in the address"
        )
    if f".{host}".endswith(_WIKIMEDIA) and manners.contact is None:
        raise CallError(
            f"{host} answers only who can be reached (Wikimedia Foundation User-Agent Policy): "
            "give --contact, or REHABKG_CONTACT, with your address of mail or of a page about your work"
        )


def user_agent(manners: Manners) -> str:
    """Return the user agent: the tool, who to write to, the library that makes the request.

    >>> "(archive@example.org) SPARQLWrapper/" in user_agent(Manners(contact="archive@example.org"))
    True
    """
    contact = f" ({manners.contact})" if manners.contact else ""
    return f"{_named('rehabkg')}{contact} {_named('SPARQLWrapper')}"


def _named(distribution: str) -> str:
    try:
        return f"{distribution}/{version(distribution)}"
    except PackageNotFoundError:
        return distribution


def pause_asked(error: EndpointError, now: datetime) -> float | None:
    """Return for how many seconds a refusal asks to wait, None where it does not (RFC 9110, section 10.2.3).

    Who is sent too many requests and not told how long to wait waits for a minute.
    """
    refused = error.__cause__
    said = refused.headers.get("Retry-After", "") if isinstance(refused, HTTPError) and refused.headers else ""
    asked = _seconds(said.strip(), now)
    if asked is None and error.status == 429:
        return _MINUTE
    return asked


def _seconds(said: str, now: datetime) -> float | None:
    if re.fullmatch(r"[0-9]{1,9}", said):
        return float(said)
    try:
        until = parsedate_to_datetime(said)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - now).total_seconds())
