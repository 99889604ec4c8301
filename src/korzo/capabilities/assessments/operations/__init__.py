"""What can be done with assessments: one function a verb."""
