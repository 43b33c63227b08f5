"""The command `rehabkg`: each subcommand reads arguments, calls one function and prints.

Data go to standard output, messages and progress to standard error. Exit codes: 0 good, 1 bad data, 2 bad call.
"""

from __future__ import annotations

import io
import os
import sys

import click

from rehabkg.cli.lazy import LazyGroup
from rehabkg.errors import RehabkgError, shorten

# Subcommands are imported when called: a look-up must not wait for pySHACL.
COMMANDS = (
    "build", "check", "queries", "query", "sparql", "status", "show", "export", "terms",
    "formats", "load", "sources", "unload", "find", "parse", "coverage", "publish", "map",
    "release", "serve", "comments", "site", "link",
)  # fmt: skip
GOOD, BAD_DATA, BAD_CALL, STOPPED = 0, 1, 2, 130


@click.group(
    cls=LazyGroup,
    package="rehabkg.cli",
    modules=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""\b
Examples:
  rehabkg build                                  build and check the graph, write the store
  rehabkg query amnesty-without-rehabilitation   ask a stored question
  rehabkg status Mandelstam --as-of 1957-01-01   what stood about him on that day
  rehabkg show g-katyn                           every statement with its source
""",
)
@click.version_option(package_name="rehabkg")
def cli() -> None:
    """Ask the knowledge graph of Soviet political repression, amnesty and rehabilitation."""


def main() -> None:
    """Run the command; what a user can mend is one line on standard error, never a traceback."""
    if sys.stdout is None:
        click.echo("rehabkg: standard output is closed", err=True)
        sys.exit(BAD_CALL)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal of another encoding shows what it lacks by number.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code = _exit_code()
        sys.stdout.flush()
    except OSError as error:
        # The reader (head, less) has gone, or the disk is full; Python must not complain again at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        gone = isinstance(error, BrokenPipeError)
        where = "standard output" if error.filename is None else error.filename
        code = GOOD if gone else _refusal(f"{where}: {error.strerror or error}", BAD_DATA)
    sys.exit(code)


def _exit_code() -> int:
    """Run the command and return its exit code; what the machine refuses comes as `OSError`."""
    out = sys.stdout
    try:
        cli(standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return BAD_CALL
    except click.Abort:
        click.echo("stopped", err=True)
        return STOPPED
    except RehabkgError as error:
        return _refusal(str(error), error.exit_code)
    except UnicodeEncodeError:
        # Python puts half letters in place of the bytes of an argument that it cannot read.
        return _refusal("an argument is not in UTF-8", BAD_CALL)
    except RuntimeError as error:
        # What RocksDB calls corruption comes so, wherever the store is read.
        if not str(error).startswith("Corruption"):
            raise
        found = shorten(" ".join(str(error).split()), 300)
        return _refusal(f"the store is damaged ({found}); run 'rehabkg build' again", BAD_DATA)
    except SystemExit as stop:
        # Where the reader has gone, rich ends the process from within the error, click after a wrapper took its place.
        if isinstance(stop.__context__, BrokenPipeError) or sys.stdout is not out:
            raise BrokenPipeError from None
        return int(stop.code or GOOD)
    return GOOD


def _refusal(message: str, code: int) -> int:
    click.echo(f"rehabkg: {message}", err=True)
    return code
