"""Atom feeds tell what everybody may know, and nothing else."""

from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils import timezone
from tests.city import MIDDLE, City

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.operations import Report
from korzo.kernel.people.models import Person

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(path: str) -> list[ET.Element]:
    answer = Client().get(path)
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ET.fromstring(answer.content)
    assert root.tag == f"{ATOM}feed"
    for each in (root, *root.iter(f"{ATOM}entry")):  # RFC 4287: each has exactly one of these
        assert [len(each.findall(f"{ATOM}{name}")) for name in ("id", "title", "updated")] == [1, 1, 1]
    return list(root.iter(f"{ATOM}entry"))


def test_a_list_is_a_feed_with_its_filters(town: City, people: dict[str, Person]) -> None:
    now = timezone.now()
    operations.report(Report("pothole", "secret words", *MIDDLE, address="Typed 7, Ana"), by=None, now=now)
    operations.report(Report("leak", "x", *MIDDLE, attributes={"FLOW": "jet"}), by=None, now=now)
    operations.report(Report("noise", "x", *MIDDLE), by=None, now=now)
    assert len(entries("/en/cases/feed.atom")) == 2
    (one,) = entries("/en/cases/feed.atom?category=pothole")
    told = ET.tostring(one, encoding="unicode")
    assert "Mlinska ulica" in told
    assert "secret" not in told
    assert "Ana" not in told
    listed = Client().get("/en/cases/?category=leak").content.decode()
    assert 'href="/en/cases/feed.atom?category=leak"' in listed


def test_a_case_is_a_feed_of_its_public_steps(town: City, people: dict[str, Person]) -> None:
    now = timezone.now()
    case = operations.report(Report("pothole", "x", *MIDDLE), by=None, now=now).case
    operations.comment(case, text="Among us", public=False, by=people["officer"], now=now)
    operations.resolve(case, text="Filled <b>well</b>", by=people["officer"], now=now)
    told = [each.findtext(f"{ATOM}title") for each in entries(f"/en/cases/{case.code}/feed.atom")]
    assert told == ["Solved", "Reported"]
    newest = entries(f"/en/cases/{case.code}/feed.atom")[0]
    assert "Filled <b>well</b>" in (newest.findtext(f"{ATOM}summary") or "")
    operations.hide(case, hidden=True, by=people["officer"], now=now)
    assert Client().get(f"/en/cases/{case.code}/feed.atom").status_code == 404
