"""Look and feel: tokens, components, page shells, scripts, and the style guide that shows them all."""
