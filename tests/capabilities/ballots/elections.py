"""Whole elections made by our own code."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from korzo.capabilities.ballots.rules import (
    ballot,
    ceremony,
    credentials,
    digests,
    groups,
    questions,
    steps,
    trustees,
    verifying,
)
from korzo.capabilities.ballots.rules.groups import Group
from korzo.capabilities.ballots.rules.questions import Question
from korzo.capabilities.ballots.rules.reports import Report

Votes = Sequence[Sequence[int]]


@dataclass
class Cast:
    """Which voter votes what."""

    voter: int
    votes: Votes


@dataclass
class Made:
    """An election that is open, with everything secret."""

    path: Path
    group: Group
    uuid: str
    credentials: list[str]
    secrets: list[int]  # of voters
    keys: list[int]  # of trustees, by owner
    enough: int

    def report(self) -> Report:
        report = verifying.verify(self.path)
        assert report.failures == []
        return report

    def append(self, added: bytes) -> None:
        with self.path.open("ab") as file:
            file.write(added)

    def cast(self, *given: Cast) -> list[bytes]:
        report = self.report()
        assert report.election
        made = [ballot.make(report.election, self.secrets[each.voter], each.votes) for each in given]
        self.append(steps.cast(report, *made))
        return made

    def count(self, shuffles: int = 1) -> list[object]:
        self.append(steps.close(self.report()))
        self.append(steps.count(self.report()))
        election = self.report().election
        assert election
        if election.shuffled:
            for owner in range(1, shuffles + 1):
                self.append(steps.mix(self.report(), owner))
            self.append(steps.end_shuffles(self.report()))
        for secret in [self.keys[0], *self.keys[-self.enough :]] if self.enough else self.keys:
            report = self.report()
            self.append(steps.decrypt(report, steps.owner_of(report, secret), secret))
        self.append(steps.reveal(self.report()))
        return self.report().result or []


def make(
    folder: Path,
    name: str,
    asked: list[Question],
    *,
    weights: Sequence[int],
    members: tuple[int, int] | None = None,
    old: bool = False,
) -> Made:
    """Open an election; a server's key and either one more, or `members` = (n, t)."""
    group, uuid = groups.named(name), credentials.uuid()
    draw = digests.drawing(group.q)
    keys = [draw("x")] if members else [draw("x"), draw("x")]
    known = [trustees.make(group, each, draw) for each in keys]
    if members:
        published, more = ceremony.whole(group, *members)
        known.append(published)
        keys += more
    raw = trustees.write(*known)
    secret = [credentials.make_old() if old else credentials.make() for _ in weights]
    public = {credentials.public(group, uuid, each): weight for each, weight in zip(secret, weights, strict=True)}
    key = trustees.read(group, raw).key(group)
    election = questions.write(group, key, name="Ein Test: “Ж”", questions=asked, uuid=uuid)
    path = folder / f"{uuid}.bel"
    path.write_bytes(steps.begin(1_767_225_600, election, raw, credentials.listed(public)))
    scalars = [credentials.secret(group, uuid, each) for each in secret]
    return Made(path, group, uuid, secret, scalars, keys, members[1] if members else 0)
