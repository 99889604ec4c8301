"""Reports that wait until the owner of their e-mail address says yes."""

import uuid

from django.db import models

from korzo.capabilities.cases.models.case import Case


class Unconfirmed(models.Model):
    """A report that is not a case yet: no list, map, count, feed or program knows it, and no clock runs.

    Its key is the token that a program is told; the secret of the link in the letter is another one, and only its
    digest is kept here. Once it is a case, what was written stands there and no longer here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    nonce = models.CharField(max_length=32)
    digest = models.CharField(max_length=64, unique=True)
    email = models.EmailField(blank=True, db_index=True)
    report = models.JSONField(default=dict)
    client_key = models.CharField(max_length=64, null=True, blank=True, unique=True)
    asked_at = models.DateTimeField(db_index=True)
    case = models.OneToOneField(Case, models.CASCADE, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def ref(self) -> str:
        """How the trail, its letter and its photos name it."""
        return f"unconfirmed:{self.pk}"
