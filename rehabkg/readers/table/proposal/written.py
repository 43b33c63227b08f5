"""Write a proposal as a file for a person to edit: TOML with its reasons, or CSV on the Web metadata."""

from __future__ import annotations

import json
from typing import Any

from rehabkg.errors import CallError, one_line
from rehabkg.readers.table.csvw import CONTEXT
from rehabkg.readers.table.proposal.propose import ColumnProposal, Proposal
from rehabkg.readers.table.target import parse_target

_LONGEST_REASON = 300


def toml_text(proposal: Proposal) -> str:
    """Return the proposal as `map.toml`: what is proposed is said, with its reason; what is not is a comment."""
    return "\n".join([*_top(proposal), *_file(proposal), *_columns(proposal), *_constants(proposal)]) + "\n"


def csvw_text(proposal: Proposal) -> str:
    """Return the proposal as CSV on the Web metadata; a reason is the `rdfs:comment` of its column.

    Raises `CallError` for a file that is no CSV, which the standard does not describe.
    """
    if proposal.sample.kind != "csv":
        raise CallError(
            f"CSV on the Web describes text files; a file of kind {proposal.sample.kind!r} goes with --toml"
        )
    return json.dumps(_description(proposal), ensure_ascii=False, indent=2) + "\n"


def _top(proposal: Proposal) -> list[str]:
    name = one_line(proposal.sample.path.name)
    looked_at = f"{len(proposal.sample.rows)} rows looked at"
    lines = [
        f"# How {name} becomes records: proposed from its beginning ({looked_at}), for you to mend.",
        "# A line that begins with # is a note. docs/map-a-table.md tells of every key.",
        "",
        f"# The column that names a record: {_reason(proposal.number_reason)}.",
        f"number = {_quoted(proposal.number)}" if proposal.number else '# number = ""',
    ]
    if proposal.null:
        counts = ", ".join(f"{word!r} ({count})" for word, count in proposal.null.items())
        lines += ["", f"# Words that stand for nothing known: {_reason(counts)}.", f"null = {_list(proposal.null)}"]
    return lines


def _file(proposal: Proposal) -> list[str]:
    sample, dialect, why = proposal.sample, proposal.sample.dialect, proposal.sample.reasons
    lines = ["", "[file]", f"kind = {_quoted(sample.kind)}"]
    if sample.kind == "csv":
        lines.append(_with_reason(f"encoding = {_quoted(dialect.encoding)}", why["encoding"]))
        lines.append(_with_reason(f"delimiter = {_quoted(dialect.delimiter)}", why["delimiter"]))
        if "quote" in why:
            lines.append(_with_reason(f"quote = {_quoted(dialect.quote or '')}", why["quote"]))
    if sample.sheet is not None:
        lines.append(_with_reason(f"sheet = {_quoted(sample.sheet)}", why["sheet"]))
    if sample.kind != "parquet":
        header = dialect.skip_rows + 1 if dialect.header_rows else 0
        lines.append(_with_reason(f"header = {header}", why["header"]))
    return lines


def _columns(proposal: Proposal) -> list[str]:
    lines = ["", "[columns]"]
    lines += [_with_reason(_assignment(column), column.reason) for column in proposal.matched]
    rest = [column for column in proposal.columns if not column.target and column.place != proposal.number]
    if rest:
        lines += ["", "# Not matched. Write a field between the quotes and take the # away, or leave the column out."]
        lines += [_with_reason(f'# {_quoted(column.place)} = ""', column.reason) for column in rest]
    return lines


def _assignment(column: ColumnProposal) -> str:
    target = _quoted(column.target or "")
    if not column.dates:
        return f"{_quoted(column.place)} = {target}"
    return f"{_quoted(column.place)} = {{ field = {target}, date = {_list(column.dates)} }}"


def _constants(proposal: Proposal) -> list[str]:
    if any(column.target == "book" for column in proposal.columns):
        return []
    return ["", "# What holds for every record.", "[constants]", '# book = "the book or list that this table is"']


def _description(proposal: Proposal) -> dict[str, Any]:
    sample, dialect = proposal.sample, proposal.sample.dialect
    columns = [_csvw_column(sample.headings[column.position], column) for column in proposal.columns]
    schema: dict[str, Any] = {"columns": columns}
    numbers = [column["name"] for column, said in zip(columns, proposal.columns, strict=True)
               if said.place == proposal.number]  # fmt: skip
    if numbers:
        schema["primaryKey"] = numbers[0]
    return {
        "@context": CONTEXT,
        "url": sample.path.name,
        "rdfs:comment": f"Proposed from the beginning of the file. Rows are numbered so: {proposal.number_reason}.",
        "dialect": {
            "encoding": dialect.encoding,
            "delimiter": dialect.delimiter,
            "quoteChar": dialect.quote,
            "commentPrefix": None,
            "skipRows": dialect.skip_rows,
            "headerRowCount": dialect.header_rows,
            "rdfs:comment": "; ".join(f"{name}: {reason}" for name, reason in sorted(sample.reasons.items())),
        },
        "null": ["", *proposal.null],
        "tableSchema": schema,
    }


def _csvw_column(heading: str, column: ColumnProposal) -> dict[str, Any]:
    found: dict[str, Any] = {"name": f"c{column.position + 1}"}
    if heading:
        found["titles"] = heading
    if column.target:
        found["propertyUrl"] = parse_target(column.target).iri
    if len(column.dates) == 1:
        found["datatype"] = {"base": "date", "format": column.dates[0]}
    found["rdfs:comment"] = column.reason
    return found


def _with_reason(line: str, reason: str) -> str:
    return f"{line}  # {_reason(reason)}"


def _reason(text: str) -> str:
    return one_line(text, _LONGEST_REASON)


def _list(words: Any) -> str:
    return f"[{', '.join(map(_quoted, words))}]"


def _quoted(text: str) -> str:
    """Return *text* as a basic string of TOML, whose escapes are those of JSON but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
