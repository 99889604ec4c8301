"""What people type about assessments."""
