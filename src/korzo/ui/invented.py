"""Invented material for /styleguide: a form, a list, a small town with a river."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

CENTRE = (20.6890, 43.9640)
WHEN = datetime(2026, 5, 4, 16, 20, tzinfo=UTC)


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Your name"), max_length=80)
    street = forms.CharField(label=_("Street and number"), help_text=_("For example Knez Mihailova 12"), required=False)
    words = forms.CharField(label=_("What is wrong?"), widget=forms.Textarea(attrs={"rows": 4}))
    area = forms.ChoiceField(
        label=_("Part of the city"),
        choices=[("", _("Choose")), ("old", "Stari grad"), ("bridge", "Novi Beograd – Blok 45 kod Savskog keja")],
    )
    kind = forms.ChoiceField(
        label=_("What is it about?"),
        widget=forms.RadioSelect,
        choices=[("road", _("Road or pavement")), ("light", _("Street light")), ("waste", _("Waste and cleaning"))],
    )
    news = forms.MultipleChoiceField(
        label=_("How may we tell you?"),
        help_text=_("Choose as many as you like"),
        widget=forms.CheckboxSelectMultiple,
        choices=[("mail", _("E-mail")), ("sms", _("Text message"))],
        required=False,
    )
    agree = forms.BooleanField(label=_("My name may be shown"), required=False)
    day = forms.DateField(label=_("Since when?"), required=False)
    photo = forms.FileField(label=_("Photo"), help_text=_("A photo helps us find the place"), required=False)


class PhotoForm(forms.Form):
    """Photos alone."""

    photo = forms.FileField(label=_("Photos"), help_text=_("A photo helps us find the place"), required=False)


def material(request: HttpRequest) -> dict[str, Any]:
    """The variables that samples may use."""
    page = Paginator(range(230), 10).page(min(int(request.GET.get("page", "4") or 4), 23))
    picture = static("ui/sample.svg")
    return {
        "sample_form": SampleForm(),
        "wrong_form": SampleForm({"name": "", "street": "", "kind": "road"}),
        "photo_form": PhotoForm(prefix="more"),
        "sample_page": page,
        "when": WHEN,
        "crumbs": [(_("Home"), "#"), (_("Reports"), "#"), ("Stari grad", "#")],
        "tabs": [
            {"label": _("All"), "url": "#all", "current": True, "count": 128},
            {"label": _("Open"), "url": "#open", "current": False, "count": 41},
            {"label": _("Решено ове године"), "url": "#done", "current": False, "count": None},
        ],
        "photos": [
            {
                "url": picture,
                "thumbnail": picture,
                "alt": _("A hole in the road before a school"),
                "caption": _("Before"),
            },
            {"url": picture, "thumbnail": picture, "alt": _("The same road, smooth"), "caption": _("After")},
        ],
        "months": [
            {"month": f"2026-{month:02}-01", "reports": start + (month * step) % 29, "kind": kind}
            for kind, start, step in ((_("Roads"), 40, 37), (_("Light"), 18, 11))
            for month in range(1, 10)
        ],
        "districts": [
            {"district": name, "reports": count}
            for name, count in (
                ("Stari grad", 128),
                ("Чукарица", 97),
                ("Savski venac", 64),
                ("Врачар", 41),
                ("Zemun", 33),
            )
        ],
        "chart_labels": {"month": _("Month"), "reports": _("Reports"), "kind": _("Kind"), "district": _("District")},
        "palette": ["adriatic", "terracotta", "neutral", "info", "success", "warning", "danger"],
        "cases": CASES,
    }


CASES = [
    {
        "ref": f"case:K-2026-{number:06}",
        "code": f"K-2026-{number:06}",
        "title": title,
        "place": place,
        "due": due,
        "late": late,
        "state": state,
        "color": color,
    }
    for number, (title, place, due, late, state, color) in enumerate(
        (
            (_("Deep hole in front of the school"), "Kneza Miloša 14", _("2 days late"), True, _("In work"), "warning"),
            (
                "Улична расвета не ради већ трећу недељу заредом",
                "Булевар деспота Стефана 122а",
                _("today"),
                False,
                _("New"),
                "info",
            ),
            (_("Rubbish beside the full containers"), "Cara Dušana 3", _("tomorrow"), False, _("New"), "info"),
            (
                "Prekinuta voda u celoj ulici, niko se ne javlja na telefon",
                "Vojvode Stepe",
                _("in 3 days"),
                False,
                _("Sent on"),
                "neutral",
            ),
            (_("Broken swing"), "Tašmajdan", _("in 5 days"), False, _("Mended"), "success"),
        ),
        start=123,
    )
]


def points(bbox: tuple[float, float, float, float], zoom: int) -> dict[str, Any]:
    """Invented reports in the view, grouped while far away."""
    west, south, east, north = bbox
    far = zoom < 14  # noqa: PLR2004 -- where streets become readable
    found = []
    for number in range(60):
        angle, distance = number * 2.399, 0.0016 * math.sqrt(number)
        at = (CENTRE[0] + distance * math.cos(angle) * 1.4, CENTRE[1] + distance * math.sin(angle))
        if west <= at[0] <= east and south <= at[1] <= north:
            found.append((number, at))
    features = [_point(at, CASES[number % len(CASES)], number) for number, at in found]
    if far and found:
        middle = (sum(at[0] for _, at in found) / len(found), sum(at[1] for _, at in found) / len(found))
        features = [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": middle},
                "properties": {"count": len(found), "ref": "cluster"},
            }
        ]
    return {"type": "FeatureCollection", "features": features}


def _point(at: tuple[float, float], case: Mapping[str, Any], number: int) -> dict[str, Any]:
    facts = {
        "ref": case["ref"] if number < len(CASES) else f"case:{number}",
        "url": "#",
        "title": str(case["title"]),
        "state": str(case["state"]),
        "color": case["color"],
        "count": 1,
    }
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": at}, "properties": facts}


def city() -> dict[str, Any]:
    """A small town: boundary, four districts, a river and a net of streets."""
    east, north = CENTRE

    def feature(kind: str, name: str, shape: str, coordinates: Any) -> dict[str, Any]:
        geometry = {"type": shape, "coordinates": coordinates}
        layer = "feature" if kind == "water" else kind
        return {"type": "Feature", "geometry": geometry, "properties": {"layer": layer, "kind": kind, "name": name}}

    def ring(x: float, y: float, width: float, height: float) -> list[list[list[float]]]:
        corners = ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
        return [[[east + x + dx * width, north + y + dy * height] for dx, dy in corners]]

    def line(*steps: tuple[float, float]) -> list[list[float]]:
        return [[east + x, north + y] for x, y in steps]

    quarters = (("Stari grad", -1, 1), ("Чукарица", 1, 1), ("Novo naselje kod Morave", -1, -1), ("Врбовац", 1, -1))
    streets = [
        feature("street", name, "LineString", line((-0.018, y), (-0.006, y + 0.0007), (0.006, y), (0.018, y + 0.0009)))
        for name, y in (
            ("Kralja Petra", 0.006),
            ("Булевар деспота Стефана", 0.002),
            ("Cara Dušana", -0.002),
            ("Vojvode Stepe", -0.006),
        )
    ] + [
        feature("street", name, "LineString", line((x, -0.0095), (x + 0.001, 0), (x, 0.0095)))
        for name, x in (("Kneza Miloša", -0.010), ("Његошева", -0.003), ("Zmaj Jovina", 0.004), ("Првомајска", 0.011))
    ]
    river = line((-0.022, -0.004), (-0.012, -0.0045), (-0.004, -0.0035), (0.008, -0.0042), (0.022, -0.003))
    return {
        "type": "FeatureCollection",
        "features": [
            feature("boundary", "Korzograd", "Polygon", ring(0, 0, 0.020, 0.0105)),
            *(feature("district", n, "Polygon", ring(x * 0.01, y * 0.00525, 0.01, 0.00525)) for n, x, y in quarters),
            feature("water", "Morava", "LineString", river),
            *streets,
        ],
    }
