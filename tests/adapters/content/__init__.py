"""Content files, read and refused."""
