"""What has been sent where: kept beside the store, so that a run that was killed goes on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from rehabkg.errors import StoreError
from rehabkg.files import held, write_whole


@dataclass(frozen=True, slots=True)
class GraphState:
    """How far a graph has come.

    `read` of its statements have been read from `version` of the store, `digest` is theirs, and `sent` of them are
    in the staging graph; what is not among these holds blank nodes. `done` says that the whole is in its place.
    """

    version: str
    digest: str
    read: int
    sent: int
    done: bool = False


@dataclass(slots=True)
class PublishState:
    """The state of one remote store, by the IRI of the graph."""

    path: Path
    graphs: dict[str, GraphState] = field(default_factory=dict)

    def save(self) -> None:
        """Write the state by one rename."""
        content = {name: asdict(state) for name, state in sorted(self.graphs.items())}
        write_whole(self.path, (json.dumps(content, indent=0) + "\n").encode())

    def set(self, graph: str, state: GraphState | None) -> None:
        """Note how far a graph has come, None for one that begins anew, and save it."""
        if state is None:
            self.graphs.pop(graph, None)
        else:
            self.graphs[graph] = state
        self.save()


@contextmanager
def kept_state(store: Path, update: str) -> Iterator[PublishState]:
    """Hold the state kept for the remote store that takes updates at *update*, a new one where none can be read.

    What is lost with it is time: all graphs are sent again. Raises `StoreError` where another run is sending there.
    """
    path = state_path(store, update)
    taken = f"{path}: another process is publishing to that address; wait for it"
    with ExitStack() as stack:
        try:
            stack.enter_context(held(path.with_suffix(".lock"), taken))
        except OSError as error:
            raise StoreError(f"{path}: cannot be written: {error.strerror or error}") from error
        yield PublishState(path, _read(path))


def state_path(store: Path, update: str) -> Path:
    """Return the file of the state kept for a remote store."""
    return store / f"published-{hashlib.sha256(update.encode()).hexdigest()[:16]}.json"


def _read(path: Path) -> dict[str, GraphState]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {str(graph): GraphState(**state) for graph, state in found.items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}
