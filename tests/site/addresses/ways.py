"""What a stranger and each role get at an address."""

from dataclasses import dataclass

ROLES = ("stranger", "resident", "officer", "other", "agent", "arbiter", "elected", "administrator")
Row = tuple[int, ...]

EVERYBODY = (200,) * 8
SIGNED_IN = (302,) + (200,) * 7
STAFF = (302, 403) + (200,) * 6
ADMINISTRATORS = (302,) + (403,) * 6 + (200,)
ADMINISTRATORS_ACT = (302,) + (403,) * 6 + (302,)
ADMINISTRATORS_BUTTON = (302,) + (403,) * 6 + (405,)
ADMINISTRATORS_ERR = (302,) + (403,) * 6 + (422,)  # they sent an empty form
BUTTON = (405,) * 8
OWN_BUTTON = (302,) + (405,) * 7
SURE_BUTTON = (302,) + (302,) * 6 + (302,)  # to sign in, or to show once more who they are; the page comes after
NOT_HERE = (404,) * 8
ELSEWHERE = (302,) * 8
ENTRANCE = (200,) + (302,) * 7  # who is inside is sent to their page
AGAIN = (302,) + (302,) * 7  # asks for the password once more
NOTHING_SET_UP = (302,) + (404,) * 7
CREW = (302, 403, 200, 200, 200, 403, 403, 200)  # those who work on cases
MINE = (302, 200) + (404,) * 6  # of the resident
THE_OFFICE = (302, 403, 200, 404, 200, 200, 200, 200)  # a case of the roads office

AUTHORS = (302, 200) + (404,) * 6
BUDGET_CREW = (302, 403, 200, 200, 200, 200, 403, 200)  # those who check, plan or moderate ideas
CHECKERS = (302, 403, 200, 403, 403, 200, 403, 200)  # the roads office and those who plan
PLANNERS = (302,) + (403,) * 4 + (200, 403, 200)
PLANNERS_ACT = (302,) + (403,) * 4 + (302, 403, 302)
PLANNERS_ERR = (302,) + (403,) * 4 + (422, 403, 422)
COUNCIL = (302,) + (403,) * 5 + (200, 200)
BUILDERS = (302, 403, 200, 200, 403, 200, 403, 200)  # offices and those who plan
MODERATORS = (302,) + (403,) * 3 + (200, 200, 403, 200)
MODERATORS_ACT = (302,) + (403,) * 3 + (302, 302, 403, 302)

ORGANISERS = (302, 403, 200, 200, 403, 403, 403, 200)
OFFICE_ASKS = (302, 403, 200, 404, 404, 404, 403, 200)  # a consultation of the roads office
OFFICE_ASKS_ACT = (302, 403, 302, 404, 404, 404, 403, 302)
OFFICE_ASKS_ERR = (302, 403, 422, 404, 404, 404, 403, 422)


STEWARDS = (302, 403, 200, 200, 403, 403, 403, 200)
STEWARDS_ERR = (302, 403, 422, 422, 403, 403, 403, 422)
ERR = (302,) + (422,) * 7  # an empty form
REPORTED = (302,) + (302,) * 7
KEEPERS = (302, 403, 200, 403, 403, 403, 403, 200)  # of a data set of the roads office
KEEPERS_ACT = (302, 403, 302, 403, 403, 403, 403, 302)
KEEPERS_ERR = (302, 403, 422, 403, 403, 403, 403, 422)
KEEPERS_NONE = (302, 403, 404, 403, 403, 403, 403, 404)


@dataclass(frozen=True)
class Way:
    """Arguments of the address, and the status for each role, by GET and, where it does something, by POST."""

    get: Row
    post: Row | None = None
    args: tuple[str, ...] = ()
    query: str = ""
