"""The command `rehabkg`: each subcommand reads arguments, calls one function and prints.

Data go to standard output, messages and progress to standard error. Exit codes: 0 good, 1 bad data, 2 bad call.
"""

from __future__ import annotations

import importlib
import os
import sys

import click

from rehabkg.errors import RehabkgError

# Subcommands are imported when called: a look-up must not wait for pySHACL.
COMMANDS = ("build", "check", "queries", "query", "sparql", "status", "show", "export")
BAD_CALL = 2


class _LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002
        if name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"rehabkg.cli.{name}").command
        return command


@click.group(
    cls=_LazyGroup,
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
    try:
        cli(standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(BAD_CALL)
    except click.Abort:
        click.echo("stopped", err=True)
        sys.exit(130)
    except RehabkgError as error:
        click.echo(f"rehabkg: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader (head, less) has gone; Python must not complain while it closes standard output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
