"""The curriculum's files, read strictly and validated."""
