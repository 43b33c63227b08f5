"""Draw DOT text by Graphviz, or take the drawing that the project keeps."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from rehabkg import assets
from rehabkg.errors import RehabkgError, shorten

COMMITTED = assets.ROOT / "docs" / "ontology"
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


def committed(name: str, dot: str | None = None, folder: Path = COMMITTED) -> str | None:
    """Return the SVG that the project keeps of a diagram, if it has one, and if it was drawn from *dot*."""
    try:
        if dot is not None and (folder / f"{name}.dot").read_text("utf-8") != dot:
            return None
        return (folder / f"{name}.svg").read_text("utf-8")
    except OSError:
        return None
