"""A ballot in words: how one votes on it, and what is wrong with one that does not count."""

from collections.abc import Callable, Iterable
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from korzo.capabilities.budgeting.models import Cycle, Theme, Track
from korzo.capabilities.budgeting.queries import voting
from korzo.capabilities.budgeting.rules import money
from korzo.capabilities.budgeting.rules.validity import Flaw, Form, Slate, Way, Wrong, slate

doors: list[Callable[[str], str | None]] = []
"""Who may know where one votes on a track electronically."""


def door_of(track: Track) -> str:
    """The address where one votes on a track now; empty when that is only possible at polling places."""
    return next((address for door in doors if (address := door(track.ref))), "")


def rules_in_words(track: Track, form: Form | None = None) -> list[str]:
    """How one votes on a track, sentence by sentence."""
    form = form or voting.form_of(track)
    facts = {
        "most": form.most,
        "least": form.minimum,
        "points": form.points or 0,
        "envelope": money.said(track.envelope, track.cycle.currency),
    }
    texts = {
        Way.APPROVAL: ngettext("Tick up to %(most)d project.", "Tick up to %(most)d projects.", form.most),
        Way.KNAPSACK: _("Tick projects that together cost no more than %(envelope)s."),
        Way.CUMULATIVE: ngettext("Share out %(points)d point.", "Share out up to %(points)d points.", form.points or 0),
        Way.RANKED: _("Put the projects you want in order: 1 is the one you want most. Up to %(most)d projects."),
        Way.SCORE: _("Give marks from 0 to %(points)d."),
        Way.CHOOSE_ONE: _("Choose one project."),
    }
    said = [texts[form.way] % facts]
    if form.way in {Way.KNAPSACK, Way.CUMULATIVE, Way.SCORE} and form.most < len(form.choices):
        said.append(ngettext("At most %(most)d project.", "At most %(most)d projects.", form.most) % facts)
    if form.minimum > 1:
        said.append(ngettext("At least %(least)d project.", "At least %(least)d projects.", form.minimum) % facts)
    if form.theme_maximum is not None:
        text = ngettext("At most %(most)d of one theme.", "At most %(most)d of one theme.", form.theme_maximum)
        said.append(text % {"most": form.theme_maximum})
    if form.theme_minimum:
        text = ngettext("At least %(least)d of each theme.", "At least %(least)d of each theme.", form.theme_minimum)
        said.append(text % {"least": form.theme_minimum})
    return said


def in_words(flaws: Iterable[Flaw], track: Track) -> list[str]:
    """What is wrong with a ballot."""
    return [_said(each, track) for each in flaws]


def _said(flaw: Flaw, track: Track) -> str:
    texts = {
        Wrong.UNKNOWN: _("There is no project %(about)s."),
        Wrong.TOO_FEW: _("It names %(found)s projects; at least %(limit)s are needed."),
        Wrong.TOO_MANY: _("It names %(found)s projects; at most %(limit)s may be named."),
        Wrong.TOO_DEAR: _("Its projects cost %(found)s; the envelope holds %(limit)s."),
        Wrong.TOO_MANY_POINTS: _("It gives %(found)s points; there are %(limit)s to share out."),
        Wrong.BAD_AMOUNT: _("It gives project %(about)s %(found)s, which cannot be given."),
        Wrong.BAD_PLACES: _("Its places have to be 1, 2, 3 … without a gap."),
        Wrong.TOO_FEW_OF_THEME: _("Of the theme “%(about)s” it names %(found)s; at least %(limit)s are needed."),
        Wrong.TOO_MANY_OF_THEME: _("Of the theme “%(about)s” it names %(found)s; at most %(limit)s may be named."),
    }
    facts = {"found": flaw.found, "limit": flaw.limit, "about": flaw.about}
    if flaw.wrong is Wrong.TOO_DEAR:
        currency = track.cycle.currency
        facts |= {
            "found": money.said(Decimal(flaw.found), currency),
            "limit": money.said(Decimal(flaw.limit), currency),
        }
    if flaw.wrong in {Wrong.TOO_FEW_OF_THEME, Wrong.TOO_MANY_OF_THEME}:
        theme = Theme.objects.filter(code=flaw.about).first()
        facts["about"] = str(theme.name) if theme else flaw.about
    return texts[flaw.wrong] % facts


def rejected_in_words(reason: str) -> str:
    """Why a row of a file was not taken, when it is not the ballot's own rules."""
    texts = {
        "cells": _("This row has not as many cells as there are columns."),
        "twice": _("This voter stands in the file twice."),
        "panel": _("There is no such panel."),
        "unknown": _("There is no such project on this ballot."),
        "repeated": _("This project stands on the ballot twice."),
        "uneven": _("There are not as many points as projects."),
        "number": _("This is no number of points."),
    }
    return texts[reason]


def slate_of(cycle: Cycle, district: str) -> Slate:
    """On which tracks somebody of a district votes: those for all, the own district's, and some others of choice."""
    rows = [(each.code, each.district.code if each.district else "") for each in voting.tracks_with_ballots(cycle)]
    return slate(rows, district, of_choice=cycle.districts_of_choice)
