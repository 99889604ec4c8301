"""The code lists of the EU that DCAT-AP asks for, so that nothing needs the web.

Source: EU Publications Office, authority tables (`http://publications.europa.eu/resource/authority/…`), and the
high-value data sets of Regulation (EU) 2023/138. Only what cities use is listed; labels are English, pages translate.
"""

AUTHORITY = "http://publications.europa.eu/resource/authority/"
HVD = "http://data.europa.eu/bna/"
HVD_LEGISLATION = "http://data.europa.eu/eli/reg_impl/2023/138/oj"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
PUBLISHER_TYPES = "http://purl.org/adms/publishertype/"

THEMES = {
    "AGRI": "Agriculture, fisheries, forestry and food",
    "ECON": "Economy and finance",
    "EDUC": "Education, culture and sport",
    "ENER": "Energy",
    "ENVI": "Environment",
    "GOVE": "Government and public sector",
    "HEAL": "Health",
    "INTR": "International issues",
    "JUST": "Justice, legal system and public safety",
    "REGI": "Regions and cities",
    "SOCI": "Population and society",
    "TECH": "Science and technology",
    "TRAN": "Transport",
}
FREQUENCIES = {
    "UPDATE_CONT": "All the time",
    "HOURLY": "Every hour",
    "DAILY": "Every day",
    "WEEKLY": "Every week",
    "MONTHLY": "Every month",
    "QUARTERLY": "Every quarter",
    "ANNUAL_2": "Twice a year",
    "ANNUAL": "Every year",
    "BIENNIAL": "Every two years",
    "IRREG": "Now and then",
    "NEVER": "Never again",
    "UNKNOWN": "Not known",
}
DAYS = {
    "UPDATE_CONT": 1, "HOURLY": 1, "DAILY": 1, "WEEKLY": 7, "MONTHLY": 31, "QUARTERLY": 92, "ANNUAL_2": 184,
    "ANNUAL": 366, "BIENNIAL": 731,
}  # fmt: skip
"""Within how many days something new is due; half as much again is stale."""
LANGUAGES = {
    "sq": "SQI", "bs": "BOS", "hr": "HRV", "mk": "MKD", "cnr": "CNR", "sr": "SRP", "sr-latn": "SRP", "en": "ENG",
    "ko": "KOR",
}  # fmt: skip
"""Korzo's languages as the authority table names them."""
ACCESS = ("PUBLIC", "RESTRICTED", "NON_PUBLIC")
AVAILABILITIES = ("STABLE", "AVAILABLE", "EXPERIMENTAL", "TEMPORARY")
HVD_CATEGORIES = {
    "c_ac64a52d": "Geospatial",
    "c_dd313021": "Earth observation and environment",
    "c_164e0bf5": "Meteorological",
    "c_e1da4e07": "Statistics",
    "c_a9135398": "Companies and company ownership",
    "c_b79e35eb": "Mobility",
}

FILE_TYPES = {
    "CSV": "text/csv",
    "TSV": "text/tab-separated-values",
    "JSON": "application/json",
    "JSON_LD": "application/ld+json",
    "GEOJSON": "application/geo+json",
    "XML": "application/xml",
    "XLS": "application/vnd.ms-excel",
    "XLSX": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ODS": "application/vnd.oasis.opendocument.spreadsheet",
    "PARQUET": "application/vnd.apache.parquet",
    "GPKG": "application/geopackage+sqlite3",
    "SHP": "application/vnd.shp",
    "KML": "application/vnd.google-earth.kml+xml",
    "ZIP": "application/zip",
    "PDF": "application/pdf",
    "HTML": "text/html",
    "TXT": "text/plain",
    "ICS": "text/calendar",
    "ATOM": "application/atom+xml",
    "RSS": "application/rss+xml",
    "RDF_TURTLE": "text/turtle",
    "RDF_XML": "application/rdf+xml",
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "TIFF": "image/tiff",
    "DOCX": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "MDB": "application/vnd.ms-access",
    "DBF": "application/vnd.dbf",
    "NETCDF": "application/x-netcdf",
    "WMS_SRVC": "application/vnd.ogc.wms_xml",
    "WFS_SRVC": "application/vnd.ogc.wfs_xml",
    "OCTET": "application/octet-stream",
}
"""Codes of `file-type` and the media type that goes with each."""
_SPELLED = {
    "GEOPACKAGE": "GPKG", "SHAPEFILE": "SHP", "ESRI SHAPEFILE": "SHP", "EXCEL": "XLSX", "TURTLE": "RDF_TURTLE",
    "TTL": "RDF_TURTLE", "RDF": "RDF_XML", "RDF/XML": "RDF_XML", "JSON-LD": "JSON_LD", "JSONLD": "JSON_LD",
    "JPG": "JPEG", "TIF": "TIFF", "TEXT": "TXT", "WMS": "WMS_SRVC", "WFS": "WFS_SRVC", "ICAL": "ICS",
    "ICALENDAR": "ICS", "GEO+JSON": "GEOJSON",
}  # fmt: skip


def file_type(format_: str, media_type: str = "") -> str:
    """The code of `file-type` for a format as people write it, or for its media type; "" when there is none."""
    spelled = format_.strip().upper().lstrip(".")
    code = _SPELLED.get(spelled, spelled)
    if code in FILE_TYPES:
        return code
    return next((code for code, media in FILE_TYPES.items() if media == media_type.partition(";")[0].strip()), "")


def media_type(format_: str, given: str = "") -> str:
    """The media type of a distribution: as given, or what goes with its format; "" when nobody knows."""
    return given.partition(";")[0].strip() or FILE_TYPES.get(file_type(format_), "")
