"""Linked data under addresses that never change: feeds of the catalogue, and every data set by its IRI.

Source: DCAT-AP 3 for what is said, ckanext-dcat for the addresses, W3C's "Cool URIs" for 303.
"""
