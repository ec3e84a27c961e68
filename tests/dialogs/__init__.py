"""Conversations that go the same way on every door."""
