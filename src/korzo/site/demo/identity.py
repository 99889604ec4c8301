"""Who the demo city is: its settings, and the passwords that everybody may know because nothing here is real."""

SETTINGS: dict[str, str] = {
    "CITY_NAME": "Galebinje",
    "IS_DEMO": "true",
    "COUNTRY": "ME",
    "TIME_ZONE": "Europe/Podgorica",
    "LANGUAGE": "sr",
    "MAIL_FROM": "Galebinje <grad@example.org>",
    "REPORT_LIMIT": "100/10m",
    "OUTSIDE_HOSTS": "localhost,127.0.0.1",
}
"""Written to the home's `korzo.env` when there is none; the names are those of `site.config`, without `KORZO_`."""

NEIGHBOUR: dict[str, str] = {
    **SETTINGS,
    "CITY_NAME": "Lukovac",
    "CAPABILITIES": "cases",
    "BASE_URL": "http://localhost:8001",
}
"""The city next door, on another port: the same town under another name, to exchange cases with."""

PASSWORD = "galebinje-1905"  # noqa: S105 -- meant to be known
API_KEY = "korzo_demo_galebinje_1905"
SEED = 1905
