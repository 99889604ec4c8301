"""Every setting of an installation, in one place: name, default, and the sentence that `korzo config` prints."""

import secrets
from functools import cached_property
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

LANGUAGES = ("sr", "sr-latn", "hr", "bs", "cnr", "mk", "sq", "en", "ko")


class Config(BaseSettings):
    """What the environment says (`KORZO_…`), or a file `korzo.env` in the home, or the default."""

    model_config = SettingsConfigDict(env_prefix="KORZO_", extra="ignore")

    home: Path = Field(Path("home"), description="Folder with everything this installation owns; back up this folder.")
    database_url: str = Field("", description="postgres://user:password@host/name; empty means SQLite in the home.")
    base_url: str = Field(
        "http://localhost:8000", description="Public address of this installation, without final slash."
    )
    allowed_hosts: str = Field(
        "localhost,127.0.0.1,[::1]", description="Host names that may be asked for, beside base_url's."
    )
    trusted_proxies: int = Field(
        0, ge=0, description="Reverse proxies in front that set X-Forwarded-For and -Proto; 0 means none is believed."
    )
    debug: bool = Field(default=False, description="Show errors in the browser; never on a public address.")
    secret_key: SecretStr = Field(
        SecretStr(""), description="Signs sessions and links; empty means one is made once and kept in the home."
    )
    city_name: str = Field("Korzo", description="Name of the city or network, as pages and messages say it.")
    country: str = Field("RS", description="ISO 3166 code of the country: holidays, telephone numbers, number formats.")
    holiday_subdivision: str = Field(
        "", description="Part of the country with its own holidays (Bosnia: BIH, SRP, BRC)."
    )
    time_zone: str = Field(
        "Europe/Belgrade", description="IANA time zone in which promises and opening hours are meant."
    )
    language: Literal[LANGUAGES] = Field("sr", description="Language of strangers whose browser names none of ours.")  # type: ignore[valid-type]
    languages: str = Field(",".join(LANGUAGES), description="Languages offered, in the order of the switch.")
    capabilities: str = Field(
        "cases,budgeting,ballots,catalog,assessments,portal",
        description="Capabilities switched on, separated by commas.",
    )
    jurisdiction_id: str = Field("", description="Open311 jurisdiction; empty accepts any that a client sends.")
    smtp_url: str = Field(
        "",
        description="smtp://user:password@host:587 (smtps:// for TLS from the start); empty writes mail to the home.",
    )
    mail_from: str = Field("korzo@localhost", description="Sender of all mail.")
    mailboxes: SecretStr = Field(
        SecretStr(""),
        description="Mailboxes to read letters from, separated by blanks: imaps://user:password@host:993/INBOX; empty: "
        "letters do not come in.",
    )
    mailbox_address: str = Field(
        "", description="Address that people write to, with plus addresses (report+…@); empty: mail_from."
    )
    letters_limit: str = Field("20/h", description="Letters or SMS that one sender may send, as number/period.")
    letters_limit_all: str = Field(
        "300/h", description="Letters and SMS that are taken from everybody together; more wait for staff to take them."
    )
    sms_url: str = Field("", description="Address of the SMS gateway (POST with JSON); empty means no SMS is offered.")
    sms_token: SecretStr = Field(SecretStr(""), description="Bearer token for the SMS gateway.")
    sms_in_token: SecretStr = Field(
        SecretStr(""), description="Secret with which the SMS gateway brings in SMS (/sms/); empty: SMS do not come in."
    )
    push_contact: str = Field("", description="mailto: or https: address in Web Push; must be real. Empty: no push.")
    push_hosts: str = Field(
        "fcm.googleapis.com,updates.push.services.mozilla.com,*.push.services.mozilla.com,*.notify.windows.com,web.push.apple.com",
        description="Push services that browsers may name; anything else is refused.",
    )
    oidc_url: str = Field(
        "", description="OpenID Connect issuer for sign-in (…/.well-known/openid-configuration below)."
    )
    oidc_client_id: str = Field("", description="Client id at that issuer.")
    oidc_client_secret: SecretStr = Field(SecretStr(""), description="Client secret at that issuer.")
    oidc_name: str = Field("City account", description="What the sign-in button calls that issuer.")
    oidc_trusts_email: bool = Field(
        default=False,
        description="Believe that issuer's verified addresses: people with such an account are signed in to it.",
    )
    oidc_roles_claim: str = Field(
        "",
        description="Claim with role@organisation entries that sets roles at each sign-in; empty: administrators do.",
    )
    map_style_url: str = Field("", description="MapLibre style of the base map; empty draws the city's own geometry.")
    is_demo: bool = Field(default=False, description="Mark every page: this city and its people are invented.")
    photo_megabytes: int = Field(50, ge=1, description="Largest photo that is accepted, in megabytes.")
    workers: int = Field(2, ge=1, description="Web processes.")
    threads: int = Field(2, ge=1, description="Threads of each web process.")
    public_addresses: Literal["street", "address"] = Field(
        "street", description="What everybody reads of a checked address: the street, or the address with its number."
    )
    acceptance_hours: int = Field(
        8,
        ge=1,
        le=400,
        description="Office hours in which an office answers whether it takes a case over; then an arbiter decides.",
    )
    confirm_reports: Literal["off", "email", "strangers"] = Field(
        "off",
        description="Ask strangers by letter whether a report is theirs before it counts: off; email: those who name "
        "an address; strangers: all of them, so that nobody reports without an address.",
    )
    confirm_days: int = Field(7, ge=1, le=90, description="Days after which a report that nobody confirmed is deleted.")
    roll_days: int = Field(
        90,
        ge=0,
        le=3650,
        description="Days after the last vote with a roll of voters is over until its voters are deleted; 0: never.",
    )
    unsorted_kind: str = Field(
        "unsorted", description="Code of the kind under which letters and SMS stand until somebody sorts them."
    )
    report_limit: str = Field("10/10m", description="Reports that one stranger's address may send, as number/period.")
    follow_limit: str = Field("10/h", description="Letters that one stranger's address may ask for to follow cases.")
    outside_hosts: str = Field(
        "",
        description="Hosts of our own network that webhooks and systems of neighbours may name, also without TLS; "
        "everything else must be public and https.",
    )
    lake_engine: Literal["duckdb", "spark"] = Field(
        "duckdb",
        description="What answers questions about all published data: duckdb, or spark when one machine is outgrown.",
    )
    lake_storage: str = Field(
        "", description="s3://bucket/folder that published data are copied to and read from; empty: the home alone."
    )
    lake_storage_url: str = Field("", description="Address of the object storage where it is not Amazon's.")
    lake_storage_key: str = Field("", description="Access key of the object storage.")
    lake_storage_secret: SecretStr = Field(SecretStr(""), description="Secret key of the object storage.")
    spark_master: str = Field("local[*]", description="Spark's master, such as spark://host:7077.")
    spark_memory: str = Field("2g", description="Memory of each executor of Spark.")
    table_memory: int = Field(
        512, ge=64, description="Megabytes that each process may use to answer questions about tables of open data."
    )
    table_megabytes: int = Field(
        2048, ge=1, description="Largest file of open data that is accepted, in megabytes; it is streamed to the disk."
    )
    table_sources: str = Field(
        "",
        description="Databases of which stewards may name a view, separated by blanks: postgres://host:port/database "
        "(?sslmode=verify-full) or the folder of SQLite files; empty: none.",
    )
    data_request_days: int = Field(
        30, ge=1, le=365, description="Days within which the city promises to answer who asks for data."
    )
    metrics_token: SecretStr = Field(SecretStr(""), description="Bearer token for /metrics; empty: only from loopback.")

    @cached_property
    def root(self) -> Path:
        """The home, absolute; made when it is missing."""
        root = self.home.expanduser().resolve()
        for folder in (root, root / "files", root / "open", root / "mail"):
            folder.mkdir(parents=True, exist_ok=True)
        return root

    @cached_property
    def signing_key(self) -> str:
        """The secret key, made once and readable by nobody else."""
        if given := self.secret_key.get_secret_value():
            return given
        kept = self.root / "secret.key"
        if not kept.exists():
            kept.touch(mode=0o600)
            kept.write_text(secrets.token_urlsafe(50))
        return kept.read_text()

    @property
    def hosts(self) -> list[str]:
        """Hosts that Django answers for."""
        return [*filter(None, self.allowed_hosts.split(",")), urlsplit(self.base_url).hostname or "localhost"]

    @property
    def switched_on(self) -> list[str]:
        """Names of the capabilities, in order."""
        return [name.strip() for name in self.capabilities.split(",") if name.strip()]

    @property
    def database(self) -> dict[str, object]:
        """Django's description of the database."""
        if not self.database_url:
            return {
                "ENGINE": "korzo.kernel.sqlite",
                "NAME": self.root / "korzo.sqlite3",
                "CONN_MAX_AGE": 600,
                "OPTIONS": {
                    "transaction_mode": "IMMEDIATE",
                    "timeout": 20,
                    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=268435456; "
                    "PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;",
                },
            }
        url = urlsplit(self.database_url)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(url.path.lstrip("/")),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": unquote(url.hostname or ""),
            "PORT": url.port or "",
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
        }


class BadSetting(ValueError):
    """A setting has a value that makes no sense."""


def load() -> Config:
    """Read the settings of this process; a file `korzo.env` in the home adds to the environment. Raises BadSetting."""
    try:
        first = Config()
        return Config(_env_file=first.home / "korzo.env")
    except ValidationError as error:
        wrong = [f"KORZO_{str(each['loc'][0]).upper()}: {each['msg']}" for each in error.errors() if each["loc"]]
        raise BadSetting("; ".join(wrong) or str(error)) from error
