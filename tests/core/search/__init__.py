"""Finding entries."""
