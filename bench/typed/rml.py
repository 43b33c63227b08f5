"""The typed table's statements as an RML mapping, and how Morph-KGC is told to run it.

RML skips a statement whose column is blank; Morph-KGC must be told that only a blank cell is one: by default it takes
"nan" for blank as well, and other engines make links to `nan` of blank cells.
"""

from __future__ import annotations

from pathlib import Path

from bench.typed.statements import LANGUAGE, STATEMENTS, SUBJECTS, Statement
from rehabkg.namespaces import XSD, term

# Made anew at each release of the engine that is compared with.
REQUIREMENT = "morph-kgc==2.10.0"

_HEAD = """@prefix ql: <http://semweb.mmlab.be/ns/ql#> .
@prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix rr: <http://www.w3.org/ns/r2rml#> .
"""
_MAP = """
<#{name}> a rr:TriplesMap ;
  rml:logicalSource [ rml:source "{source}" ; rml:referenceFormulation ql:CSV ] ;
  rr:subjectMap [ rr:template "{subject}" ]"""
_OBJECT = """ ;
  rr:predicateObjectMap [ rr:predicate <{predicate}> ; rr:objectMap [ {object} ] ]"""
_CONFIGURATION = """[CONFIGURATION]
output_file: {out}
number_of_processes: {jobs}
logging_level: INFO
na_values:

[Typed]
mappings: {mapping}
"""


def mapping_text(source: Path) -> str:
    """Return the mapping of the typed table at *source*, in Turtle."""
    parts = [_HEAD]
    for name, subject in SUBJECTS.items():
        parts.append(_MAP.format(name=name, source=source, subject=subject))
        parts += [
            _OBJECT.format(predicate=term(statement.predicate).value, object=_object(statement))
            for statement in STATEMENTS
            if statement.subject == name
        ]
        parts.append(" .\n")
    return "".join(parts)


def _object(statement: Statement) -> str:
    match statement.kind:
        case "iri":
            way = "template" if "{" in statement.value else "constant"
            value = f'"{statement.value}"' if way == "template" else f"<{statement.value}>"
            return f"rr:{way} {value} ; rr:termType rr:IRI" if way == "template" else f"rr:{way} {value}"
        case "said":
            return f'rml:reference "{statement.value}" ; rr:language "{LANGUAGE}"'
        case "plain":
            return f'rml:reference "{statement.value}"'
        case kind:
            return f'rml:reference "{statement.value}" ; rr:datatype <{XSD}{kind}>'


def write_configuration(folder: Path, source: Path, out: Path, jobs: int) -> Path:
    """Write mapping and configuration into *folder*; return the path of the configuration."""
    mapping = folder / "typed.rml.ttl"
    mapping.write_text(mapping_text(source), encoding="utf-8")
    path = folder / f"morph-kgc-{jobs}.ini"
    path.write_text(_CONFIGURATION.format(out=out, jobs=jobs, mapping=mapping), encoding="utf-8")
    return path
