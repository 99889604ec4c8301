"""All addresses. Pages stand under their language (`/sr/…`); standards, files and health stand at the root."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from korzo.kernel import capability
from korzo.site import api, app, arriving, health, pages

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # one sign-in, one count of failures
_brought = [(brought, brought.room("urls")) for brought in capability.switched_on()]

handler404 = pages.missing
handler500 = pages.broken
urlpatterns: list[Any] = [
    path("healthz", health.health, name="health"),
    path("readyz", health.ready, name="ready"),
    path("metrics", health.measure, name="metrics"),
    path("sw.js", app.service_worker, name="service-worker"),
    path("manifest.webmanifest", app.manifest, name="manifest"),
    path("icon.svg", app.icon, name="icon"),
    path("api/v1/", api.build().urls),
    path("sms/", arriving.sms, name="sms"),
    path("sms/<str:token>/", arriving.sms, name="sms-with-token"),
    path("open/<path:path>", pages.open_data, name="open-data"),
    path("files/<uuid:upload_id>/<str:size>.jpg", pages.file, name="file"),
    *(pattern for _, urls in _brought if urls for pattern in getattr(urls, "standards", ())),
    *i18n_patterns(
        path("", pages.home, name="home"),
        path("accessibility/", pages.about, {"page": "accessibility"}, name="accessibility"),
        path("privacy/", pages.about, {"page": "privacy"}, name="privacy"),
        path("map/city.json", pages.city_map, name="city-map"),
        path("styleguide/", include("korzo.ui.urls")),
        path("account/", include("korzo.site.accounts.urls")),
        path("office/", include("korzo.site.office.urls")),
        path("backstage/", admin.site.urls),
        *(path(brought.mount, include(urls)) for brought, urls in _brought if urls),
    ),
]
