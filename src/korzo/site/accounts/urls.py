"""Addresses of one's own pages; those of the sign-in library follow them."""

from django.urls import include, path, re_path

from korzo.site.accounts import letters, limited, links, me

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
    path("signup/", limited.sign_up, name="account_signup"),
    path("confirm-email/", limited.confirm_email, name="account_email_verification_sent"),
    path("password/change/", limited.change_password, name="account_change_password"),
    path("password/reset/", limited.reset_password, name="account_reset_password"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        limited.new_password,
        name="account_reset_password_from_key",
    ),
    path("", include("allauth.urls")),
]
