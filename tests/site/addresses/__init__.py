"""Every address of the site with what a stranger and each role get there; a new one stands here before it works."""

from tests.site.addresses import assessments, ballots, budgeting, cases, catalog, portal, site
from tests.site.addresses.ways import ROLES, Row, Way

__all__ = ["ROLES", "TABLE", "Row", "Way"]
TABLE: dict[str, Way] = {
    **site.TABLE, **cases.TABLE, **budgeting.TABLE, **ballots.TABLE, **catalog.TABLE, **assessments.TABLE,
    **portal.TABLE,
}  # fmt: skip
