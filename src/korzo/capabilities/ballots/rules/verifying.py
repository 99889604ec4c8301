"""Verifying an election from its archive alone: everything, in order, stricter than the official tool.

The order: bytes and chain; the setup; every ballot; the encrypted tally; the shuffles; the partial decryptions; the
result. An archive that ends early is verified as far as it goes. What no archive can show by itself (a ballot left out
before the tally, a credential added that never voted) is found by comparing with an older copy: `extends`.
"""

import re
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

from korzo.capabilities.ballots.rules import (
    archive,
    counting,
    credentials,
    decryption,
    digests,
    jsons,
    questions,
    shuffle,
    shuffled,
    tally,
    trustees,
)
from korzo.capabilities.ballots.rules.archive import Archive
from korzo.capabilities.ballots.rules.counting import Vote
from korzo.capabilities.ballots.rules.decryption import Factors
from korzo.capabilities.ballots.rules.questions import Election
from korzo.capabilities.ballots.rules.reports import Failure, Progress, Report, Setup
from korzo.capabilities.ballots.rules.shuffle import Setting
from korzo.capabilities.ballots.rules.tally import Tally
from korzo.capabilities.ballots.rules.trustees import Form, Pedersen

_CREDENTIAL = re.compile(rb'\{"election_uuid":"[^"]*","election_hash":"[^"]*","credential":"([0-9a-f]+)",')
_BEGINNING = 4096
_PIECE = 1 << 20


class _Wrong(Exception):
    """Carries a failure to the top."""

    def __init__(self, place: str, reason: object) -> None:
        self.failure = Failure(place, str(reason))


def verifying(path: Path, *, cores: int = 1) -> Generator[Progress, None, Report]:
    """Verify an archive; yields progress, gives back what was found."""
    report = Report()
    try:
        yield from _everything(path, report, cores)
    except _Wrong as wrong:
        report.failures.append(wrong.failure)
    return report


def verify(path: Path, *, cores: int = 1) -> Report:
    """Verify an archive."""
    steps = verifying(path, cores=cores)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: Report = end.value
            return found


def extends(newer: Path, older: Path) -> bool:
    """Tell whether an archive begins with the very bytes of an older copy: nothing was changed or left out since."""
    with newer.open("rb") as new, older.open("rb") as old:
        while piece := old.read(_PIECE):
            if new.read(len(piece)) != piece:
                return False
    return True


def setup(found: Archive) -> Setup:
    """Check the setup of an archive; ValueError with the place."""
    raw, held, listed, _ = (found.content(each) for each in found.events[0].data)
    election = _at("election", questions.read, raw)
    group = election.group
    known = _at("trustees", trustees.read, group, held)
    if known.key(group) != election.key:
        raise _Wrong("trustees", "the election key is not the product of theirs")
    weights = _at("credentials", credentials.read_list, group, listed)
    if election.shuffled and any(weight != 1 for weight in weights.values()):
        raise _Wrong("credentials", "weights other than 1 do not go with a question that is shuffled")
    return Setup(election, raw, known, weights)


def _at(place: str, function: Any, *given: Any) -> Any:
    try:
        return function(*given)
    except ValueError as error:
        raise _Wrong(place, error) from error


def _everything(path: Path, report: Report, cores: int) -> Iterator[Progress]:
    size = path.stat().st_size
    steps = archive.reading(path)
    while True:
        try:
            yield Progress("bytes", next(steps), size)
        except archive.Broken as error:
            raise _Wrong("archive", error) from error
        except StopIteration as end:
            found: Archive = end.value
            break
    report.archive = found
    begun = setup(found)
    report.setup, report.election, report.voters = begun, begun.election, len(begun.weights)
    for member in begun.trustees.members:
        if isinstance(member, Pedersen) and member.form is Form.PLAIN:
            report.warnings.append("trustees: a threshold key in the form before 2.5.1, without signed views")
    report.tally = counted = yield from _ballots(found, begun, report, cores)
    if tallied := found.of("EncryptedTally"):
        _tally(found, tallied[0], begun.election, counted, report)
        report.tally = mixed = yield from _shuffles(found, begun, counted, report)
        report.factors = factors = yield from _decryptions(found, begun, mixed, report)
        _result(found, begun, mixed, factors, report)


