"""What is read from the catalogue."""
