"""How much a source may ask of the machine: the limits of every reader, each with its unit and its reason."""

from __future__ import annotations

import zipfile
from pathlib import Path

from rehabkg.errors import SourceError

# The longest entry of the lists has 1,335 characters, the longest text of a case in a book of memory some 20,000; a
# cell beyond 100,000 is a broken quote. Python's csv module stops at 131,072 of its own.
LONGEST_CELL_CHARACTERS = 100_000
# A record of all its cells; a text without a separator for as long is no list of records.
LONGEST_RECORD_CHARACTERS = 1_000_000
# A page of the sites has 10,000 to 90,000 bytes; it is read whole, since its markup closes nothing reliably.
LARGEST_PAGE_BYTES = 16 << 20
# A small table that is held whole because others are joined to it: the largest has 0.5 MB.
LARGEST_JOINED_BYTES = 64 << 20
# A sheet holds at most 1,048,576 rows (ECMA-376 leaves it open, every program stops there).
MOST_SHEET_ROWS = 1_048_576
# A full sheet of 40 columns unpacks to about 3 GB, and is streamed; the strings that it shares are held in memory.
LARGEST_UNPACKED_BYTES = 4 << 30
LARGEST_SHARED_STRINGS_BYTES = 512 << 20
# Sheets unpack to 5 to 40 times their size; deflate itself cannot pass 1,032 times, and bombs come close to that.
HIGHEST_EXPANSION = 200
# Below this size a high ratio harms nobody: a sheet of blanks.
_SMALL_MEMBER_BYTES = 16 << 20
_MOST_MEMBERS = 10_000


def check_archive(archive: zipfile.ZipFile, path: Path) -> None:
    """Raise `SourceError` where *archive* would unpack to more than a source has reason to.

    The sizes are those of the archive's own list; Python's zipfile never unpacks a member beyond the size listed.
    """
    members = archive.infolist()
    if len(members) > _MOST_MEMBERS:
        raise SourceError(path, None, f"holds {len(members):,} files, at most {_MOST_MEMBERS:,} are wanted")
    unpacked = sum(member.file_size for member in members)
    if unpacked > LARGEST_UNPACKED_BYTES:
        raise SourceError(path, None, f"unpacks to {unpacked:,} bytes, at most {LARGEST_UNPACKED_BYTES:,} are wanted")
    for member in members:
        expansion = member.file_size // max(member.compress_size, 1)
        if member.file_size > _SMALL_MEMBER_BYTES and expansion > HIGHEST_EXPANSION:
            found = f"{member.filename!r} in it unpacks to {expansion:,} times its size"
            raise SourceError(path, None, f"{found}, at most {HIGHEST_EXPANSION} times are wanted")
