"""The catalogue as linked data: the profile's shapes hold, and all syntaxes say the same."""

from dataclasses import replace

import pytest
from rdflib import DCAT, DCTERMS, FOAF, RDF, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from tests.capabilities.catalog import described, shacl

from korzo.capabilities.catalog.rules.dcat import describing, writing
from korzo.capabilities.catalog.rules.dcat.views import Dataset, Page

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib warns of itself
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
FORMATS = {"ttl": "turtle", "n3": "n3", "xml": "xml", "rdf": "xml", "jsonld": "json-ld"}


def graph(datasets: list[Dataset], syntax: str = "ttl", page: Page | None = None) -> Graph:
    text = "".join(writing.write(describing.catalogue(described.PORTAL, datasets, page), syntax))
    return Graph().parse(data=text, format=FORMATS[syntax])


@pytest.mark.skipif(not shacl.FOLDER.is_dir(), reason="the shapes of DCAT-AP lie beside the project, not in it")
def test_hundred_data_sets_of_every_mixture_break_no_shape() -> None:
    whole = graph(list(described.datasets(100)))
    for name in (shacl.GATE, shacl.STRICT, shacl.RANGES):
        assert list(shacl.violations(whole, name)) == []
    broken = graph([replace(next(described.datasets(1)), title={}, description={"en": "Words"})])
    assert {path for _thing, path, _why in shacl.violations(broken, shacl.GATE)} == {str(DCTERMS.title)}


@pytest.mark.skipif(not shacl.FOLDER.is_dir(), reason="the shapes of DCAT-AP lie beside the project, not in it")
def test_high_value_data_sets_break_no_shape_of_theirs() -> None:
    valued = [each for each in described.datasets(150) if each.hvd_category]
    assert len(valued) > 60
    assert list(shacl.violations(graph(valued), shacl.HVD)) == []


def test_all_syntaxes_say_the_same() -> None:
    sets = list(described.datasets(20, seed=2))
    turtle = graph(sets)
    for syntax in FORMATS:
        assert isomorphic(turtle, graph(sets, syntax)), syntax


def test_there_is_one_text_for_each_language_and_none_that_was_derived() -> None:
    of = replace(next(described.datasets(1)), title={"sr": "Вода", "sr-latn": "Voda", "cnr": "Voda"})
    found = set(graph([of]).objects(URIRef(of.iri.replace(" ", "%20")), DCTERMS.title))
    assert found == {Literal("Вода", lang="sr-Cyrl"), Literal("Voda", lang="cnr")}


def test_pages_are_followed_in_both_dialects() -> None:
    sets = list(described.datasets(7))
    for wanted in (HYDRA.next, HYDRA.nextPage):
        seen: list[str] = []
        number = 1
        while True:
            page = Page("https://data.example.org/catalog.ttl?q=a&page={page}", number, 3, 7)
            found = graph(sets[(number - 1) * 3 : number * 3], page=page)
            node = found.value(None, RDF.type, HYDRA.PagedCollection)
            assert node == found.value(None, RDF.type, HYDRA.PartialCollectionView)
            assert int(str(found.value(node, HYDRA.totalItems))) == 7
            seen += [str(each) for each in found.objects(None, DCAT.dataset)]
            following = found.value(node, wanted)
            if following is None:
                break
            number = int(str(following).rpartition("=")[2])
        assert number == 3
        assert len(seen) == len(set(seen)) == 7


def test_records_tell_when_a_description_changed_and_services_what_they_serve() -> None:
    form = replace(next(described.datasets(1)).distributions[0], services=[each.iri for each in described.OWN])
    of = replace(
        next(described.datasets(1)), iri="http://elsewhere.example/a", hvd_category="c_a9135398", distributions=[form]
    )
    found = graph([of])
    record = found.value(None, FOAF.primaryTopic, URIRef(of.iri))
    assert str(record) == f"{of.local}#record"
    for service in described.OWN:
        assert found.value(URIRef(service.iri), DCAT.servesDataset) == URIRef(of.iri)
        assert found.value(URIRef(service.iri), URIRef("http://data.europa.eu/r5r/hvdCategory"))
