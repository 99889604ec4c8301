"""The field's rules, usable without the rest: vocabularies, query languages, DCAT, tables, quality."""
