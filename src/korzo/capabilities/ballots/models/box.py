"""The box of a secret ballot: the pieces of its archive, in order and without any time or name."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from korzo.capabilities.ballots.models.vote import Vote
from korzo.capabilities.ballots.rules import jsons


class Boxes(models.QuerySet["Box"]):
    """Boxes without their large parts, for who only adds to them."""

    def light(self) -> Self:
        """Leave the election, the keys and a million credentials where they are until somebody asks."""
        return self.defer("election", "trustees", "credentials", "result", "server_trustee", "server_key")


class Box(models.Model):
    """What Belenios needs of a vote, and where its archive ends; its bytes are fixed when it is sealed for voting."""

    class Step(models.TextChoices):
        """What comes next."""

        SETUP = "setup", _("Being prepared")
        VOTING = "voting", _("Takes ballots")
        MIXING = "mixing", _("Ballots are shuffled")
        DECRYPTING = "decrypting", _("Keys are used")
        DONE = "done", _("Counted")

    vote = models.OneToOneField(Vote, models.CASCADE, related_name="box")
    step = models.CharField(max_length=10, choices=Step, default=Step.SETUP)
    group = models.CharField(_("group"), max_length=20, default="Ed25519")
    uuid = models.CharField(max_length=40, unique=True)
    threshold = models.PositiveSmallIntegerField(
        _("how many of the trustees are needed"), null=True, blank=True, help_text=_("Empty: all of them.")
    )
    is_practice = models.BooleanField(
        _("practice: codes are handed out to anybody"),
        default=False,
        help_text=_("To try everything once before it counts."),
    )
    server_key = models.CharField(max_length=2000, blank=True, help_text="sealed", editable=False)
    server_trustee = models.TextField(
        blank=True, editable=False, help_text="JSON in the order of its fields, which is hashed"
    )
    election = models.BinaryField(default=b"", editable=False)
    trustees = models.BinaryField(default=b"", editable=False)
    credentials = models.BinaryField(default=b"", editable=False)
    timestamp = models.PositiveBigIntegerField(default=0, editable=False)
    head = models.CharField(max_length=64, blank=True, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    size = models.PositiveBigIntegerField(default=0, editable=False)
    result = models.JSONField(default=list, editable=False, help_text=_("By question: totals, or anonymous papers."))
    checked = models.JSONField(default=dict, editable=False, help_text=_("What Korzo’s own check of the archive said."))

    objects = Boxes.as_manager()

    def __str__(self) -> str:
        return self.uuid

    @property
    def server(self) -> Any:
        """The server among the trustees: its public key, and the proof that it has the other half."""
        return jsons.read(self.server_trustee.encode())

    @property
    def ref(self) -> str:
        """The vote's: a box has no story of its own."""
        return self.vote.ref


class Piece(models.Model):
    """What one event appended to the archive, and where it begins. No time: it could be laid beside a log."""

    box = models.ForeignKey(Box, models.CASCADE, related_name="pieces")
    height = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    offset = models.PositiveBigIntegerField()
    data = models.BinaryField()
    event = models.CharField(max_length=64)
    credential = models.CharField(max_length=700, blank=True)
    tracker = models.CharField(max_length=44, blank=True)
    is_last = models.BooleanField(default=False)

    class Meta:
        """In the order of the archive."""

        ordering = ["height"]
        constraints = [
            models.UniqueConstraint(fields=["box", "height"], name="piece_height_once"),
            models.UniqueConstraint(fields=["box", "tracker"], condition=~Q(tracker=""), name="piece_tracker_once"),
            models.UniqueConstraint(
                fields=["box", "credential"], condition=Q(is_last=True), name="piece_one_last_ballot"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.box_id} {self.height} {self.kind}"


class PracticeCode(models.Model):
    """A secret credential of a practice vote, for the next who wants to try."""

    box = models.ForeignKey(Box, models.CASCADE, related_name="practice_codes")
    code = models.CharField(max_length=32)
    is_given = models.BooleanField(default=False)

    class Meta:
        """Each once."""

        constraints = [models.UniqueConstraint(fields=["box", "code"], name="practice_code_once")]

    def __str__(self) -> str:
        return f"{self.box_id}"
