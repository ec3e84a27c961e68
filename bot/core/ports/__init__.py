"""What the core asks of the outside: one Protocol per need, each with what it raises."""
