"""A group of commands of which one may be left unsaid: `copkit tasks spring` means `copkit tasks list spring`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typer.core import TyperGroup

if TYPE_CHECKING:
    from typer._click.core import Context  # typer's own base class takes this one


class FirstUnsaid(TyperGroup):
    """A group whose first command runs where no command is named."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Put the first command before words that name none."""
        first = next(iter(self.commands))
        named = args and (args[0] in self.commands or args[0] == "--help")
        return super().parse_args(ctx, args if named else [first, *args])
