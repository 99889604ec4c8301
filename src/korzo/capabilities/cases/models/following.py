"""Who wants to hear of a case that somebody else reported."""

from django.db import models
from django.db.models import Q

from korzo.capabilities.cases.models.case import Case
from korzo.kernel.people.models import Person


class Follower(models.Model):
    """An account, or an e-mail address that its owner confirmed; until then it hears nothing and counts for nothing."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="followers")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=10, blank=True)
    nonce = models.CharField(max_length=32)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Once for each account or address; found by the address when its owner leaves."""

        constraints = [
            models.UniqueConstraint(fields=["case", "person"], condition=Q(person__isnull=False), name="follows_once"),
            models.UniqueConstraint(fields=["case", "email"], condition=~Q(email=""), name="follows_by_mail_once"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, email="") | (Q(person__isnull=True) & ~Q(email="")),
                name="follower_reachable",
            ),
        ]
        indexes = [
            models.Index(fields=["email"], name="follower_email", condition=~Q(email="")),
            models.Index(fields=["asked_at"], name="follower_waiting", condition=Q(confirmed_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.pk}"
