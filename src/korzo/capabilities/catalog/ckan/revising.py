"""`package_revise`: compare and change at once, with keys that lead into the dict (`update__resources__0__format`)."""

import copy
import fnmatch
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from korzo.capabilities.catalog.ckan.wire import Call, Invalid

Dict = dict[str, Any]
_SHORTEST_PREFIX = 4


@dataclass(frozen=True)
class Asked:
    """What must be so, which keys stay, what is new (by path), and which keys are shown."""

    match: Dict
    keep: Sequence[str]
    update: Dict
    paths: Mapping[tuple[str, ...], Any]
    include: Sequence[str]


def read(call: Call) -> Asked:
    """Read the request; raises Invalid."""
    match, update = call.mapped("match"), call.mapped("update")
    paths: dict[tuple[str, ...], Any] = {}
    for key, value in call.data.items():
        first, *rest = key.split("__")
        if first == "match" and rest:
            match["__".join(rest)] = value
        elif first == "update" and rest:
            paths[tuple(rest)] = value
    if not (match.get("id") or match.get("name")):
        raise Invalid({"match": [_("At least an id or a name is needed.")]})
    patterns = [str(each) for name in ("filter", "include") for each in call.listed(name)]
    if any(each[:1] not in "+-" for each in patterns):
        raise Invalid({"filter": [_("A pattern begins with + or -.")]})
    keep, include = ([str(each) for each in call.listed(name)] for name in ("filter", "include"))
    return Asked(match, keep, update, paths, include)


def matches(there: Any, expected: Any) -> bool:
    """Whether everything that is expected is so; of lists each element in its place."""
    if isinstance(expected, Mapping):
        return isinstance(there, Mapping) and all(
            matches(_at(there, key.split("__")), value) for key, value in expected.items()
        )
    if isinstance(expected, list):
        return isinstance(there, list) and len(there) == len(expected) and all(map(matches, there, expected))
    return bool(there == expected)


def revised(there: Dict, asked: Asked) -> Dict:
    """The dict as it is to be; raises Invalid."""
    wanted = copy.deepcopy(there)
    if asked.keep:
        wanted = _filtered(wanted, asked.keep, "")
        wanted.setdefault("name", there["name"])
        wanted.setdefault("owner_org", there["owner_org"])
    wanted |= asked.update
    for path, value in asked.paths.items():
        _put(wanted, path, value)
    return {**wanted, "id": there["id"]}


def files(call: Call, wanted: Dict) -> Iterator[tuple[int, UploadedFile[Any]]]:
    """Uploads and the place of the resource that each is for; raises Invalid."""
    for name, file in call.files.items():
        parts = name.split("__")
        if len(parts) != 4 or parts[:2] != ["update", "resources"] or parts[3] != "upload":  # noqa: PLR2004 -- as above
            raise Invalid({name: [_("Send files as update__resources__<id>__upload.")]})
        resources = wanted.get("resources", [])
        place = _place(resources, parts[2])
        if place is None:
            raise Invalid({name: [_("There is no such resource.")]})
        yield place, file


def included(result: Dict, patterns: Sequence[str]) -> Dict:
    """What of the answer is wanted."""
    return _filtered(result, patterns, "") if patterns else result


def _filtered(value: Dict, patterns: Sequence[str], above: str) -> Dict:
    kept: Dict = {}
    for key, each in value.items():
        path = f"{above}{key}"
        if isinstance(each, list) and any(pattern[1:].startswith(f"{path}__") for pattern in patterns):
            rows = [
                _filtered(row, patterns, f"{path}__{row.get('id', place)}__") if isinstance(row, dict) else row
                for place, row in enumerate(each)
                if _stays(
                    f"{path}__{row.get('id', place) if isinstance(row, dict) else place}", f"{path}__{place}", patterns
                )
            ]
            kept[key] = rows
        elif _stays(path, path, patterns):
            kept[key] = each
    return kept


def _stays(path: str, other: str, patterns: Sequence[str]) -> bool:
    """The first pattern that fits decides; what fits none stays."""
    for pattern in patterns:
        glob = pattern[1:]
        if fnmatch.fnmatchcase(path, glob) or fnmatch.fnmatchcase(other, glob) or glob.startswith(f"{path}__"):
            return pattern[0] == "+" or glob.startswith(f"{path}__")
    return True


def _place(rows: Any, named: str) -> int | None:
    """Where an element is: by number, id, or the beginning of its id; `extend` is at the end."""
    if not isinstance(rows, list):
        return None
    if named == "extend":
        return len(rows)
    for place, row in enumerate(rows):
        key = str(row.get("id") or "") if isinstance(row, dict) else ""
        if key == named or (len(named) > _SHORTEST_PREFIX and key.startswith(named)):
            return place
    if named.removeprefix("-").isdecimal() and len(named) < 9:  # noqa: PLR2004 -- nobody has so many
        place = int(named)
        if -len(rows) <= place < len(rows):
            return place % len(rows)
    return None


def _at(value: Any, path: Sequence[str]) -> Any:
    for part in path:
        if isinstance(value, Mapping):
            value = value.get(part)
        else:
            place = _place(value, part)
            value = value[place] if place is not None and place < len(value) else None
    return value


def _put(value: Any, path: Sequence[str], new: Any) -> None:
    wrong = Invalid({"update__" + "__".join(path): [_("There is no such place.")]})
    for number, part in enumerate(path):
        last = number == len(path) - 1
        if isinstance(value, dict):
            if last:
                value[part] = new
            value = value.setdefault(part, {})
            continue
        place = _place(value, part)
        if place is None:
            raise wrong
        if place == len(value):
            value.extend(new if last and isinstance(new, list) else [new] if last else [{}])
        elif last:
            value[place] = {**value[place], **new} if isinstance(new, dict) and isinstance(value[place], dict) else new
        value = value[place] if place < len(value) else None
