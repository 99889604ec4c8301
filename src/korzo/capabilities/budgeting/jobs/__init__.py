"""What happens by itself after something was done: who has to know is told, in their language."""

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from korzo.capabilities.budgeting import events
from korzo.capabilities.budgeting.jobs import counting, outcomes  # noqa: F401 -- their jobs register themselves
from korzo.capabilities.budgeting.models import Coauthor, Comment, Idea, Review
from korzo.kernel import trail
from korzo.kernel.messages import rendering, sending
from korzo.kernel.messages.models import Message
from korzo.kernel.people import language_of
from korzo.kernel.people.models import Person
from korzo.kernel.trail.models import Entry

TOLD = "budgeting/told"
KINDS = {
    "IdeaProposed": "proposed",
    "IdeaMerged": "merged",
    "IdeaTookOver": "took_over",
    "IdeaShortlisted": "shortlisted",
    "IdeaLeftOff": "left_off",
    "IdeaHidden": "hidden",
    "CommentWritten": "commented",
    "CommentJudged": "comment_hidden",
    "CoauthorInvited": "invited",
}


@trail.subscribe(
    events.IdeaProposed,
    events.IdeaChecked,
    events.IdeaMerged,
    events.IdeaTookOver,
    events.IdeaShortlisted,
    events.IdeaLeftOff,
    events.IdeaHidden,
    events.CommentWritten,
    events.CommentJudged,
    events.CoauthorInvited,
    name="budgeting.tell",
)
def tell(entry: Entry) -> None:
    """Tell the authors what happened to their idea; who did it themselves is told only that it was received."""
    idea = Idea.objects.select_related("author", "merged_into").filter(code=entry.ref.partition(":")[2]).first()
    if idea is None:
        return
    kind, text = _kind(entry, idea)
    for person in _concerned(entry, idea) if kind else ():
        if person.ref == entry.by and kind != "proposed":
            continue
        context = {"kind": kind, "code": idea.code, "title": idea.title, "text": text}
        sending.send(
            to=sending.Recipient(person, language=language_of(person)),
            template=TOLD,
            context=context,
            ref=idea.ref,
            key=f"trail:{entry.seq}:{person.pk}",
            now=timezone.now(),
        )


def _kind(entry: Entry, idea: Idea) -> tuple[str, str]:
    """What is told, and in whose words; an empty kind when there is nothing to tell."""
    name, data = entry.event.partition(".")[2], entry.data
    if name == "IdeaChecked":
        review = Review.objects.filter(pk=data["review"]).first()
        return (review.verdict, review.reason) if review else ("", "")
    if name == "IdeaHidden":
        return ("hidden", idea.hidden_why) if data["hidden"] else ("", "")
    if name in ("CommentWritten", "CommentJudged"):
        comment = Comment.objects.filter(pk=data["comment"]).first()
        wanted = Comment.State.SHOWN if name == "CommentWritten" else Comment.State.HIDDEN
        if comment is None or comment.state != wanted:
            return "", ""
        return KINDS[name], comment.text if name == "CommentWritten" else comment.hidden_why
    if name == "IdeaMerged" and idea.merged_into:
        return "merged", idea.merged_into.title
    return KINDS[name], ""


def _concerned(entry: Entry, idea: Idea) -> Iterator[Person]:
    """Whom it concerns: the writer of a comment, who is asked, or else all authors."""
    name, data = entry.event.partition(".")[2], entry.data
    if name == "CommentJudged":
        comment = Comment.objects.select_related("person").filter(pk=data["comment"]).first()
        if comment is not None and comment.person is not None:
            yield comment.person
        return
    if name == "CoauthorInvited":
        row = Coauthor.objects.select_related("person").filter(pk=data["coauthor"]).first()
        if row is not None:
            yield row.person
        return
    if idea.author is not None:
        yield idea.author
    for row in idea.coauthors.filter(agreed_at__isnull=False).select_related("person"):
        yield row.person


@rendering.fills(TOLD)
def links(message: Message) -> dict[str, str]:
    """Where a message leads: the page of the idea."""
    with translation.override(message.language):
        page = reverse("budgeting:idea", args=[message.context["code"]])
    return {"link": f"{settings.KORZO.base_url}{page}"}
