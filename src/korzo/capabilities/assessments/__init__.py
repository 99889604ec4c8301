"""Self-assessments: how a city judges its finances and its ways of working, and what it does about it."""
