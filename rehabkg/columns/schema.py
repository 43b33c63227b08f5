"""The columns of a source's typed records: one row a record, its events as lists.

A sentence that closed the case is `closed`, one that changed an earlier one `changes`: no sentences of their own.
Days are bounds of the date as printed: `first` and `last` are null where the date is open on that side. Codes are
those of the graph: a body's local name, concepts of the schemes measure, people, region, occupation. Places of
birth and residence and the number of the file are as printed.
"""

from __future__ import annotations

import pyarrow as pa

_DATED = [("case", pa.int32()), ("edtf", pa.string()), ("first", pa.date32()), ("last", pa.date32())]
ARREST = pa.struct(_DATED)
SENTENCE = pa.struct([
    *_DATED,
    ("body", pa.string()),
    ("measures", pa.list_(pa.string())),
    ("months", pa.int32()),
    ("articles", pa.list_(pa.string())),
    ("changes", pa.bool_()),
    ("closed", pa.bool_()),
])  # fmt: skip
RELEASE = pa.struct([*_DATED, ("ground", pa.string())])
REHABILITATION = pa.struct([
    *_DATED,
    ("body", pa.string()),
    ("grounds", pa.list_(pa.string())),
    ("acts", pa.list_(pa.string())),
    ("outcome", pa.string()),
])  # fmt: skip

RECORDS = pa.schema([
    ("number", pa.string()),
    ("file", pa.string()),
    ("line", pa.int64()),
    ("name", pa.string()),
    ("surname", pa.string()),
    ("given_name", pa.string()),
    ("patronymic", pa.string()),
    ("name_variants", pa.list_(pa.string())),
    ("sex", pa.string()),
    ("birth_edtf", pa.string()),
    ("birth_first", pa.date32()),
    ("birth_last", pa.date32()),
    ("people", pa.string()),
    ("birth_place", pa.string()),
    ("birth_region", pa.string()),
    ("residence", pa.string()),
    ("residence_region", pa.string()),
    ("occupation", pa.string()),
    ("book", pa.string()),
    ("file_number", pa.string()),
    ("death_kind", pa.string()),
    ("death_edtf", pa.string()),
    ("death_first", pa.date32()),
    ("death_last", pa.date32()),
    ("status", pa.string()),
    ("amnesty", pa.bool_()),
    ("arrests", pa.list_(ARREST)),
    ("sentences", pa.list_(SENTENCE)),
    ("releases", pa.list_(RELEASE)),
    ("rehabilitations", pa.list_(REHABILITATION)),
])  # fmt: skip
