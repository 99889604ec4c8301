"""Addresses of the portal: pages under the language, standards without."""

from typing import Any

from django.urls import path, re_path

from korzo.capabilities.portal.rules import kinds
from korzo.capabilities.portal.views import (
    announcing,
    editing,
    editing_languages,
    editing_pictures,
    editing_setup,
    feeds,
    following,
    items,
    notices,
    places,
    searching,
)

app_name = "portal"
_KIND = f"(?P<path>{'|'.join(kinds.BY_PATH)})"

_editors: list[Any] = [
    path("editors/", editing.desk, name="editors"),
    path("editors/new/", editing.begin, name="begin"),
    path("editors/categories/", editing_setup.categories, name="edit-categories"),
    path("editors/categories/new/", editing_setup.category, name="category-new"),
    path("editors/categories/<slug:code>/", editing_setup.category, name="category"),
    path("editors/moved/", editing_setup.moved, name="edit-moved"),
    path("editors/moved/<int:key>/forget/", editing_setup.forget, name="moved-forget"),
    path("editors/<int:key>/", editing.edit, name="edit"),
    path("editors/<int:key>/step/", editing.step, name="edit-step"),
    path("editors/<int:key>/preview/", editing.preview, name="edit-preview"),
    path("editors/<int:key>/pictures/", editing_pictures.pictures, name="edit-pictures"),
    path("editors/<int:key>/pictures/add/", editing_pictures.add, name="picture-add"),
    path("editors/<int:key>/pictures/cover/", editing_pictures.cover, name="picture-cover"),
    path("editors/<int:key>/pictures/<int:photo>/", editing_pictures.describe, name="picture"),
    path("editors/<int:key>/pictures/<int:photo>/do/", editing_pictures.act, name="picture-do"),
    path("editors/<int:key>/files/", editing_pictures.documents, name="edit-files"),
    path("editors/<int:key>/files/<int:document>/remove/", editing_pictures.remove_document, name="file-remove"),
    path("editors/<int:key>/languages/", editing_languages.languages, name="edit-languages"),
    path("editors/<int:key>/languages/<slug:language>/", editing_languages.translate, name="edit-language"),
    path("editors/<int:key>/versions/", editing_languages.revisions, name="edit-versions"),
    path("editors/<int:key>/versions/<int:number>/", editing_languages.revision, name="edit-version"),
    path("editors/<int:key>/versions/<int:number>/restore/", editing_languages.restore, name="version-restore"),
]

_around: list[Any] = [
    path("notices/", notices.listed, name="notices"),
    path("notices/map.json", notices.features, name="notices-map"),
    path("notices/feed/", notices.feed, name="notices-feed"),
    path("notices/calendar/", notices.calendar, name="notices-calendar"),
    path("notices/desk/", announcing.desk, name="notices-desk"),
    path("notices/desk/new/", announcing.announce, name="notice-new"),
    path("notices/desk/<str:code>/", announcing.notice, name="notice-desk"),
    path("notices/desk/<str:code>/correct/", announcing.correct, name="notice-correct"),
    path("notices/<str:code>/", notices.notice, name="notice"),
    path("notices/<str:code>/cap.xml", notices.alert, name="notice-alert"),
    path("follow/", following.follow, name="follow"),
    path("follow/mine/", following.mine, name="following"),
    path("follow/<int:number>/<str:token>/", following.by_link, name="following-by-link"),
    path("places/", places.find, name="places"),
    path("places/suggest/", places.suggest, name="places-suggest"),
    path("places/map.json", places.features, name="places-map"),
    path("places/near/", places.near, name="near"),
    path("places/streets/<str:code>/", places.street, name="street"),
    path("places/districts/<str:code>/", places.district, name="district"),
    path("offices/", places.offices, name="offices"),
    path("offices/<slug:code>/", places.office, name="office"),
]

urlpatterns: list[Any] = [
    *_editors,
    *_around,
    path("search/", searching.search, name="search"),
    *(path(f"{each}/", items.listed, {"path": each}, name=each) for each in kinds.BY_PATH),
    path("events/calendar/", feeds.calendar, name="calendar"),
    path("events/<slug:slug>/calendar/", feeds.event, name="event-calendar"),
    re_path(rf"^{_KIND}/$", items.listed, name="items"),
    re_path(rf"^{_KIND}/feed/$", feeds.feed, name="feed"),
    re_path(rf"^{_KIND}/feed/(?P<form>rss)/$", feeds.feed, name="feed-rss"),
    re_path(rf"^{_KIND}/(?P<slug>[a-z0-9-]+)/$", items.item, name="item"),
]
standards: list[Any] = [
    path("documents/<int:key>/<str:name>", editing_pictures.document, name="portal-document"),
    path("sitemap.xml", feeds.sitemap, name="portal-sitemap"),
    path("robots.txt", feeds.robots, name="portal-robots"),
    path("opensearch.xml", searching.opensearch, name="portal-opensearch"),
]
