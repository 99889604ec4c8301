"""A secret vote in the database with everything secret at hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from korzo.capabilities.ballots.models import Box, Option, Question, Vote
from korzo.capabilities.ballots.operations import boxes, casting
from korzo.capabilities.ballots.queries import archives
from korzo.capabilities.ballots.rules import archive, ballot, ceremony, credentials, groups, trustees, verifying
from korzo.capabilities.ballots.rules import steps as rules
from korzo.capabilities.ballots.rules.reports import Report
from korzo.kernel.people.models import Organisation

QUESTIONS: list[tuple[str, str, list[str], dict[str, object]]] = [
    ("one", "Shall cars stay?", ["Yes", "No"], {}),
    ("ranked", "What first?", ["Trees", "Benches", "Water"], {"method": "schulze"}),
]


@dataclass
class Sealed:
    """A box that takes ballots, the codes of its voters, and the keys of its trustees by owner."""

    box: Box
    codes: list[str]
    keys: dict[int, int]

    def make(self, voter: int, votes: Sequence[Sequence[int]]) -> bytes:
        """A ballot as a voter's device makes it."""
        election = archives.known(self.box.uuid).election
        return ballot.make(election, credentials.secret(election.group, self.box.uuid, self.codes[voter]), votes)

    def cast(self, voter: int, votes: Sequence[Sequence[int]], now: datetime) -> casting.Receipt:
        """A ballot made and taken."""
        return casting.cast(self.box, self.make(voter, votes), now=now)

    def verified(self, folder: Path) -> Report:
        """The archive in a file, as an outsider finds it."""
        self.box.refresh_from_db()
        return verifying.verify(archives.save(self.box, folder / f"{self.box.uuid}.bel"))

    def decrypt(self, owner: int) -> bytes:
        """What a trustee does at home, and hands in."""
        made = rules.decrypt(archives.standing(Box.objects.get(pk=self.box.pk)), owner, self.keys[owner])
        data = archive.records(made)[0][1]
        boxes.take_decryption(self.box, owner, data)
        return data


def ask(vote: Vote, kind: str, title: str, options: Sequence[str], **more: object) -> Question:
    """Add a question."""
    made = Question.objects.create(
        vote=vote, number=vote.questions.count() + 1, kind=kind, title={"en": title}, **{"maximum": 1, **more}
    )
    for number, name in enumerate(options, 1):
        Option.objects.create(question=made, number=number, title={"en": name})
    return made


def vote(now: datetime, code: str = "2026-1") -> Vote:
    """A secret vote that opened an hour ago and closes in an hour: one choice or blank, and an order."""
    made = Vote.objects.create(
        code=code,
        kind=Vote.Kind.SECRET,
        step=Vote.Step.PUBLISHED,
        title={"en": "The square"},
        organiser=Organisation.objects.get(code="city"),
        made_at=now - timedelta(days=9),
        opens_at=now - timedelta(hours=1),
        closes_at=now + timedelta(hours=1),
        audience=Vote.Audience.ANYONE,
    )
    for kind, title, options, more in QUESTIONS:
        ask(made, kind, title, options, **more)
    return made


def sealed(
    now: datetime, *, voters: int = 20, group: str = "Ed25519", code: str = "2026-1", enough: int = 2, of: int = 3
) -> Sealed:
    """A box with the server's key and a threshold of trustees."""
    box = boxes.begin(vote(now, code), by=None, now=now - timedelta(days=1), group=group)
    known = groups.named(group)
    outcome, keys = ceremony.whole(known, of, enough)
    codes = [credentials.make() for _ in range(voters)]
    listed = credentials.listed({credentials.public(known, box.uuid, each): 1 for each in codes})
    box = boxes.seal(box, trustees.write(box.server, outcome), listed, by=None, now=now - timedelta(hours=2))
    return Sealed(box, codes, dict(enumerate(keys, 2)))
