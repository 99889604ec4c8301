"""What happens to accounts. When residents come is nobody's business; when people with a role do is recorded."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SignedIn:
    """Somebody with a role signed in; `how` names the steps, such as `password+totp`."""

    ref: str
    how: str


@dataclass(frozen=True)
class SignInChanged:
    """How a person signs in changed: `what` is password, passkey, totp, recovery_codes, email or sessions."""

    ref: str
    what: str
    how: str


@dataclass(frozen=True)
class KeyMade:
    """A person made a key for a program."""

    ref: str
    key: int


@dataclass(frozen=True)
class KeyWithdrawn:
    """A key no longer works."""

    ref: str
    key: int


@dataclass(frozen=True)
class DataTaken:
    """A person downloaded what is kept about them."""

    ref: str


@dataclass(frozen=True)
class AccountErased:
    """A person left; their name, addresses and keys are gone."""

    ref: str


@dataclass(frozen=True)
class PersonInvited:
    """An administrator made an account for somebody and wrote to them."""

    ref: str


@dataclass(frozen=True)
class RoleGiven:
    """A person now has a role in an organisation."""

    ref: str
    role: str
    organisation: str


@dataclass(frozen=True)
class RoleWithdrawn:
    """A person no longer has a role in an organisation."""

    ref: str
    role: str
    organisation: str


@dataclass(frozen=True)
class AccountClosed:
    """A person can no longer sign in."""

    ref: str


@dataclass(frozen=True)
class AccountReopened:
    """A person can sign in again."""

    ref: str


@dataclass(frozen=True)
class OrganisationChanged:
    """An administrator added an organisation, or changed its names or addresses."""

    ref: str
    fields: tuple[str, ...]
