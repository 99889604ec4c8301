"""The content security policy: what a page may load, and from where."""

from collections.abc import Sequence

from korzo.ui import importmap


def header(*, map_origins: Sequence[str] = (), form_origins: Sequence[str] = ()) -> str:
    """The value of `Content-Security-Policy`. No inline script or style passes, but for the import map by its hash.

    `form_origins` are where a form may lead after a redirect, such as the issuer that signs people in.
    """
    maps = "".join(f" {origin}" for origin in map_origins)
    rules = {
        "default-src": "'self'",
        "script-src": f"'self' {importmap.csp_hash()}",
        "style-src": "'self'",
        "img-src": f"'self' data: blob:{maps}",
        "connect-src": f"'self'{maps}",
        "worker-src": "'self' blob:",
        "manifest-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": " ".join(("'self'", *form_origins)),
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())
