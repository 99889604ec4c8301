"""What is appended to an archive next, made from a report of what it holds: nobody works on what was not verified.

Every function gives back bytes to append; OutOfTurn if it is not the time for them.
"""

from korzo.capabilities.ballots.rules import archive, decryption, digests, questions, shuffle, shuffled, tally
from korzo.capabilities.ballots.rules.archive import Archive
from korzo.capabilities.ballots.rules.digests import Draw
from korzo.capabilities.ballots.rules.reports import Report, Setup
from korzo.capabilities.ballots.rules.shuffle import Setting
from korzo.capabilities.ballots.rules.tally import Tally


class OutOfTurn(ValueError):
    """The archive does not hold, or is not where this step belongs."""


def begin(timestamp: int, election: bytes, trustees: bytes, credentials: bytes) -> bytes:
    """The beginning of an archive."""
    questions.read(election)
    first, head = archive.start(timestamp)
    return first + archive.event(head, "Setup", *archive.setup(election, trustees, credentials))[0]


def cast(report: Report, *ballots: bytes) -> bytes:
    """Ballots, checked by the caller."""
    found, _, _ = _known(report, "Setup", "Ballot")
    head, appended = found.head(), b""
    for each in ballots:
        more, head = archive.event(head, "Ballot", each)
        appended += more
    return appended


def close(report: Report) -> bytes:
    """The end of voting."""
    found, _, _ = _known(report, "Setup", "Ballot")
    return archive.event(found.head(), "EndBallots")[0]


def count(report: Report) -> bytes:
    """The encrypted tally."""
    found, begun, counted = _known(report, "EndBallots")
    data = tally.write(begun.election.group, counted)
    sized = tally.sized(report.counted, report.weight, digests.hex_of(data))
    return archive.event(found.head(), "EncryptedTally", data, sized)[0]


def mix(report: Report, owner: int) -> bytes:
    """A shuffle by trustee `owner`, in an order that is forgotten at once."""
    found, begun, counted = _known(report, "EncryptedTally", "Shuffle")
    _owner(begun, owner)
    election = begun.election
    if not election.shuffled:
        raise OutOfTurn("no question of this election is shuffled")
    setting = Setting(election.group, election.key, election.fingerprint)
    made = [
        shuffle.shuffle(setting, counted[at], shuffle.permutation(len(counted[at])), digests.drawing(election.group.q))
        for at in election.shuffled
    ]
    return archive.event(found.head(), "Shuffle", *archive.owned(owner, shuffled.write(election.group, made)))[0]


def end_shuffles(report: Report) -> bytes:
    """The end of shuffling."""
    found, _, _ = _known(report, "Shuffle")
    return archive.event(found.head(), "EndShuffles")[0]


def decrypt(report: Report, owner: int, secret: int, draw: Draw | None = None) -> bytes:
    """The partial decryption of trustee `owner`."""
    found, begun, mixed = _known(report, "EncryptedTally", "EndShuffles", "PartialDecryption")
    election = begun.election
    if election.shuffled and not report.shuffles:
        raise OutOfTurn("a shuffle is needed first: unshuffled ballots would be decrypted with their names")
    if _owner(begun, owner) != election.group.of(secret):
        raise OutOfTurn(f"this is not the key of trustee {owner}")
    if owner in report.factors:
        raise OutOfTurn(f"trustee {owner} has decrypted before")
    data = decryption.decrypt(election, mixed, secret, draw or digests.drawing(election.group.q))
    return archive.event(found.head(), "PartialDecryption", *archive.owned(owner, data))[0]


def reveal(report: Report) -> bytes:
    """The result."""
    found, begun, mixed = _known(report, "PartialDecryption")
    joined = decryption.combine(begun.election.group, begun.trustees, report.factors)
    counted = decryption.result(begun.election, mixed, joined, report.weight)
    return archive.event(found.head(), "Result", decryption.write(counted))[0]


def owner_of(report: Report, secret: int) -> int:
    """Which trustee holds this key."""
    if report.setup is None:
        raise OutOfTurn("the setup does not hold")
    public = report.setup.election.group.of(secret)
    if public not in report.setup.trustees.publics:
        raise OutOfTurn("this is the key of no trustee of this election")
    return report.setup.trustees.publics.index(public) + 1


def _owner(begun: Setup, owner: int) -> object:
    publics = begun.trustees.publics
    if not 1 <= owner <= len(publics):
        raise OutOfTurn(f"there are trustees 1 to {len(publics)}")
    return publics[owner - 1]


def _known(report: Report, *after: str) -> tuple[Archive, Setup, Tally]:
    if not report.holds:
        raise OutOfTurn(f"the archive does not hold: {report.failures[0]}")
    if report.archive is None or report.setup is None or report.tally is None:
        raise OutOfTurn("the archive was not verified")
    last = report.archive.events[-1].kind
    if last not in after:
        raise OutOfTurn(f"the last event is {last}; this step follows {' or '.join(after)}")
    return report.archive, report.setup, report.tally
