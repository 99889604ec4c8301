"""Addresses as the public may read them."""


def street(address: str) -> str:
    """The address without its house number, which could name a person's home."""
    words = address.split()
    while words and any(letter.isdigit() for letter in words[-1]):
        words.pop()
    return " ".join(words)
