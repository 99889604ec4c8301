"""One file for each way out. Each has `send(message, stable_id)`.

It returns when the other side accepted; raises Refused when it never will, Unclear when nobody knows, and anything else
when it surely was not accepted and may be tried again.
"""

import requests
from urllib3.exceptions import MaxRetryError, NewConnectionError


class Refused(Exception):
    """The receiver will never take this message."""


class Unclear(Exception):
    """The line broke at a moment when the message may have been accepted."""


def never_connected(error: requests.ConnectionError) -> bool:
    """Say whether a failed HTTP request surely did not reach the other side."""
    cause = error.args[0] if error.args else None
    return isinstance(error, requests.ConnectTimeout) or (
        isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)
    )
