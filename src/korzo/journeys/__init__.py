"""Stories that cross capabilities: one file each, entered only through the capabilities' public doors.

A journey names the capabilities it crosses in `NEEDS`; it is loaded only when all of them are switched on.
"""

from collections.abc import Collection
from importlib import import_module
from pkgutil import iter_modules


def load(switched_on: Collection[str]) -> list[str]:
    """Import every journey whose capabilities are all `switched_on`, and return their names."""
    loaded = []
    for found in iter_modules(__path__):
        module = import_module(f"{__name__}.{found.name}")
        if set(module.NEEDS) <= set(switched_on):
            module.start()
            loaded.append(found.name)
    return loaded
