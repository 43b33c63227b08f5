"""What has been sent where: kept beside the store, so that a run that was killed goes on."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from rehabkg.files import write_whole


@dataclass(slots=True)
class GraphState:
    """How far a graph has come: its digest, the batches that arrived in its staging graph, whether it is in place."""

    digest: str
    version: str
    batches: int = 0
    done: bool = False


@dataclass(slots=True)
class PublishState:
    """The state of one remote store."""

    path: Path
    graphs: dict[str, GraphState] = field(default_factory=dict)

    def save(self) -> None:
        """Write the state by one rename."""
        content = {name: asdict(state) for name, state in sorted(self.graphs.items())}
        write_whole(self.path, (json.dumps(content, indent=1) + "\n").encode())


def state_of(store: Path, update: str) -> PublishState:
    """Return the state kept for the remote store that takes updates at *update*; a new one where none can be read.

    What is lost with it is time: all graphs are sent again.
    """
    name = hashlib.sha256(update.encode()).hexdigest()[:16]
    path = store / f"published-{name}.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        graphs = {str(graph): GraphState(**state) for graph, state in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        graphs = {}
    return PublishState(path, graphs)
