"""Look at a SPARQL text before any parser does: its length, its nesting, and whether it reaches out.

pyoxigraph's parser overflows its stack on a few thousand nested brackets and takes the process along, and
`SERVICE` and `FROM` fetch what they name (design figures, "Traps met while measuring").
"""

from __future__ import annotations

import re

from rehabkg.errors import QueryError

# Comments, IRIs and strings, in the order of SPARQL 1.1, section 19.8; a bracket inside one opens nothing.
_SKIPPED = re.compile(
    r'<[^<>"{}|^`\\\x00-\x20]*>'
    r'|"""(?:(?:"|"")?(?:[^"\\]|\\.))*"""'
    r"|'''(?:(?:'|'')?(?:[^'\\]|\\.))*'''"
    r'|"(?:[^"\\\n\r]|\\.)*"'
    r"|'(?:[^'\\\n\r]|\\.)*'"
    r"|#[^\n\r]*",
    re.DOTALL,
)
_REACHES_OUT = re.compile(r"\b(SERVICE|LOAD|FROM)\b", re.IGNORECASE)


def check_text(text: str, *, max_bytes: int, max_depth: int, remote: bool = False) -> None:
    """Raise `QueryError` for a text that is too long, too deeply nested, or fetches from elsewhere.

    *remote* says that the text goes to an endpoint, which decides for itself what it fetches.
    """
    size = len(text.encode())
    if size > max_bytes:
        raise QueryError(f"the query has {size} bytes; at most {max_bytes} are read")
    bare = _SKIPPED.sub(" ", text)
    depth = deepest = 0
    for letter in bare:
        if letter in "([{":
            depth += 1
            deepest = max(deepest, depth)
        elif letter in ")]}":
            depth -= 1
    if deepest > max_depth:
        raise QueryError(f"the query nests {deepest} brackets deep; at most {max_depth} are read")
    # Chains of operators without brackets recurse in the parser too.
    if len(re.findall(r"[!^/|+\-*]\s*(?=[!^/|+\-*])", bare)) > max_depth * 10:
        raise QueryError("the query strings too many operators together")
    found = _REACHES_OUT.search(re.sub(r"[?$:]\w+|\w+:", " ", bare))
    if found and not remote:
        raise QueryError(
            f"the query reaches out by {found[1].upper()}; send it to an endpoint with --endpoint"
        )
