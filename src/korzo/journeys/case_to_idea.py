"""A repair for which there was no money becomes an idea for the residents' budget, at one tap."""

from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.capabilities.budgeting import public as budgeting
from korzo.capabilities.cases import public as cases
from korzo.kernel import refs, trail
from korzo.kernel.messages import rendering
from korzo.kernel.messages.models import Message
from korzo.kernel.trail.models import Entry

NO_MONEY = "no_money"
GREW = "budgeting/grew"


def start() -> None:
    """Offer it on the pages of such cases, let ideas take over what they say, and tell the reporters."""
    refs.offers("case")(offer)
    budgeting.grows_from("case")(origin)
    trail.subscribe(budgeting.IdeaProposed, name="journeys.case_to_idea")(tell)
    rendering.fills(GREW)(link)


def offer(ref: str) -> refs.Offer | None:
    """A button, when there was no money for the case and ideas can be proposed now."""
    if origin(ref) is None or not budgeting.takes_ideas():
        return None
    return refs.Offer(
        label=_("Make it an idea"),
        text=_("There was no money for it. Residents can decide to pay for it from their own budget."),
        url=budgeting.begin_address(ref),
        icon="flag",
    )


def origin(ref: str) -> budgeting.Origin | None:
    """What an idea takes over from a public case that was declined for want of money."""
    case = cases.find(ref)
    if case is None or case.reason != NO_MONEY:
        return None
    return budgeting.Origin(
        ref=case.ref,
        title=" · ".join(filter(None, [case.category_name, case.address])),
        text=case.text,
        address=case.address,
        lat=case.lat,
        long=case.long,
        photos=cases.photos(case.ref),
    )


def tell(entry: Entry) -> None:
    """Tell who reported the case that it goes on as an idea."""
    from_ref = entry.data["from_ref"]
    idea = refs.describe(entry.ref)
    if idea is None or not from_ref.startswith("case:"):
        return
    told = {"title": idea.title, "idea": entry.ref}
    cases.tell_reporter(from_ref, template=GREW, context=told, key=f"trail:{entry.seq}", now=timezone.now())


def link(message: Message) -> dict[str, str]:
    """Where the letter leads: the idea's page in the reader's language."""
    idea = refs.describe(message.context["idea"])
    return {"page": idea.url if idea else ""}
