"""Self-assessments. `finances`: of the city, not published; the other officer is of a utility that nobody asked."""

from tests.site.addresses.ways import ADMINISTRATORS, ADMINISTRATORS_ERR, EVERYBODY, Way

WORKERS = (302, 403, 200, 200, 403, 403, 200, 200)
OWN = (302, 403, 200, 404, 403, 403, 200, 200)
UNPUBLISHED = (404, 404, 200, 404, 404, 404, 200, 200)
LEADS = (302, 403, 403, 404, 403, 403, 403, 200)
ASKED = (302, 403, 403, 404, 403, 403, 403, 302)  # of others the fixture asks nothing
NOTED = (302, 403, 302, 404, 403, 403, 302, 302)
GARBLED = (302, 403, 400, 404, 403, 403, 400, 400)
BUTTON = (405,) * 8
LEADS_ERR = (302, 403, 403, 404, 403, 403, 403, 422)

TABLE: dict[str, Way] = {
    "assessments:published": Way(EVERYBODY),
    "assessments:mine": Way(WORKERS),
    "assessments:begin": Way(WORKERS, (302, 403, 422, 422, 403, 403, 422, 422)),
    "assessments:peers": Way(ADMINISTRATORS, ADMINISTRATORS_ERR),
    "assessments:peers-delete": Way(BUTTON, (302,) + (403,) * 6 + (404,), args=("nothing",)),
    "assessments:definitions": Way(ADMINISTRATORS, ADMINISTRATORS_ERR),
    "assessments:definition": Way(ADMINISTRATORS, args=("pack", "mfsa")),
    "assessments:results": Way(UNPUBLISHED, args=("finances",)),
    "assessments:ratio": Way(UNPUBLISHED, args=("finances", "mfsa", "C1")),
    "assessments:plan": Way(UNPUBLISHED, args=("finances",)),
    "assessments:plan-export": Way(UNPUBLISHED, args=("finances", "csv")),
    "assessments:action": Way(UNPUBLISHED, args=("finances", "1")),
    "assessments:action-new": Way(LEADS, LEADS_ERR, args=("finances",)),
    "assessments:action-change": Way(LEADS, LEADS_ERR, args=("finances", "1")),
    "assessments:action-step": Way((405,) * 8, LEADS_ERR, args=("finances", "1")),
    "assessments:action-prove": Way((405,) * 8, LEADS_ERR, args=("finances", "1")),
    "assessments:import": Way(OWN, (302, 403, 422, 404, 403, 403, 422, 422), args=("finances",)),
    "assessments:workbook": Way(UNPUBLISHED, args=("finances",)),
    "assessments:data-json": Way(UNPUBLISHED, args=("finances",)),
    "assessments:data-csv": Way(UNPUBLISHED, args=("finances",)),
    "assessments:datapackage": Way(UNPUBLISHED, args=("finances",)),
    "assessments:template": Way(OWN, args=("finances",)),
    "assessments:import-preview": Way(OWN, args=("finances", "statement")),
    "assessments:import-rejected": Way(OWN, args=("finances", "statement")),
    "assessments:import-file": Way(OWN, args=("finances", "statement")),
    "assessments:import-mapping": Way(BUTTON, NOTED, args=("finances", "statement")),
    "assessments:import-undo": Way(BUTTON, NOTED, args=("finances", "statement")),
    "assessments:report": Way(UNPUBLISHED, args=("finances",)),
    "assessments:council": Way(UNPUBLISHED, args=("finances",)),
    "assessments:correct": Way(BUTTON, ASKED, args=("finances",)),
    "assessments:snapshot": Way((404,) * 8, args=("finances",)),
    "assessments:publish": Way(LEADS, (302, 403, 403, 404, 403, 403, 403, 302), args=("finances",)),
    "assessments:narrative": Way(LEADS, (302, 403, 403, 404, 403, 403, 403, 302), args=("finances",)),
    "assessments:projections": Way(UNPUBLISHED, args=("finances",)),
    "assessments:assume": Way(LEADS, LEADS_ERR, args=("finances", "base")),
    "assessments:room": Way(OWN, args=("finances",)),
    "assessments:step": Way(BUTTON, ASKED, args=("finances",)),
    "assessments:ask": Way(BUTTON, ASKED, args=("finances",)),
    "assessments:set-up": Way(LEADS, LEADS_ERR, args=("finances",)),
    "assessments:part": Way(BUTTON, ASKED, args=("finances", "T1")),
    "assessments:table": Way(OWN, args=("finances", "T1")),
    "assessments:save": Way(BUTTON, GARBLED, args=("finances", "T1")),
    "assessments:cell": Way(OWN, NOTED, args=("finances", "T1"), query="?cell=T1/R1//2025/actual"),
    "assessments:fill": Way(OWN, ASKED, args=("finances", "T1")),
    "assessments:remove-row": Way(BUTTON, ASKED, args=("finances", "T4")),
    "assessments:differences": Way(OWN, args=("finances",)),
    "assessments:settle": Way(BUTTON, NOTED, args=("finances",)),
    "assessments:questions": Way(UNPUBLISHED, args=("finances",)),
    "assessments:question": Way(OWN, (302, 403, 422, 404, 403, 403, 422, 422), args=("finances", "PI-1")),
}
