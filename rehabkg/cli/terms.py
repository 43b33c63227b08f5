"""`rehabkg terms`."""

from __future__ import annotations

from pathlib import Path

import click

from rehabkg.cli.options import tell


@click.command(
    epilog="""\b
Examples:
  rehabkg terms --out pages                         then open pages/index.html
  rehabkg terms --out pages --ontology ontology     the ontology of a checkout, changed or not
"""
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    help="Folder to write, whole or not at all: a new or empty one, or that of a former call.",
)
@click.option(
    "--ontology",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder with the ontology's Turtle files and vocabularies/. Default: what travels with the package.",
)
def command(out: Path, ontology: Path | None) -> None:
    """Write a page for each term and each concept scheme, in English and Russian, with diagrams."""
    from rehabkg import assets
    from rehabkg.reference.diagram import diagrams
    from rehabkg.reference.drawing import drawings
    from rehabkg.reference.folder import write_folder
    from rehabkg.reference.pages import render
    from rehabkg.reference.reading import read_reference

    reference = read_reference(ontology or assets.ONTOLOGY)
    write_folder(out, render(reference, drawings(diagrams(reference), tell=tell)))
    tell(f"{len(reference.terms)} terms and {len(reference.schemes)} concept schemes are in {out}")
