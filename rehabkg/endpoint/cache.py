"""Answers kept for those who ask the same again: a release does not change, so they hold until it is replaced."""

from __future__ import annotations

import hashlib
import json
import re
from base64 import urlsafe_b64encode
from collections import OrderedDict

from rehabkg.endpoint.task import QueryAnswer, Task
from rehabkg.release.model import Release

# SPARQL 1.1, sections 17.4.2.9 and following: what gives something else each time. An escape may hide it.
_VOLATILE = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE|SERVICE)\b|\\[uU]", re.IGNORECASE)


def tag_of(release: Release, task: Task) -> str | None:
    """Return the validator of a query's answer, which needs no run; None where it may differ from run to run.

    It is weak (RFC 9110, section 8.8.1): statements and blank nodes may come in another order or by another name.
    """
    if _VOLATILE.search(task.text):
        return None
    parts: list[object] = [release.name, release.created.isoformat(), task.text, task.results, task.graph]
    parts += [task.default_graphs, task.named_graphs, task.limits.rows, task.limits.answer_bytes]
    digest = hashlib.sha256(json.dumps(parts).encode()).digest()
    return f'W/"{urlsafe_b64encode(digest[:15]).decode()}"'


class AnswerCache:
    """The answers asked for last, of *most_bytes* together; none of them larger than a quarter of that."""

    def __init__(self, most_bytes: int = 32 * 2**20) -> None:
        self._most_bytes = most_bytes
        self._size = 0
        self._kept: OrderedDict[str, QueryAnswer] = OrderedDict()

    def get(self, tag: str | None) -> QueryAnswer | None:
        """Return the answer kept under a tag."""
        answer = self._kept.get(tag) if tag is not None else None
        if answer is not None and tag is not None:
            self._kept.move_to_end(tag)
        return answer

    def put(self, tag: str | None, answer: QueryAnswer) -> None:
        """Keep an answer, and drop those that nobody has asked for the longest."""
        if tag is None or tag in self._kept or len(answer.content) > self._most_bytes // 4:
            return
        self._kept[tag] = answer
        self._size += _weight(answer)
        while self._size > self._most_bytes:
            self._size -= _weight(self._kept.popitem(last=False)[1])


def _weight(answer: QueryAnswer) -> int:
    # An entry costs something even where its content is empty.
    return len(answer.content) + 1_000
