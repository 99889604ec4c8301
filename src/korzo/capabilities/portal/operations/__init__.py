"""What can be done in the portal: one function a verb."""
