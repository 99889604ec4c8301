"""News, events, services, works and outages, places: the front door."""

from tests.site.addresses.ways import (
    ADMINISTRATORS,
    ADMINISTRATORS_ACT,
    ADMINISTRATORS_ERR,
    ELSEWHERE,
    EVERYBODY,
    SIGNED_IN,
    Way,
)

ANNOUNCERS = (302, 403, 200, 200, 200, 403, 403, 200)
OPERATORS = (302, 403, 200, 403, 403, 403, 403, 200)  # of a notice of the roads office
WRITERS = (302, 403, 200, 200, 200, 403, 403, 200)
WRITERS_ERR = (302, 403, 422, 422, 422, 403, 403, 422)
AUTHORS = (302, 403, 200, 404, 404, 403, 403, 200)  # of a draft of the roads office
AUTHORS_ACT = (302, 403, 302, 404, 404, 403, 403, 302)
AUTHORS_ERR = (302, 403, 422, 404, 404, 403, 403, 422)

TABLE: dict[str, Way] = {
    # What everybody reads
    **{
        f"portal:{kind}": Way(EVERYBODY)
        for kind in ("news", "events", "services", "pages", "brochures", "albums", "partners", "testimonials")
    },
    "portal:items": Way(EVERYBODY, args=("news",)),
    "portal:item": Way(EVERYBODY, args=("news", "new-bridge")),
    "portal:feed": Way(EVERYBODY, args=("news",)),
    "portal:feed-rss": Way(EVERYBODY, args=("events", "rss")),
    "portal:calendar": Way(EVERYBODY),
    "portal:event-calendar": Way(EVERYBODY, args=("fair",)),
    "portal:search": Way(EVERYBODY, query="?q=bridge"),
    "portal-sitemap": Way(EVERYBODY),
    "portal-robots": Way(EVERYBODY),
    "portal-opensearch": Way(EVERYBODY),
    # Editors' desk
    "portal:editors": Way(WRITERS),
    "portal:begin": Way(WRITERS, WRITERS_ERR),
    "portal:edit": Way(AUTHORS, AUTHORS_ERR, args=("draft-item",)),
    "portal:edit-step": Way((405,) * 8, AUTHORS_ACT, args=("draft-item",)),
    "portal:edit-preview": Way((405,) * 8, AUTHORS, args=("draft-item",)),
    "portal:edit-pictures": Way(AUTHORS, args=("draft-item",)),
    "portal:picture-add": Way((405,) * 8, AUTHORS_ERR, args=("draft-item",)),
    "portal:picture-cover": Way((405,) * 8, AUTHORS_ERR, args=("draft-item",)),
    "portal:picture": Way(AUTHORS, AUTHORS_ERR, args=("draft-item", "photo")),
    "portal:picture-do": Way((405,) * 8, AUTHORS_ACT, args=("draft-item", "photo")),
    "portal:edit-files": Way(AUTHORS, AUTHORS_ERR, args=("draft-item",)),
    "portal:file-remove": Way((405,) * 8, AUTHORS_ACT, args=("draft-item", "document")),
    "portal:edit-languages": Way(AUTHORS, args=("draft-item",)),
    "portal:edit-language": Way(AUTHORS, AUTHORS_ERR, args=("draft-item", "mk")),
    "portal:edit-versions": Way(AUTHORS, args=("draft-item",)),
    "portal:edit-version": Way(AUTHORS, args=("draft-item", "1")),
    "portal:version-restore": Way((405,) * 8, AUTHORS_ACT, args=("draft-item", "1")),
    "portal-document": Way((404, 404, 200, 404, 404, 404, 404, 200), args=("document", "plan.pdf")),
    "portal:edit-categories": Way(ADMINISTRATORS),
    "portal:category-new": Way(ADMINISTRATORS, ADMINISTRATORS_ERR),
    "portal:category": Way(ADMINISTRATORS, ADMINISTRATORS_ERR, args=("item-category",)),
    "portal:edit-moved": Way(ADMINISTRATORS, ADMINISTRATORS_ERR),
    "portal:moved-forget": Way((405,) * 8, ADMINISTRATORS_ACT, args=("moved",)),
    # Works and outages
    "portal:notices": Way(EVERYBODY),
    "portal:notices-map": Way(EVERYBODY),
    "portal:notices-feed": Way(EVERYBODY),
    "portal:notices-calendar": Way(EVERYBODY),
    "portal:notice": Way(EVERYBODY, args=("notice",)),
    "portal:notice-alert": Way(EVERYBODY, args=("notice",)),
    "portal:notices-desk": Way(ANNOUNCERS),
    "portal:notice-new": Way(ANNOUNCERS, ANNOUNCERS),
    "portal:notice-desk": Way(OPERATORS, OPERATORS, args=("notice",)),
    "portal:notice-correct": Way(OPERATORS, OPERATORS, args=("notice",)),
    # Following
    "portal:follow": Way(EVERYBODY, EVERYBODY),
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
