"""What the web server runs."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "korzo.site.settings")
application = get_wsgi_application()


def warm_up() -> None:
    """Load before the first visitor comes what all pages need, and keep it out of the way of collecting garbage.

    Without this the first page of each process takes a second or two, and every now and then one takes a tenth of a
    second more, in which all objects that were ever loaded are looked through.
    """
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            reverse("home")
    get_template("ui/base.html")
    gc.collect()
    gc.freeze()


warm_up()
