"""Every component of the interface, declared. /styleguide shows them all, in this order."""

from korzo.ui import facts, fields, icons
from korzo.ui.declare import Component, Misused, Prop

COLORS = ("neutral", "adriatic", "terracotta", "info", "success", "warning", "danger")
SIZES = ("sm", "md", "lg")
HEADINGS = ("2", "3", "4")

_LOOK = (
    Prop("variant", "primary", "one primary action per screen", ("primary", "secondary", "tertiary")),
    Prop("color", "", "danger for what cannot be undone", ("", *COLORS)),
    Prop("size", "md", choices=SIZES),
    Prop("icon", "", "name of an icon, shown before the words"),
)
_TITLE = Prop("title", note="what it is about")
_LEVEL = Prop("level", "2", "heading level", HEADINGS)

DECLARED = (
    Component(
        "button",
        "Does something. The words say what happens: “Send report”, not “OK”.",
        (
            *_LOOK,
            Prop("type", "submit", choices=("submit", "button", "reset")),
            Prop("name", ""),
            Prop("value", ""),
            Prop("form", "", "id of a form elsewhere on the page"),
            Prop("action", "", "another address to send the form to"),
            Prop("popover", "", "id of the popover it opens"),
            Prop("dialog", "", "id of the dialog it opens"),
            Prop("disabled", False),
        ),
        attributes=True,
    ),
    Component(
        "link-button",
        "Goes somewhere, and is important enough to look like a button.",
        (Prop("href"), *_LOOK, Prop("download", False)),
        attributes=True,
    ),
    Component(
        "icon",
        "A small drawing beside words. With a label it speaks for itself; without, screen readers skip it.",
        (Prop("name", choices=tuple(icons.SHAPES)), Prop("label", "")),
        body=False,
        prepare=facts.icon,
    ),
    Component(
        "tag",
        "The state of a thing, in a word; the colour only helps.",
        (Prop("color", "neutral", choices=COLORS), Prop("icon", ""), Prop("size", "sm", choices=SIZES)),
        attributes=True,
    ),
    Component(
        "badge",
        "A count beside words.",
        (
            Prop("count"),
            Prop("label", "", "what is counted, for screen readers"),
            Prop("color", "neutral", choices=COLORS),
        ),
        body=False,
    ),
    Component(
        "alert",
        "Something to know on this page.",
        (
            Prop("color", "info", choices=("info", "success", "warning", "danger")),
            Prop("title", ""),
            _LEVEL,
            Prop("live", False, "read out when it appears"),
        ),
        slots=("actions",),
        attributes=True,
    ),
    Component(
        "banner",
        "News about the whole service, or what just happened, above the page.",
        (Prop("title"), Prop("color", "info", choices=("info", "success", "warning", "danger"))),
        slots=("actions",),
        attributes=True,
    ),
    Component(
        "card",
        "One thing of many, or a door to a place.",
        (
            Prop("title", ""),
            Prop("href", "", "the whole card becomes the link"),
            _LEVEL,
            Prop("icon", ""),
            Prop("image", "", "address of a picture"),
            Prop("alt", "", "what the picture shows"),
            Prop("variant", "default", choices=("default", "tinted")),
        ),
        slots=("meta", "actions"),
        attributes=True,
    ),
    Component(
        "field",
        "A question with its label, hint, error and input, from a Django form. Short: `{% field form.name %}`.",
        (
            Prop("field", note="a bound field"),
            Prop("label", "", "instead of the form's"),
            Prop("hint", "", "instead of the form's help text"),
            Prop("size", "md", choices=SIZES),
            Prop("look", "plain", "outline draws choices as large targets", ("plain", "outline")),
            Prop("heading", False, "the label is the page's h1"),
            Prop("hide_label", False, "only screen readers hear it"),
            Prop("optional", True, "says “optional” where no answer is needed"),
        ),
        body=False,
        attributes=True,
        prepare=fields.view,
    ),
    Component(
        "error-summary",
        "What has to be put right, at the top of the page, with a link to each place. Shows nothing when all is well.",
        (Prop("form", note="a bound form"), Prop("title", "")),
        body=False,
        prepare=fields.errors,
    ),
    Component(
        "search-field",
        "Looks for words.",
        (
            Prop("label"),
            Prop("name", "q"),
            Prop("value", ""),
            Prop("action", "", "address of the results"),
            Prop("placeholder", ""),
            Prop("form", True, "brings its own form"),
        ),
        body=False,
        attributes=True,
    ),
    Component("details", "More for those who want it.", (Prop("summary"), Prop("open", False)), attributes=True),
    Component(
        "dialog",
        "Asks before something that cannot be undone. A button with `dialog` opens it.",
        (Prop("id"), _TITLE),
        slots=("actions",),
    ),
    Component(
        "table",
        "Figures to compare. On a phone it scrolls sideways, or with `stack` each row becomes a small card.",
        (
            Prop("caption"),
            Prop("hide_caption", False),
            Prop("stack", False, "cells need data-label"),
            Prop("dense", False),
        ),
        attributes=True,
    ),
    Component(
        "pagination",
        "Further pages of a list; the filters in the address stay.",
        (Prop("page", note="Django's Page"), Prop("request", None), Prop("parameter", "page")),
        body=False,
        prepare=facts.pagination,
    ),
    Component(
        "breadcrumbs",
        "Where this page stands.",
        (Prop("items", note="(label, address) pairs from the top; the last is this page's parent"),),
        body=False,
        prepare=facts.pairs,
    ),
    Component(
        "tabs",
        "Neighbouring pages about one thing, or one list seen differently.",
        (
            Prop("items", note="label, url, current, and count where it helps"),
            Prop("label", note="what they choose between"),
        ),
        body=False,
    ),
    Component("summary-list", "Facts about one thing, or answers to check.", attributes=True),
    Component("summary-row", "One fact in a summary list.", (Prop("key"),), slots=("action",)),
    Component("timeline", "What happened, newest or oldest first.", (Prop("label", ""),), attributes=True),
    Component(
        "timeline-item",
        "One thing that happened.",
        (
            _TITLE,
            Prop("at", None, "when: a datetime or a date"),
            Prop("by", "", "who"),
            Prop("icon", ""),
            Prop("state", "done", choices=("done", "now", "next")),
        ),
        slots=("actions",),
    ),
    Component(
        "progress",
        "How far the person is in a service of several pages.",
        (Prop("now"), Prop("total"), Prop("label", "", "name of the step")),
        body=False,
        prepare=facts.progress,
    ),
    Component(
        "empty-state",
        "Nothing here, why, and what to do.",
        (_TITLE, Prop("icon", ""), _LEVEL),
        slots=("actions",),
        attributes=True,
    ),
    Component(
        "photo-grid",
        "Pictures: address, small picture, what is seen, and a caption such as “Before”.",
        (Prop("photos", note="each with url, thumbnail, alt, caption"),),
        body=False,
    ),
    Component(
        "photo-input",
        "Takes photos: shown at once, made smaller before they are sent, and removable. Wraps a file field.",
        (Prop("field", note="a bound file field"), Prop("limit", 3, "how many at most")),
        body=False,
        prepare=fields.photo,
    ),
    Component(
        "map",
        "Places. The body is the way without a map (a list, an address field): it is always there.",
        (
            Prop("label", note="what the map shows"),
            Prop("mode", "browse", choices=("browse", "pick")),
            Prop(
                "geometry", "", "GeoJSON of the city: features with kind boundary, district, street or water, and name"
            ),
            Prop("style", "", "MapLibre style; empty draws the geometry"),
            Prop("tiles", "", "PMTiles file of the base map"),
            Prop("features", "", "GeoJSON of points, with {bbox} and {zoom} in the address"),
            Prop("latitude", ""),
            Prop("longitude", ""),
            Prop("zoom", ""),
            Prop("bounds", "", "west,south,east,north at the start"),
            Prop("latitude_name", "latitude", "input that takes the picked latitude"),
            Prop("longitude_name", "longitude", "input that takes the picked longitude"),
            Prop("heat", "", "URL of counted places for a heat map, as `features`; offers a switch"),
            Prop("list", "", "id of the list that follows the map"),
        ),
        attributes=True,
        prepare=facts.place,
    ),
    Component(
        "chart",
        "A figure drawn from the same data that is offered for download, with the table behind it.",
        (
            _TITLE,
            Prop("x", note="column across"),
            Prop("y", note="column up"),
            Prop("description", "", "what the figure says, in a sentence"),
            Prop("rows", None, "the data: a list of mappings"),
            Prop("url", "", "or the address of the same as JSON"),
            Prop("kind", "bar", choices=("bar", "bar-across", "line", "area", "dot")),
            Prop("series", "", "column that tells lines or colours apart"),
            Prop("unit", ""),
            Prop("labels", None, "column -> what people call it"),
            Prop("download", "", "address of the data"),
            _LEVEL,
        ),
        body=False,
        attributes=True,
        prepare=facts.chart,
    ),
    Component(
        "skip-link",
        "First link of each page, for people who come by keyboard.",
        (Prop("href", "#main"), Prop("label", "")),
        body=False,
    ),
)
BY_NAME = {component.name: component for component in DECLARED}


def named(name: str) -> Component:
    """The component of that name; raises `Misused`."""
    if name not in BY_NAME:
        raise Misused(f"there is no component {name!r}; there are {', '.join(BY_NAME)}")
    return BY_NAME[name]
