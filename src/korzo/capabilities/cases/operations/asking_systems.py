"""Questions to the systems of others, as GeoReport v2 wants them asked."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from korzo.capabilities.cases.models import System
from korzo.capabilities.cases.rules import georeport
from korzo.kernel import outside
from korzo.kernel.outside import Answer, sealed

MOST_PAGES = 20
FEW = 10
Row = TypeVar("Row")


def get(system: System, what: str, **given: str) -> Answer:
    """Read something; raises what `outside.ask` raises."""
    return outside.ask("GET", _address(system, what), params=_with_jurisdiction(system, given))


def post(system: System, what: str, given: Mapping[str, str | list[str]], *, once: str = "") -> Answer:
    """Send a form with the system's key; `once` lets it recognise what is sent twice."""
    form: dict[str, str | list[str]] = {**_with_jurisdiction(system, given), "api_key": sealed.unseal(system.key)}
    filled = {name: value for name, value in form.items() if value}
    return outside.ask("POST", _address(system, what), data=filled, headers={"Idempotency-Key": once} if once else {})


def pages(system: System, what: str, read: Callable[[bytes], list[Row]], **given: str) -> list[Row]:
    """Read a list to its end, whether pages count from nought, from one, or not at all; raises ConnectionError."""
    found = _page(system, what, read, given)
    if len(found) < FEW:
        return found
    for page in range(1, MOST_PAGES):
        new = [row for row in _page(system, what, read, {**given, "page": str(page)}) if row not in found]
        if not new and page > 1:
            break
        found += new
    return found


def problem(answer: Answer) -> str:
    """What went wrong, in the other system's words or in a number."""
    told = "; ".join(georeport.errors(answer.body))
    return (f"{answer.status}: {told}" if told else f"answered {answer.status}")[:300]


def _page(system: System, what: str, read: Callable[[bytes], list[Row]], given: Mapping[str, str]) -> list[Row]:
    answer = get(system, what, **given)
    if not answer.is_fine:
        raise outside.Lost(problem(answer))
    return read(answer.body)


def _address(system: System, what: str) -> str:
    base = system.endpoint.rstrip("/")
    return f"{base}/{what}.{system.form}"


def _with_jurisdiction(system: System, given: Mapping[str, str | list[str]]) -> dict[str, str]:
    more = {"jurisdiction_id": system.jurisdiction} if system.jurisdiction else {}
    return {**given, **more}  # type: ignore[dict-item]
