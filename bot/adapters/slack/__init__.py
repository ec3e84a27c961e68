"""The bot on Slack: Bolt listens, over Socket Mode or HTTP, and the core answers."""
