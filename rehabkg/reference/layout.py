"""What only the layout of a Turtle file tells: the headings in its comments, the prefixes it declares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

_PREFIX = re.compile(r"@prefix\s+([\w.-]*):\s*<([^<>\s]*)>\s*\.")
# Each declaration starts a line with the name of its term; what it says of the term is indented.
_SUBJECT = re.compile(r"([\w.-]*:[\w.-]+)$")
_COMMENT = re.compile(r"#\s*(.*)$")


def sections(text: str) -> dict[str, list[str]]:
    r"""Return the prefixed names that start a line, under the comment that stands above them.

    >>> sections("# Law\n\nrehab:LegalAct\n  a owl:Class ;\n.\n")
    {'Law': ['rehab:LegalAct']}
    """
    found: dict[str, list[str]] = {}
    heading, in_comment = "", False
    for line in text.splitlines():
        if comment := _COMMENT.match(line):
            heading = f"{heading} {comment[1]}" if in_comment else comment[1]
        elif subject := _SUBJECT.match(line):
            found.setdefault(heading, []).append(subject[1])
        in_comment = comment is not None
    return found


def prefixes(paths: Iterable[Path]) -> dict[str, str]:
    """Return the namespace behind each prefix that the Turtle files declare."""
    found: dict[str, str] = {}
    for path in paths:
        found.update(_PREFIX.findall(path.read_text("utf-8")))
    return dict(sorted(found.items()))


def short(iri: str, namespaces: Mapping[str, str]) -> str:
    """Return *iri* as a prefixed name where a prefix fits, else whole.

    >>> short("http://www.w3.org/2004/02/skos/core#Concept", {"skos": "http://www.w3.org/2004/02/skos/core#"})
    'skos:Concept'
    """
    fitting = [prefix for prefix, namespace in namespaces.items() if iri.startswith(namespace)]
    if not fitting:
        return iri
    prefix = max(fitting, key=lambda prefix: len(namespaces[prefix]))
    return f"{prefix}:{iri[len(namespaces[prefix]) :]}"
