"""Draw DOT text by Graphviz, or take the drawing that the project keeps."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

from rehabkg import assets
from rehabkg.errors import RehabkgError, shorten

KEPT = assets.ROOT / "docs" / "ontology"
_LONGEST_DRAWING_SECONDS = 60
_PROLOGUE = re.compile(r"<\?xml.*?\?>\s*|<!DOCTYPE.*?>\s*|<!--.*?-->\s*", re.DOTALL)


class DrawingError(RehabkgError):
    """Graphviz is not there, or did not draw."""


def draw(dot: str) -> str:
    """Return the SVG of *dot*, without the marks of the Graphviz that drew it.

    Raises `DrawingError` where Graphviz is missing or refuses.
    """
    program = shutil.which("dot")
    if program is None:
        raise DrawingError("the program 'dot' is not on PATH; Debian's package graphviz has it")
    try:
        done = subprocess.run(  # noqa: S603 - the program found above, and no text of others on its command line
            [program, "-Tsvg"],
            input=dot.encode(),
            capture_output=True,
            check=True,
            timeout=_LONGEST_DRAWING_SECONDS,
        )
    except subprocess.CalledProcessError as error:
        said = " ".join(error.stderr.decode(errors="replace").split())
        raise DrawingError(f"Graphviz refuses the diagram: {shorten(said)}") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise DrawingError(f"Graphviz does not draw the diagram: {error}") from error
    return _PROLOGUE.sub("", done.stdout.decode())


def drawings(dots: Mapping[str, str], *, tell: Callable[[str], None], kept: Path = KEPT) -> dict[str, bytes]:
    """Return the files of each diagram, DOT and SVG, by name.

    A drawing in *kept* that was made from the same DOT text is taken as it is, so that another Graphviz or
    other fonts change nothing. Without Graphviz *tell* gets one line, and what *kept* has serves instead.
    """
    found: dict[str, bytes] = {}
    missing: DrawingError | None = None
    for name, dot in dots.items():
        old_dot, old_svg = _read(kept / f"{name}.dot"), _read(kept / f"{name}.svg")
        drawn = (old_dot, old_svg)
        if old_dot != dot.encode() or not old_svg:
            try:
                drawn = (dot.encode(), draw(dot).encode())
            except DrawingError as error:
                missing = error
        if all(drawn):
            found |= {f"{name}.dot": drawn[0], f"{name}.svg": drawn[1]}
    if missing is not None:
        tell(f"{missing}; the diagrams are as last drawn")
    return found


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""
