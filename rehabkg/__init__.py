"""rehabkg: a knowledge graph of political repression in the Soviet Union, and of what became of its victims."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rehabkg.api import BuildReport, Knowledge, Settings, build

__version__ = "0.1.0"
__all__ = ["BuildReport", "Knowledge", "Settings", "build"]


def __getattr__(name: str) -> Any:
    """Import the API when it is asked for: the command's look-ups must not wait for it."""
    if name in __all__:
        from rehabkg import api

        return getattr(api, name)
    raise AttributeError(f"module 'rehabkg' has no attribute {name!r}")
