"""Texts that stand ready, lists that are kept, colleagues who are named in notes."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from tests.capabilities.cases.reports import with_
from tests.city import City

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.models import Case, Mention, ReadyText, SavedFilter, Update
from korzo.capabilities.cases.operations import writing
from korzo.capabilities.cases.queries import writing as ready
from korzo.capabilities.cases.rules.writing import filled, named, unknown
from korzo.kernel.messages.models import Message
from korzo.kernel.people.models import Membership, Person
from korzo.kernel.trail import delivery

People = dict[str, Person]


# Rules ---------------------------------------------------------------------------------------------------------------
def test_places_are_filled_and_a_line_for_which_nothing_is_known_is_left_out() -> None:
    text = "Hello.\nIt is {Code}, { kind }.\nWe come by {date}.\nWhat {this} is stays."
    assert filled(text, {"code": "K-1", "kind": "Pothole", "date": ""}) == (
        "Hello.\nIt is K-1, Pothole.\nWhat {this} is stays."
    )
    assert unknown(text) == ["{this}"]


@given(st.text(max_size=40))
def test_a_text_without_places_stays(text: str) -> None:
    if "{" not in text:
        assert filled(text, {}) == "\n".join(text.splitlines())


def test_of_names_that_begin_alike_the_longest_is_meant() -> None:
    names = ["mira", "mira petrovic", "jovan"]
    assert named("@mira petrovic, look. mail ana@jovan.rs", names) == {"mira petrovic", "jovan"}
    assert named("@mira petrovicki", names) == {"mira"}
    assert named("@mirana and mira petrovic", names) == set()


# Ready texts ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def case(town: City, people: People, now: datetime) -> Case:
    made = operations.report(with_(email="ana@example.org", language="sr"), by=None, now=now).case
    operations.validate(made, by=people["officer"], now=now)
    return made


def text(by: Person, now: datetime, **changes: Any) -> ReadyText:
    words = {"en": "Thank you for {code}.", "sr": "Хвала за {code}."}
    return writing.keep_text(
        ReadyText(**{"name": "Thanks", "use": "comment", "text": words, **changes}), by=by, now=now
    )


def look(person: Person, case: Case, action: str = "", **query: Any) -> str:
    client = Client()
    client.force_login(person)
    with translation.override("en"):
        page = reverse("cases:act", args=[case.code, action]) if action else reverse("cases:record", args=[case.code])
        return client.get(page, query).content.decode()


def test_a_text_stands_in_the_form_in_the_language_of_who_reported(
    case: Case, people: People, now: datetime, town: City
) -> None:
    row = text(people["administrator"], now)
    text(people["administrator"], now, name="Water only", office=town.water)
    text(people["administrator"], now, name="Leaks only", category=town.leak)
    page = look(people["officer"], case, "comment")
    assert f'data-text="Хвала за {case.code}."' in page
    assert "Water only" not in page
    assert "Leaks only" not in page
    opened = look(people["officer"], case, ready=row.pk)
    assert re.search(rf'<textarea[^>]*id="comment-text"[^>]*>\s*Хвала за {case.code}\.', opened)
    assert "Хвала за" not in re.sub(
        r'data-text="[^"]*"', "", look(people["officer"], case, "comment", ready="nonsense")
    )


def test_only_administrators_keep_texts_and_unknown_places_are_refused(people: People, now: datetime) -> None:
    with pytest.raises(operations.NotAllowed):
        text(people["officer"], now)
    with pytest.raises(ValidationError, match=r"\{name\}"):
        text(people["administrator"], now, text={"en": "Dear {name}"})
    assert not ReadyText.objects.exists()


def test_texts_are_kept_and_deleted_on_their_pages(people: People, town: City) -> None:
    client = Client()
    client.force_login(people["administrator"])
    with translation.override("en"):
        assert "No text stands ready" in client.get(reverse("cases:texts")).content.decode()
        given = {"name": "Thanks", "use": "ask", "office": "", "category": ""}
        english = "text_en"
        refused = client.post(reverse("cases:text-new"), {**given, english: "Dear {who}"})
        assert refused.status_code == 422
        assert "Dear {who}" in refused.content.decode()
        assert client.post(reverse("cases:text-new"), {**given, english: "About {kind}"}).status_code == 302
        row = ReadyText.objects.get()
        assert row.text == {"en": "About {kind}"}
        assert "Thanks" in client.get(reverse("cases:texts")).content.decode()
        client.post(reverse("cases:text", args=[row.pk]), {"delete": "1"})
    assert not ReadyText.objects.exists()


# Lists that are kept -------------------------------------------------------------------------------------------------
def test_a_list_is_kept_opened_renamed_and_dropped(people: People, case: Case) -> None:
    client = Client()
    client.force_login(people["officer"])
    with translation.override("en"):
        url = reverse("cases:queue")
        assert "Keep this list" not in client.get(url).content.decode()
        assert (
            'name="category" value="pothole"' in client.get(url, {"category": "pothole", "page": "1"}).content.decode()
        )
        client.post(reverse("cases:list-keep"), {"list": "  Holes ", "category": "pothole", "late": "1", "evil": "x"})
        row = SavedFilter.objects.get()
        assert (row.name, row.query) == ("Holes", "category=pothole&late=1")
        page = client.get(f"{url}?{row.query}").content.decode()
        assert re.search(r'category=pothole&amp;late=1" aria-current="true">Holes', page)
        assert "no more" in page
        client.post(reverse("cases:list-keep"), {"list": "Holes", "category": "leak"})
        assert SavedFilter.objects.get().query == "category=leak"
        assert client.post(reverse("cases:list-keep"), {"list": " "}, follow=True).status_code == 200
        other = Client()
        other.force_login(people["agent"])
        other.post(reverse("cases:list-drop", args=[row.pk]))
        assert SavedFilter.objects.exists()
        client.post(reverse("cases:list-drop", args=[row.pk]))
    assert not SavedFilter.objects.exists()


def test_nobody_keeps_more_lists_than_fit(people: People) -> None:
    for number in range(writing.MOST_SAVED):
        writing.keep_list(name=f"List {number}", query="late=1", by=people["officer"])
    writing.keep_list(name="List 1", query="mine=1", by=people["officer"])
    with pytest.raises(operations.ReportRefused):
        writing.keep_list(name="One more", query="mine=1", by=people["officer"])


def test_a_list_that_is_too_long_to_keep_says_so(people: People) -> None:
    client = Client()
    client.force_login(people["officer"])
    long = {"list": "Long", "q": "ж" * 100}  # six characters each in an address
    page = client.post(reverse("cases:list-keep"), long, follow=True, headers={"accept-language": "en"})
    assert "too long" in page.content.decode()
    assert not SavedFilter.objects.exists()


# Names in notes ------------------------------------------------------------------------------------------------------
@pytest.fixture
def mira(people: People, town: City) -> Person:
    made = Person.objects.create(email="mira@example.org", name="Мира Петровић", language="en")
    Membership.objects.create(person=made, organisation=town.roads, role="officer")
    return made


def note(case: Case, people: People, now: datetime, words: str, *, public: bool = False) -> Update:
    return operations.comment(case, text=words, public=public, by=people["officer"], now=now)


def test_who_is_named_in_either_script_is_told_once(case: Case, people: People, mira: Person, now: datetime) -> None:
    delivery.skip_to_head()
    made = note(case, people, now, "@mira petrović pogledaj, @Мира Петровић!")
    assert [row.person for row in Mention.objects.filter(update=made)] == [mira]
    delivery.deliver_news()
    told = Message.objects.filter(template="cases/mentioned")
    assert {row.person for row in told} == {mira}
    assert len({row.channel for row in told}) == len(told)
    assert "pogledaj" in told[0].context["text"]


def test_public_words_name_nobody_and_strangers_to_the_case_are_refused(
    case: Case, people: People, mira: Person, town: City, now: datetime
) -> None:
    note(case, people, now, "@Мира Петровић", public=True)
    assert not Mention.objects.exists()
    Membership.objects.filter(person=mira).update(organisation=town.water)
    before = Update.objects.count()
    with pytest.raises(operations.ReportRefused, match="does not see this case"):
        note(case, people, now, "@Мира Петровић")
    assert Update.objects.count() == before


def test_colleagues_stand_ready_to_be_named(case: Case, people: People, mira: Person) -> None:
    assert ready.colleagues(case, people["officer"]) == ["Мира Петровић"]
    assert 'data-text="@Мира Петровић "' in look(people["officer"], case, "comment")
