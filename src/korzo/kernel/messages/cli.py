"""`korzo mail`: look into the mailboxes now, and see how they are."""

import click


@click.group()
def mail() -> None:
    """Letters that come in."""
    import django  # slow import, and only now are the settings final

    django.setup()


@mail.command()
def fetch() -> None:
    """Look into every mailbox now; fails when one cannot be opened."""
    from django.utils import timezone

    from korzo.kernel.messages.arriving import mailbox
    from korzo.kernel.messages.arriving.models import Box

    try:
        accounts = mailbox.accounts()
    except ValueError as error:
        raise click.ClickException(f"KORZO_MAILBOXES: {error}") from error
    if not accounts:
        raise click.ClickException("No mailbox is set up: KORZO_MAILBOXES is empty.")
    failed = False
    for account in accounts:
        new = mailbox.fetch(account, now=timezone.now())
        problem = Box.objects.get(name=account.name).error
        click.echo(f"{account.name}: {problem or f'{new} new'}")
        failed = failed or bool(problem)
    if failed:
        raise SystemExit(1)


@mail.command()
def status() -> None:
    """Say when each mailbox was last read, and what waits for a person."""
    from korzo.kernel.messages.arriving.models import Arrived, Box

    for box in Box.objects.order_by("name"):
        click.echo(f"{box.name}: last read {box.worked_at or 'never'}{f', {box.error}' if box.error else ''}")
    for state in Arrived.State:
        click.echo(f"{state.value}: {Arrived.objects.filter(state=state).count()}")
