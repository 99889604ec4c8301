"""CKAN's Action API, so that its clients, scripts and harvesters work here unchanged.

Source: `ckan/ckan` 2.12 as it answers from outside, and what ckanapi, ckanext-harvest and udata ask for. Where CKAN
breaks (500 for a wrong number, SQL in an error, people's e-mail hashes), this answers better: `docs/standards/ckan.md`.

`views` reads a request into a `Call` (`wire`), finds the action by its name (`actions`) and writes what it gives.
"""
