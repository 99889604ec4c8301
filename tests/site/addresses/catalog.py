"""Open data."""

from tests.site.addresses.ways import (
    EVERYBODY,
    KEEPERS,
    KEEPERS_ACT,
    KEEPERS_ERR,
    KEEPERS_NONE,
    NOT_HERE,
    OWN_BUTTON,
    Way,
)

TABLE: dict[str, Way] = {
    "ckan-action": Way(EVERYBODY, EVERYBODY, args=("status_show",)),
    "ckan-version": Way(EVERYBODY, EVERYBODY),
    "ckan-suggest": Way(EVERYBODY, EVERYBODY, args=("tag",)),
    "ckan-suggest-format": Way(EVERYBODY, EVERYBODY),
    "ckan-dump": Way(NOT_HERE, NOT_HERE, args=("nothing",)),
    # Residents' budget
    "catalog:table": Way(EVERYBODY, args=("dataset", "form")),
    "catalog:table-map": Way(EVERYBODY, args=("dataset", "form"), query="?bbox=14,45,15,46&zoom=12"),
    "catalog:table-sql": Way(EVERYBODY, args=("dataset", "form")),
    "catalog:table-download": Way(EVERYBODY, args=("dataset", "form", "dump")),
    "catalog:version": Way(EVERYBODY, args=("dataset", "form", "version")),
    "catalog:receive": Way(KEEPERS, KEEPERS_ERR, args=("dataset", "form")),
    "catalog:check": Way(KEEPERS, KEEPERS_ACT, args=("dataset", "form", "version")),
    "catalog:rejected": Way(KEEPERS_NONE, args=("dataset", "form", "version")),
    "catalog:serve-again": Way(OWN_BUTTON, KEEPERS_ACT, args=("dataset", "form", "version")),
}
