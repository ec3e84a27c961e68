"""What is due, what is late, what is skipped: planning, and the policy of delivery."""
