"""One spelling for a path: percent-encoded as the graph's IRIs are, so that all spellings of a name find one thing."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, unquote_to_bytes

LONGEST = 2_000
_ESCAPE = re.compile(rb"(?:%[0-9A-Fa-f]{2})+")
# RFC 3986, section 2.3, and the plus that joins the sources of a citation: neither is escaped in our IRIs.
_KEPT = "/+~"
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def canonical(raw: bytes) -> str | None:
    """Return the path as our IRIs write it, from the bytes of a request; None for what can name nothing.

    Escapes are written in capitals (RFC 3986, section 6.2.2.1) and none stands for an unreserved letter (6.2.2.2);
    what is no ASCII is put into Unicode NFC and escaped, whether it came raw or escaped, composed or not.

    >>> canonical("/id/x/Йо".encode())
    '/id/x/%D0%99%D0%BE'
    >>> canonical(b"/id/dating/%5b1910%2c1915%5d")
    '/id/dating/%5B1910%2C1915%5D'
    """
    if len(raw) > LONGEST:
        return None
    escaped: list[str] = []

    def kept(match: re.Match[bytes]) -> bytes:
        """Decode escapes of letters that need none and of what is no ASCII; keep the rest, a NUL byte in its place."""
        found = bytearray()
        for byte in unquote_to_bytes(match[0]):
            if byte in _UNRESERVED or byte >= 0x80:
                found.append(byte)
            else:
                escaped.append(f"%{byte:02X}")
                found.append(0)
        return bytes(found)

    if b"\0" in raw:
        return None
    try:
        text = _ESCAPE.sub(kept, raw).decode()
    except UnicodeDecodeError:
        return None
    parts = unicodedata.normalize("NFC", text).split("\0")
    pieces = [quote(part, safe=_KEPT) for part in parts]
    return pieces[0] + "".join(escape + piece for escape, piece in zip(escaped, pieces[1:], strict=True))
