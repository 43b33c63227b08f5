"""Small xlsx workbooks written part by part, so that a test can put into one what no program would."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


@dataclass(frozen=True)
class Formula:
    """A formula and what was stored with it, None where nothing was."""

    text: str
    value: str | None


Cell = str | int | float | Formula | None


def cell(reference: str, value: Cell) -> str:
    """A cell as the sheet writes it."""
    if isinstance(value, Formula):
        stored = "" if value.value is None else f"<v>{escape(value.value)}</v>"
        kind = "e" if (value.value or "").startswith("#") else "str"
        return f'<c r="{reference}" t="{kind}"><f>{escape(value.text)}</f>{stored}</c>'
    if isinstance(value, str):
        return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return "" if value is None else f'<c r="{reference}"><v>{value}</v></c>'


def sheet(rows: Sequence[Sequence[Cell]], *, before: str = "", dimension: str = "A1:B2") -> str:
    """A sheet of *rows*; *before* stands before its root."""
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join(cell(f"{chr(65 + place)}{number}", value) for place, value in enumerate(row))
        lines.append(f'<row r="{number}">{cells}</row>')
    data = f"<sheetData>{''.join(lines)}</sheetData>"
    return f'{DECLARATION}{before}<worksheet xmlns="{MAIN}"><dimension ref="{dimension}"/>{data}</worksheet>'


def parts(first_sheet: str, name: str = "Лист1") -> dict[str, str]:
    """The parts of a workbook of one sheet."""
    return {
        "[Content_Types].xml": f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>',
        "_rels/.rels": f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
        f'<sheet name="{name}" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": first_sheet,
    }


def write_parts(path: Path, members: Mapping[str, str]) -> Path:
    """Write the parts of a workbook to *path*."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def write_workbook(path: Path, rows: Sequence[Sequence[Cell]]) -> Path:
    """Write a workbook of one sheet of *rows* to *path*."""
    return write_parts(path, parts(sheet(rows)))
