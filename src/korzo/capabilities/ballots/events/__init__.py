"""What happens to votes: references and numbers only, and of secret ballots nothing about single ballots."""

from korzo.capabilities.ballots.events.boxes import BoardGrew, BoxClosed, BoxCounted, BoxSealed

__all__ = ["BoardGrew", "BoxClosed", "BoxCounted", "BoxSealed"]
