"""What can be read of the portal."""
