"""Who proposed or supported an idea hears what came of it: chosen or not, the council's decision, the building."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from korzo.capabilities.budgeting import events
from korzo.capabilities.budgeting.models import Decision, Idea, Progress
from korzo.kernel import trail
from korzo.kernel.messages import rendering, sending
from korzo.kernel.messages.models import Message
from korzo.kernel.people import language_of
from korzo.kernel.people.models import Person
from korzo.kernel.trail.models import Entry

TEMPLATE = "budgeting/outcome"


@trail.subscribe(
    events.IdeaWon, events.IdeaLost, events.IdeaDecided, events.ProgressReported, name="budgeting.tell-outcome"
)
def tell(entry: Entry) -> None:
    """Tell authors and supporters, each once, in their language."""
    idea = Idea.objects.select_related("author").filter(code=entry.ref.partition(":")[2]).first()
    if idea is None:
        return
    kind, text = _kind(entry, idea)
    for person in _concerned(idea):
        if person.ref == entry.by:
            continue
        sending.send(
            to=sending.Recipient(person, language=language_of(person)),
            template=TEMPLATE,
            context={"kind": kind, "code": idea.code, "title": idea.title, "text": text},
            ref=idea.ref,
            key=f"trail:{entry.seq}:{person.pk}",
            now=timezone.now(),
        )


def _kind(entry: Entry, idea: Idea) -> tuple[str, str]:
    """What is told, and in whose words."""
    match entry.event.partition(".")[2]:
        case "IdeaWon":
            return "won", ""
        case "IdeaLost":
            return "lost", ""
        case "IdeaDecided":
            decision = Decision.objects.filter(idea=idea).first()
            return "endorsed" if entry.data["endorsed"] else "cut", decision.reason if decision else ""
    step = Progress.objects.filter(pk=entry.data["progress"]).first()
    return entry.data["step"], step.text if step else ""


def _concerned(idea: Idea) -> list[Person]:
    """Its authors, then those who supported it; nobody twice."""
    authors = [idea.author] if idea.author else []
    authors += [row.person for row in idea.coauthors.filter(agreed_at__isnull=False).select_related("person")]
    friends = [row.person for row in idea.supports.select_related("person").order_by("pk")]
    return list({person.pk: person for person in (*authors, *friends) if person.is_active}.values())


@rendering.fills(TEMPLATE)
def links(message: Message) -> dict[str, str]:
    """Where a message leads: the page of the idea."""
    with translation.override(message.language):
        page = reverse("budgeting:idea", args=[message.context["code"]])
    return {"link": f"{settings.KORZO.base_url}{page}"}
