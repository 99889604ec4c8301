"""The `korzo` command: one entry for residents' IT person, for developers and for CI.

Sub-commands are imported only when asked for, so that a broken capability breaks only itself.
"""

import os
from importlib import import_module
from pathlib import Path
from typing import Any

import click

COMMANDS = {
    "demo": "korzo.cli.run:demo",
    "serve": "korzo.cli.run:serve",
    "worker": "korzo.cli.run:worker",
    "setup": "korzo.cli.run:setup",
    "test": "korzo.cli.develop:test",
    "check": "korzo.cli.develop:check",
    "fix": "korzo.cli.develop:fix",
    "lock": "korzo.cli.develop:lock",
    "bench": "korzo.cli.develop:bench",
    "translations": "korzo.cli.develop:translations",
    "config": "korzo.cli.keep:config",
    "backup": "korzo.cli.keep:backup",
    "restore": "korzo.cli.keep:restore",
    "manage": "korzo.cli.keep:manage",
    "trail": "korzo.cli.keep:trail",
    "publish": "korzo.cli.keep:publish",
    "mail": "korzo.kernel.messages.cli:mail",
    "lake": "korzo.kernel.publishing.cli:lake",
    "places": "korzo.kernel.places.cli:places",
}


class Lazy(click.Group):
    """A group whose commands are imported when they are used; each capability adds one of its own name."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """Name all commands."""
        return [*COMMANDS, *_capabilities()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- click's signature
        """Import the command."""
        target = COMMANDS.get(cmd_name) or (
            f"korzo.capabilities.{cmd_name}.cli:{cmd_name}" if cmd_name in _capabilities() else None
        )
        if target is None:
            return None
        module, name = target.split(":")
        found: click.Command = getattr(import_module(module), name)
        return found

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a setting that makes no sense is the user's to mend, so it is named without a traceback."""
        try:
            return super().invoke(ctx)
        except ValueError as error:
            from korzo.site.config import BadSetting  # slow import, not needed for help

            if isinstance(error, BadSetting):
                raise click.UsageError(str(error)) from error
            raise

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List commands with their first line."""
        rows = [
            (name, command.get_short_help_str(90))
            for name in self.list_commands(ctx)
            if (command := self.get_command(ctx, name))
        ]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def _capabilities() -> list[str]:
    folder = Path(__file__).resolve().parents[1] / "capabilities"
    return sorted(found.parent.name for found in folder.glob("*/cli*") if found.name in {"cli", "cli.py"})


@click.command(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.option(
    "--home", type=click.Path(path_type=Path, file_okay=False), help="Folder of this installation (KORZO_HOME)."
)
@click.version_option(package_name=None, version=import_module("korzo").__version__, prog_name="korzo")
def main(home: Path | None) -> None:
    """Korzo, the open city platform. Start with: korzo demo."""
    if home:
        os.environ["KORZO_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "korzo.site.settings")


def home_option(function: click.decorators.FC) -> click.decorators.FC:
    """Let a command take `--home` after its own name too."""
    return click.option(
        "--home",
        type=click.Path(path_type=Path, file_okay=False),
        expose_value=False,
        is_eager=True,
        callback=lambda _ctx, _param, value: os.environ.update(KORZO_HOME=str(value)) if value else None,
        help="Folder of this installation (KORZO_HOME).",
    )(function)


def start() -> None:
    """Start Django; commands call it before they touch the database."""
    import django  # slow import, and only now are the settings final

    django.setup()
