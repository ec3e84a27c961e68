"""Tests: real clients, real files, fakes at the wire."""
