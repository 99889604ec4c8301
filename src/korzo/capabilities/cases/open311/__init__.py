"""Open311 GeoReport v2, XML and JSON: the standard by which other programs report and follow problems.

Source: `open311/open311.github.io`, `GeoReport/v2/index.md` and `Service_Discovery.md`. Tolerant in what it reads
(unknown attributes, `jurisdiction_id` on one-city servers, photos in the same POST), strict in what it writes.
"""
