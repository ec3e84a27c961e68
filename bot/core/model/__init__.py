"""The nouns of the curriculum and the community, as frozen data."""
