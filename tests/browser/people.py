"""Who sits before the browsers of these tests."""

from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Page

from korzo.kernel.people.models import Person

PHONE, DESK, NARROW = (390, 844), (1440, 900), (320, 640)


class Browser:
    """One person's browser, and what it complains about: errors, and what the content security policy refused."""

    def __init__(self, context: Any, root: str) -> None:
        self.context, self.root, self.complaints = context, root, list[str]()
        self.page: Page = context.new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))
        self.page.on("console", lambda said: self.hear(said.type, said.text))

    def hear(self, kind: str, text: str) -> None:
        """Keep errors, and what our own modules could not do; a form that is shown again is no error."""
        if (kind == "error" and "422" not in text) or (kind == "warning" and text.startswith("korzo")):
            self.complaints.append(f"{self.page.url}: {text}")

    def go(self, name: str, *arguments: str, language: str = "en", query: str = "") -> Page:
        with translation.override(language):
            self.page.goto(self.root + reverse(name, args=arguments) + query, wait_until="load")
        return self.page

    def sign_in(self, person: Person) -> None:
        client = Client()
        client.force_login(person)
        self.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": self.root}])
