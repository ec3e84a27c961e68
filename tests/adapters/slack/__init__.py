"""The Slack door: its drawings, its reading, and its behaviour on the wire."""
