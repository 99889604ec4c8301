"""Keyed hashes: who answers, who stands on a roll, which code a letter had. None can be turned back without the key."""

import hashlib
import hmac

from django.conf import settings

from korzo.capabilities.ballots.models import Vote, Voter
from korzo.capabilities.ballots.rules import register
from korzo.kernel.people.models import Person


def of_register(number: str) -> str:
    """Of a number in the register: the same on every roll, so that one person is one person in all districts."""
    return _hashed("register", register.same_id(number))


def of_account(person: Person) -> str:
    """Of an account on a roll that was made of accounts."""
    return _hashed("account", str(person.pk))


def of_code(roll_id: int, code: str) -> str:
    """Of the code in a letter; how somebody groups or capitalises it does not matter."""
    same = "".join(code.split()).replace("-", "").upper().replace("0", "O").replace("1", "I")
    return _hashed(f"code:{roll_id}", same)


def of_voter(vote: Vote, voter: Voter) -> str:
    """Who answers, known from the roll: by letter, by account or on paper they are the same."""
    return _hashed(f"answer:{vote.pk}", f"voter:{voter.key}")


def of_person(vote: Vote, person: Person) -> str:
    """Who answers, known by account."""
    return _hashed(f"answer:{vote.pk}", f"person:{person.pk}")


def of_device(vote: Vote, token: str) -> str:
    """Who answers, known by nothing but a device."""
    return _hashed(f"answer:{vote.pk}", f"device:{token}")


def of_sheet(vote: Vote, number: int) -> str:
    """A sheet of paper of a vote without a roll."""
    return _hashed(f"answer:{vote.pk}", f"sheet:{number}")


def _hashed(purpose: str, what: str) -> str:
    key = f"ballots:{settings.SECRET_KEY}".encode()
    return hmac.new(key, f"{purpose}\0{what}".encode(), hashlib.sha256).hexdigest()
