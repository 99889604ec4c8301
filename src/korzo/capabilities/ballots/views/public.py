"""What everybody can look at: the list of votes, one vote, and a small page for other sites to show in a frame."""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from korzo.capabilities.ballots import permissions
from korzo.capabilities.ballots.models import Vote
from korzo.capabilities.ballots.queries import lists, results, taking_part
from korzo.capabilities.ballots.views import devices, inside
from korzo.ui import csp, doors


@require_safe
def votes(request: HttpRequest) -> HttpResponse:
    """List votes: open, coming, gathering supporters, finished."""
    now, person = timezone.now(), doors.reader(request)
    filters = lists.Filters.read(request.GET.dict())
    counts = lists.counts(now=now)
    here = reverse("ballots:votes")
    tabs = [{"label": _("All"), "url": here, "current": not filters.state, "count": sum(counts.values())}] + [
        {
            "label": lists.STANDS[state][0],
            "url": f"{here}?state={state}",
            "current": filters.state == state,
            "count": counts[state],
        }
        for state in lists.PUBLIC
    ]
    context = {
        "page": Paginator(lists.public(filters, now=now), lists.PAGE_SIZE).get_page(request.GET.get("page")),
        "filters": filters,
        "tabs": tabs,
        "works": permissions.can_work(person),
    }
    return render(request, "ballots/votes.html", context)


@require_safe
def vote(request: HttpRequest, code: str) -> HttpResponse:
    """Show one vote."""
    return render(request, "ballots/vote.html", shown(request, inside.vote(request, code)))


@require_safe
@xframe_options_exempt
def embed(request: HttpRequest, code: str) -> HttpResponse:
    """Show the vote small, for a frame on another site; no other page may be framed."""
    found, now = inside.vote(request, code), timezone.now()
    answer = render(request, "ballots/embed.html", facts(found, now))
    answer["Content-Security-Policy"] = csp.header().replace("frame-ancestors 'none'", "frame-ancestors *")
    return answer


def facts(vote: Vote, now: datetime) -> dict[str, Any]:
    """What stands beside every vote."""
    return {
        "vote": vote,
        "stand": lists.stand(vote, now),
        "who": taking_part.who(vote),
        "turnout": taking_part.turnout(vote) if not vote.is_secret else None,
        "reply_due": lists.reply_due(vote),
        "is_late": lists.is_late(vote, now),
        "has_results": results.is_out(vote, now),
    }


def shown(request: HttpRequest, vote: Vote, **more: Any) -> dict[str, Any]:
    """Everything that a vote's page needs."""
    now, person = timezone.now(), doors.reader(request)
    entrance = devices.entrance(request, vote)
    supporters = vote.supporters.count()
    return {
        **facts(vote, now),
        "questions": vote.questions.select_related("picture").prefetch_related("options__picture"),
        "answered": entrance.answer if not vote.is_secret else None,
        "organises": permissions.can_organise(person, vote),
        "is_proposer": permissions.is_proposer(person, vote),
        "follows": person is not None and vote.followers.filter(person=person).exists(),
        "supporters": supporters,
        "missing": max(vote.supporters_needed - supporters, 0),
        "supports": person is not None and vote.supporters.filter(person=person).exists(),
        "appeals": vote.roll_id is not None and vote.step == Vote.Step.PUBLISHED,
        "address": request.build_absolute_uri(reverse("ballots:vote", args=[vote.code])),
        "embed_address": request.build_absolute_uri(reverse("ballots:embed", args=[vote.code])),
        "crumbs": inside.crumbs(),
        **more,
    }
