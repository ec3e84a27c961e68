"""The curriculum itself: complete, true to its source, and found by those who ask."""
