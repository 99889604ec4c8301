"""`korzo ballots`: verify elections, and the roles of those who work offline; only `roll` needs a database."""

import click

from korzo.capabilities.ballots.cli import ceremonies, count, roles, rolls, verify


@click.group()
def ballots() -> None:
    """Secret votes that anybody can check: archives, keys, shuffles, decryption; and counts of ranked ballots."""


ballots.add_command(verify.verify)
ballots.add_command(count.count)
ballots.add_command(roles.credentials)
ballots.add_command(ceremonies.trustee)
ballots.add_command(roles.shuffle)
ballots.add_command(roles.decrypt)
ballots.add_command(roles.tally)
ballots.add_command(rolls.roll)
