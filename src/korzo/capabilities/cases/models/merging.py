"""Which cases are the same problem."""

from django.db import models
from django.db.models import F, Q

from korzo.capabilities.cases.models.case import Case


class Merge(models.Model):
    """A case that repeats another, `into`; `root` is where the chain ends. `state_before` undoes the merge."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="merge")
    into = models.ForeignKey(Case, models.PROTECT, related_name="+")
    root = models.ForeignKey(Case, models.PROTECT, related_name="repeated")
    state_before = models.CharField(max_length=12, choices=Case.State)
    merged_at = models.DateTimeField()

    class Meta:
        """A case does not repeat itself."""

        constraints = [
            models.CheckConstraint(condition=~Q(case=F("into")) & ~Q(case=F("root")), name="merge_into_another")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.into_id}"
