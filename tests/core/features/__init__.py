"""What a member can ask for."""
