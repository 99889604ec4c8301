"""How signing in behaves here, beyond the library's defaults."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, translate_url
from django.utils import timezone, translation

from korzo.kernel import limits
from korzo.kernel.limits import Limit
from korzo.kernel.people.models import Person
from korzo.site import menu

WRONG_PASSWORDS = Limit.parse("5/5m")
WRONG_FROM_ONE_PLACE = Limit.parse("30/10m")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts have one address and no user name; wrong passwords are counted in the database, for all processes."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse when an address, or a place, has tried too often."""
        for what, who, limit in self._counted(request, credentials):
            if not limits.allow(what, who, limit, now=timezone.now()):
                raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Person | None:
        """Check a password; a right one does not count against its owner."""
        person: Person | None = super().authenticate(request, **credentials)
        if person is not None:
            for what, who, _limit in self._counted(request, credentials):
                limits.give_back(what, who)
        return person

    @staticmethod
    def _counted(request: HttpRequest, credentials: dict[str, Any]) -> list[tuple[str, str, Limit]]:
        email = str(credentials.get("email", "")).strip().lower()
        return [
            ("wrong-password", email, WRONG_PASSWORDS),
            ("wrong-password-from", limits.client_address(request), WRONG_FROM_ONE_PLACE),
        ]

    def get_client_ip(self, request: HttpRequest) -> str:
        """Believe as many proxies as the rest of the house."""
        return limits.client_address(request)

    def post_login(self, request: HttpRequest, user: Person, **more: Any) -> HttpResponse:
        """Go on in the person's own language, and keep to it."""
        answer: HttpResponse = super().post_login(request, user, **more)
        return in_own_language(answer, user)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Residents see their own page, staff their queue."""
        return reverse((isinstance(request.user, Person) and menu.desk(request.user)) or "me")

    def get_signup_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 -- the library's signature
        """Newcomers see their own page."""
        return reverse("me")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Sign mail as the city, not as a host name."""
        city = {"name": settings.KORZO.city_name, "domain": urlsplit(settings.KORZO.base_url).netloc}
        super().send_mail(template_prefix, email, {"current_site": city, **context})

    def format_email_subject(self, subject: str) -> str:
        """Subjects stand for themselves."""
        return subject

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **more: Any
    ) -> None:
        """Say nothing about signing in and out: people see that they did."""
        if message_template not in {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}:
            super().add_message(request, level, message_template, *args, **more)


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """People who come from the city's own sign-in service."""

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Person:
        """Take the name along; everything else people tell us themselves."""
        person: Person = super().populate_user(request, sociallogin, data)
        parts = (data.get("name"), f"{data.get('first_name') or ''} {data.get('last_name') or ''}".strip())
        person.name = str(next(filter(None, parts), ""))[:120]
        person.language = translation.get_language() or ""
        return person


def in_own_language(answer: HttpResponse, person: Person) -> HttpResponse:
    """Set the language cookie to a person's language, and turn a redirect into that language."""
    if person.language not in dict(settings.LANGUAGES):
        return answer
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        person.language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite="Lax",
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )
    if to := answer.headers.get("Location"):
        answer.headers["Location"] = translate_url(to, person.language)
    return answer
