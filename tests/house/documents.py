"""Pages of the documentation that are written from the code: `PYTHONPATH=src python -m tests.house.documents` renews them."""

import json
import os
import re
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"


def settings_page() -> str:
    """Every setting with its default and what it does, as Markdown."""
    from korzo.site.config import Config

    rows = []
    for name, field in Config.model_fields.items():
        default = field.default.get_secret_value() if hasattr(field.default, "get_secret_value") else field.default
        shown = (
            f"`{str(default).lower() if isinstance(default, bool) else default}`"
            if default not in ("", None)
            else "empty"
        )
        rows.append(
            f"| `KORZO_{name.upper()}` | {shown.replace('|', chr(92) + '|')} | {(field.description or '').replace('|', chr(92) + '|')} |"
        )
    head = (
        "# Settings\n\nEvery setting is an environment variable, or a line `KORZO_NAME=value` in the file `korzo.env` of the home.\n"
        "The environment wins. `korzo config` prints what an installation uses and where each value comes from.\n\n"
        "| setting | default | what it does |\n|---|---|---|\n"
    )
    return head + "\n".join(rows) + "\n"


def openapi() -> str:
    """The description of the JSON API, as it is served."""
    from django.test import Client

    whole = Client().get("/api/v1/openapi.json").json()
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


PAGES = {DOCS / "operate" / "settings.md": settings_page, DOCS / "api" / "openapi.json": openapi}


def main() -> None:
    """Write all of them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "korzo.site.settings")
    for name in [name for name in os.environ if re.fullmatch("KORZO_(?!HOME)[A-Z_]+", name)]:
        del os.environ[name]
    import django

    django.setup()
    from django.test.utils import setup_test_environment

    setup_test_environment()
    for path, text in PAGES.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
