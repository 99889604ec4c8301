"""`korzo cases learn`: learning from the city's own history what words are about."""

import os

import click


@click.command()
def learn() -> None:
    """Learn what words are about, and which office such cases end at; the worker does it every day."""
    import django

    os.nice(10)  # whoever waits for a page comes first
    django.setup()
    from django.utils import timezone

    from korzo.capabilities.cases.operations import learning

    for learned in learning.learn(now=timezone.now()):
        marks = learned.marks
        examined = (
            f"; of {marks.asked} later ones {marks.first:.0%} right at once, {marks.three:.0%} among three"
            if marks
            else "; too few to examine"
        )
        click.echo(f"{learned.subject}: {learned.labels} told apart, from {learned.reports} reports{examined}.")
