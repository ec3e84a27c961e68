"""The bot on Discord: discord.py listens, the core answers, and what is sent is made here."""
