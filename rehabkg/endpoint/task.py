"""What a worker is asked and what it answers, and how both cross a pipe.

A frame is four bytes of length, a JSON object of that length, and as many bytes of content as its member `size` says.
"""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass
from typing import Any

_LENGTH = struct.Struct(">I")
LENGTH_BYTES = _LENGTH.size


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a query may go.

    Past `seconds` or `memory_bytes` (what its process takes beyond what it had before) its process is ended; an
    answer is cut behind the last row or statement within `rows` and `answer_bytes`.
    """

    seconds: float = 30.0
    rows: int = 100_000
    answer_bytes: int = 32 * 2**20
    memory_bytes: int = 2**30


@dataclass(frozen=True, slots=True)
class Task:
    """A query, the forms its answer is wanted in, and its dataset.

    `results` is the name of the form for rows and truth values, `graph` that for statements; None where the client
    takes none of that kind. `default_graphs` and `named_graphs` are IRIs; where both are empty the query's own dataset
    holds, or else the union of all graphs (SPARQL 1.1 Protocol, section 2.1.4).
    """

    text: str
    results: str | None = "json"
    graph: str | None = "ttl"
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    limits: Limits = Limits()


@dataclass(frozen=True, slots=True)
class QueryAnswer:
    """What a worker answers. `status` is 200, or that of a refusal whose reason is `detail`.

    `form` is the name of the form of `content`; `truncated` says by what the answer was cut, such as `rows=1000`.
    `statements` counts those of a graph.
    """

    status: int = 200
    detail: str = ""
    form: str = ""
    truncated: str | None = None
    statements: int | None = None
    content: bytes = b""


def task_frame(task: Task) -> bytes:
    """Return a task as a frame."""
    return _frame(asdict(task))


def answer_frame(answer: QueryAnswer) -> tuple[bytes, bytes]:
    """Return the head of an answer as a frame, and the content that follows it."""
    head = {name: getattr(answer, name) for name in ("status", "detail", "form", "truncated", "statements")}
    return _frame({**head, "size": len(answer.content)}), answer.content


def _frame(head: dict[str, Any]) -> bytes:
    content = json.dumps(head).encode()
    return _LENGTH.pack(len(content)) + content


def length_of(prefix: bytes) -> int:
    """Return how long the object of a frame is."""
    return int(_LENGTH.unpack(prefix)[0])


def task_of(content: bytes) -> Task:
    """Return the task that a frame holds."""
    head = json.loads(content)
    lists = {name: tuple(head.pop(name)) for name in ("default_graphs", "named_graphs", "services")}
    return Task(**{**head, **lists, "limits": Limits(**head["limits"])})


def answer_of(content: bytes) -> tuple[QueryAnswer, int]:
    """Return the answer that a frame holds, without its content, and the size of that."""
    head = json.loads(content)
    size = int(head.pop("size"))
    return QueryAnswer(**head), size
