"""The open data portal: what the city knows, found, read, queried and taken away."""
