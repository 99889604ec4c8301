"""Galebinje, an invented coastal town of about 60,000: the ground on which the demo stands.

`generate()` draws it, the same for the same seed; `write()` leaves the GeoJSON files that `korzo places import` reads,
so that the demo city is built by the same command as a real one. Coast, river, streets and neighbours are invented, and
the town is set in the open sea.
"""

from korzo.site.demo.town.town import District, House, Street, Town, generate
from korzo.site.demo.town.writing import write

__all__ = ["District", "House", "Street", "Town", "generate", "write"]
