"""The catalogue as linked data: DCAT-AP 3 with the rules for high-value data sets, in Turtle, RDF/XML and JSON-LD.

    nodes = describing.catalogue(portal, datasets)          # views → nodes
    text = "".join(writing.write(nodes, "ttl"))             # nodes → text, piece by piece

Sources: DCAT-AP 3.0.1 and its HVD annex (SEMIC), DCAT 3 (W3C), Hydra as ckanext-dcat and udata read it. There are no
blank nodes: whatever has no address of its own hangs on one by a `#`, so that pieces can be written one after another.
"""
