"""The style guide shows everything; shells, policy and assets hold what they promise."""

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from korzo.ui import assets, components, csp, importmap, views

UI = Path(assets.HERE)
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*(\ssrc=|type=\"(application/json|importmap)\"))")


@pytest.mark.django_db
def test_every_component_is_in_the_style_guide(client: Client) -> None:
    page = client.get("/en/styleguide/").content.decode()
    for name in components.BY_NAME:
        assert f'data-guide="{name}"' in page, name


@pytest.mark.django_db
def test_nothing_inline_but_the_import_map(client: Client) -> None:
    for path in ("/en/styleguide/", *(f"/en/styleguide/patterns/{name}/" for name in views.PATTERNS)):
        page = client.get(path).content.decode()
        assert not INLINE.search(page), path


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["404", "403", "403_csrf", "429", "500", "503"])
def test_error_pages_need_nothing(name: str) -> None:
    page = render_to_string(f"{name}.html")
    assert "<h1>" in page
    assert not INLINE.search(page)
    assert name[:3] in render_to_string(f"{name}.html", request=RequestFactory().get("/"))


def test_the_policy_allows_exactly_the_import_map() -> None:
    script = re.fullmatch(r'<script type="importmap">(.*)</script>', importmap.tag())
    assert script
    digest = base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode()
    header = csp.header(map_origins=["https://tiles.example"])
    assert f"script-src 'self' 'sha256-{digest}';" in header
    assert "connect-src 'self' https://tiles.example" in header
    assert "unsafe" not in header


def test_every_module_of_the_import_map_is_there() -> None:
    for path in importmap._modules.values():
        if path.startswith("ui/js/"):
            assert (UI / "static" / path).exists(), path


def test_a_second_installation_takes_nothing_from_the_net(monkeypatch: Any) -> None:
    if not (assets.VENDOR / "manifest.json").exists():
        pytest.skip("the browser libraries are not installed")
    assets.install()
    monkeypatch.setattr(assets, "_fetch", lambda *_: pytest.fail("fetched again"))
    assets.install()
    assert (assets.VENDOR / "korzo.css").read_text().startswith(assets.LAYERS)


def test_the_lock_has_hashes_and_no_addresses() -> None:
    lock = (UI.parents[2] / "package-lock.json").read_text()
    assert "resolved" not in lock
    assert lock.count('"integrity": "sha512-') > 50


def test_the_points_of_the_sample_map_want_a_box(client: Client, db: None) -> None:
    assert client.get("/en/styleguide/points.json").status_code == 400
    found = client.get("/en/styleguide/points.json", {"bbox": "20.6,43.9,20.8,44.1", "zoom": "16"}).json()
    assert len(found["features"]) == 60
    assert client.get("/en/styleguide/patterns/nothing/").status_code == 404


def test_all_files_have_hashed_names_in_production(settings: Any, tmp_path: Path) -> None:
    if not (assets.VENDOR / "manifest.json").exists():
        pytest.skip("the browser libraries are not installed")
    settings.STATIC_ROOT = tmp_path
    hashed = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": hashed}
    call_command("collectstatic", interactive=False, verbosity=0)
    importmap._json.cache_clear()
    try:
        addresses = json.loads(importmap._json())["imports"].values()
    finally:
        importmap._json.cache_clear()
    for address in addresses:
        assert re.search(r"\.[0-9a-f]{12}\.(js|css)$", address), address
        assert (tmp_path / address.removeprefix("/static/")).exists()
