"""Addresses of votes; all stand under the language."""

from django.urls import URLPattern, URLResolver, path

from korzo.capabilities.ballots.views import booth, boxes

app_name = "ballots"
urlpatterns: list[URLPattern | URLResolver] = [
    path("<slug:code>/booth/", booth.booth, name="booth"),
    path("<slug:code>/codes/<str:prefix>.json", booth.codes, name="codes"),
    path("<slug:code>/cast/", boxes.cast, name="cast"),
    path("<slug:code>/election.json", boxes.election, name="election"),
    path("<slug:code>/practice/", boxes.practice, name="practice"),
    path("<slug:code>/archive.bel", boxes.archive, name="archive"),
    path("<slug:code>/board/", boxes.board, name="board"),
]
