"""The rules of what members do, over a real database."""