def _ballots(found: Archive, begun: Setup, report: Report, cores: int) -> Generator[Progress, None, Tally]:
    events = found.of("Ballot")
    report.ballots = len(events)
    names, seen = list[str](), set[str]()
    with found.path.open("rb") as file:
        for number, event in enumerate(events):
            (stored,) = event.data
            file.seek(stored.offset)
            said = _CREDENTIAL.match(file.read(min(_BEGINNING, stored.size)))
            names.append(said[1].decode() if said else "")
            if stored.digest in seen:
                report.failures.append(Failure(_ballot(number, event), "the same ballot came before"))
            elif said and names[-1] not in begun.weights:
                report.failures.append(Failure(_ballot(number, event), "the credential is not on the list"))
            seen.add(stored.digest)
    rows = zip(events, names, counting.last(names, begun.weights), strict=True)
    votes = [Vote(at, event.data[0], name, weight) for at, (event, name, weight) in enumerate(rows)]
    whole, done = tally.empty(begun.election), 0
    yield Progress("ballots", 0, len(votes))
    for part in counting.count(found.path, begun.raw, votes, cores=cores):
        tally.add(begun.election, whole, part.tally)
        report.counted += part.count
        report.weight += part.weight
        report.failures += [Failure(_ballot(at, events[at]), reason) for at, reason in part.wrong]
        done += part.checked
        yield Progress("ballots", done, len(votes))
    if report.failures:
        refused = len({failure.place for failure in report.failures})
        raise _Wrong("ballots", f"{refused} of {len(events)} are refused")
    return tally.finish(begun.election, whole)


def _ballot(number: int, event: archive.Event) -> str:
    return f"ballot {number + 1} (event {event.height})"


def _tally(found: Archive, event: archive.Event, election: Election, counted: Tally, report: Report) -> None:
    given, sized = (found.content(each) for each in event.data)
    if digests.hex_of(tally.write(election.group, counted)) != event.data[0].digest or len(given) != event.data[0].size:
        raise _Wrong("encrypted tally", "is not what the ballots add up to")
    count, weight, _ = _at("encrypted tally", tally.read_sized, sized)
    if count != report.counted:
        raise _Wrong("encrypted tally", f"num_tallied is {count}, {report.counted} ballots count")
    if weight != report.weight:
        raise _Wrong("encrypted tally", f"total_weight is {weight}, the ballots weigh {report.weight}")


def _shuffles(found: Archive, begun: Setup, counted: Tally, report: Report) -> Generator[Progress, None, Tally]:
    election, events = begun.election, found.of("Shuffle")
    if events and not election.shuffled:
        raise _Wrong("shuffle 1", "there is no question to shuffle")
    if election.shuffled and not events and found.of("PartialDecryption"):
        raise _Wrong("shuffles", "at least one is needed before anything is decrypted")
    setting = Setting(election.group, election.key, election.fingerprint)
    for number, event in enumerate(events, 1):
        yield Progress("shuffles", number - 1, len(events))
        place = f"shuffle {number} (event {event.height})"
        if event.owner > len(begun.trustees.publics):
            raise _Wrong(place, f"there is no trustee {event.owner}")
        given = _at(place, shuffled.read, election.group, found.content(event.data[0]), len(election.shuffled))
        for at, each in zip(election.shuffled, given, strict=True):
            _at(f"{place}: answer {at}", shuffle.check, setting, counted[at], each)
        counted = tally.replaced(election, counted, [list(each.ciphertexts) for each in given])
        report.shuffles = number
    return counted


def _decryptions(
    found: Archive, begun: Setup, mixed: Tally, report: Report
) -> Generator[Progress, None, dict[int, Factors]]:
    events, factors = found.of("PartialDecryption"), dict[int, Factors]()
    publics = begun.trustees.publics
    for number, event in enumerate(events, 1):
        yield Progress("decryptions", number - 1, len(events))
        place = f"decryption {number} (event {event.height})"
        if event.owner > len(publics):
            raise _Wrong(place, f"there is no trustee {event.owner}")
        if event.owner in factors:
            raise _Wrong(place, f"trustee {event.owner} has decrypted before")
        data = found.content(event.data[0])
        factors[event.owner] = _at(place, decryption.check, begun.election, mixed, publics[event.owner - 1], data)
        report.decryptions = number
    return factors


def _result(found: Archive, begun: Setup, mixed: Tally, factors: dict[int, Factors], report: Report) -> None:
    events = found.of("Result")
    if not events:
        return
    joined = _at("result", decryption.combine, begun.election.group, begun.trustees, factors)
    counted = _at("result", decryption.result, begun.election, mixed, joined, report.weight)
    given = found.content(events[0].data[0])
    if given != decryption.write(counted):
        raise _Wrong("result", _difference(given, counted))
    report.result = counted


def _difference(given: bytes, counted: list[Any]) -> str:
    try:
        (claimed,) = jsons.fields(jsons.read(given), "result")
        for at, (one, other) in enumerate(zip(jsons.items(claimed, len(counted)), counted, strict=True)):
            for place, (said, true) in enumerate(zip(jsons.items(one, len(other)), other, strict=True)):
                if said != true:
                    return f"answer {at}, entry {place}: {said} is said, {true} is right"
    except jsons.Malformed as error:
        return str(error)
    return "is not what was decrypted"
