"""A community bot for people who learn MLOps together."""

__version__ = "0.1.0"
