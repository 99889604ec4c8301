"""What the demo's resident follows: her district every morning, street lamps once a week; and this morning's letter."""

from datetime import datetime, timedelta

from korzo.capabilities.cases.models import Case, Contact, News
from korzo.capabilities.cases.operations import watching as operations
from korzo.capabilities.cases.queries import watching
from korzo.kernel.messages.models import Channel, Message
from korzo.kernel.people.models import Person

LATELY = timedelta(hours=40)
TOLD = 6


def follow(*, now: datetime) -> None:
    """Subscribe, and tell her in her inbox what was reported since yesterday; nothing goes out by other ways."""
    own = Contact.objects.exclude(person=None).select_related("person", "case__district").order_by("case__reported_at")
    first = own.filter(case__district__isnull=False).first()
    if first is None or first.person is None or watching.of_person(first.person):
        return
    person, chosen = first.person, first.person.channel
    home = watching.Chosen(district=first.case.district)
    operations.subscribe(watching.read({"category": "street-light"}), by=person, pace="weekly", solved=True, now=now)
    daily = operations.subscribe(home, by=person, pace="daily", solved=True, now=now)
    cases = Case.objects.public().filter(district=first.case.district_id, reported_at__gte=now - LATELY)
    for case in cases.order_by("-reported_at")[:TOLD]:
        News.objects.get_or_create(subscription=daily, case=case, what=News.What.NEW, defaults={"due_at": now})
    Person.objects.filter(pk=person.pk).update(channel=Channel.INBOX)
    daily.reader.person = Person.objects.get(pk=person.pk)
    operations.tell(daily.reader, now=now)
    Person.objects.filter(pk=person.pk).update(channel=chosen)
    Message.objects.filter(person=person, template=operations.NEWS).update(made_at=now - timedelta(minutes=20))
