"""A driver for each door, sharing its name with the adapter that it drives."""
