"""What the web server runs."""

import gc
import os
import sys
import threading

import structlog
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation

from korzo.kernel import capability

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "korzo.site.settings")
application = get_wsgi_application()
log = structlog.get_logger()

TURN_SECONDS = 0.05
"""How long a thread may go on while another waits. A request takes less, so each is finished in one go: two that take
turns every 5 ms (Python's own choice) keep the database's line closed while they wait for one another."""


def warm_up() -> None:
    """Load before the first visitor comes what all pages need, and keep it out of the way of collecting garbage.

    Without this the first page of each process takes a second or two, and every now and then one takes a tenth of a
    second more, in which all objects that were ever loaded are looked through.
    """
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            reverse("home")
    get_template("ui/base.html")
    sys.setswitchinterval(TURN_SECONDS)
    gc.collect()
    gc.freeze()


def read_ahead() -> None:
    """Let the capabilities read what takes long, while visitors are answered already."""
    for each in capability.switched_on():
        try:
            each.warm_up()
        except Exception:  # whoever asks first reads it then, and is told what is wrong
            log.exception("warming up", capability=each.label)
    connections.close_all()


warm_up()
threading.Thread(target=read_ahead, name="warming up", daemon=True).start()
