"""Planning and delivery, over a real database."""
