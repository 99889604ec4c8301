"""The Belenios protocol, version 1: pure functions over bytes, numbers and group elements."""
