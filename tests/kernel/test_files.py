"""Uploads: recognised by content, cleaned, limited, kept whole or not at all, and shown to who may see them."""

import hashlib
import io
import struct
import textwrap
import zlib
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import signing
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageChops, ImageOps, ImageStat
from tests import processes
from tests.city import MIDDLE, City

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.models import Photo
from korzo.capabilities.cases.operations import Report
from korzo.kernel.files import links, pictures
from korzo.kernel.files import operations as files
from korzo.kernel.files.models import THUMBNAIL, WHOLE, Upload
from korzo.kernel.files.pictures import UnusablePicture
from korzo.kernel.people.models import Person

MOST = 50 * 2**20
BELGRADE = (44.8176, 20.4633)


def exif(*, orientation: int = 1, position: tuple[float, float] | None = None, **raw: Any) -> Image.Exif:
    made = Image.Exif()
    made[ExifTags.Base.Orientation] = orientation
    made[ExifTags.Base.Make] = "CANARY-phone"
    if position or raw:
        gps = made.get_ifd(ExifTags.IFD.GPSInfo)
        for name, value, signs in zip(("Latitude", "Longitude"), position or (0, 0), ("NS", "EW"), strict=True):
            gps[ExifTags.GPS[f"GPS{name}Ref"]] = signs[value < 0]
            gps[ExifTags.GPS[f"GPS{name}"]] = (
                int(abs(value)),
                int(abs(value) * 60 % 60),
                round(abs(value) * 3600 % 60, 4),
            )
        for name, value in raw.items():
            gps[ExifTags.GPS[name]] = value
    return made


def photo(form: str = "JPEG", size: tuple[int, int] = (64, 32), mode: str = "RGB", **more: Any) -> bytes:
    """Left half red, right half blue."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    image.convert(mode).save(out, form, **more)
    return out.getvalue()


def read(content: bytes) -> pictures.Picture:
    return pictures.read(io.BytesIO(content), most_bytes=MOST)


def colours(content: bytes) -> tuple[str, str]:
    with Image.open(io.BytesIO(content)) as image:
        corners = [image.getpixel((2, 2)), image.getpixel((image.width - 3, image.height - 3))]
    return tuple("red" if pixel[0] > 128 else "blue" for pixel in corners)  # type: ignore[index, return-value]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
@pytest.mark.parametrize("mode", ["RGB", "L", "RGBA", "P", "CMYK"])
def test_photos_of_every_kind_become_plain_jpegs(form: str, mode: str) -> None:
    try:
        content = photo(form, mode=mode)
    except (OSError, ValueError):
        pytest.skip(f"{form} has no {mode}")
    picture = read(content)
    for kept in (picture.large, picture.small):
        with Image.open(io.BytesIO(kept)) as image:
            assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (64, 32))


def test_transparent_parts_become_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(read(out.getvalue()).large)) as image:
        assert image.getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
@pytest.mark.parametrize("position", [BELGRADE, (-33.8568, 151.2153), (40.6892, -74.0445)])
def test_the_position_is_read_and_everything_hidden_taken_out(form: str, position: tuple[float, float]) -> None:
    content = photo(form, exif=exif(position=position).tobytes())
    assert b"CANARY" in content
    picture = read(content)
    assert [picture.lat, picture.long] == pytest.approx(list(position), abs=1e-5)
    for kept in (picture.large, picture.small):
        assert b"CANARY" not in kept
        with Image.open(io.BytesIO(kept)) as image:
            assert (dict(image.getexif()), image.info.keys() & {"exif", "xmp", "icc_profile", "comment"}) == ({}, set())


def test_comments_and_appended_data_go_too() -> None:
    picture = read(photo(comment=b"CANARY-comment", xmp=b"CANARY-xmp") + b"CANARY<?php echo 1; ?>")
    assert b"CANARY" not in picture.large + picture.small


@pytest.mark.parametrize(
    "raw",
    [
        {"GPSLatitude": (91.0, 0.0, 0.0)},
        {"GPSLatitude": (float("nan"), 0.0, 0.0)},
        {"GPSLatitude": (1.0,)},
        {"GPSLatitude": (), "GPSLongitude": ()},
        {"GPSLatitude": "north"},
        {"GPSLatitude": (0.0, 0.0, 0.0), "GPSLongitude": (0.0, 0.0, 0.0)},
    ],
)
def test_a_nonsense_position_is_none(raw: dict[str, Any]) -> None:
    try:
        content = photo(exif=exif(position=BELGRADE, **raw).tobytes())
    except (TypeError, ValueError, struct.error):
        pytest.skip("cannot be written")
    assert (read(content).lat, read(content).long) == (None, None)


SIDEWAYS = {
    1: ((64, 32), ("red", "blue")),
    3: ((64, 32), ("blue", "red")),
    6: ((32, 64), ("red", "blue")),
    8: ((32, 64), ("blue", "red")),
}


@pytest.mark.parametrize("orientation", SIDEWAYS)
@pytest.mark.parametrize("form", ["JPEG", "WEBP", "PNG"])
def test_photos_are_turned_upright(form: str, orientation: int) -> None:
    size, corners = SIDEWAYS[orientation]
    picture = read(photo(form, exif=exif(orientation=orientation).tobytes()))
    assert (picture.width, picture.height) == size
    assert (colours(picture.large), colours(picture.small)) == (corners, corners)


def test_large_photos_are_shrunk_and_small_ones_left() -> None:
    picture = read(photo(size=(6000, 3000), quality=30))
    assert (picture.width, picture.height) == (2048, 1024)
    with Image.open(io.BytesIO(picture.small)) as image:
        assert image.size == (480, 240)
    assert (read(photo()).width, read(photo()).height) == (64, 32)


def bomb(width: int, height: int) -> bytes:
    """A valid PNG of a few kilobytes that unpacks to width x height bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(9)
    row = bytes(min(width + 1, 10_000))
    body = b"".join(packer.compress(row) for _ in range(min(height, 2000))) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(8000, 8000), (30000, 30000), (2**31 - 1, 2**31 - 1), (0, 10)])
