"""The keepers of a vote's keys: invited, led through making their keys, each message checked before it is kept.

With a threshold the messages are those of `rules.ceremony`; without one everybody's key is needed. The server only
routes and checks: it learns nothing secret.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from korzo.capabilities.ballots import events
from korzo.capabilities.ballots.models import Box, Trustee
from korzo.capabilities.ballots.operations import boxes
from korzo.capabilities.ballots.operations.refusals import Refused
from korzo.capabilities.ballots.operations.stepping import locked_box, runner
from korzo.capabilities.ballots.queries import archives
from korzo.capabilities.ballots.rules import ceremony, digests, groups, jsons, proofs, signing
from korzo.capabilities.ballots.rules import trustees as rules
from korzo.kernel import trail
from korzo.kernel.messages import sending
from korzo.kernel.people.models import Person

TEMPLATE = "ballots/keeper"
MOST = 15


class Step(StrEnum):
    """What a keeper does next."""

    KEY = "key"
    DEAL = "deal"
    FINISH = "finish"
    REHEARSE = "rehearse"
    SHUFFLE = "shuffle"
    DECRYPT = "decrypt"
    WAIT = "wait"
    READY = "ready"
    DONE = "done"


@dataclass(frozen=True)
class Invited:
    """Somebody who shall keep a key."""

    name: str
    email: str


# Inviting ------------------------------------------------------------------------------------------------------------
@transaction.atomic
def invite(
    box: Box, people: Sequence[Invited], *, threshold: int | None, language: str, by: Person | None, now: datetime
) -> list[Trustee]:
    """Name the keepers, all anew, and send each a link. `threshold` of them are enough; None: all are needed."""
    box = _locked(box, by)
    if Trustee.objects.filter(box=box).exclude(certificate="", key="").exists():
        raise Refused("", _("Somebody has made a key already. Begin anew first."))
    if not 1 <= len(people) <= MOST:
        raise Refused("people", _("Name 1 to %(most)s people.") % {"most": MOST})
    if threshold is not None and not 1 <= threshold <= len(people):
        raise Refused("threshold", _("No more can be needed than there are."))
    box.keepers.all().delete()
    box.threshold = threshold
    box.save(update_fields=["threshold"])
    found = [
        Trustee.objects.create(box=box, number=number, name=each.name, email=each.email, language=language)
        for number, each in enumerate(people, 1)
    ]
    for each in found:
        _send(each, now)
    trail.record(events.KeepersNamed(box.ref, len(found), threshold), by=by, now=now)
    return found


@transaction.atomic
def send_again(trustee: Trustee, *, by: Person | None, now: datetime) -> None:
    """Send a new link; the old one no longer opens."""
    runner(by)
    trustee.link += 1
    trustee.save(update_fields=["link"])
    _send(trustee, now)
    trail.record(events.KeeperLinked(trustee.box.ref, trustee.number), by=by, now=now)


@transaction.atomic
def restart(box: Box, *, by: Person | None, now: datetime) -> None:
    """Throw away all keys made so far: somebody lost theirs, or dealt wrongly."""
    box = _locked(box, by)
    box.keepers.update(certificate="", dealt="", key="", private_key="", rehearsed=False)
    trail.record(events.KeysDropped(box.ref), by=by, now=now)


def _send(trustee: Trustee, now: datetime) -> None:
    to = sending.Recipient(email=trustee.email, name=trustee.name, language=trustee.language)
    context = {"trustee": trustee.pk, "title": str(trustee.box.vote.title)}
    key = f"keeper:{trustee.pk}:{trustee.link}"
    sending.send(to=to, template=TEMPLATE, context=context, ref=trustee.box.ref, key=key, now=now)


# Making keys ---------------------------------------------------------------------------------------------------------
def next_step(trustee: Trustee) -> Step:
    """What is to be done on this keeper's device now."""
    match trustee.box.step:
        case Box.Step.SETUP:
            return _step_of_setup(trustee)
        case Box.Step.MIXING:
            owners = _owners(trustee.box, "Shuffle")
            return Step.SHUFFLE if owners and trustee.owner not in owners else Step.WAIT
        case Box.Step.DECRYPTING:
            return Step.READY if trustee.owner in _owners(trustee.box, "PartialDecryption") else Step.DECRYPT
        case Box.Step.DONE:
            return Step.DONE
    return Step.READY


def _step_of_setup(trustee: Trustee) -> Step:
    box = trustee.box
    if trustee.key:
        return Step.READY if trustee.rehearsed else Step.REHEARSE
    if box.threshold is None or not trustee.certificate:
        return Step.KEY
    others = list(box.keepers.all())
    if not trustee.dealt:
        return Step.DEAL if all(each.certificate for each in others) else Step.WAIT
    return Step.FINISH if all(each.dealt for each in others) else Step.WAIT


def _owners(box: Box, kind: str) -> set[int]:
    """Who did that already."""
    return {archives.owner_of(each) for each in box.pieces.filter(kind=kind)}


@transaction.atomic
def take(trustee: Trustee, step: Step, data: str, *, now: datetime) -> None:
    """Keep what a device made in this step, after checking it. Raises Refused."""
    box = locked_box(trustee.box)
    trustee = Trustee.objects.select_related("box__vote").get(pk=trustee.pk)
    if box.step != Box.Step.SETUP or next_step(trustee) != step:
        raise Refused("", _("This was done already, or its turn has not come. Load the page again."), "turn")
    try:
        _STEPS[step](trustee, groups.named(box.group), jsons.read(data.encode()))
    except (ValueError, KeyError, TypeError) as error:
        raise Refused("", _("What your device sent does not hold: %s") % error, "invalid") from error
    trustee.save()
    _acted(trustee, step, data.encode(), now)


