"""The invented city that `korzo demo` shows: Galebinje, its offices and people, and two years of what happened there.

Everything is seeded, so that two demos differ only by the day on which they were made. Each part looks first whether it
is there already: what was interrupted goes on, and what is done is left alone.
"""

import json
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from korzo.site.demo.identity import API_KEY, PASSWORD, SEED

Say = Callable[[str], None]
STAMP = "demo.json"
GROUND = "ground"


def invent(*, cases: int, say: Say) -> None:
    """Invent what the home does not have yet: ground, offices, people, and what each capability brings.

    A stamp in the home says that all is there; delete it to have the parts looked at again.
    """
    from django.conf import settings
    from django.utils import timezone  # only now has Django started

    home, now = Path(settings.KORZO.root), timezone.now()
    if (home / STAMP).exists():
        say("The demo city is here already.")
        return
    started = time.monotonic()
    _ground(home / GROUND, say)
    _society(now, say)
    _past(cases, now, say)
    _publish(say)
    (home / STAMP).write_text(json.dumps({"seed": SEED, "cases": cases, "invented_at": now.isoformat()}))
    say(f"Galebinje is invented, in {time.monotonic() - started:.0f} s.")


def welcome(url: str) -> str:
    """Say who can sign in, and where to begin."""
    from korzo.site.demo.people import SHOWN

    width = max(len(login) for login, _what in SHOWN) + len("@example.org")
    people = "\n".join(f"  {f'{login}@example.org':<{width}}  {what}" for login, what in SHOWN)
    return f"""
Galebinje, an invented town of 60,000. Nobody in it is real, and no message leaves this machine.

  {url}

Sign in at {url}/en/account/login/ with the password  {PASSWORD}

{people}

For programs: Open311 at {url}/open311/v2, api_key={API_KEY} (a demo key, known to everybody).
Never put this home on a public address: its passwords are printed in the manual.
"""


def _ground(folder: Path, say: Say) -> None:
    """Draw the town once, keep its GeoJSON in the home, and import it as any city would."""
    from korzo.kernel.places import importing
    from korzo.kernel.places.models import Address

    if Address.objects.exists():
        return
    say("Drawing the town: coast, river, 440 streets, 11,000 houses ...")
    from korzo.site.demo import town  # draws with shapely and numpy, which are slow to import

    folder.mkdir(exist_ok=True)
    if not list(folder.glob("*.geojson")):
        town.write(town.generate(seed=SEED), folder)
    importing.load(folder)


def _society(now: datetime, say: Say) -> None:
    from korzo.site.demo import society

    say("Opening offices, hiring people ...")
    society.found(now=now)


def _past(cases: int, now: datetime, say: Say) -> None:
    """Let each capability invent its past; nobody is told about things that never happened."""
    from korzo.kernel import capability
    from korzo.kernel.trail import delivery

    for brought in capability.switched_on():
        if demo := brought.room("demo"):
            demo.invent(count=cases, say=say, now=now, seed=SEED)
    delivery.start_at_head()
    delivery.skip_to_head()


def _publish(say: Say) -> None:
    from korzo.kernel.publishing import lake

    say("Publishing open data ...")
    for written in lake.publish_all(anew=True):  # what is invented happened long before a last run
        say(f"  {written.name}: {written.rows} rows")
