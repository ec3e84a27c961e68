"""The door to Discord: what it sends, and what it does when something goes wrong."""
