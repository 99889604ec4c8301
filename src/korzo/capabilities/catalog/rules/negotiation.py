"""Which of several forms an `Accept` header asks for (RFC 9110, 12.5.1)."""

from collections.abc import Mapping

_MOST = 1_000


def best(accept: str, offered: Mapping[str, str]) -> str:
    """The name of the form that is wanted most; the first offered where nothing is said or nothing fits."""
    ranges = [_range(part) for part in accept[:_MOST].split(",") if part.strip()]
    if not ranges:
        return next(iter(offered))
    scored = [(_quality(media, ranges), -place, name) for place, (name, media) in enumerate(offered.items())]
    quality, _place, name = max(scored)
    return name if quality > 0 else next(iter(offered))


def _range(part: str) -> tuple[str, float]:
    kind, *parameters = (each.strip().lower() for each in part.split(";"))
    weight = next((each[2:] for each in parameters if each.startswith("q=")), "1")
    try:
        return kind, max(0.0, min(float(weight), 1.0))
    except ValueError:
        return kind, 0.0


def _quality(media: str, ranges: list[tuple[str, float]]) -> float:
    """The weight of the most exact range that fits; exactness itself decides between equals."""
    family = f"{media.partition('/')[0]}/*"
    for exactness, wanted in ((0.002, media), (0.001, family), (0.0, "*/*")):
        for kind, weight in ranges:
            if kind == wanted:
                return weight + exactness if weight else 0.0
    return 0.0
