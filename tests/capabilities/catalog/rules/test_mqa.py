"""The 405 points: what each metric is worth, and what takes it away."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from korzo.capabilities.catalog.rules import mqa
from korzo.capabilities.catalog.rules.dcat.views import Agent, Contact, Dataset, Distribution

NOW = datetime(2026, 11, 22, tzinfo=UTC)
FILE = Distribution(
    iri="https://a.b/1",
    url="https://a.b/1.csv",
    download=True,
    format="CSV",
    size=12,
    link_status=200,
    licence="cc-by",
    rights="Yes",
)
WHOLE = Dataset(
    iri="https://a.b/d", local="https://a.b/d", name="d", title={"en": "D"}, description={"en": "Words"}, modified=NOW, issued=NOW,
    publisher=Agent("https://a.b/p", {"en": "City"}), keywords={"en": ["water"]}, themes=["ENVI"], spatial_uri="https://a.b/place",
    temporal_start=date(2020, 1, 1), access="PUBLIC", contact=Contact(email="a@b.org"), distributions=[FILE],
)  # fmt: skip


def test_dimensions_add_up_as_the_portal_publishes_them() -> None:
    points = [each.points for each in mqa.METRICS]
    assert sum(points) == mqa.MOST == 405
    assert [sum(points[start:end]) for start, end in ((0, 4), (4, 7), (7, 13), (13, 19), (19, 23))] == [
        100,
        100,
        110,
        75,
        20,
    ]
    assert mqa.score(WHOLE) == mqa.Score(405, ())


@pytest.mark.parametrize(
    ("without", "lost"),
    [
        ({"keywords": {}}, 30), ({"themes": []}, 30), ({"spatial_uri": ""}, 20), ({"temporal_start": None}, 20),
        ({"description": {}}, 30), ({"contact": Contact()}, 20), ({"issued": None}, 5), ({"access": ""}, 15),
        ({"access": "SECRET"}, 5), ({"publisher": Agent("https://a.b/p", {})}, 10),
    ],
)  # fmt: skip
def test_what_the_description_lacks_costs(without: dict[str, Any], lost: int) -> None:
    assert mqa.score(replace(WHOLE, **without)).points == 405 - lost


@pytest.mark.parametrize(
    ("without", "lost"),
    [
        ({"link_status": 404}, 80), ({"link_status": 599}, 80), ({"link_status": 301}, 0), ({"link_status": None}, 0),
        ({"download": False}, 50), ({"format": "XLSX"}, 20), ({"format": "PARQUET"}, 40), ({"format": "PDF"}, 40),
        ({"format": "strange"}, 10 + 10 + 40), ({"format": ""}, 20 + 10 + 10 + 40), ({"licence": ""}, 30),
        ({"licence": "https://example.org/mine"}, 10), ({"licence": "open-license"}, 0), ({"size": None}, 5),
        ({"media_type": "text/csv", "format": ""}, 0),
    ],
)  # fmt: skip
def test_what_the_files_lack_costs_once_however_many_others_are_well(without: dict[str, Any], lost: int) -> None:
    bad = replace(FILE, **without)
    assert mqa.score(replace(WHOLE, distributions=[bad])).points == 405 - lost
    assert mqa.score(replace(WHOLE, distributions=[FILE, bad])).points == 405 - lost


def test_first_comes_what_wins_the_most_points_in_all() -> None:
    scores = [mqa.score(replace(WHOLE, temporal_start=None))] * 3 + [mqa.score(replace(WHOLE, themes=[]))]
    assert [(metric.code, count, points) for metric, count, points in mqa.first(scores)] == [
        ("temporalAvailability", 3, 60),
        ("categoryAvailability", 1, 30),
    ]


def test_ratings_begin_where_the_portal_says() -> None:
    assert [mqa.Score(points, ()).rating for points in (405, 351, 350, 221, 220, 121, 120, 0)] == [
        "Excellent", "Excellent", "Good", "Good", "Sufficient", "Sufficient", "Bad", "Bad",
    ]  # fmt: skip
