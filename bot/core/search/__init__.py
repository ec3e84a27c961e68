"""Finding the entry that a member means, in their own words."""
