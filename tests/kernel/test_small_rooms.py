"""References, phases and limits: small rooms, one page of tests."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from korzo.kernel import limits, phases, refs
from korzo.kernel.limits import Count, Limit
from korzo.kernel.phases import Phase

DAY = timedelta(days=1)


@pytest.mark.parametrize("text", ["", "case", "case:", ":1", "case: 1", "case:1 ", "1case:1", "a b:1"])
def test_what_is_no_reference_is_refused(text: str) -> None:
    with pytest.raises(refs.MalformedRef):
        refs.parse(text)


@given(st.text(), st.text())
def test_a_reference_reads_back_what_was_written(kind: str, code: str) -> None:
    try:
        parts = refs.parse(f"{kind}:{code}")
    except refs.MalformedRef:
        return
    assert ":".join(parts) == f"{kind}:{code}"


@pytest.mark.django_db
def test_a_story_is_reached_from_every_end_and_each_link_kept_once(now: datetime) -> None:
    refs.link("case:1", "idea:2", kind="became", now=now)
    refs.link("idea:2", "project:3", kind="became", now=now + DAY)
    refs.link("project:3", "case:1", kind="answers", now=now + 2 * DAY)
    refs.link("case:9", "idea:9", kind="became", now=now)
    assert refs.link("case:1", "idea:2", kind="became", now=now + DAY).linked_at == now
    for start in ("case:1", "idea:2", "project:3"):
        assert [(each.from_ref, each.to_ref) for each in refs.story(start)] == [
            ("case:1", "idea:2"), ("idea:2", "project:3"), ("project:3", "case:1"),
        ]  # fmt: skip
    assert refs.story("case:0") == []


@pytest.mark.django_db
def test_references_of_kinds_that_nobody_brought_describe_nothing() -> None:
    assert refs.describe("dragon:1") is None


@pytest.mark.django_db
def test_phases_switch_abilities_on_from_their_start_up_to_their_end(now: datetime) -> None:
    process = phases.plan(
        "budget:2026",
        [
            Phase(name="vote", starts_at=now + 2 * DAY, ends_at=None, abilities=["vote"]),
            Phase(name="ideas", starts_at=now, ends_at=now + DAY, abilities=["propose", "comment"]),
        ],
    )
    second = timedelta(seconds=1)
    said = [process.may("propose", now=now + each) for each in (-second, 0 * second, DAY - second, DAY)]
    assert said == [False, True, True, False]
    assert process.at(now + DAY) is None
    assert process.next(now + DAY).name == "vote"  # type: ignore[union-attr]
    assert process.may("vote", now=now + 900 * DAY)
    assert not process.may("propose", now=now + 900 * DAY)


@pytest.mark.django_db
def test_phases_that_overlap_are_refused_and_the_old_ones_stay(now: datetime) -> None:
    phases.plan("b:1", [Phase(name="a", starts_at=now, ends_at=now + DAY)])
    overlapping = [
        Phase(name="x", starts_at=now, ends_at=now + 2 * DAY),
        Phase(name="y", starts_at=now + DAY, ends_at=None),
    ]
    endless = [Phase(name="x", starts_at=now), Phase(name="y", starts_at=now + DAY)]
    backwards = [Phase(name="x", starts_at=now, ends_at=now - DAY)]
    nameless = [Phase(name="", starts_at=now)]
    for wrong in (overlapping, endless, backwards, nameless):
        with pytest.raises(ValidationError):
            phases.plan("b:1", wrong)
    assert [phase.name for phase in phases.Process.objects.get().phases.all()] == ["a"]


@given(st.lists(st.integers(1, 20), min_size=2, max_size=12, unique=True), st.integers(-1, 25))
def test_at_most_one_phase_runs_at_any_moment(edges: list[int], at: int) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    ordered = sorted(edges)
    spans = [(start + DAY * a, start + DAY * b) for a, b in zip(ordered, ordered[1:], strict=False)]
    assert sum(a <= start + DAY * at < b for a, b in spans) == (ordered[0] <= at < ordered[-1])


@pytest.mark.parametrize(
    ("written", "most", "seconds"), [("10/10m", 10, 600), ("200/h", 200, 3600), ("1/s", 1, 1), (" 5/2d ", 5, 172800)]
)
def test_limits_are_read_as_written(written: str, most: int, seconds: int) -> None:
    assert Limit.parse(written) == Limit(most, timedelta(seconds=seconds))


@pytest.mark.parametrize("written", ["", "10", "10/", "x/h", "10/w", "10/-1h", "10/h extra"])
def test_what_is_no_limit_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="is not a limit"):
        Limit.parse(written)


@pytest.mark.django_db
def test_a_limit_counts_each_key_for_itself_and_opens_again(now: datetime) -> None:
    two = Limit(2, timedelta(minutes=10))

    def ask(who: str, after: int = 0, what: str = "report") -> bool:
        return limits.allow(what, who, two, now=now + timedelta(minutes=after))

    assert [ask("a"), ask("a"), ask("a"), ask("b"), ask("a", what="other")] == [True, True, False, True, True]
    assert [ask("a", 9), ask("a", 10), ask("a", 19), ask("a", 19)] == [False, True, True, False]
    limits.give_back("report", "a")
    assert ask("a", 19)
    assert not ask("a", 19)


@pytest.mark.django_db
def test_no_address_is_kept(now: datetime) -> None:
    limits.allow("report", "198.51.100.7", Limit(1, DAY), now=now)
    assert "198.51.100.7" not in str(Count.objects.values())


@pytest.mark.parametrize(
    ("proxies", "forwarded", "found"),
    [
        (0, "1.1.1.1", "127.0.0.1"),
        (1, "1.1.1.1", "1.1.1.1"),
        (1, "6.6.6.6, 1.1.1.1", "1.1.1.1"),
        (2, "6.6.6.6, 1.1.1.1, 10.0.0.1", "1.1.1.1"),
        (2, "10.0.0.1", "10.0.0.1"),
        (1, " , ", "127.0.0.1"),
    ],
)
def test_only_trusted_proxies_say_who_asks(
    monkeypatch: pytest.MonkeyPatch, settings: object, proxies: int, forwarded: str, found: str
) -> None:
    from django.conf import settings as django_settings

    monkeypatch.setattr(django_settings.KORZO, "trusted_proxies", proxies)
    assert limits.client_address(RequestFactory().get("/", HTTP_X_FORWARDED_FOR=forwarded)) == found
