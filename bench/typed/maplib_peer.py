"""Map the typed table by OTTR templates; run by the interpreter of an environment that has maplib.

    python maplib_peer.py templates.json typed.tsv out.nt

Prints the seconds from the first byte read to the last one written.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import polars as pl
from maplib import Model, RDFType, SolutionMappings

_LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
_XSD = "http://www.w3.org/2001/XMLSchema#"


def main() -> None:
    """Map one file."""
    templates, table, out = sys.argv[1:]
    told = json.loads(Path(templates).read_text(encoding="utf-8"))
    started = time.perf_counter()
    frame = pl.read_csv(table, separator="\t", infer_schema=False)
    model = Model()
    for template in told["templates"]:
        model.add_template(template["text"])
        model.map(template["iri"], mappings(frame, template["parameters"], told["language"]), validate_iris=False)
    model.write(out, format="ntriples")
    print(time.perf_counter() - started)


def mappings(frame: pl.DataFrame, parameters: list[dict[str, str]], language: str) -> SolutionMappings:
    """Return the values of the parameters of one template, for the rows that have its subject."""
    present = frame.filter(pl.col(parameters[0]["column"]).is_not_null())
    values = present.select([_value(parameter, language).alias(parameter["name"]) for parameter in parameters])
    return SolutionMappings(values, {parameter["name"]: _type(parameter["kind"]) for parameter in parameters})


def _value(parameter: dict[str, str], language: str) -> pl.Expr:
    column = pl.col(parameter["column"])
    match parameter["kind"]:
        case "iri":
            return pl.concat_str([pl.lit(parameter["before"]), column, pl.lit(parameter["behind"])])
        case "said":
            # A text with its language is a pair to maplib; a pair of a blank cell must be blank itself.
            pair = pl.struct(column.alias(f"<{_LANG_STRING}>"), pl.lit(language).alias("l"))
            return pl.when(column.is_not_null()).then(pair)
        case "integer":
            return column.cast(pl.Int64)
        case "boolean":
            return column == "true"
        case _:
            return column


def _type(kind: str) -> Any:
    if kind == "iri":
        return RDFType.IRI
    return RDFType.Literal(_LANG_STRING if kind == "said" else _XSD + ("string" if kind == "plain" else kind))


if __name__ == "__main__":
    main()
