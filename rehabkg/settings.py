"""The settings of one run, read once from the environment and frozen."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DEFAULT_BASE = "https://w3id.org/rehabkg/"


@dataclass(frozen=True, slots=True)
class Settings:
    """What may differ from one installation to another.

    `base` is the IRI under which things, concepts and graphs are named; `store_path` the directory of the
    embedded store; `query_max_bytes` and `query_max_depth` bound a query's text before any parser sees it.
    """

    base: str = DEFAULT_BASE
    store_path: Path = Path()
    query_max_bytes: int = 100_000
    query_max_depth: int = 100

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Return the settings that `REHABKG_STORE` and `REHABKG_BASE` ask for, defaults elsewhere."""
        from platformdirs import user_data_path

        store = environment.get("REHABKG_STORE")
        base = environment.get("REHABKG_BASE", DEFAULT_BASE)
        return cls(
            base=base if base.endswith("/") else base + "/",
            store_path=Path(store) if store else user_data_path("rehabkg") / "store",
        )
