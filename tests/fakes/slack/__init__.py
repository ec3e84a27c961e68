"""Slack on this machine: small, strict, and checked against a schema of Block Kit where that is at hand."""
