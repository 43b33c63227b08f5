"""A group of commands that are imported when they are called: a look-up must not wait for what it does not use."""

from __future__ import annotations

import importlib

import click


class LazyGroup(click.Group):
    """A group whose commands are the modules `NAME` of one package, each with a `command`."""

    def __init__(self, *args: object, package: str, modules: tuple[str, ...], **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]  # click's own arguments
        self._package, self._modules = package, modules

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names in the order in which help lists them."""
        return list(self._modules)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002
        """Return a command, None for a name that is none."""
        if name not in self._modules:
            return None
        command: click.Command = importlib.import_module(f"{self._package}.{name}").command
        return command
