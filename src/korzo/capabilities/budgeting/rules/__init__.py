"""What budgeting decides, as plain computation: states, drawing by lot, counting."""
