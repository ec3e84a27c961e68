"""The language of conversation."""
