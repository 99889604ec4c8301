"""What is described: frozen views of the catalogue, free of any database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

Text = Mapping[str, str]
"""A text by language code."""


@dataclass(frozen=True, slots=True)
class Agent:
    """Who publishes; `kind` is of the ADMS publisher types."""

    iri: str
    name: Text
    kind: str = ""
    homepage: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask."""

    name: str = ""
    email: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """An interface, Korzo's own or that of others."""

    iri: str
    title: Text
    endpoint_url: str
    description: Text = field(default_factory=dict)
    endpoint_description: str = ""
    documentation: str = ""
    conforms_to: Sequence[str] = ()
    licence: str = ""
    access: str = ""
    hvd_category: str = ""
    publisher: Agent | None = None
    contact: Contact = Contact()


@dataclass(frozen=True, slots=True)
class Series:
    """Data sets that follow one another."""

    iri: str
    title: Text
    description: Text
    publisher: Agent
    frequency: str = ""


@dataclass(frozen=True, slots=True)
class Distribution:
    """A form of a data set. `services` are IRIs of interfaces that serve it; `link_status` None: not looked at yet."""

    iri: str
    url: str
    download: bool = False
    title: Text = field(default_factory=dict)
    description: Text = field(default_factory=dict)
    format: str = ""
    media_type: str = ""
    licence: str = ""
    rights: str = ""
    availability: str = ""
    conforms_to: Sequence[str] = ()
    documentation: Sequence[str] = ()
    size: int | None = None
    hash: str = ""
    hash_algorithm: str = ""
    issued: datetime | None = None
    modified: datetime | None = None
    services: Sequence[str] = ()
    link_status: int | None = None
    schema: Mapping[str, Any] = field(default_factory=dict)
    key: str = ""


@dataclass(frozen=True, slots=True)
class Dataset:
    """A data set; `local` is its address here, `iri` may be its own from elsewhere."""

    iri: str
    local: str
    name: str
    title: Text
    modified: datetime
    publisher: Agent
    description: Text = field(default_factory=dict)
    keywords: Mapping[str, Sequence[str]] = field(default_factory=dict)
    themes: Sequence[str] = ()
    languages: Sequence[str] = ()
    licence: str = ""
    rights: str = ""
    access: str = ""
    frequency: str = ""
    spatial: Mapping[str, Any] | None = None
    spatial_uri: str = ""
    spatial_resolution: str = ""
    temporal_start: date | None = None
    temporal_end: date | None = None
    temporal_resolution: str = ""
    hvd_category: str = ""
    legislation: Sequence[str] = ()
    conforms_to: Sequence[str] = ()
    documentation: Sequence[str] = ()
    sources: Sequence[str] = ()
    provenance: Text = field(default_factory=dict)
    identifier: str = ""
    landing_page: str = ""
    version: str = ""
    version_notes: str = ""
    contact: Contact = Contact()
    author: str = ""
    issued: datetime | None = None
    updated: datetime | None = None
    replaced_by: str = ""
    series: Series | None = None
    services: Sequence[Service] = ()
    distributions: Sequence[Distribution] = ()


@dataclass(frozen=True, slots=True)
class Portal:
    """The catalogue itself; `own` are the interfaces of this installation."""

    iri: str
    title: Text
    description: Text
    publisher: Agent
    homepage: str
    languages: Sequence[str] = ()
    licence: str = ""
    contact: Contact = Contact()
    own: Sequence[Service] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a long catalogue; `address` has `{page}` where the number goes."""

    address: str
    number: int
    size: int
    total: int

    @property
    def last(self) -> int:
        """The number of the last page; an empty catalogue has one."""
        return max(-(-self.total // self.size), 1)

    def at(self, number: int) -> str:
        """The address of a page."""
        return self.address.replace("{page}", str(number))
