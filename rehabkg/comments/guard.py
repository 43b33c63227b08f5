"""What keeps robots and strangers' pages from leaving comments. No address of a visitor is kept or written.

An address is turned into a number by a key that lives in the memory of one process for one day; so it can be counted
how often one sends, and nothing can be told afterwards, not even by who has the machine.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
from collections import Counter
from collections.abc import Mapping
from datetime import date
from threading import Lock
from urllib.parse import urlsplit

# A form is read and filled in longer than this, and given up after a day; in seconds.
FASTEST, OLDEST = 3, 24 * 3600
# Comments of one visitor and of all, a day and a process.
MOST_A_VISITOR, MOST_A_DAY = 10, 1_000
# A field that people do not see; who fills it in is no person.
HONEYPOT = "website"
TOO_FAST, TOO_OLD, FORGED = "too-fast", "too-old", "forged"


def marked(secret: bytes, about: str, now: float) -> str:
    """Return the mark of a form about a thing, given out at *now* (seconds since 1970)."""
    begun = str(int(now))
    return f"{begun}.{_sign(secret, begun, about)}"


def misuse(secret: bytes, mark: str, about: str, now: float) -> str | None:
    """Return what is wrong with the mark of a form that came back at *now*, None where nothing is."""
    begun, _, signature = mark.partition(".")
    # As bytes: compared texts must be ASCII.
    if not hmac.compare_digest(signature.encode("utf-8", "replace"), _sign(secret, begun, about).encode()):
        return FORGED
    age = now - int(begun)
    if age < FASTEST:
        return TOO_FAST
    return TOO_OLD if age > OLDEST else None


def is_own_form(headers: Mapping[str, str], address: str | None) -> bool:
    """Whether a form was sent from a page of this site (Fetch Metadata, section 2.3; Fetch, section 3.1).

    *headers* have names in small letters; *address* is how the world names the site, None for as it was asked. A
    browser of today says both where a form comes from and what origin it has; where it says the first, an origin of
    `null` stands for a page that names itself to nobody.
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and site != "same-origin":
        return False
    if origin is None or origin == "null":
        return site is not None
    own = {headers.get("host", "").lower(), *([urlsplit(address).netloc.lower()] if address else [])}
    return urlsplit(origin).netloc.lower() in own - {""}


class Pace:
    """Counts how often a visitor sends, a day; a visitor with an IPv6 address is a whole network of 64 bits."""

    def __init__(self, most: int = MOST_A_VISITOR, most_a_day: int = MOST_A_DAY) -> None:
        self._most, self._most_a_day = most, most_a_day
        self._lock = Lock()
        self._day: date | None = None
        self._salt = b""
        self._sent: Counter[bytes] = Counter()

    def allows(self, address: str | None, today: date) -> bool:
        """Count a comment, and say whether it is taken."""
        with self._lock:
            if today != self._day:
                self._day, self._salt = today, secrets.token_bytes(32)
                self._sent.clear()
            if self._sent.total() >= self._most_a_day:
                return False
            visitor = hmac.digest(self._salt, _network(address).encode(), "sha256")
            self._sent[visitor] += 1
            return self._sent[visitor] <= self._most


def visitor(peer: str | None, forwarded: str | None) -> str | None:
    """Return the address to count by: that of who is connected, or the one that a proxy on this machine names last.

    >>> visitor("127.0.0.1", "10.1.1.1, 203.0.113.7"), visitor("203.0.113.9", "10.1.1.1")
    ('203.0.113.7', '203.0.113.9')
    """
    if forwarded and peer is not None and _is_loopback(peer):
        return forwarded.rpartition(",")[2].strip()
    return peer


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _network(address: str | None) -> str:
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    return str(found) if found.version == 4 else str(ipaddress.ip_network((found, 64), strict=False))


def _sign(secret: bytes, begun: str, about: str) -> str:
    return hmac.digest(secret, f"{begun}|{about}".encode("utf-8", "replace"), "sha256").hex()
