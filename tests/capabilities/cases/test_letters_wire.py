"""The whole round over real lines: our letter by SMTP, the answer by IMAP, and the message in the history."""

from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP
from uuid import uuid4

import pytest
from django.conf import settings
from django.utils import timezone
from pydantic import SecretStr
from tests.capabilities.cases.reports import with_
from tests.city import City
from tests.kernel.mails import ANA, dovecot
from tests.post import open_mailbox

from korzo.capabilities.cases import operations
from korzo.kernel.messages import delivery as handing
from korzo.kernel.messages.arriving import mailbox
from korzo.kernel.messages.models import Message
from korzo.kernel.trail import delivery


def test_our_letter_is_answered(town: City, monkeypatch: pytest.MonkeyPatch) -> None:
    with dovecot() as server, open_mailbox() as post:
        if server is None:
            pytest.skip("needs a mail server: sudo apt-get install dovecot-imapd")
        city = replace(server, user=uuid4().hex)
        monkeypatch.setattr(settings.KORZO, "mailboxes", SecretStr(city.url))
        monkeypatch.setattr(settings.KORZO, "mailbox_address", "report@city.example")
        monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
        monkeypatch.setattr(settings, "EMAIL_HOST", "127.0.0.1")
        monkeypatch.setattr(settings, "EMAIL_PORT", post.port)
        delivery.start_at_head()
        case = operations.report(with_(email=ANA), by=None, now=timezone.now()).case
        delivery.deliver_news()
        handing.deliver.func(Message.objects.get(to=ANA).pk)
        (ours,) = post.mails

        answer = EmailMessage(policy=SMTP)
        answer["From"], answer["To"], answer["Subject"] = (
            "Ana <ana@work.example>",
            ours["Reply-To"],
            f"Re: {ours['Subject']}",
        )
        quoted = "".join(f"> {line}\n" for line in ours.get_body(("plain",)).get_content().splitlines())  # type: ignore[union-attr]
        answer.set_content(f"Још је ту.\n\n11. 3. 2026. Korzo <{settings.KORZO.mail_from}> је написао/ла:\n{quoted}")
        city.put(answer.as_bytes())
        assert mailbox.fetch_mail.func() == 1
        assert list(case.updates.values_list("text", "by_reporter", "channel")) == [("Још је ту.", True, "email")]
