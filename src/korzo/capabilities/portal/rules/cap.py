"""Alerts in the words of the Common Alerting Protocol 1.2 (OASIS, 1 July 2010)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree as ET

SPACE = "urn:oasis:names:tc:emergency:cap:1.2"
ALERT, UPDATE, CANCEL = "Alert", "Update", "Cancel"
Ring = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Info:
    """What an alert says in one language (RFC 3066)."""

    language: str
    event: str
    headline: str
    area: str
    description: str = ""
    sender: str = ""


@dataclass(frozen=True)
class Alert:
    """One message: of all before it about the same matter, `earlier` has identifier and moment.

    `rings` are closed lines of latitude and longitude around what is concerned.
    """

    sender: str
    identifier: str
    sent: datetime
    kind: str
    category: str
    urgency: str
    severity: str
    certainty: str
    onset: datetime
    expires: datetime | None
    web: str
    infos: Sequence[Info]
    rings: Sequence[Ring] = ()
    earlier: Sequence[tuple[str, datetime]] = ()
    contact: str = ""
    is_over: bool = False


def identifier(code: str, at: datetime) -> str:
    """Name a message: what it is about, and the moment; without blanks, commas and brackets (3.2.1)."""
    return f"{code}-{at:%Y%m%dT%H%M%S%f}"


def moment(at: datetime) -> str:
    """Write a moment with its offset; that of UTC is `-00:00` (3.3.2)."""
    written = at.replace(microsecond=0).isoformat()
    return f"{written[:-6]}-00:00" if written.endswith("+00:00") else written


def xml(alert: Alert) -> bytes:
    """Write an alert; its parts stand in the order that the schema asks for."""
    root = ET.Element("alert", {"xmlns": SPACE})
    _add(root, "identifier", alert.identifier)
    _add(root, "sender", alert.sender)
    _add(root, "sent", moment(alert.sent))
    _add(root, "status", "Actual")
    _add(root, "msgType", alert.kind)
    _add(root, "scope", "Public")
    _add(root, "references", " ".join(f"{alert.sender},{name},{moment(at)}" for name, at in alert.earlier))
    for info in alert.infos:
        _info(root, alert, info)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _info(root: ET.Element, alert: Alert, info: Info) -> None:
    part = ET.SubElement(root, "info")
    _add(part, "language", info.language)
    _add(part, "category", alert.category)
    _add(part, "event", info.event)
    _add(part, "responseType", "AllClear" if alert.is_over else "Prepare")
    _add(part, "urgency", alert.urgency)
    _add(part, "severity", alert.severity)
    _add(part, "certainty", alert.certainty)
    _add(part, "onset", moment(alert.onset))
    _add(part, "expires", moment(alert.expires) if alert.expires else "")
    _add(part, "senderName", info.sender)
    _add(part, "headline", info.headline[:160])
    _add(part, "description", info.description)
    _add(part, "web", alert.web)
    _add(part, "contact", alert.contact)
    area = ET.SubElement(part, "area")
    _add(area, "areaDesc", info.area)
    for ring in alert.rings:
        _add(area, "polygon", " ".join(f"{lat:.6f},{long:.6f}" for lat, long in ring))


def _add(root: ET.Element, name: str, text: str) -> None:
    """Add a part that says something; the characters that XML cannot hold are left out."""
    kept = "".join(letter for letter in text if letter >= " " or letter in "\n\t")
    if kept:
        ET.SubElement(root, name).text = kept
