"""How votes look in templates."""
