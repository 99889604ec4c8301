"""Self-assessments. `mine`: an assessment of the city, not published."""

from tests.site.addresses.ways import EVERYBODY, Way

WORKERS = (302, 403, 200, 200, 403, 403, 200, 200)
OWN = (302, 403, 200, 200, 403, 403, 200, 200)
UNPUBLISHED = (404, 404, 200, 200, 404, 404, 200, 200)
LEADS = (302, 403, 403, 403, 403, 403, 403, 200)
LEADS_ERR = (302, 403, 403, 403, 403, 403, 403, 422)

TABLE: dict[str, Way] = {
    "assessments:published": Way(EVERYBODY),
    "assessments:mine": Way(WORKERS),
    "assessments:begin": Way(WORKERS, (302, 403, 422, 422, 403, 403, 422, 422)),
    "assessments:results": Way(UNPUBLISHED, args=("finances",)),
    "assessments:ratio": Way(UNPUBLISHED, args=("finances", "mfsa", "C1")),
    "assessments:plan": Way(UNPUBLISHED, args=("finances",)),
    "assessments:plan-export": Way(UNPUBLISHED, args=("finances", "csv")),
    "assessments:action": Way(UNPUBLISHED, args=("finances", "1")),
    "assessments:action-new": Way(LEADS, LEADS_ERR, args=("finances",)),
    "assessments:action-change": Way(LEADS, LEADS_ERR, args=("finances", "1")),
    "assessments:action-step": Way((405,) * 8, LEADS_ERR, args=("finances", "1")),
    "assessments:action-prove": Way((405,) * 8, LEADS_ERR, args=("finances", "1")),
    "assessments:room": Way(OWN, args=("finances",)),
}
