"""OGC API Features: every published table whose rows have a place, for GIS programs and maps.

Sources: OGC 17-069r4 (Part 1: Core), 18-058r1 (Part 2: coordinate systems), 19-079r2 (Part 3: filtering)
with CQL2 text.
"""
