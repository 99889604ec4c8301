"""The election and its questions (Belenios specification, v1, "Election")."""

from dataclasses import dataclass, field
from typing import Any

from korzo.capabilities.ballots.rules import credentials, digests, groups, jsons
from korzo.capabilities.ballots.rules.groups import Element, Group

_MOST_ANSWERS = 10_000


@dataclass(frozen=True, slots=True)
class Homomorphic:
    """Choose from `least` to `most` answers; only totals are ever decrypted. With `blank`, entry 0 says so."""

    question: str
    answers: tuple[str, ...]
    least: int
    most: int
    blank: bool = False

    @property
    def choices(self) -> int:
        """How many ciphertexts an answer has."""
        return len(self.answers) + self.blank

    def as_json(self) -> dict[str, Any]:
        """The fields as the specification writes them."""
        blank = {"blank": True} if self.blank else {}
        return {"answers": list(self.answers), **blank, "min": self.least, "max": self.most, "question": self.question}


@dataclass(frozen=True, slots=True)
class NonHomomorphic:
    """A number 0..255 for each answer (ranks, grades); ballots are shuffled, then decrypted one by one."""

    question: str
    answers: tuple[str, ...]
    extra: Any = field(default=None, hash=False)

    def as_json(self) -> dict[str, Any]:
        """The fields as the specification writes them."""
        value = {"answers": list(self.answers), "question": self.question}
        extra = {} if self.extra is None else {"extra": self.extra}
        return {"type": "NonHomomorphic", "value": value, **extra}


Question = Homomorphic | NonHomomorphic


@dataclass(frozen=True, slots=True)
class Election:
    """An election as it stands in the archive; its fingerprint φ is over these very bytes."""

    group: Group
    key: Element
    uuid: str
    name: str
    description: str
    questions: tuple[Question, ...]
    fingerprint: str

    @property
    def shuffled(self) -> tuple[int, ...]:
        """The numbers of the questions whose answers are shuffled."""
        return tuple(at for at, each in enumerate(self.questions) if isinstance(each, NonHomomorphic))


def write(
    group: Group,
    key: Element,
    *,
    name: str,
    questions: list[Question],
    uuid: str,
    description: str = "",
    administrator: str | None = None,
    authority: str | None = None,
) -> bytes:
    """The bytes of a new election; ValueError if a question cannot be asked in this group."""
    named = {"administrator": administrator, "credential_authority": authority}
    data = jsons.write(
        {
            "version": 1,
            "description": description,
            "name": name,
            "group": group.name,
            "public_key": group.write(key),
            "questions": [question.as_json() for question in questions],
            "uuid": uuid,
            **{title: value for title, value in named.items() if value is not None},
        }
    )
    read(data)
    return data


def read(data: bytes) -> Election:
    """Read an election; Malformed or NotInGroup with what is wrong."""
    value = jsons.parse(data)
    if not isinstance(value, dict):
        raise jsons.Malformed("an election is an object")
    needed = {"version", "description", "name", "group", "public_key", "questions", "uuid"}
    if strange := (set(value) ^ needed) - {"administrator", "credential_authority"}:
        raise jsons.Malformed(f"missing or unknown: {', '.join(sorted(strange))}")
    if value["version"] != 1 or type(value["version"]) is not int:
        raise jsons.Malformed("only version 1 of the protocol is known")
    try:
        group = groups.named(jsons.text(value["group"]))
    except ValueError as error:
        raise jsons.Malformed(str(error)) from error
    key = group.read(value["public_key"])
    if key == group.identity:
        raise jsons.Malformed("the election key is the identity")
    if not credentials.is_uuid(value["uuid"]):
        raise jsons.Malformed("the uuid has at least 14 Base58 characters")
    asked = tuple(_question(group, at, each) for at, each in enumerate(jsons.items(value["questions"])))
    if not asked:
        raise jsons.Malformed("there is no question")
    name, description = jsons.text(value["name"]), jsons.text(value["description"])
    return Election(group, key, value["uuid"], name, description, asked, digests.base64_of(data))


def _question(group: Group, at: int, value: Any) -> Question:
    if not isinstance(value, dict):
        raise jsons.Malformed(f"question {at}: is no object")
    try:
        return _shuffled(group, value) if "type" in value else _counted(value)
    except jsons.Malformed as error:
        raise jsons.Malformed(f"question {at}: {error}") from error


def _counted(value: dict[str, Any]) -> Homomorphic:
    # other software may order the fields otherwise: the election is hashed as it stands
    ordered = {name: value[name] for name in ("answers", "blank", "min", "max", "question") if name in value}
    if set(ordered) != set(value):
        raise jsons.Malformed(f"unknown: {', '.join(sorted(set(value) - set(ordered)))}")
    answers, blank, least, most, question = jsons.fields(ordered, "answers", "blank?", "min", "max", "question")
    found = _answers(answers)
    if blank not in {None, True, False} or type(blank) is int:
        raise jsons.Malformed("blank is true or false")
    if not 0 <= jsons.whole(least) <= jsons.whole(most) <= len(found):
        raise jsons.Malformed("min and max do not fit the answers")
    return Homomorphic(jsons.text(question), found, least, most, bool(blank))


def _shuffled(group: Group, value: dict[str, Any]) -> NonHomomorphic:
    if value["type"] != "NonHomomorphic":
        raise jsons.Malformed(f"{value['type']!r} is no known type")
    if not {"type", "value"} <= set(value) <= {"type", "value", "extra"} or not isinstance(value["value"], dict):
        raise jsons.Malformed("the fields are type, value and perhaps extra")
    inner = {name: value["value"].get(name) for name in ("answers", "question")}
    if set(inner) != set(value["value"]):
        raise jsons.Malformed("the fields of value are answers and question")
    found = _answers(inner["answers"])
    if len(found) > group.capacity:
        raise jsons.Malformed(f"in {group.name} one ciphertext carries {group.capacity} numbers")
    return NonHomomorphic(jsons.text(inner["question"]), found, value.get("extra"))


def _answers(value: Any) -> tuple[str, ...]:
    found = tuple(jsons.text(each) for each in jsons.items(value))
    if not 0 < len(found) <= _MOST_ANSWERS:
        raise jsons.Malformed(f"a question has 1 to {_MOST_ANSWERS} answers")
    return found
