"""What an assessment computes: pure, and usable as a library."""
