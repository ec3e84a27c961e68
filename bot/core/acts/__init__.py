"""What members do that is kept: the rules of each act, over the stores of one unit of work."""
