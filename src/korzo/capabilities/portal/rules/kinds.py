"""The kinds of items that a portal shows, and what is asked of each beside title, lead and body.

A kind is data: forms, revisions, exports and imports read it. Whoever needs another kind adds a row here.
"""

from dataclasses import dataclass, field

TEXT, LINES, URL, EMAIL, PHONE, DAY, NUMBER, YES, CHOICE, HOURS = (
    "text", "lines", "url", "email", "phone", "day", "number", "yes", "choice", "hours",
)  # fmt: skip
COUNTRY = "country"


@dataclass(frozen=True)
class Field:
    """Something that is asked of a kind. `by_language`: written in each language; `options` are those of a choice."""

    name: str
    type: str = TEXT
    by_language: bool = False
    is_required: bool = False
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    """What an item of a kind is made of. `path` is the first part of its address; `schema` its type in schema.org."""

    code: str
    path: str
    schema: str
    fields: tuple[Field, ...] = ()
    has_body: bool = True
    has_lead: bool = True
    has_cover: bool = True
    has_days: bool = False
    has_place: bool = False
    has_categories: bool = False
    has_files: bool = False
    has_pictures: bool = False
    in_feeds: bool = False
    by_name: dict[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Find fields by their names."""
        object.__setattr__(self, "by_name", {each.name: each for each in self.fields})


NEWS = Kind(
    "news", "news", "NewsArticle",
    (Field("dateline", by_language=True),),
    has_days=True, has_place=True, has_categories=True, has_files=True, has_pictures=True, in_feeds=True,
)  # fmt: skip
PAGE = Kind("page", "pages", "WebPage", has_files=True, has_pictures=True)
STATUSES = ("scheduled", "cancelled", "postponed", "rescheduled", "online")
"""What schema.org calls `eventStatus`, in small letters."""
EVENT = Kind(
    "event", "events", "Event",
    (
        Field("venue", by_language=True),
        Field("address"),
        Field("online_url", URL),
        Field("organiser", by_language=True),
        Field("status", CHOICE, is_required=True, options=STATUSES),
        Field("registration", CHOICE, is_required=True, options=("none", "open", "approval")),
        Field("capacity", NUMBER),
        Field("registration_until", DAY),
    ),
    has_days=True, has_place=True, has_categories=True, has_files=True, has_pictures=True, in_feeds=True,
)  # fmt: skip
BROCHURE = Kind(
    "brochure", "brochures", "DigitalDocument",
    (Field("publisher", by_language=True), Field("year", NUMBER)),
    has_categories=True, has_files=True, in_feeds=True,
)  # fmt: skip
ALBUM = Kind(
    "album", "albums", "ImageGallery", (Field("venue", by_language=True),),
    has_days=True, has_categories=True, has_pictures=True,
)  # fmt: skip
PARTNER = Kind("partner", "partners", "Organization", (Field("url", URL), Field("country", COUNTRY)))
TESTIMONIAL = Kind(
    "testimonial", "testimonials", "Quotation",
    (
        Field("person"),
        Field("role", by_language=True),
        Field("organisation", by_language=True),
        Field("country", COUNTRY),
        Field("topic", by_language=True),
        Field("is_anonymous", YES),
        Field("consent_on", DAY),
    ),
    has_lead=False, has_categories=True,
)  # fmt: skip
SERVICE = Kind(
    "service", "services", "GovernmentService",
    (
        Field("who", LINES, by_language=True),
        Field("documents", LINES, by_language=True),
        Field("fee", by_language=True),
        Field("takes", by_language=True),
        Field("where", by_language=True),
        Field("hours", HOURS),
        Field("url", URL),
        Field("phone", PHONE),
        Field("email", EMAIL),
    ),
    has_cover=False, has_place=True, has_categories=True, has_files=True,
)  # fmt: skip

KINDS = {kind.code: kind for kind in (NEWS, PAGE, EVENT, BROCHURE, ALBUM, PARTNER, TESTIMONIAL, SERVICE)}
BY_PATH = {kind.path: kind for kind in KINDS.values()}
