"""Find the files that travel with the package: ontology, shapes, queries, curated data, lexicon and policy.

In a checkout they are top-level folders; in an installed wheel they lie under `rehabkg/_assets`.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "_assets"
ROOT = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent

ONTOLOGY = ROOT / "ontology"
VOCABULARIES = ONTOLOGY / "vocabularies"
SHAPES = ROOT / "shapes"
RECORD_SHAPES = SHAPES / "records"
POLICY_SHAPES = SHAPES / "policy"
LINK_SHAPES = SHAPES / "links"
QUERIES = ROOT / "queries"
DATA = ROOT / "data"
LEXICON = ROOT / "lexicon"
DIAGRAMS = ROOT / "docs" / "ontology"
POLICIES = ROOT / "policy"
DEFAULT_POLICY = POLICIES / "default.ttl"
