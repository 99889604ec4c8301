"""Accounts, organisations, roles: who somebody is, and for whom they act."""
