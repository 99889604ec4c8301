"""Making and changing descriptions of data sets and their distributions.

`values` are named as the models' fields. One call stores all of it or nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from korzo.capabilities.catalog import events, permissions
from korzo.capabilities.catalog.models import Dataset, Distribution, Group, Publisher
from korzo.capabilities.catalog.operations.keeping import changed, changing, digest
from korzo.capabilities.catalog.operations.refusals import NotAllowed, Refused
from korzo.capabilities.catalog.rules import shapes
from korzo.kernel import trail
from korzo.kernel.people.models import Person

_KEPT = {"id", "publisher", "step", "step_before", "origin", "declared", "creator", "made_at", "changed_at", "views"}
"""What only the operations themselves write."""
DESCRIBED = frozenset(field.name for field in Dataset._meta.fields) - _KEPT | {"groups"}  # noqa: SLF001 -- Django's way
FORM = frozenset(field.name for field in Distribution._meta.fields) - {  # noqa: SLF001 -- see above
    "id", "dataset", "position", "made_at", "changed_at", "current", "has_table", "table_schema", "link_status",
    "link_checked_at",
}  # fmt: skip


_WRONG = {
    "code": gettext_lazy("Choose from the list."),
    "address": gettext_lazy("This is not an address. It begins with https://."),
    "list": gettext_lazy("Write full addresses, one a line."),
    "words": gettext_lazy("A keyword has up to 100 characters."),
    "place": gettext_lazy("This is not a GeoJSON geometry."),
    "duration": gettext_lazy("Write a length of time such as P1D (a day) or PT1H (an hour)."),
    "extras": gettext_lazy("Each needs a key and a value."),
}


@dataclass(frozen=True)
class Form:
    """A distribution as somebody wants it; without an id (or with one that is not there yet) it is new."""

    values: Mapping[str, Any]
    id: UUID | None = None


def create(
    publisher: Publisher,
    values: Mapping[str, Any],
    *,
    forms: Sequence[Form] = (),
    key: UUID | None = None,
    step: Dataset.Step = Dataset.Step.DRAFT,
    origin: Dataset.Origin = Dataset.Origin.EDITED,
    declared: str = "",
    by: Person | None,
    now: datetime,
) -> Dataset:
    """Enter a data set into the register; `by` is None where Korzo or a harvester writes.

    Raises NotAllowed (also for publishing at once by who may only prepare), Refused.
    """
    return enter(
        publisher, values, forms=forms, key=key, step=step, origin=origin, declared=declared, by=by, now=now
    )[0]  # fmt: skip


def enter(
    publisher: Publisher,
    values: Mapping[str, Any],
    *,
    forms: Sequence[Form] = (),
    key: UUID | None = None,
    step: Dataset.Step = Dataset.Step.DRAFT,
    origin: Dataset.Origin = Dataset.Origin.EDITED,
    declared: str = "",
    by: Person | None,
    now: datetime,
) -> tuple[Dataset, list[Distribution]]:
    """Do as `create`, and give the distributions too, so that who shows them need not ask for them."""
    if origin == Dataset.Origin.EDITED and not permissions.can_begin(by, publisher):
        raise NotAllowed
    made = Dataset(publisher=publisher, origin=origin, declared=declared, creator=by, made_at=now, changed_at=now)
    made.step = step
    if key:
        made.pk = key
    if step == Dataset.Step.PUBLISHED:
        if origin == Dataset.Origin.EDITED and not permissions.can_publish(by, made):
            raise NotAllowed
        made.issued_at = values.get("issued_at") or now
    with transaction.atomic():
        _write(made, values, force_insert=True)
        arranged = _arrange(made, forms, is_new=True, now=now)
        changed(made, now)
        trail.record(events.DatasetMade(ref=made.ref, publisher=publisher.name, origin=origin), by=by, now=now)
        if step == Dataset.Step.PUBLISHED:
            trail.record(events.DatasetPublished(ref=made.ref, publisher=publisher.name), by=by, now=now)
    return made, arranged


def change(
    dataset: Dataset,
    values: Mapping[str, Any],
    *,
    forms: Sequence[Form] | None = None,
    publisher: Publisher | None = None,
    by: Person | None,
    now: datetime,
) -> Dataset:
    """Change what is named in `values`; with `forms` the distributions are these from now on, in this order.

    `by` is None where Korzo or a harvester writes. Raises NotAllowed, Refused.
    """
    may(dataset, by)
    if publisher and publisher.pk != dataset.publisher_id and not permissions.can_begin(by, publisher):
        raise NotAllowed
    with changing(dataset, now) as locked:
        if publisher:
            locked.publisher = publisher
        locked.changed_at = now
        _write(locked, values)
        if forms is not None:
            _arrange(locked, forms, now=now)
        told = events.DatasetDescribed(ref=locked.ref, digest=digest(locked), fields=tuple(sorted(values)))
        trail.record(told, by=by, now=now)
    return dataset


def add_form(dataset: Dataset, values: Mapping[str, Any], *, by: Person | None, now: datetime) -> Distribution:
    """Add a distribution at the end; raises NotAllowed, Refused."""
    may(dataset, by)
    with changing(dataset, now) as locked:
        last = locked.distributions.aggregate(models.Max("position"))["position__max"]
        made = Distribution(dataset=locked, position=0 if last is None else last + 1, made_at=now, changed_at=now)
        _shape(made, values).save(force_insert=True)
        locked.changed_at = now
        told = events.DatasetDescribed(ref=locked.ref, digest=digest(locked), fields=("distributions",))
        trail.record(told, by=by, now=now)
    return made


def change_form(
    distribution: Distribution, values: Mapping[str, Any], *, by: Person | None, now: datetime
) -> Distribution:
    """Change a distribution; raises NotAllowed, Refused."""
    may(distribution.dataset, by)
    with changing(distribution.dataset, now) as locked:
        distribution.changed_at = now
        _shape(distribution, values).save()
        locked.changed_at = now
        told = events.DatasetDescribed(ref=locked.ref, digest=digest(locked), fields=("distributions",))
        trail.record(told, by=by, now=now)
    return distribution


def remove_form(distribution: Distribution, *, by: Person | None, now: datetime) -> None:
    """Take a distribution away with its files; raises NotAllowed."""
    dataset = distribution.dataset
    left = [Form({}, each.pk) for each in dataset.distributions.exclude(pk=distribution.pk)]
    change(dataset, {}, forms=left, by=by, now=now)


def may(dataset: Dataset, by: Person | None) -> None:
    """Let only those on who may change it; what is harvested or declared nobody may. Raises NotAllowed."""
    if by is None:
        return
    if dataset.origin != Dataset.Origin.EDITED or not permissions.can_edit(by, dataset):
        raise NotAllowed


def _write(dataset: Dataset, values: Mapping[str, Any], *, force_insert: bool = False) -> None:
    """Set the values, check all of them together, store."""
    if unknown := sorted(set(values) - DESCRIBED):
        raise Refused({name: [_("There is no such field.")] for name in unknown})
    groups = values.get("groups")
    for name, value in values.items():
        if name != "groups":
            setattr(dataset, name, value)
    _check(dataset, values)
    dataset.save(force_insert=force_insert)
    if groups or (groups is not None and not force_insert):
        dataset.groups.set(_groups(groups))


def _check(dataset: Dataset, values: Mapping[str, Any]) -> None:
    """Look at all values together; raises Refused."""
    problems: dict[str, list[str]] = {}
    for field, problem in shapes.dataset(values):
        problems.setdefault(field, []).append(str(_WRONG[problem]))
    try:
        # The constraints are the database's; asking it for each beforehand would be a quarter of the work.
        dataset.full_clean(exclude=["id", "publisher", "creator", "series", "replaced_by"], validate_constraints=False)
    except ValidationError as error:
        for field, messages in Refused.of(error).problems.items():
            problems.setdefault(field, []).extend(messages)
    start, end = dataset.temporal_start, dataset.temporal_end
    if isinstance(start, date) and isinstance(end, date) and end < start:  # what is no date was told above
        problems.setdefault("temporal_end", []).append(_("It ends before it begins."))
    if not dataset.title and "title" not in problems:
        problems["title"] = [_("Write a title.")]
    if problems:
        raise Refused(problems)


def _groups(wanted: Iterable[Group]) -> list[Group]:
    return [group for group in wanted if not group.is_deleted]


def _arrange(dataset: Dataset, forms: Sequence[Form], *, is_new: bool = False, now: datetime) -> list[Distribution]:
    """Make the distributions these, in this order; those that are not named go, with their files after commit.

    Returns the new ones.
    """
    there = {} if is_new else {each.pk: each for each in dataset.distributions.all()}
    new: list[Distribution] = []
    problems: dict[str, list[str]] = {}
    for position, form in enumerate(forms):
        kept = there.pop(form.id, None) if form.id else None
        each = kept or Distribution(dataset=dataset, made_at=now, changed_at=now)
        if form.id and kept is None:
            each.pk = form.id
        try:
            _shape(each, form.values)
        except Refused as refusal:
            for field, messages in refusal.problems.items():
                problems[f"distributions.{position}.{field}"] = messages
            continue
        moved = each.position != position
        each.position = position
        if kept is None:
            new.append(each)
        elif form.values or moved:
            each.changed_at = now
            each.save()
    if problems:
        raise Refused(problems)
    Distribution.objects.bulk_create(new)
    if there:
        Distribution.objects.filter(pk__in=there).delete()
    return new


def _shape(distribution: Distribution, values: Mapping[str, Any]) -> Distribution:
    """Set and check a distribution's values."""
    if unknown := sorted(set(values) - FORM):
        raise Refused({name: [_("There is no such field.")] for name in unknown})
    for name, value in values.items():
        setattr(distribution, name, value)
    problems: dict[str, list[str]] = {}
    for field, problem in shapes.distribution(values):
        problems.setdefault(field, []).append(str(_WRONG[problem]))
    try:
        distribution.clean_fields(exclude=["dataset", "current"])
    except ValidationError as error:
        problems |= Refused.of(error).problems
    if distribution.source == Distribution.Source.LINK and not distribution.url:
        problems.setdefault("url", []).append(_("Say where the file is."))
    if problems:
        raise Refused(problems)
    return distribution