def test_bombs_are_refused(size: tuple[int, int]) -> None:
    with pytest.raises(UnusablePicture):
        read(bomb(*size))


def test_a_bomb_of_a_jpeg_is_refused_before_it_is_unpacked() -> None:
    content = photo(size=(16, 16))
    at = content.index(b"\xff\xc0") + 5
    with pytest.raises(UnusablePicture, match="too many pixels|много пиксела|"):
        read(content[:at] + struct.pack(">HH", 65000, 65000) + content[at + 4 :])


NO_PHOTOS = {
    "empty": b"",
    "text": b"hello",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>',
    "html": b"<!doctype html><script>alert(1)</script>",
    "php": b"<?php system($_GET['x']); ?>",
    "pdf": b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF",
    "executable": b"\x7fELF" + bytes(60),
    "magic only": b"\xff\xd8\xff\xe0",
}


@pytest.mark.parametrize("name", NO_PHOTOS)
def test_what_is_no_photo_is_refused(name: str) -> None:
    with pytest.raises(UnusablePicture):
        read(NO_PHOTOS[name])


@pytest.mark.parametrize("form", ["GIF", "BMP", "TIFF", "ICO", "PPM"])
def test_other_pictures_are_refused_by_content(form: str) -> None:
    with pytest.raises(UnusablePicture, match="JPEG, PNG, WebP"):
        read(photo(form))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_truncated_and_damaged_photos_are_refused_or_read_but_never_crash(form: str) -> None:
    content = photo(form, size=(200, 100), exif=exif(position=BELGRADE).tobytes())
    for cut in range(0, len(content), max(1, len(content) // 60)):
        try:
            read(content[:cut])
        except UnusablePicture:
            continue


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_turned_as_pillow_turns_it(orientation: int) -> None:
    image = Image.effect_mandelbrot((40, 24), (-3, -2.5, 2, 2.5), 100).convert("RGB")
    out = io.BytesIO()
    image.save(out, "PNG", exif=exif(orientation=orientation).tobytes())
    with Image.open(out) as held, Image.open(io.BytesIO(read(out.getvalue()).large)) as kept:
        difference = ImageChops.difference(ImageOps.exif_transpose(held).convert("RGB"), kept).convert("L")
    assert ImageStat.Stat(difference).mean[0] < 8  # what JPEG costs


@pytest.mark.filterwarnings("ignore")  # Pillow warns of what is odd
@hypothesis_settings(max_examples=300, deadline=None)
@given(st.sampled_from(["JPEG", "PNG", "WEBP", "HEIF"]), st.data())
def test_any_change_of_bytes_is_survived(form: str, data: st.DataObject) -> None:
    content = bytearray(photo(form, exif=exif(position=BELGRADE, orientation=6).tobytes()))
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=8)):
        content[at] = data.draw(st.integers(0, 255))
    try:
        picture = read(bytes(content))
    except UnusablePicture:
        return
    assert picture.large.startswith(b"\xff\xd8")


