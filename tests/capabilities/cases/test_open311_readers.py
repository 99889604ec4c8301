"""An independent reader (PyPI `georeport`) understands us over a real socket, in both forms."""

from typing import Any

import pytest
from django.utils import timezone
from georeport import GeoReport
from tests.city import MIDDLE, City

from korzo.capabilities.cases import operations
from korzo.capabilities.cases.operations import Report


@pytest.mark.parametrize("form", ["xml", "json"])
def test_georeport_reads_services_definitions_and_requests(
    transactional_db: None, town: City, live_server: Any, form: str
) -> None:
    codes = {
        operations.report(Report("pothole", "Hole", *MIDDLE), by=None, now=timezone.now()).case.code for _ in range(2)
    }
    reader = GeoReport(f"{live_server.url}/open311/v2/", output_format=form)
    services = reader.get_service_list()
    assert {each["service_code"] for each in services} == {"pothole", "leak", "noise"}
    assert reader.get_service_definition("leak")["service_code"] == "leak"
    assert {each["service_request_id"] for each in reader.get_service_requests(status="open")} == codes
    code = min(codes)
    found = reader.get_service_request(code)
    assert (found[0] if isinstance(found, list) else found)["service_request_id"] == code
