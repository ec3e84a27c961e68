"""What members do, kept in SQLite or PostgreSQL."""
