"""Addresses of cases: pages under the language, standards without."""

from django.urls import path, re_path

from korzo.capabilities.cases.open311 import confirming as confirmations
from korzo.capabilities.cases.open311 import updates
from korzo.capabilities.cases.open311 import views as open311
from korzo.capabilities.cases.views import (
    confirming,
    counter,
    feeds,
    following,
    merging,
    offline,
    overview,
    owning,
    promises,
    public,
    report,
    scoreboard,
    setting_up,
    sorting,
    staff,
    suggesting,
    systems,
    together,
    writing,
)

app_name = "cases"
urlpatterns = [
    path("", public.list_, name="list"),
    path("map.json", public.map_features, name="map"),
    path("feed.atom", feeds.newest, name="feed"),
    path("report/", report.what, name="report"),
    path("report/kinds/", suggesting.kinds, name="report-kinds"),
    path("report/where/", report.where, name="report-where"),
    path("report/send/", report.send, name="report-send"),
    path("report/anew/", report.anew, name="report-anew"),
    path("report/offline/", offline.page, name="report-offline"),
    path("report/offline/send/", offline.take, name="report-take"),
    path("report/done/<str:code>/", report.done, name="report-done"),
    path("report/photos/<uuid:upload>/remove/", report.remove_photo, name="report-remove-photo"),
    path("confirm/<str:secret>/", confirming.confirm_report, name="confirm-report"),
    path("follow/<str:code>/<str:token>/", public.follow, name="follow"),
    path("follow/<str:code>/<str:token>/place/", sorting.complete, name="complete"),
    path("scoreboard/", scoreboard.board, name="scoreboard"),
    path("overview/", overview.page, name="overview"),
    path("promises/", promises.overview, name="promises"),
    path("promises/ladder/", promises.ladder, name="promise-ladder"),
    path("promises/day/", promises.day, name="promise-day"),
    path("promises/recompute/", promises.recompute, name="promises-recompute"),
    path("promises/kind/<slug:code>/", promises.kind, name="promise"),
    path("promises/office/<slug:code>/", promises.hours, name="office-hours"),
    path("who-does-what/", setting_up.routing, name="routing"),
    path("who-does-what/new/", setting_up.rule, name="routing-new"),
    path("who-does-what/<int:key>/", setting_up.rule, name="routing-rule"),
    path("who-does-what/<int:key>/move/", setting_up.move_rule, name="routing-move"),
    path("who-does-what/<int:key>/delete/", setting_up.delete_rule, name="routing-delete"),
    path("kinds/", setting_up.kinds, name="kinds"),
    path("kinds/new/", setting_up.kind, name="kind-new"),
    path("kinds/<slug:code>/", setting_up.kind, name="kind"),
    path("kinds/<slug:code>/questions/new/", setting_up.question, name="question-new"),
    path("kinds/<slug:code>/questions/<int:key>/", setting_up.question, name="question"),
    path("systems/", systems.systems, name="systems"),
    path("systems/new/", systems.edit, name="system-new"),
    path("systems/<slug:code>/", systems.system, name="system"),
    path("systems/<slug:code>/change/", systems.edit, name="system-edit"),
    path("systems/<slug:code>/test/", systems.test, name="system-test"),
    path("systems/<slug:code>/key/", systems.key, name="system-key"),
    path("systems/<slug:code>/delete/", systems.delete, name="system-delete"),
    path("texts/", writing.texts, name="texts"),
    path("texts/new/", writing.text, name="text-new"),
    path("texts/<int:key>/", writing.text, name="text"),
    path("counter/", counter.take_down, name="counter"),
    path("counter/<str:code>/receipt/", counter.receipt, name="counter-receipt"),
    path("queue/", staff.queue, name="queue"),
    path("queue/lists/keep/", writing.keep_list, name="list-keep"),
    path("queue/lists/<int:key>/drop/", writing.drop_list, name="list-drop"),
    path("queue/merge/", merging.merge_chosen, name="merge-chosen"),
    path("queue/together/", together.together, name="together"),
    path("queue/<str:code>/", staff.record, name="record"),
    path("queue/<str:code>/looking/", owning.presence, name="presence"),
    path("queue/<str:code>/merge/", merging.merge, name="merge"),
    path("queue/<str:code>/split/", merging.split, name="split"),
    path("queue/<str:code>/<slug:action>/", staff.act, name="act"),
    path("followers/<int:number>/<str:token>/", following.follower, name="follower"),
    path("<str:code>/follow/", following.follow_case, name="follow-case"),
    path("<str:code>/feed.atom", feeds.one, name="case-feed"),
    path("<str:code>/", public.case, name="case"),
]

_FORM = r"\.(?P<form>xml|json)$"
_CALLS = {
    "services": ("services", open311.services),
    "definition": (r"services/(?P<service_code>[^/]+?)", open311.definition),
    "requests": ("requests", open311.requests),
    "request": (r"requests/(?P<service_request_id>[^/]+?)", open311.single),
    "token": (r"tokens/(?P<given>[^/]+?)", open311.token),
    "updates": ("servicerequestupdates", updates.updates),
    "confirm": (r"requests/(?P<secret>[0-9a-f]+)/confirm", confirmations.confirm),
    "revoke": (r"requests/(?P<secret>[0-9a-f]+)/revoke", confirmations.revoke),
    "coverage": ("coverage", confirmations.coverage),
}
standards = [
    path("f/<str:given>", sorting.short, name="own-page"),
    re_path(rf"^open311/v2/discovery{_FORM}", open311.discovery, name="open311-discovery"),
    *(re_path(rf"^open311/v2/{at}{_FORM}", view, name=f"open311-{name}") for name, (at, view) in _CALLS.items()),
    *(
        re_path(rf"^open311/test/v2/{at}{_FORM}", view, {"rehearsal": True}, name=f"open311-test-{name}")
        for name, (at, view) in _CALLS.items()
    ),
]
