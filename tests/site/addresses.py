"""Every address of the site with what a stranger and each role get there; a new one stands here before it works."""

from dataclasses import dataclass

ROLES = ("stranger", "resident", "officer", "other", "agent", "arbiter", "elected", "administrator")
Row = tuple[int, ...]

EVERYBODY = (200,) * 8
SIGNED_IN = (302,) + (200,) * 7
STAFF = (302, 403) + (200,) * 6
ADMINISTRATORS = (302,) + (403,) * 6 + (200,)
ADMINISTRATORS_ACT = (302,) + (403,) * 6 + (302,)
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


@dataclass(frozen=True)
class Way:
    """Arguments of the address, and the status for each role, by GET and, where it does something, by POST."""

    get: Row
    post: Row | None = None
    args: tuple[str, ...] = ()
    query: str = ""


TABLE: dict[str, Way] = {
    # Machines
    "health": Way(EVERYBODY),
    "sms": Way(BUTTON, NOT_HERE),
    "sms-with-token": Way(BUTTON, NOT_HERE, args=("token",)),
    "ready": Way((503,) * 8),
    "metrics": Way(EVERYBODY),
    "service-worker": Way(EVERYBODY),
    "open-data": Way(NOT_HERE, args=("cases.csv",)),
    "accessibility": Way(EVERYBODY),
    "privacy": Way(EVERYBODY),
    "manifest": Way(EVERYBODY),
    "icon": Way(EVERYBODY),
    "city-map": Way(EVERYBODY),
    "file": Way(NOT_HERE, args=("nothing", "large")),
    "open311-discovery": Way(EVERYBODY, args=("json",)),
    "open311-services": Way(EVERYBODY, args=("json",)),
    "open311-definition": Way(EVERYBODY, args=("leak", "json")),
    "open311-requests": Way(EVERYBODY, (403,) * 8, args=("json",)),
    "open311-request": Way(EVERYBODY, args=("code", "json")),
    "open311-token": Way(NOT_HERE, args=("code", "json")),
    "open311-updates": Way(EVERYBODY, (403,) * 8, args=("json",)),
    "open311-confirm": Way(BUTTON, BUTTON, args=("abc", "json")),
    "open311-revoke": Way(BUTTON, BUTTON, args=("abc", "json")),
    "open311-coverage": Way(EVERYBODY, args=("json",), query="?lat=42.4&long=18.4"),
    "open311-test-confirm": Way(BUTTON, BUTTON, args=("abc", "json")),
    "open311-test-revoke": Way(BUTTON, BUTTON, args=("abc", "json")),
    "open311-test-coverage": Way(EVERYBODY, args=("json",), query="?lat=42.4&long=18.4"),
    "open311-test-services": Way(EVERYBODY, args=("json",)),
    "open311-test-definition": Way(EVERYBODY, args=("leak", "json")),
    "open311-test-requests": Way(EVERYBODY, (403,) * 8, args=("json",)),
    "open311-test-request": Way(EVERYBODY, args=("code", "json")),
    "open311-test-token": Way(NOT_HERE, args=("code", "json")),
    "open311-test-updates": Way(EVERYBODY, (403,) * 8, args=("json",)),
    # Pages for everybody
    "home": Way(EVERYBODY),
    "ui:styleguide": Way(EVERYBODY),
    "ui:pattern": Way(EVERYBODY, args=("front",)),
    "ui:points": Way(EVERYBODY, query="?bbox=18,42,19,43&zoom=12"),
    "ui:city": Way(EVERYBODY),
    "cases:list": Way(EVERYBODY),
    "cases:map": Way(EVERYBODY, query="?bbox=18,42,19,43&zoom=12"),
    "cases:report": Way(EVERYBODY, (200,) * 8),
    "cases:report-kinds": Way(BUTTON, EVERYBODY),
    "cases:report-where": Way(ELSEWHERE),
    "cases:report-send": Way(ELSEWHERE),
    "cases:report-done": Way(ELSEWHERE, args=("code",)),
    "cases:report-anew": Way(BUTTON),
    "cases:report-offline": Way(EVERYBODY),
    "cases:report-take": Way(BUTTON, (400,) * 8),
    "cases:report-remove-photo": Way(BUTTON, args=("nothing",)),
    "cases:case": Way(EVERYBODY, args=("code",)),
    "cases:follow": Way(EVERYBODY, args=("code", "token")),
    "cases:follow-case": Way(EVERYBODY, (422,) + (302,) * 7, args=("code",)),
    "own-page": Way(NOT_HERE, args=("code",)),
    "cases:device": Way(BUTTON, NOT_HERE, args=("code", "token")),
    "cases:streets": Way(EVERYBODY),
    "cases:watch": Way(EVERYBODY, EVERYBODY),
    "cases:watching": Way(SIGNED_IN, SIGNED_IN),
    "cases:watching-by-link": Way(NOT_HERE, NOT_HERE, args=("1", "token")),
    "cases:complete": Way(ELSEWHERE, ELSEWHERE, args=("code", "token")),
    "cases:counter": Way((302, 403, 403, 403, 200, 403, 403, 200), (302, 403, 403, 403, 422, 403, 403, 422)),
    "cases:counter-receipt": Way((302, 403, 403, 403, 404, 403, 403, 404), args=("code",)),
    "cases:confirm-report": Way(NOT_HERE, NOT_HERE, args=("follower_token",)),
    "cases:follower": Way(EVERYBODY, EVERYBODY, args=("follower", "follower_token")),
    # People who work on cases
    "cases:queue": Way(STAFF),
    "cases:record": Way(THE_OFFICE, args=("code",)),
    "cases:together": Way((302,) + (405,) * 7, (302, 403) + (302,) * 6),
    "cases:presence": Way((302, 404, 200, 404, 200, 200, 200, 200), args=("code",)),
    "cases:act": Way((302,) + (405,) * 7, (302, 403, 302, 404, 302, 403, 403, 302), args=("code", "start")),
    "cases:merge-chosen": Way(OWN_BUTTON, (302, 403) + (302,) * 6),
    "cases:merge": Way(OWN_BUTTON, (302, 403, 302, 404, 302, 302, 302, 302), args=("code",)),
    "cases:split": Way(OWN_BUTTON, (302, 403, 302, 404, 302, 403, 403, 302), args=("code",)),
    # The crew in the street
    "cases:round": Way(CREW),
    "cases:round-stops": Way(CREW),
    "cases:round-pass": Way((401, 401, 200, 200, 200, 401, 401, 200)),
    "cases:round-put": Way(OWN_BUTTON, (302, 403, 302, 302, 302, 403, 403, 302)),
    "cases:round-order": Way(OWN_BUTTON, (302, 403, 302, 302, 302, 403, 403, 302)),
    "cases:round-change": Way(OWN_BUTTON, (302, 403, 404, 404, 404, 403, 403, 404), args=("999", "skip")),
    "cases:round-do": Way(BUTTON, (302, 403, 404, 404, 404, 403, 403, 404), args=("999",)),
    "cases:inspections": Way(STAFF),
    "cases:inspection-new": Way((302, 403, 200, 200, 403, 403, 403, 200), (302, 403, 200, 200, 403, 403, 403, 200)),
    "cases:inspection": Way((302, 403, 200, 404, 403, 403, 403, 200), args=("inspection",)),
    "cases:inspection-check": Way(
        (302, 403, 200, 404, 404, 404, 404, 200), (302, 403, 200, 404, 404, 404, 404, 200), args=("check",)
    ),
    "cases:costs": Way((302, 403, 200, 200, 200, 403, 200, 200)),
    "cases:materials": Way(ADMINISTRATORS),
    "cases:material-new": Way(ADMINISTRATORS, ADMINISTRATORS),
    "cases:material": Way(ADMINISTRATORS, args=("material",)),
    # What the city promises
    "cases:scoreboard": Way(EVERYBODY),
    "cases:feed": Way(EVERYBODY),
    "cases:case-feed": Way(EVERYBODY, args=("code",)),
    "cases:overview": Way((302, 403, 403, 403, 403, 403, 200, 200)),
    "cases:promises": Way(ADMINISTRATORS),
    "cases:promise-ladder": Way(ADMINISTRATORS, ADMINISTRATORS),
    "cases:promise-day": Way(OWN_BUTTON, ADMINISTRATORS_ERR),
    "cases:promises-recompute": Way(OWN_BUTTON, ADMINISTRATORS_ACT),
    "cases:promise": Way(ADMINISTRATORS, ADMINISTRATORS, args=("pothole",)),
    "cases:office-hours": Way(ADMINISTRATORS, ADMINISTRATORS, args=("roads",)),
    # Setting up
    "cases:routing": Way(ADMINISTRATORS, query="?category=pothole&at=2026-03-11T09:30"),
    "cases:texts": Way(ADMINISTRATORS),
    "cases:text-new": Way(ADMINISTRATORS, ADMINISTRATORS),
    "cases:text": Way(ADMINISTRATORS, args=("text",)),
    "cases:list-keep": Way(OWN_BUTTON, (302, 403) + (302,) * 6),
    "cases:list-drop": Way(OWN_BUTTON, (302, 403) + (302,) * 6, args=("rule",)),
    "cases:systems": Way(ADMINISTRATORS),
    "cases:system-new": Way(ADMINISTRATORS, ADMINISTRATORS),
    "cases:system": Way(ADMINISTRATORS, args=("authority",)),
    "cases:system-edit": Way(ADMINISTRATORS, ADMINISTRATORS, args=("authority",)),
    "cases:system-test": Way(BUTTON, ADMINISTRATORS_ACT, args=("authority",)),
    "cases:system-key": Way(BUTTON, ADMINISTRATORS, args=("authority",)),
    "cases:system-delete": Way(BUTTON, ADMINISTRATORS_ACT, args=("authority",)),
    "cases:routing-new": Way(ADMINISTRATORS, ADMINISTRATORS),
    "cases:routing-rule": Way(ADMINISTRATORS, args=("rule",)),
    "cases:routing-move": Way(BUTTON, ADMINISTRATORS_ACT, args=("rule",)),
    "cases:routing-delete": Way(ADMINISTRATORS, ADMINISTRATORS_ACT, args=("rule",)),
    "cases:kinds": Way(ADMINISTRATORS),
    "cases:kind-new": Way(ADMINISTRATORS, ADMINISTRATORS),
    "cases:kind": Way(ADMINISTRATORS, args=("pothole",)),
    "cases:question-new": Way(ADMINISTRATORS, args=("pothole",)),
    "cases:question": Way(ADMINISTRATORS, args=("leak", "question")),
    # Signing in
    "sign-in-link": Way(EVERYBODY, (422,) * 8),
    "sign-in-link-sent": Way(EVERYBODY),
    "sign-in-link-use": Way((410,) * 8, (410,) * 8, args=("nonsense",)),
    "account_login": Way(ENTRANCE, ENTRANCE),
    "account_signup": Way(ENTRANCE, ENTRANCE),
    "account_logout": Way(SIGNED_IN, ELSEWHERE),
    "account_inactive": Way(EVERYBODY),
    "account_email_verification_sent": Way(ELSEWHERE),
    "account_confirm_login_code": Way(ELSEWHERE),
    "account_reset_password": Way(EVERYBODY, EVERYBODY),
    "account_reset_password_done": Way(EVERYBODY),
    "account_reset_password_from_key": Way(EVERYBODY, args=("1", "wrong")),
    "account_reset_password_from_key_done": Way(EVERYBODY),
    "account_reauthenticate": Way(SIGNED_IN),
    "mfa_authenticate": Way(ELSEWHERE),
    "mfa_login_webauthn": Way(ELSEWHERE, ELSEWHERE),
    "mfa_reauthenticate": Way(ELSEWHERE),
    "mfa_reauthenticate_webauthn": Way(ELSEWHERE),
    "socialaccount_login_cancelled": Way(EVERYBODY),
    "socialaccount_login_error": Way((401,) * 8),
    "socialaccount_signup": Way(ELSEWHERE),
    "openid_connect_login": Way(NOT_HERE, args=("city",)),
    "openid_connect_callback": Way(NOT_HERE, args=("city",)),
    # One's own
    "me": Way(SIGNED_IN),
    "details": Way(SIGNED_IN),
    "inbox": Way(SIGNED_IN),
    "inbox-read": Way(OWN_BUTTON, ELSEWHERE),
    "letter": Way(MINE, args=("letter",)),
    "push": Way((302,) + (404,) * 7),
    "push-stop": Way(OWN_BUTTON, ELSEWHERE),
    "keys": Way(SIGNED_IN, AGAIN),
    "key-withdraw": Way(OWN_BUTTON, (302, 302) + (404,) * 6, args=("key",)),
    "my-data": Way(AGAIN, AGAIN),
    "leave": Way(SIGNED_IN, AGAIN),
    "left": Way(EVERYBODY),
    "sign-out-everywhere": Way(OWN_BUTTON, ELSEWHERE),
    "account_email": Way(SIGNED_IN),
    "account_change_password": Way(SIGNED_IN),
    "account_set_password": Way(AGAIN),
    "mfa_index": Way(SIGNED_IN),
    "mfa_activate_totp": Way(AGAIN),
    "mfa_deactivate_totp": Way(NOTHING_SET_UP),
    "mfa_view_recovery_codes": Way(NOTHING_SET_UP),
    "mfa_generate_recovery_codes": Way(AGAIN),
    "mfa_download_recovery_codes": Way(NOTHING_SET_UP),
    "mfa_list_webauthn": Way(SIGNED_IN),
    "mfa_add_webauthn": Way(AGAIN),
    "mfa_remove_webauthn": Way(AGAIN, args=("1",)),
    "mfa_edit_webauthn": Way(AGAIN, args=("1",)),
    "socialaccount_connections": Way(SIGNED_IN),
    # Administrators
    "office:people": Way(ADMINISTRATORS),
    "office:invite": Way(ADMINISTRATORS, ADMINISTRATORS),
    "office:person": Way(ADMINISTRATORS, args=("person",)),
    "office:give-role": Way(SURE_BUTTON, SURE_BUTTON, args=("person",)),
    "office:withdraw-role": Way(BUTTON, ADMINISTRATORS_ACT, args=("officer", "membership")),
    "office:close": Way(BUTTON, ADMINISTRATORS_ACT, args=("person",)),
    "office:reopen": Way(BUTTON, ADMINISTRATORS_ACT, args=("person",)),
    "office:organisations": Way(ADMINISTRATORS),
    "office:organisation-new": Way(ADMINISTRATORS, ADMINISTRATORS),
    "office:organisation": Way(ADMINISTRATORS, args=("roads",)),
    "office:jobs": Way(ADMINISTRATORS),
    "office:job": Way(ADMINISTRATORS, args=("job",)),
    "office:job-again": Way(BUTTON, ADMINISTRATORS_ACT, args=("job",)),
    "office:job-delete": Way(BUTTON, ADMINISTRATORS_ACT, args=("job",)),
    "office:messages": Way(ADMINISTRATORS),
    "office:message-again": Way(BUTTON, ADMINISTRATORS_ACT, args=("stuck",)),
    "office:message-drop": Way(BUTTON, ADMINISTRATORS_ACT, args=("stuck",)),
    "office:letters": Way(ADMINISTRATORS),
    "office:letter-original": Way(BUTTON, ADMINISTRATORS, args=("arrived",)),
    "office:letter-take": Way(BUTTON, ADMINISTRATORS_ACT, args=("arrived",)),
    "office:letter-drop": Way(BUTTON, ADMINISTRATORS_ACT, args=("arrived",)),
    "office:webhooks": Way(ADMINISTRATORS),
    "office:webhook-new": Way(ADMINISTRATORS, ADMINISTRATORS),
    "office:webhook": Way(ADMINISTRATORS, args=("webhook",)),
    "office:webhook-edit": Way(ADMINISTRATORS, ADMINISTRATORS, args=("webhook",)),
    "office:webhook-rotate": Way(SURE_BUTTON, SURE_BUTTON, args=("webhook",)),
    "office:webhook-switch": Way(BUTTON, ADMINISTRATORS_ACT, args=("webhook",)),
    "office:webhook-test": Way(BUTTON, ADMINISTRATORS_ACT, args=("webhook",)),
    "office:webhook-delete": Way(BUTTON, ADMINISTRATORS_ACT, args=("webhook",)),
    "office:webhook-again": Way(BUTTON, ADMINISTRATORS_ACT, args=("webhook", "delivery")),
    "office:trail": Way(ADMINISTRATORS),
    "office:trail-verify": Way(BUTTON, ADMINISTRATORS_ACT),
}
