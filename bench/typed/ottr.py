"""The typed table's statements as OTTR templates for maplib, with the columns that each asks.

A template has one parameter for its subject and one for each object that differs from row to row, optional, so that a
blank cell states nothing.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bench.typed.statements import LANGUAGE, STATEMENTS, SUBJECTS, Statement, parts
from rehabkg.namespaces import term

REQUIREMENT = "maplib==0.20.26"
SCRIPT = Path(__file__).with_name("maplib_peer.py")

_HEAD = """@prefix t: <urn:template:> .
@prefix ottr: <http://ns.ottr.xyz/0.4/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
_TYPES = {
    "iri": "ottr:IRI",
    "said": "rdf:langString",
    "plain": "xsd:string",
    "integer": "xsd:integer",
    "boolean": "xsd:boolean",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """How a parameter is made of a column: `before` + the cell + `behind` for an IRI, the cell itself else."""

    name: str
    kind: str
    column: str
    before: str = ""
    behind: str = ""


@dataclass(slots=True)
class Template:
    """A template in stOTTR, and its parameters, the subject first."""

    iri: str
    text: str
    parameters: list[Parameter] = field(default_factory=list)


def templates() -> list[Template]:
    """Return a template for each kind of thing."""
    return [_template(name, subject) for name, subject in SUBJECTS.items()]


def write_templates(path: Path) -> None:
    """Write the templates, as the script of the peer reads them."""
    told = {"language": LANGUAGE, "templates": [asdict(template) for template in templates()]}
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


def _template(name: str, subject: str) -> Template:
    before, column, behind = parts(subject)
    found = [Parameter("subject", "iri", str(column), before, behind)]
    lines = []
    for place, statement in enumerate(statement for statement in STATEMENTS if statement.subject == name):
        value, parameter = _object(statement, f"object{place}")
        lines.append(f"  ottr:Triple(?subject, <{term(statement.predicate).value}>, {value})")
        found += [parameter] if parameter is not None else []
    signature = ", ".join(
        f"{'?' if parameter.name != 'subject' else ''} {_TYPES[parameter.kind]} ?{parameter.name}".strip()
        for parameter in found
    )
    text = f"{_HEAD}t:{name} [{signature}] :: {{\n" + ",\n".join(lines) + "\n} .\n"
    return Template(f"urn:template:{name}", text, found)


def _object(statement: Statement, name: str) -> tuple[str, Parameter | None]:
    if statement.kind != "iri":
        return f"?{name}", Parameter(name, statement.kind, statement.value)
    before, column, behind = parts(statement.value)
    if column is None:
        return f"<{before}>", None
    return f"?{name}", Parameter(name, "iri", column, before, behind)
