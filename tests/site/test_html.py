"""Every page is valid HTML: closed, well nested, with its own ids, labels that label something, headings in order."""

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from tests.city import MIDDLE
from tests.kernel.test_files import photo
from tests.site import html
from tests.site.addresses import TABLE
from tests.site.test_every_url_as_every_role import clients, filled

from korzo.capabilities.cases import operations as cases
from korzo.capabilities.cases.models import Case
from korzo.kernel.files import operations as files
from korzo.kernel.people.models import Person
from korzo.ui import views

__all__ = ["clients", "filled"]
FRAGMENTS = (
    "cases:presence",
    "cases:report-kinds",
    "cases:streets",
    "catalog:ask-similar",
    "portal:edit-preview",
    "portal:places-suggest",
)  # parts of a page, asked for by it
ROLES = ("stranger", "resident", "officer", "administrator")


@pytest.fixture
def lively(filled: dict[str, str], people: dict[str, Person]) -> dict[str, str]:
    """The city with a case that has photos and comments, and one that was declined."""
    officer, now = people["officer"], timezone.now()
    case = Case.objects.get(code=filled["code"])
    upload = files.add(io.BytesIO(photo()), owner="draft:1", now=now)
    cases.comment(case, text="One\n\nTwo <b>", public=True, by=officer, now=now, photos=(upload,))
    cases.comment(case, text="From the reporter", public=False, by=None, now=now, as_reporter=True)
    more = cases.report(cases.Report("leak", "Voda", *MIDDLE, attributes={"FLOW": "jet"}), by=None, now=now).case
    cases.decline(more, reason="no_money", text="Next year", by=people["administrator"], now=now)
    return filled


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("language", ["en", "sr"])
def test_every_page_is_valid(lively: dict[str, str], clients: dict[str, Client], role: str, language: str) -> None:
    wrong, checked = {}, 0
    for name, way in TABLE.items():
        if name in FRAGMENTS:
            continue
        with translation.override(language):
            url = reverse(name, args=[lively.get(arg, arg) for arg in way.args]) + way.query
        for method in ("get", "post") if way.post and set(way.post) <= {200, 302, 422} else ("get",):
            if name in ("sign-out-everywhere", "account_logout") and method == "post":
                continue
            answer = getattr(clients[role], method)(url, headers={"accept-language": language})
            if answer.status_code in (200, 410, 422) and answer["Content-Type"].startswith("text/html"):
                checked += 1
                if found := html.faults(answer.content.decode(), samples=name.startswith("ui:")):
                    wrong[f"{method} {name}"] = found
    assert wrong == {}
    assert checked > 20


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["", *(f"patterns/{name}/" for name in views.PATTERNS)])
def test_the_style_guide_is_valid(client: Client, path: str) -> None:
    found = html.faults(client.get(f"/en/styleguide/{path}").content.decode(), samples=True)
    assert found == []


def test_the_screens_of_a_report_are_valid(town: Any, client: Client) -> None:
    client = Client(headers={"accept-language": "en"})
    steps: list[tuple[str, dict[str, str]]] = [
        ("/en/cases/report/", {"category": "", "description": ""}),
        ("/en/cases/report/", {"category": "leak", "description": "Voda"}),
        ("/en/cases/report/where/", {"address": ""}),
        ("/en/cases/report/where/", {"address": "ulica", "find": "1"}),
        ("/en/cases/report/where/", {"address": "Mlinska ulica 9", "latitude": "42.415", "longitude": "18.42"}),
        ("/en/cases/report/send/", {"email": "no"}),
        ("/en/cases/report/send/", {"email": "ana@example.org", "attribute_FLOW": "jet"}),
    ]
    for path, given in steps:
        for answer in (client.get(path), client.post(path, given)):
            if answer.status_code != 302:
                assert html.faults(answer.content.decode()) == [], (path, given)
    done = client.get(f"/en/cases/report/done/{Case.objects.get().code}/")
    assert (done.status_code, html.faults(done.content.decode())) == (200, [])


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("<main><h1>x</h1><div></main>", "closes"),
        ("<main><h1>x</h1><p><ul></ul></p></main>", "<ul> in <p>"),
        ("<main><h1>x</h1><i id=a></i><i id=a></i></main>", "stands 2 times"),
        ("<main><h1>x</h1><label for=a>x</label></main>", "points at nothing"),
        ("<main><h1>x</h1><label for=a>x</label><i id=a></i></main>", "labels a <i>"),
        ("<main><h1>x</h1><h3>y</h3></main>", "leave out a level"),
        ("<main><h2>x</h2></main>", "the one h1"),
        ("<main><h1>x</h1><ul><p>x</p></ul></main>", "directly in <ul>"),
        ("<main><h1>x</h1><a href=x><button>y</button></a></main>", "inside something"),
        ('<main><h1 class="a" class="b">x</h1></main>', "twice"),
        ("<h1>x</h1>", "<main>"),
    ],
)
def test_faults_are_seen(broken: str, said: str) -> None:
    found = html.faults(f"<!DOCTYPE html>\n<html lang=en><head><title>x</title></head><body>{broken}</body></html>")
    assert any(said in each for each in found), found


def test_a_good_page_has_no_faults() -> None:
    good = "<main><h1>x</h1><p>y<br></p><label for=a>x</label><input id=a><svg><path d=''/></svg></main>"
    assert html.faults(f"<!DOCTYPE html>\n<html lang=en><head><title>x</title></head><body>{good}</body></html>") == []
