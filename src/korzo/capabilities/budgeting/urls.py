"""Addresses of budgeting; all stand under the language."""

from django.urls import path

from korzo.capabilities.budgeting.views import checking, proposing, public, running, taking_part

app_name = "budgeting"
urlpatterns = [
    path("", public.cycles, name="cycles"),
    path("propose/", proposing.begin, name="begin"),
    path("new/", running.cycle, name="cycle-new"),
    path("themes/", running.themes, name="themes"),
    path("themes/new/", running.theme, name="theme-new"),
    path("themes/<slug:code>/", running.theme, name="theme"),
    path("desk/", checking.desk, name="desk"),
    path("desk/checks/<int:key>/", checking.review, name="review"),
    path("desk/moderation/", checking.moderation, name="moderation"),
    path("desk/moderation/<int:key>/", checking.judge, name="judge"),
    path("ideas/<str:code>/", public.idea, name="idea"),
    path("ideas/<str:code>/write/", proposing.write, name="write"),
    path("ideas/<str:code>/photos/<int:key>/remove/", proposing.drop_photo, name="drop-photo"),
    path("ideas/<str:code>/place/", proposing.place, name="place"),
    path("ideas/<str:code>/cost/", proposing.cost, name="cost"),
    path("ideas/<str:code>/send/", proposing.send, name="send"),
    path("ideas/<str:code>/withdraw/", proposing.withdraw, name="withdraw"),
    path("ideas/<str:code>/support/", taking_part.support, name="support"),
    path("ideas/<str:code>/comment/", taking_part.comment, name="comment"),
    path("ideas/<str:code>/complain/", taking_part.complain, name="complain"),
    path("ideas/<str:code>/complain/<int:key>/", taking_part.complain, name="complain-comment"),
    path("ideas/<str:code>/invite/", taking_part.invite, name="invite"),
    path("ideas/<str:code>/answer/", taking_part.answer, name="answer"),
    path("ideas/<str:code>/plan/", checking.plan, name="plan"),
    path("<str:code>/", public.cycle, name="cycle"),
    path("<str:code>/ideas/", public.ideas, name="ideas"),
    path("<str:code>/map.json", public.map_features, name="map"),
    path("<str:code>/propose/", proposing.new, name="propose"),
    path("<str:code>/volunteer/", taking_part.volunteer, name="volunteer"),
    path("<str:code>/committee/", public.protocol, name="protocol"),
    path("<str:code>/committee/protocol.json", public.protocol_json, name="protocol-json"),
    path("<str:code>/committee/draw/", running.draw, name="draw"),
    path("<str:code>/shortlist/<slug:track>/", checking.shortlist, name="shortlist"),
    path("<str:code>/set-up/", running.cycle, name="set-up"),
    path("<str:code>/set-up/calendar/", running.plan, name="calendar"),
    path("<str:code>/set-up/next/", running.follow_on, name="follow-on"),
    path("<str:code>/set-up/envelopes/new/", running.track, name="track-new"),
    path("<str:code>/set-up/envelopes/<slug:track>/", running.track, name="track"),
]
