"""The settings of one run, read once from the environment and frozen."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rehabkg.errors import CallError, shorten

DEFAULT_BASE = "https://w3id.org/rehabkg/"
# RFC 3986 without query and fragment, since IRIs are made by adding segments; ASCII, since an IRI would
# else have two spellings.
_BASE = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:/(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})*)*")


@dataclass(frozen=True, slots=True)
class Settings:
    """What may differ from one installation to another.

    `base` is the IRI under which things, concepts and graphs are named; `store_path` the directory of the
    embedded store; `query_max_bytes` and `query_max_depth` bound a query's text before any parser sees it;
    `releases` is the directory of the releases and `links` that of
    what people decided on links, None for those beside the store; `contact` is the address under which those whose
    endpoints are asked can reach whoever runs this.
    """

    base: str = DEFAULT_BASE
    store_path: Path = Path()
    query_max_bytes: int = 100_000
    query_max_depth: int = 100
    releases: Path | None = None
    links: Path | None = None
    contact: str | None = None

    @property
    def releases_path(self) -> Path:
        """The folder of the releases."""
        return self.releases or self.store_path.parent / "releases"

    @property
    def links_path(self) -> Path:
        """The folder of what people decided on links, of what waits for them, and of what was fetched."""
        return self.links or self.store_path.parent / "links"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Return the settings that the environment asks for, defaults where it is blank.

        `REHABKG_STORE`, `REHABKG_RELEASES` and `REHABKG_LINKS` name folders, `REHABKG_BASE` the base of all IRIs,
        `REHABKG_CONTACT` an address.

        Raises `CallError` for a base under which no IRI can be made.
        """
        from platformdirs import user_data_path

        store, releases = environment.get("REHABKG_STORE"), environment.get("REHABKG_RELEASES")
        links = environment.get("REHABKG_LINKS")
        base = environment.get("REHABKG_BASE") or DEFAULT_BASE
        if not _BASE.fullmatch(base):
            expected = "an http(s) address in ASCII without query and fragment"
            raise CallError(f"REHABKG_BASE: {shorten(base)!r} is not {expected}")
        return cls(
            base=base if base.endswith("/") else base + "/",
            store_path=Path(store) if store else user_data_path("rehabkg") / "store",
            releases=Path(releases) if releases else None,
            links=Path(links) if links else None,
            contact=environment.get("REHABKG_CONTACT") or None,
        )
