"""One case played through by everybody: resident, officers, arbiter, crew and the city next door, each at their own door."""

import io
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from tests.capabilities.cases.test_two_cities import Second, second, system  # noqa: F401 -- fixtures
from tests.city import MIDDLE
from tests.kernel.test_files import photo

from korzo.capabilities.cases.models import Case, Dispatch, Stop, System
from korzo.capabilities.cases.operations import hearing
from korzo.kernel import trail
from korzo.kernel.jobs.worker import run_all
from korzo.kernel.messages.models import Channel, Message
from korzo.kernel.people.models import Person
from korzo.kernel.trail import delivery

pytestmark = pytest.mark.django_db
People = dict[str, Person]


class Desk:
    """Somebody's browser."""

    def __init__(self, person: Person | None = None) -> None:
        self.client = Client(headers={"accept-language": "en"})
        if person:
            self.client.force_login(person)

    def get(self, route: str, *args: Any) -> str:
        with translation.override("en"):
            answer = self.client.get(reverse(route, args=args))
        assert answer.status_code == 200, answer
        return answer.content.decode()

    def post(self, route: str, *args: Any, **typed: Any) -> str:
        with translation.override("en"):
            answer = self.client.post(reverse(route, args=args), typed)
        assert answer.status_code == 302, re.findall(r"(?s)<main.*</main>", answer.content.decode())
        return answer["Location"]

    def act(self, case: Case, action: str, **typed: Any) -> None:
        case.refresh_from_db()
        self.post("cases:act", case.code, action, version=case.version, **typed)
        case.refresh_from_db()


def test_one_case_from_the_first_photo_to_the_word_of_the_resident(
    system: System,
    second: Second,
    people: People,
) -> None:
    ana, roads, water = Desk(), Desk(people["officer"]), Desk(people["other"])
    arbiter = Desk(people["arbiter"])

    # Ana reports it in three screens, with a photo, without an account.
    with photo_file() as hole:
        ana.post("cases:report", category="pothole", description="Rupa puna vode", photos=hole)
    ana.post("cases:report-where", address="", latitude=MIDDLE[0], longitude=MIDDLE[1])
    done = ana.post("cases:report-send", name="Ana", email="ana@example.org", phone="")
    case = Case.objects.get(code=re.search(r"K-\d{4}-\d{6}", done)[0])  # type: ignore[index]
    assert case.office.code == "roads"
    follow = re.search(r"/en/cases/follow/[^/]+/([^/\"]+)/", ana.get("cases:report-done", case.code))[1]  # type: ignore[index]

    # The roads office thinks it is the waterworks', who refuse; an arbiter decides. It never leaves the roads office meanwhile.
    roads.act(case, "validate")
    roads.act(case, "hand-over", office="water", reason="It is a pipe.")
    assert case.office.code == "roads"
    water.act(case, "refuse", reason="The pipe is dry.")
    assert case.office.code == "roads"
    arbiter.act(case, "decide", office="roads", reason="It is the surface.")
    assert (case.office.code, case.is_open) == ("roads", True)

    # A crew goes there, begins, and finds that the road belongs to the city next door.
    roads.post("cases:round-put", case=case.code)
    stop = Stop.objects.get(case=case)
    assert "Rupa puna vode" in roads.get("cases:round")
    assert "ana@example.org" not in roads.get("cases:round")
    case.refresh_from_db()
    roads.post("cases:round-do", stop.pk, outcome="started", people=2, version=case.version)
    case.refresh_from_db()
    assert case.state == "in_progress"
    roads.post(
        "cases:round-do", stop.pk, outcome="not_done", reason="others", minutes=20, people=2, version=case.version,
        note="Beyond the sign.",
    )  # fmt: skip

    # The city next door takes it through Open311, works on it and solves it.
    roads.act(case, "forward", authority="second", language="en", text="Your side of the sign, please.")
    run_all()
    sent = Dispatch.objects.get()
    assert (sent.state, case.state) == ("sent", "forwarded")
    assert second.ask("work", sent.number) == ["first", case.code]
    hearing.read(system, now=timezone.now())
    sent.refresh_from_db()
    assert (sent.state, sent.solved) == ("answered", True)

    # The roads office, which owned it all the time, closes it with the neighbour's words.
    roads.act(case, "answered", text="Filled with asphalt.", on=f"{timezone.localdate()}", then="solved")
    assert (case.state, case.office.code) == ("resolved", "roads")
    delivery.deliver_news()
    run_all()

    heard_and_read(case, ana, follow)
    ana.post("cases:follow", case.code, follow, verdict="yes")
    case.refresh_from_db()
    assert case.verdict.answer == "yes"
    assert all(isinstance(step, int) for step in trail.verify())


def heard_and_read(case: Case, ana: Desk, follow: str) -> None:
    """She heard each step that concerns her, and no quarrel; everybody can read what was public."""
    letters = list(Message.objects.filter(ref=case.ref, channel=Channel.EMAIL, to="ana@example.org").order_by("pk"))
    told = [letter.template.partition("/")[2] for letter in letters]
    assert told[:2] == ["reported", "validated"]
    assert "started" in told
    assert told[-1] == "resolved"
    assert not {"hand_over_asked", "hand_over_settled"} & set(told)
    assert "pipe is dry" not in ana.get("cases:follow", case.code, follow)
    public = Desk().get("cases:case", case.code)
    assert "Filled with asphalt." in public
    for secret in ("ana@example.org", "It is a pipe", "The pipe is dry", "Beyond the sign"):
        assert secret not in public


def photo_file() -> Any:
    out = io.BytesIO(photo(size=(400, 300)))
    out.name = "hole.jpg"
    return out
