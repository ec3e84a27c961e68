"""The stores and the engines, each on SQLite and on a real PostgreSQL."""
