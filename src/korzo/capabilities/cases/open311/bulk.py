"""GeoReport Bulk: all public cases as one file, for a catalogue or another system.

Source: `open311/open311.github.io`, `GeoReport/bulk/index.md`.
"""

import csv
import json
from collections.abc import Iterator
from typing import IO, Any

from korzo.capabilities.cases.models import Case
from korzo.capabilities.cases.open311.wire import moment
from korzo.capabilities.cases.queries import whereabouts
from korzo.kernel.publishing import lake

COLUMNS = (
    "service_request_id", "requested_datetime", "updated_datetime", "closed_date", "status_description", "status_notes",
    "source", "service_name", "service_subtype", "description", "agency_responsible", "address", "lat", "long",
)  # fmt: skip
STATUS = {"received": "Open", "validated": "Open", "in_progress": "Processing", "forwarded": "Processing"}
SOURCE = {
    "phone": "Phone",
    "sms": "Text/SMS",
    "app": "Mobile App",
    "email": "Email",
    "counter": "Walk-in",
    "paper": "Letter",
}


def rows() -> Iterator[dict[str, Any]]:
    """Public cases with the standard's columns."""
    cases = Case.objects.public().select_related("category", "office").order_by("pk")
    for case in cases.iterator(chunk_size=2000):
        yield {
            "service_request_id": case.code,
            "requested_datetime": moment(case.reported_at),
            "updated_datetime": moment(case.updated_at),
            "closed_date": moment(case.closed_at) if case.closed_at else "",
            "status_description": STATUS.get(case.state, "Closed"),
            "status_notes": case.outcome if case.outcome_is_public and not case.is_open else "",
            "source": SOURCE.get(case.channel, "Website"),
            "service_name": str(case.category.name),
            "service_subtype": case.category.code,
            "description": case.description if case.text_is_public else "",
            "agency_responsible": str(case.office.name),
            "address": whereabouts.public(case),
            "lat": case.lat,
            "long": case.long,
        }


def write(out: IO[str], form: str) -> int:
    """Write everything; returns how many cases."""
    count = 0
    if form == "csv":
        writer = csv.DictWriter(out, COLUMNS)
        writer.writeheader()
        for row in rows():
            writer.writerow(
                {name: lake.harmless(value) if isinstance(value, str) else value for name, value in row.items()}
            )
            count += 1
        return count
    out.write("[")
    for row in rows():
        out.write(("," if count else "") + "\n" + json.dumps(row, ensure_ascii=False))
        count += 1
    out.write("\n]\n")
    return count
