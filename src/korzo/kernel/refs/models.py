"""Links between records of different capabilities."""

from django.db import models


class Link(models.Model):
    """`to_ref` follows from `from_ref` in the way that `kind` says."""

    from_ref = models.CharField(max_length=80, db_index=True)
    to_ref = models.CharField(max_length=80, db_index=True)
    kind = models.CharField(max_length=24)
    linked_at = models.DateTimeField()

    class Meta:
        """The same link is kept once."""

        constraints = [models.UniqueConstraint(fields=["from_ref", "to_ref", "kind"], name="link_once")]

    def __str__(self) -> str:
        return f"{self.from_ref} {self.kind} {self.to_ref}"