@transaction.atomic
def append(trustee: Trustee, step: Step, data: bytes, *, height: int, now: datetime) -> None:
    """Append a shuffle or a decryption; a shuffle of an older archive than `height` is made again. Raises Refused."""
    box = locked_box(trustee.box)
    trustee = Trustee.objects.select_related("box__vote").get(pk=trustee.pk)
    if next_step(trustee) is not step or (step is Step.SHUFFLE and height != box.height):
        raise Refused("", _("Somebody else was quicker. Your device does it once more."), "turn")
    (boxes.take_shuffle if step is Step.SHUFFLE else boxes.take_decryption)(box, trustee.owner, data)
    _acted(trustee, step, data, now)


def _acted(trustee: Trustee, step: Step, data: bytes, now: datetime) -> None:
    made = events.KeeperActed(trustee.box.ref, trustee.number, step.value, digests.hex_of(data))
    trail.record(made, by=None, now=now)


def _key(trustee: Trustee, group: groups.Group, value: Any) -> None:
    box = trustee.box
    if box.threshold is None:
        known = rules.known(group, value)
        others = [_known(group, each.key) for each in box.keepers.exclude(key="")]
        if known in others:
            raise jsons.Malformed("two keepers have the same key")
        trustee.key = jsons.write(value).decode()
        return
    member = rules.read_certificate(group, value, trustee.number, box.keepers.count(), box.threshold)
    if member.threshold is None:
        raise jsons.Malformed("the certificate does not say for what it is")
    trustee.certificate = jsons.write(value).decode()


def _deal(trustee: Trustee, group: groups.Group, value: Any) -> None:
    certs, member = _members(trustee, group)
    own, secrets, coefexps, given = jsons.fields(value, "polynomial", "secrets", "coefexps", "signature")
    rules.read_coefficients(group, member, coefexps, trustee.box.threshold or 0)
    signing.signed(group, member.verification, rules.view(certs, coefexps), given)
    for sent in (own, *jsons.items(secrets, len(certs))):
        jsons.fields(jsons.read(jsons.text(sent).encode()), "algorithm", "alpha", "beta", "data")
    trustee.dealt = jsons.write(value).decode()


def _finish(trustee: Trustee, group: groups.Group, value: Any) -> None:
    certs, member = _members(trustee, group)
    members = rules.read_certificates(group, certs, trustee.box.threshold)
    private, public = jsons.fields(value, "private_key", "public_key")
    known = rules.known(group, public)
    signing.signed(group, member.verification, public["public_key"], public["signature"])
    dealt = [
        rules.read_coefficients(group, each, given["coefexps"], trustee.box.threshold or 0)
        for each, given in zip(members, dealings(trustee.box), strict=True)
    ]
    if known != rules.expected(group, dealt, trustee.number):
        raise jsons.Malformed("the key is not the one that was dealt")
    trustee.key, trustee.private_key = jsons.write(public).decode(), jsons.text(private)


def _rehearse(trustee: Trustee, group: groups.Group, value: Any) -> None:
    prefix = f"rehearsal|{trustee.box.uuid}|{trustee.number}|"
    if not proofs.holds(group, prefix, _known(group, trustee.key), proofs.read(group, value)):
        raise jsons.Malformed("this is another key")
    trustee.rehearsed = True


_STEPS = {Step.KEY: _key, Step.DEAL: _deal, Step.FINISH: _finish, Step.REHEARSE: _rehearse}


def certificates(box: Box) -> list[Any]:
    """What introduces the keepers, in their order."""
    return [jsons.read(each.certificate.encode()) for each in box.keepers.all()]


def dealings(box: Box) -> list[Any]:
    """What the keepers dealt, in their order."""
    return [jsons.read(each.dealt.encode()) for each in box.keepers.all()]


def held(box: Box) -> bytes:
    """What Belenios calls trustees: the server first, then all keepers. Raises Refused while one is missing."""
    keepers = list(box.keepers.all())
    if not keepers or not all(each.key and each.rehearsed for each in keepers):
        raise Refused("trustees", _("Not all keepers have made and tried their keys."))
    group = groups.named(box.group)
    keys = [jsons.read(each.key.encode()) for each in keepers]
    if box.threshold is None:
        data = rules.write(box.server, *keys)
    else:
        outputs = [{"public_key": each} for each in keys]
        data = rules.write(box.server, ceremony.published(certificates(box), box.threshold, dealings(box), outputs))
    try:
        rules.read(group, data)
    except ValueError as error:
        raise Refused("trustees", _("The keys do not fit together: %s") % error) from error
    return data


@transaction.atomic
def seal(box: Box, *, by: Person | None, now: datetime) -> Box:
    """Seal a box with the keys and codes of this moment, which nobody can change meanwhile. Raises Refused."""
    runner(by)
    box = locked_box(box, Box.Step.SETUP, why=_("This vote is sealed already."))
    return boxes.seal(box, held(box), bytes(box.credentials) or b"[]", by=by, now=now)


def _members(trustee: Trustee, group: groups.Group) -> tuple[list[Any], rules.Member]:
    certs = certificates(trustee.box)
    return certs, rules.read_certificates(group, certs, trustee.box.threshold)[trustee.number - 1]


def _known(group: groups.Group, key: str) -> groups.Element:
    return rules.known(group, jsons.read(key.encode()))


def _locked(box: Box, by: Person | None) -> Box:
    runner(by)
    return locked_box(box, Box.Step.SETUP, why=_("This vote is sealed: its keys cannot change any more."))
