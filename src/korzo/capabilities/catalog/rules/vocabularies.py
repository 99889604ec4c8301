"""The code lists of the EU that DCAT-AP asks for, so that nothing needs the web.

Source: EU Publications Office, authority tables (`http://publications.europa.eu/resource/authority/…`), and the
high-value data sets of Regulation (EU) 2023/138. Only what cities use is listed; labels are English, pages translate.
"""

AUTHORITY = "http://publications.europa.eu/resource/authority/"
HVD = "http://data.europa.eu/bna/"
HVD_LEGISLATION = "http://data.europa.eu/eli/reg_impl/2023/138/oj"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
PUBLISHER_TYPES = "http://purl.org/adms/publishertype/"


def _(word: str) -> str:
    """Mark a word for translators; whoever shows it translates."""
    return word


THEMES = {
    "AGRI": _("Agriculture, fisheries, forestry and food"),
    "ECON": _("Economy and finance"),
    "EDUC": _("Education, culture and sport"),
    "ENER": _("Energy"),
    "ENVI": _("Environment"),
    "GOVE": _("Government and public sector"),
    "HEAL": _("Health"),
    "INTR": _("International issues"),
    "JUST": _("Justice, legal system and public safety"),
    "REGI": _("Regions and cities"),
    "SOCI": _("Population and society"),
    "TECH": _("Science and technology"),
    "TRAN": _("Transport"),
}
FREQUENCIES = {
    "UPDATE_CONT": _("All the time"),
    "HOURLY": _("Every hour"),
    "DAILY": _("Every day"),
    "WEEKLY": _("Every week"),
    "MONTHLY": _("Every month"),
    "QUARTERLY": _("Every quarter"),
    "ANNUAL_2": _("Twice a year"),
    "ANNUAL": _("Every year"),
    "BIENNIAL": _("Every two years"),
    "IRREG": _("Now and then"),
    "NEVER": _("Never again"),
    "UNKNOWN": _("Not known"),
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
    "c_ac64a52d": _("Geospatial"),
    "c_dd313021": _("Earth observation and environment"),
    "c_164e0bf5": _("Meteorological"),
    "c_e1da4e07": _("Statistics"),
    "c_a9135398": _("Companies and company ownership"),
    "c_b79e35eb": _("Mobility"),
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
