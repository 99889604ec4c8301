"""What people are told: by e-mail, SMS, Web Push and inbox; in their language, at a decent hour, never twice."""
