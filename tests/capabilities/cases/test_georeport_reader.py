"""The reader of other systems' answers understands what the field writes, and refuses what is dangerous."""

import contextlib
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from korzo.capabilities.cases.rules import georeport

BOM = b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    "body",
    [
        b'[{"service_code": 7, "service_name": "Pothole", "metadata": true, "group": null}]',
        b'{"services": [{"service_code": "7", "service_name": "Pothole", "metadata": "true"}]}',
        b'{"services": {"service": {"service_code": "7", "service_name": " Pothole ", "metadata": "true", "group": {}}}}',
        b'<?xml version="1.0" encoding="utf-8"?><services><service><service_code>7</service_code><service_name>Pothole</service_name><metadata>true</metadata><group/></service></services>',
        BOM + b'<?xml version="1.0"?>\n<services><service><service_code> 7 </service_code><service_name>Pothole</service_name><metadata>true</metadata></service></services>',
        BOM + b' [{"service_code": "7", "service_name": "Pothole", "metadata": true, "keywords": ["a", "b"]}]',
    ],
)  # fmt: skip
def test_services_in_every_dress(body: bytes) -> None:
    assert georeport.services(body) == [georeport.Service("7", "Pothole", "", asks=True)]


def test_fields_may_be_missing_and_empty_lists_are_empty() -> None:
    assert georeport.services(b'[{"service_code": "a"}]') == [georeport.Service("a", "", "", asks=False)]
    assert georeport.services(b"[]") == georeport.services(b"") == georeport.services(b"<services/>") == []
    assert georeport.requests(b'{"service_requests": []}') == []


def test_leading_zeros_stay_and_large_numbers_are_words() -> None:
    (xml,) = georeport.requests(b"<r><request><service_request_id>00123</service_request_id></request></r>")
    (json_,) = georeport.requests(b'[{"service_request_id": 101002345678}]')
    assert (xml.number, json_.number) == ("00123", "101002345678")


@pytest.mark.parametrize(
    ("body", "number", "token"),
    [
        (b'[{"service_request_id": 638344, "service_notice": "thanks", "account_id": null}]', "638344", ""),
        (b'{"service_request_id": "638344"}', "638344", ""),
        (b'[{"token": "abc", "service_request_id": null}]', "", "abc"),
        (b"<service_requests><request><token>abc</token></request></service_requests>", "", "abc"),
        (b'[{"service_notice": "blackbox", "account_id": null}]', "", ""),
        (b"[]", "", ""),
    ],
)
def test_receipts(body: bytes, number: str, token: str) -> None:
    found = georeport.receipt(body)
    assert (found.number, found.token) == (number, token)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b'[{"code": 400, "description": "no place"}, {"code": 403, "description": "no key"}]', ["no place", "no key"]),
        (b'{"errors": [{"code": "400", "description": "no place"}]}', ["no place"]),
        (b'{"errors": []}', []),
        (b'{"error": "no place"}', ["no place"]),
        (b'{"message": "no place"}', ["no place"]),
        (b'{"errors": ["no place", "no key"]}', ["no place no key"]),
        (BOM + b"<errors><error><code>400</code><description>no place</description></error></errors>", ["no place"]),
        (b"<html><body>Bad gateway", []),
        (b"", []),
    ],
)
def test_errors_are_read_in_every_dress(body: bytes, told: list[str]) -> None:
    assert georeport.errors(body) == told


def test_a_list_of_requests_is_no_list_of_errors() -> None:
    assert georeport.errors(b'[{"service_request_id": "1", "description": "Hole", "status": "open"}]') == []


def test_updates_and_their_words() -> None:
    body = b"""<service_request_updates><request_update><update_id>9</update_id><service_request_id>1</service_request_id>
      <status>no further action</status><description>A &lt; B &amp; C</description>
      <updated_datetime>2026-03-11T09:30:00Z</updated_datetime></request_update></service_request_updates>"""
    at = datetime(2026, 3, 11, 9, 30, tzinfo=UTC)
    assert georeport.updates(body) == [georeport.News("9", "1", "NO_FURTHER_ACTION", "A < B & C", at)]


@pytest.mark.parametrize("text", ["", "yesterday", "2026-03-11", "2026-03-11T09:30:00", "0000-00-00T00:00:00Z"])
def test_times_without_a_zone_or_sense_are_none(text: str) -> None:
    assert georeport.moment(text) is None


@pytest.mark.parametrize(
    "body",
    [
        b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><services>&b;</services>',
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode("utf-16"),
        b"<a>" * 5000 + b"</a>" * 5000,
        b"<a><b></a>",
        b"[" * 100_000,
        b"neither",
    ],
)
def test_what_is_dangerous_or_broken_is_refused(body: bytes) -> None:
    with pytest.raises(georeport.Unreadable):
        georeport.tree(body)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    for read in (georeport.services, georeport.receipt, georeport.requests, georeport.updates, georeport.errors):
        with contextlib.suppress(georeport.Unreadable):
            read(body)


_LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
_NAMES = st.sampled_from(
    ["service_code", "service_request_id", "update_id", "description", "code", "status", "errors", "x"]
)


@given(st.recursive(_LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=4)))
def test_any_json_is_read(found: object) -> None:
    body = json.dumps(found).encode()
    for read in (georeport.services, georeport.receipt, georeport.requests, georeport.updates, georeport.errors):
        read(body)


def test_what_no_database_keeps_is_left_out() -> None:
    (news,) = georeport.updates(b'[{"update_id": "1\\u0000", "status": "fixed\\ud800", "description": "a\\u0000b"}]')
    assert (news.number, news.status, news.text) == ("1", "FIXED", "ab")


def test_lists_in_lists_are_no_words() -> None:
    deep = b"[" * 900 + b'"x"' + b"]" * 900
    (news,) = georeport.updates(b'[{"update_id": "1", "status": ["OPEN", ["no"]], "description": ' + deep + b"}]")
    assert (news.status, news.text) == ("OPEN", "")
