"""Find what stands between the cells of a text file: each sign is tried with a real parser, on a bounded beginning."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass

from rehabkg.readers.table.csv_rows import CsvFormat
from rehabkg.readers.table.mapping import Dialect

MOST_LINES = 1_000
_SIGNS = {"\t": "a tab", ";": "';'", ",": "','", "|": "'|'"}
# Rows above the headings and a broken row here and there leave so many alike.
_LEAST_ALIKE = 0.9


@dataclass(frozen=True, slots=True)
class _Trial:
    """How the lines fall into rows by one sign: `rows` of them, `alike` with `width` cells, `broken` with no sense."""

    delimiter: str
    quote: str | None
    rows: int
    alike: int
    width: int
    broken: int

    @property
    def share(self) -> float:
        return self.alike / (self.rows + self.broken) if self.rows else 0.0

    @property
    def rank(self) -> tuple[bool, float, int]:
        """A sign that parts all rows alike is better than one that parts some into more cells."""
        return self.width > 1 and self.share >= _LEAST_ALIKE, self.share * self.width, -self.broken


def delimiter_of(lines: list[str]) -> tuple[str, str | None, str, str]:
    """Return the delimiter and the quote of *lines*, the beginning of a file, each with the reason in words.

    The quote is None where quotation marks are data: read as quotes, they would break rows. Its reason is blank where
    no quotation mark stands in the lines.
    """
    trials = [_try(lines, sign, quote) for sign in _SIGNS for quote in ('"', None)]
    best = max(trials, key=lambda trial: trial.rank)
    if best.width < 2:
        return ",", '"', "no sign parts the rows: one column", ""
    quoted = next(trial for trial in trials if trial.delimiter == best.delimiter and trial.quote)
    if not quoted.broken and quoted.share >= _LEAST_ALIKE:
        best = quoted
    reason = f"{_SIGNS[best.delimiter]} parts {best.alike} of {best.rows + best.broken} rows into {best.width} cells"
    if not any('"' in line for line in lines):
        return best.delimiter, '"', reason, ""
    if best.quote:
        return best.delimiter, best.quote, reason, "it stands around cells"
    return best.delimiter, None, reason, f"it is data here: taken for a quote, it breaks {quoted.broken} rows"


def _try(lines: list[str], delimiter: str, quote: str | None) -> _Trial:
    reader = csv.reader(lines, CsvFormat(Dialect(delimiter=delimiter, quote=quote)))
    widths: Counter[int] = Counter()
    broken = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error:
            # The last row may be cut by the end of what is looked at.
            broken += reader.line_num < len(lines)
        else:
            if any(map(str.strip, cells)):
                widths[len(cells)] += 1
    width, alike = widths.most_common(1)[0] if widths else (0, 0)
    return _Trial(delimiter, quote, widths.total(), alike, width, broken)
