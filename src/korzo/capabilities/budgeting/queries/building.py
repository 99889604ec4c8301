"""What became of chosen ideas: the council's decision, and how the building goes on."""

from korzo.capabilities.budgeting.models import Decision, Idea, Progress, Track


def states(track: Track) -> dict[str, Idea]:
    """The ideas of a track's ballot as they stand now, by number on the ballot."""
    rows = Idea.objects.filter(candidate__track=track).select_related("decision", "candidate")
    return {str(idea.candidate.number): idea for idea in rows}


def decision(idea: Idea) -> Decision | None:
    """What the council decided; None: nothing yet."""
    return Decision.objects.filter(idea=idea).first()


def progress(idea: Idea) -> list[Progress]:
    """The steps of its building, in order of time."""
    return list(Progress.objects.filter(idea=idea).select_related("photo"))
