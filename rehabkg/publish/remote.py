"""A remote store as a caller names it: its addresses, who is sending, how long to be patient."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from rehabkg.errors import CallError, shorten


@dataclass(frozen=True, slots=True)
class Remote:
    """Where a remote store takes what, and who is sending.

    `query` is the SPARQL endpoint, `update` that of SPARQL 1.1 Update, `graphs` that of the Graph Store HTTP
    Protocol, None where batches are to go by update. `auth` is `basic` or `digest`. An answer may take
    `timeout_seconds`; `retries` more tries follow the first, each after twice the pause.
    """

    query: str
    update: str
    graphs: str | None = None
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    auth: str = "basic"
    timeout_seconds: float = 600
    retries: int = 4
    pause_seconds: float = 0.5

    def __post_init__(self) -> None:
        for name, address in (("endpoint", self.query), ("update", self.update), ("gsp", self.graphs)):
            if address is not None:
                _check(name, address)

    @property
    def addresses(self) -> list[str]:
        """The addresses that the password is for."""
        return [address for address in (self.query, self.update, self.graphs) if address is not None]

    def hidden(self, line: str) -> str:
        """Return *line* without the password, which a server may say back in its refusal."""
        if not self.password:
            return line
        pair = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        return line.replace(pair, "***").replace(self.password, "***")


def _check(name: str, address: str) -> None:
    if not address.startswith(("http://", "https://")):
        raise CallError(f"{name} {shorten(address)!r} is not an address that starts with http:// or https://")
    try:
        split = urlsplit(address)
    except ValueError as error:
        raise CallError(f"{name} {shorten(address)!r} is no address: {error}") from error
    if "@" in split.netloc:
        # Not repeated: it holds the password.
        raise CallError(f"{name}: name and password do not belong into the address; give --user and --password-file")
