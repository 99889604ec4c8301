"""News, events, services, works and outages, places: the front door."""

from tests.site.addresses.ways import ELSEWHERE, EVERYBODY, SIGNED_IN, Way

ANNOUNCERS = (302, 403, 200, 200, 200, 403, 403, 200)
ANNOUNCERS_ERR = (302, 403, 422, 422, 422, 403, 403, 422)
OPERATORS = (302, 403, 200, 403, 403, 403, 403, 200)  # of a notice of the roads office
OPERATORS_ERR = (302, 403, 422, 403, 403, 403, 403, 422)

TABLE: dict[str, Way] = {
    # Works and outages
    "portal:notices": Way(EVERYBODY),
    "portal:notices-map": Way(EVERYBODY),
    "portal:notices-feed": Way(EVERYBODY),
    "portal:notices-calendar": Way(EVERYBODY),
    "portal:notice": Way(EVERYBODY, args=("notice",)),
    "portal:notice-alert": Way(EVERYBODY, args=("notice",)),
    "portal:notices-desk": Way(ANNOUNCERS),
    "portal:notice-new": Way(ANNOUNCERS, ANNOUNCERS_ERR),
    "portal:notice-desk": Way(OPERATORS, OPERATORS_ERR, args=("notice",)),
    "portal:notice-correct": Way(OPERATORS, OPERATORS_ERR, args=("notice",)),
    # Following
    "portal:follow": Way(EVERYBODY, (422,) * 8),
    "portal:following": Way(SIGNED_IN, ELSEWHERE),
    "portal:following-by-link": Way(EVERYBODY, ELSEWHERE, args=("reader", "reader_token")),
    # Places and offices
    "portal:places": Way(EVERYBODY),
    "portal:places-suggest": Way(EVERYBODY, query="?place=mlin"),
    "portal:places-map": Way(EVERYBODY, query="?street=mill"),
    "portal:near": Way(EVERYBODY, query="?lat=42.415&long=18.42&radius=200"),
    "portal:street": Way(EVERYBODY, args=("mill",)),
    "portal:district": Way(EVERYBODY, args=("west",)),
    "portal:offices": Way(EVERYBODY),
    "portal:office": Way(EVERYBODY, args=("roads",)),
}
