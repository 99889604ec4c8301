"""The front door: what the city tells, what happens where, and what residents want to hear of."""