def test_too_many_bytes_are_refused_with_both_numbers() -> None:
    class Huge(io.BytesIO):
        def seek(self, at: int, whence: int = 0) -> int:
            return 51 * 2**20 if whence == io.SEEK_END else super().seek(at, whence)

    with pytest.raises(UnusablePicture, match=r"51 MB.*50 MB|51.*50"):
        pictures.read(Huge(photo()), most_bytes=MOST)


@pytest.mark.django_db
def test_a_photo_is_kept_under_a_name_of_ours(now: datetime) -> None:
    upload = files.add(io.BytesIO(photo("PNG")), owner="case:K", now=now)
    content = upload.path(WHOLE).read_bytes()
    assert upload.path(WHOLE).name == f"{upload.pk.hex}-large.jpg"
    assert (upload.sha256, upload.size) == (
        hashlib.sha256(content).hexdigest(),
        len(content) + upload.path(THUMBNAIL).stat().st_size,
    )
    files.delete(upload)


@pytest.mark.django_db(transaction=True)
def test_files_go_with_their_row_and_only_when_the_deletion_holds(now: datetime) -> None:
    upload = files.add(io.BytesIO(photo()), owner="case:K", now=now)
    paths = [upload.path(size) for size in (WHOLE, THUMBNAIL)]
    with pytest.raises(RuntimeError), transaction.atomic():
        files.delete(Upload.objects.get())
        raise RuntimeError
    assert all(path.is_file() for path in paths)
    files.delete(Upload.objects.get())
    assert (Upload.objects.count(), [path.exists() for path in paths]) == (0, [False, False])


@pytest.mark.django_db
def test_drafts_that_were_never_sent_are_forgotten(now: datetime, django_capture_on_commit_callbacks: Any) -> None:
    old, fresh, owned = (
        files.add(io.BytesIO(photo()), owner=owner, now=timezone.now() - age)
        for owner, age in [
            ("draft:1", timedelta(hours=25)),
            ("draft:2", timedelta(hours=23)),
            ("case:K", timedelta(days=9)),
        ]
    )
    with django_capture_on_commit_callbacks(execute=True):
        files.forget_drafts.func()
    assert set(Upload.objects.values_list("pk", flat=True)) == {fresh.pk, owned.pk}
    assert not old.path(WHOLE).exists()


