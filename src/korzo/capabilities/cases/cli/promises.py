"""`korzo cases promises`: counting the dates of open cases anew, and telling who stands on the ladder."""

import click


@click.group()
def promises() -> None:
    """Promised dates of open cases."""


@promises.command()
def recompute() -> None:
    """Count the dates of all open cases anew, after rules, holidays or office hours changed."""
    _django()
    from django.utils import timezone

    from korzo.capabilities.cases.operations import promises as operations

    done = operations.recompute(by=None, now=timezone.now())
    click.echo(f"{done.looked} open cases looked at, {done.moved} dates moved.")


@promises.command()
def escalate() -> None:
    """Tell now whoever must hear that time runs out; the worker does it every five minutes."""
    _django()
    from django.utils import timezone

    from korzo.capabilities.cases.operations import promises as operations

    click.echo(f"{operations.escalate(now=timezone.now())} rungs were reached.")


def _django() -> None:
    import django

    django.setup()
