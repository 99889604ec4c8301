"""Words: languages, scripts, folding for search, multilingual values and what people type.

The modules here are plain Python; only `fields` and `catalogues` know Django. Import the one you need:
`from korzo.kernel.text import plain`.
"""
