"""Secret votes that everybody can check. Today: the rules of the Belenios protocol and the command line."""
