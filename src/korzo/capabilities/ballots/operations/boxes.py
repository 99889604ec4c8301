"""The life of a box: begun, sealed, closed, counted; each step is appended to the archive, for all to check."""

import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.ballots import events
from korzo.capabilities.ballots.models import Box, PracticeCode, Question, Vote
from korzo.capabilities.ballots.operations.casting import append, append_made
from korzo.capabilities.ballots.operations.refusals import Refused
from korzo.capabilities.ballots.operations.stepping import locked_box, runner
from korzo.capabilities.ballots.queries import archives
from korzo.capabilities.ballots.rules import (
    archive,
    credentials,
    decryption,
    digests,
    groups,
    jsons,
    questions,
    shuffle,
    shuffled,
    steps,
    trustees,
    verifying,
)
from korzo.capabilities.ballots.rules.reports import Report
from korzo.capabilities.ballots.rules.shuffle import Setting
from korzo.kernel import trail
from korzo.kernel.outside import sealed
from korzo.kernel.people.models import Person
from korzo.kernel.text.multilingual import in_language

FEWEST = 20
"""Voters: the total of a handful is no secret."""


# Before ------------------------------------------------------------------------------------------------------------
@transaction.atomic
def begin(vote: Vote, *, by: Person | None, now: datetime, group: str = "Ed25519", is_practice: bool = False) -> Box:
    """Give a secret vote its box, with a key of the server's own; that alone opens nothing."""
    runner(by)
    if not vote.is_secret:
        raise Refused("kind", _("Only secret ballots have a box."))
    known = groups.named(group)
    draw = digests.drawing(known.q)
    secret = draw("server")
    return Box.objects.create(
        vote=vote,
        group=group,
        uuid=credentials.uuid(),
        is_practice=is_practice,
        server_key=sealed.seal(str(secret)),
        server_trustee=jsons.write(trustees.make(known, secret, draw)).decode(),
        timestamp=int(now.timestamp()),
    )


@transaction.atomic
def seal(box: Box, held: bytes, listed: bytes, *, by: Person | None, now: datetime) -> Box:
    """Fix questions, trustees and credentials. From now on nothing of them changes, and the board is public.

    `held` is what Belenios calls trustees, the server first; `listed` the list of public credentials.
    """
    runner(by)
    box = locked_box(box, Box.Step.SETUP, why=_("This vote is sealed already."))
    group = groups.named(box.group)
    weights = credentials.read_list(group, listed)
    fewest = 1 if box.is_practice else FEWEST
    if len(weights) < fewest:
        raise Refused(
            "credentials",
            _("A secret ballot needs at least %(fewest)s voters; there are %(number)s.")
            % {"fewest": fewest, "number": len(weights)},
        )
    box.election = write_election(box, trustees.read(group, held).key(group))
    box.trustees, box.credentials = held, listed
    election = questions.read(bytes(box.election))
    if election.shuffled and any(weight != 1 for weight in weights.values()):
        raise Refused("credentials", _("Weights do not go with questions whose ballots are shuffled."))
    box.step = Box.Step.VOTING
    box.head, box.height, box.size = "", 0, 0
    box.save()
    append_made(box, "Setup", steps.begin(box.timestamp, bytes(box.election), held, listed))
    trail.record(events.BoxSealed(box.ref, box.uuid, len(weights), box.head), by=by, now=now)
    return box


def write_election(box: Box, key: groups.Element) -> bytes:
    """The vote as Belenios writes it: words in the city's main language, numbers as in the vote."""
    vote = box.vote
    asked = [_asked(each) for each in vote.questions.prefetch_related("options")]
    if not asked:
        raise Refused("questions", _("There is no question yet."))
    try:
        return questions.write(
            groups.named(box.group),
            key,
            name=_main(vote.title),
            description=_main(vote.text),
            questions=asked,
            uuid=box.uuid,
            administrator=_main(vote.organiser.name),
        )
    except ValueError as error:
        raise Refused("questions", str(error)) from error


def _asked(question: Question) -> questions.Question:
    answers = tuple(_main(each.title) for each in question.options.all())
    if not question.comes_as_papers:
        bounds = question.bounds(len(answers))
        return questions.Homomorphic(_main(question.title), answers, *bounds, question.may_be_blank)
    extra = {"type": question.method or question.kind, "blank": question.may_be_blank}
    extra |= {"points": question.points} if question.kind == Question.Kind.POINTS else {}
    extra |= {"grades": len(question.grades)} if question.kind == Question.Kind.GRADES else {}
    extra |= {"seats": question.seats} if question.kind == Question.Kind.RANKED else {}
    return questions.NonHomomorphic(_main(question.title), answers, extra)


def _main(words: Mapping[str, str]) -> str:
    return in_language(words, settings.KORZO.language).text


def practice_code(box: Box) -> str:
    """A code for somebody who wants to try a practice vote. Raises Refused when all are given."""
    with transaction.atomic():
        found = PracticeCode.objects.select_for_update().filter(box=box, box__is_practice=True)
        code = found.filter(is_given=False).first()
        if code is None:
            raise Refused("", _("All practice codes are given away. Ask the organisers for more."), "none")
        code.is_given = True
        code.save(update_fields=["is_given"])
    return code.code


