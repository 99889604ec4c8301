"""What decides in the portal: kinds of items, their steps, written words, notices. Plain Python."""
