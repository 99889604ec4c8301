"""Addresses of one's own pages; those of the sign-in library follow them."""

from django.urls import include, path

from korzo.site.accounts import letters, links, me

urlpatterns = [
    path("link/", links.ask, name="sign-in-link"),
    path("link/sent/", links.sent, name="sign-in-link-sent"),
    path("link/<str:secret>/", links.use, name="sign-in-link-use"),
    path("me/", me.me, name="me"),
    path("details/", me.details, name="details"),
    path("inbox/", letters.inbox, name="inbox"),
    path("inbox/read/", letters.read_all, name="inbox-read"),
    path("inbox/<int:message>/", letters.letter, name="letter"),
    path("push/", letters.push, name="push"),
    path("push/stop/", letters.stop_push, name="push-stop"),
    path("keys/", me.keys, name="keys"),
    path("keys/<int:key>/withdraw/", me.withdraw_key, name="key-withdraw"),
    path("data/", me.data, name="my-data"),
    path("leave/", me.leave, name="leave"),
    path("left/", me.left, name="left"),
    path("sign-out-everywhere/", me.sign_out_everywhere, name="sign-out-everywhere"),
    path("", include("allauth.urls")),
]