DISK_FULL = """
    import io, resource, sys
    import django; django.setup()
    from django.utils import timezone
    from korzo.kernel.files import operations as files
    from korzo.kernel.files.models import Upload
    from tests.kernel.test_files import photo
    import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    content = photo(size=(1600, 1200), quality=95)
    Upload.objects.exists()
    resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
    try:
        files.add(io.BytesIO(content), owner="draft:full", now=timezone.now())
    except OSError as error:
        print("OSError", error.errno)
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("limit", [0, 1000])
def test_a_full_disk_is_an_error_and_leaves_neither_row_nor_file(tmp_path: Any, limit: int) -> None:
    """A real process that may not write larger files, as on a full disk."""
    env = processes.environment(tmp_path / "home", DJANGO_SETTINGS_MODULE="korzo.site.settings")
    code = textwrap.dedent(DISK_FULL).format(limit=limit)
    ended = processes.run("-c", code, env=env)
    assert ended.stdout == "OSError 27\n", ended.stderr
    assert not Upload.objects.exists()
    assert [path for path in (tmp_path / "home" / "files").rglob("*") if path.is_file()] == []


@pytest.fixture
def shown(town: City, people: dict[str, Person]) -> Any:
    upload = files.add(io.BytesIO(photo()), owner="draft:1", now=timezone.now())
    case = operations.report(Report("pothole", "x", *MIDDLE, photos=(upload,)), by=None, now=timezone.now()).case
    upload.refresh_from_db()
    return case, upload


def ask(upload: Upload, who: Person | None = None, query: str = "", size: str = WHOLE) -> Any:
    client = Client()
    if who:
        client.force_login(who)
    return client.get(links.url(upload, size) + query)


def test_photos_appear_to_strangers_once_they_were_checked(shown: Any, people: dict[str, Person]) -> None:
    case, upload = shown
    assert [ask(upload, people.get(who)).status_code for who in ("stranger", "resident", "other")] == [404, 404, 404]
    assert [ask(upload, people[who]).status_code for who in ("officer", "agent", "administrator")] == [200, 200, 200]
    assert "no-store" in ask(upload, people["officer"])["Cache-Control"]
    operations.validate(case, by=people["officer"], now=timezone.now())
    answer = ask(upload)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-cache")
    again = Client(headers={"if-none-match": answer["ETag"]})
    assert again.get(links.url(upload, WHOLE)).status_code == 304
    assert ask(upload, size=THUMBNAIL).status_code == 200
    operations.hide(case, hidden=True, by=people["officer"], now=timezone.now())
    assert ask(upload).status_code == 404
    assert again.get(links.url(upload, WHOLE)).status_code == 404


def test_photos_of_a_case_whose_words_stay_internal_stay_internal(shown: Any, people: dict[str, Person]) -> None:
    case, upload = shown
    operations.validate(case, by=people["officer"], now=timezone.now(), publish_text=False)
    assert ask(upload).status_code == 404


@pytest.mark.parametrize(("public", "status"), [(True, 200), (False, 404)])
@pytest.mark.parametrize("publish_text", [True, False])
def test_photos_of_a_comment_are_seen_by_who_sees_the_comment(
    shown: Any, people: dict[str, Person], public: bool, status: int, publish_text: bool
) -> None:
    case, _upload = shown
    operations.validate(case, by=people["officer"], now=timezone.now(), publish_text=publish_text)
    added = files.add(io.BytesIO(photo()), owner="draft:2", now=timezone.now())
    operations.comment(case, text="Look", public=public, by=people["officer"], now=timezone.now(), photos=(added,))
    assert Photo.objects.filter(upload=added, update__is_public=public).exists()
    assert (ask(added).status_code, ask(added, people["officer"]).status_code) == (status, 200)


def test_a_photo_that_the_reporter_adds_to_a_message_is_for_the_office(shown: Any, people: dict[str, Person]) -> None:
    case, _upload = shown
    operations.validate(case, by=people["officer"], now=timezone.now())
    added = files.add(io.BytesIO(photo()), owner="draft:2", now=timezone.now())
    operations.comment(case, text="Also", public=True, by=None, now=timezone.now(), photos=(added,), as_reporter=True)
    assert (ask(added).status_code, ask(added, people["officer"]).status_code) == (404, 200)


def test_a_signed_link_works_for_that_photo_and_for_two_days(shown: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    _case, upload = shown
    signed = links.url(upload, signed=True)
    answer = Client().get(signed)
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)
    assert Client().get(signed[:-1] + ("A" if signed[-1] != "A" else "B")).status_code == 404
    other = files.add(io.BytesIO(photo()), owner="draft:9", now=timezone.now())
    assert ask(other, query="?" + signed.partition("?")[2]).status_code == 404
    monkeypatch.setattr(signing.time, "time", lambda: datetime.now().timestamp() + 2 * 86_400 + 5)  # type: ignore[attr-defined]  # noqa: DTZ005
    assert Client().get(signed).status_code == 404


def test_nothing_else_is_served(shown: Any) -> None:
    _case, upload = shown
    for path in (
        f"/files/{upload.pk}/huge.jpg",
        f"/files/{upload.pk}/..jpg",
        "/files/x/large.jpg",
        "/files/../korzo.env",
    ):
        assert Client().get(path).status_code == 404
    upload.path(WHOLE).unlink()
    assert Client().get(links.url(upload, signed=True)).status_code == 404
