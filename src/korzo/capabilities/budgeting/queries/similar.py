"""Ideas that may be the same as one that is about to be sent: by words, and by place."""

from korzo.capabilities.budgeting.models import Idea
from korzo.capabilities.budgeting.models.idea import IdeaQuerySet
from korzo.capabilities.budgeting.rules import states
from korzo.kernel import search
from korzo.kernel.places.geometry import Box, Point, distance_m
from korzo.kernel.text.folding import stems

NEAR_M = 300
MOST = 3
_ENOUGH = 0.34
_PLACE = 0.25
_SHORTEST = 4


def found(idea: Idea) -> list[Idea]:
    """Public ideas of the cycle, likeliest first, at most MOST.

    Counted is the share of the shorter title's stems that both have, and a quarter more within NEAR_M and for the
    same theme; below a third nothing is offered.
    """
    words = _words(idea)
    scored = [(_score(idea, words, other), other.pk, other) for other in _candidates(idea)]
    return [other for score, _pk, other in sorted(scored, key=lambda each: (-each[0], each[1])) if score > _ENOUGH][
        :MOST
    ]


def _candidates(idea: Idea) -> IdeaQuerySet:
    hits = search.find(idea.title, kinds=("idea",), scope=idea.cycle.ref, limit=50).hits
    alike = Idea.objects.public().filter(cycle=idea.cycle, state__in=states.BEFORE_SHORTLIST).exclude(pk=idea.pk)
    by_words = alike.filter(code__in=[hit.ref.partition(":")[2] for hit in hits])
    if idea.lat is None or idea.long is None:
        return by_words
    box = Box(idea.long, idea.lat, idea.long, idea.lat).grown(NEAR_M)
    near = alike.filter(lat__range=(box.south, box.north), long__range=(box.west, box.east))
    return by_words | near


def _score(idea: Idea, words: set[str], other: Idea) -> float:
    theirs = _words(other)
    score = len(words & theirs) / max(min(len(words), len(theirs)), 1)
    if idea.lat is not None and idea.long is not None and other.lat is not None and other.long is not None:
        score += _PLACE * (distance_m(Point(idea.lat, idea.long), Point(other.lat, other.long)) <= NEAR_M)
    return score + _PLACE * (idea.theme_id == other.theme_id) * bool(words & theirs)


def _words(idea: Idea) -> set[str]:
    return {stem for stem in stems(idea.title) if len(stem) >= _SHORTEST}
