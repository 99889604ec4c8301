"""The shapes of DCAT-AP 3.0.1 and of high-value data sets, run by pyshacl; the data lie beside the project."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from rdflib import RDF, SH, Graph

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "data" / "open-data" / "shacl"
GATE, STRICT, RANGES, HVD = "3.0.1-shapes", "3.0.1-dcat-ap-SHACL", "3.0.1-range", "3.0.0-hvd-hvd-SHACL-base"


@cache
def _shapes(name: str) -> Graph:
    graph = Graph().parse(FOLDER / f"{name}.ttl")
    for shape in set(graph.objects(None, SH.property)):  # the strict file names two that are not in it
        if graph.value(shape, SH.path) is None:
            graph.remove((None, SH.property, shape))
    return graph


def violations(graph: Graph, name: str) -> Iterator[tuple[str, str, str]]:
    """What breaks the shapes: thing, property, message; recommendations are left out."""
    from pyshacl import validate

    _conforms, report, _text = validate(graph, shacl_graph=_shapes(name), advanced=True, inference="none")
    assert isinstance(report, Graph)
    for result in report.subjects(RDF.type, SH.ValidationResult):
        if report.value(result, SH.resultSeverity) == SH.Violation:
            told = (SH.focusNode, SH.resultPath, SH.resultMessage)
            first, second, third = (str(report.value(result, each)) for each in told)
            yield first, second, third
