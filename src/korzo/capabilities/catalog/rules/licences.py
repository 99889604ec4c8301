"""Licences: CKAN's ids, the EU's `licence` codes, and what each allows. Names are those of the licences themselves.

Sources: CKAN's licence register (its default ids), the EU authority table `licence`, Croatia's Otvorena dozvola.
"""

# ruff: noqa: E501 -- a licence is one line

from dataclasses import dataclass

from korzo.capabilities.catalog.rules.vocabularies import AUTHORITY


def _(word: str) -> str:
    """Mark a word for translators; whoever shows it translates."""
    return word


@dataclass(frozen=True)
class Licence:
    """A licence; `code` is of the EU table ("" where it has none); `open_` says that it meets the Open Definition."""

    id: str
    title: str
    url: str
    code: str = ""
    open_: bool = False

    @property
    def iri(self) -> str:
        """What DCAT names: the entry of the EU table, else the licence's own address."""
        return f"{AUTHORITY}licence/{self.code}" if self.code else self.url


LICENCES = {
    each.id: each
    for each in (
        Licence("cc-by", "Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/", "CC_BY_4_0", open_=True),
        Licence("cc-zero", "Creative Commons Zero 1.0", "https://creativecommons.org/publicdomain/zero/1.0/", "CC0", open_=True),
        Licence("cc-by-sa", "Creative Commons Attribution-ShareAlike 4.0", "https://creativecommons.org/licenses/by-sa/4.0/", "CC_BYSA_4_0", open_=True),
        Licence("odc-odbl", "Open Data Commons Open Database License 1.0", "https://opendatacommons.org/licenses/odbl/1-0/", "ODC_BL", open_=True),
        Licence("odc-by", "Open Data Commons Attribution License 1.0", "https://opendatacommons.org/licenses/by/1-0/", "ODC_BY", open_=True),
        Licence("odc-pddl", "Open Data Commons Public Domain Dedication and License 1.0", "https://opendatacommons.org/licenses/pddl/1-0/", "ODC_PDDL", open_=True),
        Licence("open-license", "Otvorena dozvola (Republika Hrvatska)", "https://data.gov.hr/otvorena-dozvola", "", open_=True),
        Licence("uk-ogl", "UK Open Government Licence 3.0", "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/", "OGL_3_0", open_=True),
        Licence("cc-nc", "Creative Commons Attribution-NonCommercial 4.0", "https://creativecommons.org/licenses/by-nc/4.0/", "CC_BYNC_4_0"),
        Licence("gfdl", "GNU Free Documentation License 1.3", "https://www.gnu.org/licenses/fdl-1.3.html", "GNU_FDL_1_3", open_=True),
        Licence("other-open", _("Another open licence"), "", "", open_=True),
        Licence("other-pd", _("In the public domain"), "", "", open_=True),
        Licence("other-at", _("Another licence that asks for attribution"), "", "", open_=True),
        Licence("other-nc", _("Another licence, not for commercial use"), ""),
        Licence("other-closed", _("Not open"), ""),
        Licence("notspecified", _("No licence stated"), ""),
    )
}  # fmt: skip
_BY_URL = {each.url.removeprefix("https://").rstrip("/"): each for each in LICENCES.values() if each.url}
_BY_URL |= {each.iri.removeprefix("http://"): each for each in LICENCES.values() if each.code}


def find(named: str) -> Licence | None:
    """The licence with this id, address (http or https) or IRI of the EU table; None for others."""
    if named in LICENCES:
        return LICENCES[named]
    return _BY_URL.get(named.removeprefix("https://").removeprefix("http://").rstrip("/"))