# After -------------------------------------------------------------------------------------------------------------
@transaction.atomic
def close(box: Box, *, now: datetime) -> None:
    """Say that no ballot comes any more, once the vote is over."""
    box = locked_box(box)
    if box.step != Box.Step.VOTING or not box.vote.is_over(now):
        return
    append(box, "EndBallots")
    box.step = Box.Step.MIXING
    box.save(update_fields=["step"])
    trail.record(events.BoxClosed(box.ref, box.height, box.head), by=None, now=now)


def count(box: Box, *, cores: int = 1) -> None:
    """Check every ballot once more, add up, shuffle first. Takes some 20 ms a ballot: a job, not a request."""
    if box.step != Box.Step.MIXING or box.pieces.filter(kind="EncryptedTally").exists():
        return
    report = _verified(box, cores)
    if not report.holds:
        raise RuntimeError(f"the archive of {box.uuid} does not hold: {report.failures[0]}")
    made = steps.count(report)
    with transaction.atomic():
        box = locked_box(box)
        if box.step != Box.Step.MIXING or box.pieces.filter(kind="EncryptedTally").exists():
            return  # another job was quicker
        append_made(box, "EncryptedTally", made)
        if not archives.known(box.uuid).election.shuffled:
            _start_decrypting(box)
        else:
            append_made(box, "Shuffle", steps.mix(archives.standing(box), 1))


@transaction.atomic
def take_shuffle(box: Box, owner: int, data: bytes) -> None:
    """Append the shuffle of a trustee, after checking its proof. Raises Refused."""
    box = locked_box(box, Box.Step.MIXING)
    report = archives.standing(box)
    election = archives.known(box.uuid).election
    try:
        counted = archives.counted(report)
        given = shuffled.read(election.group, data, len(election.shuffled))
        for at, each in zip(election.shuffled, given, strict=True):
            shuffle.check(Setting(election.group, election.key, election.fingerprint), counted[at], each)
    except ValueError as error:
        raise Refused("", _("This shuffle does not hold: %s") % error, "invalid") from error
    append(box, "Shuffle", *archive.owned(owner, data))


@transaction.atomic
def end_shuffles(box: Box, *, by: Person | None) -> None:
    """Nobody shuffles any more; now keys are needed."""
    runner(by)
    box = locked_box(box, Box.Step.MIXING)
    if not box.pieces.filter(kind="Shuffle").exists():
        raise Refused("", _("The ballots are still being added up. Try again in a minute."))
    append_made(box, "EndShuffles", steps.end_shuffles(archives.standing(box)))
    _start_decrypting(box)


@transaction.atomic
def take_decryption(box: Box, owner: int, data: bytes) -> None:
    """Append what a trustee decrypted, after checking its proof; sending it again changes nothing. Raises Refused."""
    box = locked_box(box, Box.Step.DECRYPTING, Box.Step.DONE)
    if box.step == Box.Step.DONE:
        return
    report = archives.standing(box)
    if owner in report.factors:
        return
    setup = archives.known(box.uuid)
    try:
        decryption.check(setup.election, archives.counted(report), setup.trustees.publics[owner - 1], data)
    except ValueError as error:
        raise Refused("", _("This is not decrypted with the right key: %s") % error, "invalid") from error
    append(box, "PartialDecryption", *archive.owned(owner, data))


def reveal(box: Box, *, now: datetime) -> bool:
    """Put the result together when enough trustees have decrypted; the server's key is destroyed."""
    with transaction.atomic():
        box = locked_box(box)
        if box.step != Box.Step.DECRYPTING:
            return box.step == Box.Step.DONE
        report = archives.standing(box)
        try:
            made = steps.reveal(report)
        except decryption.Unfinished:
            return False
        append_made(box, "Result", made)
        (box.result,) = jsons.fields(jsons.read(archive.records(made)[0][1]), "result")
        box.step, box.server_key = Box.Step.DONE, ""
        box.save(update_fields=["result", "step", "server_key"])
        trail.record(events.BoxCounted(box.ref, report.counted, box.head), by=None, now=now)
    return True


def check(box: Box, *, now: datetime, cores: int = 1) -> None:
    """Verify the whole archive as an outsider would, and keep what was found for the audit page."""
    report = _verified(box, cores)
    box.checked = {
        "at": now.isoformat(),
        "head": box.head,
        "failures": [str(each) for each in report.failures],
        "ballots": report.ballots,
        "counted": report.counted,
    }
    box.save(update_fields=["checked"])


def _verified(box: Box, cores: int) -> Report:
    """Verify the whole archive from a file, as everybody gets it."""
    with tempfile.TemporaryDirectory() as folder:
        return verifying.verify(archives.save(box, Path(folder) / "whole.bel"), cores=cores)


def _start_decrypting(box: Box) -> None:
    secret = int(sealed.unseal(box.server_key))
    append_made(box, "PartialDecryption", steps.decrypt(archives.standing(box), 1, secret))
    box.step = Box.Step.DECRYPTING
    box.save(update_fields=["step"])
