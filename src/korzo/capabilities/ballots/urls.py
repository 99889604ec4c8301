"""Addresses of votes; all stand under the language."""

from django.urls import URLPattern, URLResolver, path

from korzo.capabilities.ballots.views import booth, boxes, keepers, secret

app_name = "ballots"
urlpatterns: list[URLPattern | URLResolver] = [
    path("keys/<str:token>/", keepers.keeper, name="keeper"),
    path("<slug:code>/secret/", secret.prepare, name="secret"),
    path("<slug:code>/secret/act/", secret.act, name="secret-act"),
    path("<slug:code>/secret/voters.csv", secret.voters, name="secret-voters"),
    path("<slug:code>/secret/authority.html", secret.authority, name="secret-authority"),
    path("<slug:code>/booth/", booth.booth, name="booth"),
    path("<slug:code>/codes/<str:prefix>.json", booth.codes, name="codes"),
    path("<slug:code>/cast/", boxes.cast, name="cast"),
    path("<slug:code>/election.json", boxes.election, name="election"),
    path("<slug:code>/practice/", boxes.practice, name="practice"),
    path("<slug:code>/archive.bel", boxes.archive, name="archive"),
    path("<slug:code>/board/", boxes.board, name="board"),
]
