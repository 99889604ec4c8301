"""Self-assessments. `mine`: an assessment of the city, not published."""

from tests.site.addresses.ways import EVERYBODY, Way

WORKERS = (302, 403, 200, 200, 403, 403, 200, 200)
OWN = (302, 403, 200, 200, 403, 403, 200, 200)
UNPUBLISHED = (404, 404, 200, 200, 404, 404, 200, 200)

TABLE: dict[str, Way] = {
    "assessments:published": Way(EVERYBODY),
    "assessments:mine": Way(WORKERS),
    "assessments:begin": Way(WORKERS, (302, 403, 422, 422, 403, 403, 422, 422)),
    "assessments:results": Way(UNPUBLISHED, args=("finances",)),
    "assessments:room": Way(OWN, args=("finances",)),
}
