"""What people are told: by e-mail, SMS, Web Push and in their inbox; in their language, at a decent hour, never twice."""
