"""The back office of administrators: people and roles, organisations, jobs, messages, and the trail."""
